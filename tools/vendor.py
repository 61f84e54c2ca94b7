"""Fetches the vendored browser files that static/vendor/SOURCES.toml lists, and checks them.

Run `python tools/vendor.py` after changing a version there. npm does the fetching, so that its
own settings for registries and proxies hold; every file must have the listed SHA-256.
"""

import hashlib
import subprocess
import sys
import tarfile
import tempfile
import tomllib
from pathlib import Path
from typing import Any

VENDOR = Path(__file__).resolve().parent.parent / "static" / "vendor"


def main() -> int:
    """Fetch every package; how many files are not what the list says."""
    sources = tomllib.loads((VENDOR / "SOURCES.toml").read_text())
    return sum(fetch(package) for package in sources["package"])


def fetch(package: dict[str, Any]) -> int:
    """Fetch one package into its folder; how many of its files are wrong."""
    name = f"{package['name']}@{package['version']}"
    with tempfile.TemporaryDirectory() as scratch:
        command = ["npm", "pack", name, "--silent"]
        subprocess.run(command, cwd=scratch, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        archive = next(Path(scratch).glob("*.tgz"))
        with tarfile.open(archive) as packed:
            return sum(_take(packed, file, VENDOR / name) for file in package["file"])


def _take(packed: tarfile.TarFile, file: dict[str, str], folder: Path) -> int:
    member = packed.extractfile(f"package/{file['from']}")
    content = b"" if member is None else member.read()
    found = hashlib.sha256(content).hexdigest()
    target = folder / Path(file["from"]).name
    if found != file["sha256"]:
        sys.stderr.write(f"{target.name} has SHA-256 {found}, not the one listed; not written.\n")
        return 1
    folder.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return 0


if __name__ == "__main__":
    sys.exit(main())
