"""A real server in its own process, as `btt serve` starts it."""

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

_ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


class Server:
    """Started on a data folder; `kill` is `kill -9`, and `start` begins again on the same port."""

    def __init__(self, data: Path, **environment: str) -> None:
        self.data = data
        self.environment = environment
        self.port = 0
        self.address = ""
        self._process: subprocess.Popen[str] | None = None

    def start(self) -> "Server":
        """Returns once the server has said where it is."""
        command = [sys.executable, "-m", "app.cli", "serve"]
        command += ["--port", str(self.port), "--data", str(self.data)]
        self._process = subprocess.Popen(
            command,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONUNBUFFERED": "1", **self.environment},
        )
        assert self._process.stdout is not None
        for line in self._process.stdout:
            found = _ADDRESS.search(line)
            if found:
                self.address = found.group()
                self.port = int(self.address.rsplit(":", 1)[1])
                return self
        self.stop()
        raise RuntimeError("The server ended before it said where it is.")

    def __enter__(self) -> "Server":
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()

    def kill(self) -> None:
        """Ends the process at once, with no chance to tidy up."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self._process is not None:
            self._process.send_signal(how)
            self._process.wait(timeout=30)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None
