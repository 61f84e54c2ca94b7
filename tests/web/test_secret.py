"""The secret: made once, for the server's eyes only, and the same for all who start at once."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from stat import S_IMODE
from threading import Barrier

import pytest

from app.errors import BadSettings
from app.settings import Settings
from app.web.secret import FILE, cookie_secret


def test_it_is_made_once(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "new" / "data")
    first = cookie_secret(settings)
    assert len(first) == 64
    assert cookie_secret(settings) == first
    assert S_IMODE((settings.data / FILE).stat().st_mode) == 0o600
    assert [file.name for file in settings.data.iterdir()] == [FILE]


def test_all_who_start_at_once_share_it(tmp_path: Path) -> None:
    together = Barrier(8)

    def make(_: int) -> str:
        together.wait()
        return cookie_secret(Settings(data=tmp_path))

    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(make, range(8)))) == 1
    assert [file.name for file in tmp_path.iterdir()] == [FILE]


def test_a_given_one_is_used_and_not_written(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path, secret="s" * 32)
    assert cookie_secret(settings) == "s" * 32
    assert not list(tmp_path.iterdir())
    assert "s" * 32 not in repr(settings)


@pytest.mark.parametrize("content", [b"", b"short\n", b"\xff" * 64])
def test_a_damaged_one_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / FILE).write_bytes(content)
    with pytest.raises(BadSettings, match="secret"):
        cookie_secret(Settings(data=tmp_path))
