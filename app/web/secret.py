"""The secret that signs cookies: given by the host, or made once and kept in the data folder.

Whoever holds it can be any player, so only the server's user may read the file.
"""

import os
import secrets
from pathlib import Path

from app.errors import BadSettings
from app.settings import SECRET_CHARACTERS, Settings

FILE = "secret"


def cookie_secret(settings: Settings) -> str:
    """The secret. Raises BadSettings when its file is damaged or cannot be made."""
    if settings.secret is not None:
        return settings.secret.get_secret_value()
    file = settings.data / FILE
    try:
        if not file.exists():
            settings.data.mkdir(parents=True, exist_ok=True)
            _make(file)
        found = file.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise BadSettings(f"The secret in {file} cannot be used: {error}.") from None
    if len(found) < SECRET_CHARACTERS:
        hint = "Delete it, and players will get new cookies, or restore it from a backup."
        raise BadSettings(f"The secret in {file} is damaged.", hint)
    return found


def _make(file: Path) -> None:
    """Write a new secret whole, then give it its name, unless another server was first."""
    fresh = file.with_name(f"{FILE}.{secrets.token_hex(8)}")
    handle = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "w", encoding="ascii") as out:
            out.write(secrets.token_urlsafe(48) + "\n")
            out.flush()
            os.fsync(out.fileno())
        os.link(fresh, file)
    except FileExistsError:  # another server made it meanwhile: both use that one
        return
    finally:
        fresh.unlink()
    _sync(file.parent)


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
