"""Runs the web application with uvicorn and says where it is."""

import socket
from collections.abc import Mapping
from typing import Any

import uvicorn
from click import echo

from app.errors import BadSettings
from app.settings import Settings, load
from app.web.logs import configure
from app.web.main import create_app

GRACE_SECONDS = 10
"""How long a stopping server lets requests end."""


def serve(given: Mapping[str, Any]) -> None:
    """Serve until interrupted, with these settings over those of the environment.

    Raises GameError for settings that cannot work.
    """
    settings = load(**given)
    configure(settings)
    listening = listen(settings)
    config = uvicorn.Config(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.trusted_proxies,
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    _Server(config, settings).run(sockets=[listening])


def listen(settings: Settings) -> socket.socket:
    """The socket to serve on. Raises BadSettings when its address cannot be had."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        made = socket.create_server((settings.host, settings.port), family=family, backlog=2048)
        # An answer goes out in two parts; without this the second waits, on a connection that is
        # kept, until the first has been acknowledged: 40 ms for every click.
        made.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return made
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise BadSettings(
            f"The server cannot listen on {typed(settings.host)} port {settings.port}: {why}.",
            "Choose another with --host and --port.",
        ) from None


class _Server(uvicorn.Server):
    """A uvicorn that says where it is once it is there."""

    def __init__(self, config: uvicorn.Config, settings: Settings) -> None:
        super().__init__(config)
        self.settings = settings

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start listening, then print the address and the data folder."""
        await super().startup(sockets)
        if not self.started:
            return
        port = self.servers[0].sockets[0].getsockname()[1]
        where = self.settings.public_url or f"http://{typed(self.settings.host)}:{port}"
        echo(f"Be the Transformer is at {where}/ and keeps its data in {self.settings.data}/")


def typed(host: str) -> str:
    """A host as one would type it: this machine's own where it listens everywhere."""
    if host in ("0.0.0.0", "::"):  # noqa: S104 - compared with, not listened on
        return "localhost"
    return f"[{host}]" if ":" in host else host
