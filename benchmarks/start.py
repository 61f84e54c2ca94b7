"""How long the server takes to start, beside a Python that only imports what it stands on.

Run as `python -m benchmarks.start`; prints a Markdown table. A start ends when the server has said
where it is; the first one also makes the database.
"""

import re
import subprocess
import sys
import tempfile
from time import perf_counter

FLOOR = "import fastapi, jinja2, numpy, pydantic_settings, sqlalchemy, uvicorn"
STARTS = 4
_SAID = re.compile(r"http://127\.0\.0\.1:\d+")


def main() -> None:
    """Print the table."""
    floor = min(imports() for _ in range(STARTS))
    with tempfile.TemporaryDirectory() as folder:
        times = [start(folder) for _ in range(STARTS)]
    print("| what | seconds | times the floor |")
    print("|---|---:|---:|")
    print(f"| imports alone | {floor:.2f} | 1.0 |")
    print(f"| first start | {times[0]:.2f} | {times[0] / floor:.1f} |")
    print(f"| later start | {min(times[1:]):.2f} | {min(times[1:]) / floor:.1f} |")


def imports() -> float:
    """Seconds for the imports that no server of this kind can do without."""
    began = perf_counter()
    subprocess.run([sys.executable, "-c", FLOOR], check=True)
    return perf_counter() - began


def start(folder: str) -> float:
    """Seconds until a server on this data folder has said where it is."""
    command = [sys.executable, "-m", "app.cli", "serve", "--port", "0", "--data", folder]
    began = perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        next(line for line in server.stdout if _SAID.search(line))
        taken = perf_counter() - began
        server.terminate()
    return taken


if __name__ == "__main__":
    main()
