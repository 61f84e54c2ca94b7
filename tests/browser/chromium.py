"""Finding a Chromium for the browser tests, or installing one; never skipping for want of one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")

QUIET = [
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""A browser that speaks to no one but the game."""


def find() -> str:
    """The path of a Chromium. Raises RuntimeError with one sentence when none can be had."""
    for attempt in (_known, _from_debian, _from_playwright):
        path = attempt()
        if path is not None:
            return path
    raise RuntimeError(
        "The browser tests need Chromium: install it (Debian: apt-get install "
        "chromium-headless-shell; elsewhere: playwright install --only-shell chromium), "
        "or name it in the environment variable CHROMIUM."
    )


def flags() -> list[str]:
    """Launch flags; root needs a browser without its sandbox."""
    return [*QUIET, "--no-sandbox"] if os.geteuid() == 0 else QUIET


def _known() -> str | None:
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((path for name in NAMES if (path := shutil.which(name))), None) or _playwrights()


def _playwrights() -> str | None:
    """What Playwright has installed before."""
    home = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    found = sorted(home.glob("chromium*/chrome-*/*headless*shell*"))
    return next((str(path) for path in reversed(found) if os.access(path, os.X_OK)), None)


def _from_playwright() -> str | None:
    command = [sys.executable, "-m", "playwright", "install", "--only-shell", "chromium"]
    try:
        subprocess.run(command, check=False, capture_output=True, timeout=300)
    except subprocess.TimeoutExpired:
        return None
    return _playwrights()


def _from_debian() -> str | None:
    apt = shutil.which("apt-get")
    if apt is None or os.geteuid() != 0:
        return None
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for arguments in (["update"], ["install", "--yes", "chromium-headless-shell"]):
        command = [apt, "--quiet", *arguments]
        subprocess.run(command, check=False, capture_output=True, timeout=600, env=environment)
    return shutil.which("chromium-headless-shell")
