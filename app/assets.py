"""Where the files are that come with the program: templates, static files and puzzles.

A wheel carries them inside the package; a checkout has them beside it. Both work unchanged.
"""

from pathlib import Path
from typing import Literal

Folder = Literal["templates", "static", "puzzles"]

_PACKAGE = Path(__file__).resolve().parent


def folder(name: Folder) -> Path:
    """The folder of that name. Raises FileNotFoundError if the installation lacks it."""
    for home in (_PACKAGE, _PACKAGE.parent):
        if (home / name).is_dir():
            return home / name
    raise FileNotFoundError(f"This installation has no {name} folder; install it again.")
