# The game as one small image: a wheel built in the first stage, nothing but it in the second.
FROM python:3.13-slim-bookworm AS build
WORKDIR /src
RUN python -m venv /venv
COPY requirements.lock ./
RUN /venv/bin/pip install --no-cache-dir --require-hashes -r requirements.lock
COPY pyproject.toml README.md LICENSE ./
COPY app ./app
COPY templates ./templates
COPY static ./static
COPY puzzles ./puzzles
RUN /venv/bin/pip install --no-cache-dir --no-deps . \
    && find /venv -name __pycache__ -prune -exec rm -r {} + \
    && /venv/bin/python -m compileall -q /venv/lib

FROM python:3.13-slim-bookworm
RUN useradd --uid 10001 --user-group --no-create-home --shell /usr/sbin/nologin player \
    && install -d -o 10001 -g 10001 -m 0700 /data
COPY --from=build /venv /venv
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    BTT_HOST=0.0.0.0 \
    BTT_PORT=8000 \
    BTT_DATA=/data
USER 10001:10001
WORKDIR /data
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 \
    CMD ["python", "-c", "import os, urllib.request as r; r.urlopen(f'http://127.0.0.1:{os.environ[\"BTT_PORT\"]}/healthz', timeout=4)"]
CMD ["btt", "serve"]
