"""Settings: from the environment, frozen, and refused in one sentence."""

import os
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from app.errors import BadSettings
from app.settings import ShowSolutions, load


@pytest.fixture(autouse=True)
def _bare(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in os.environ:
        if name.startswith("BTT_"):
            monkeypatch.delenv(name)


def test_defaults() -> None:
    settings = load()
    assert (settings.host, settings.port, settings.check_memory) == ("127.0.0.1", 8000, 512)
    assert settings.database == f"sqlite:///{Path('data').resolve() / 'game.db'}"
    assert not settings.secure
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]


def test_the_environment_and_what_is_given(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BTT_PORT", "9000")
    monkeypatch.setenv("BTT_HOST", "0.0.0.0")
    monkeypatch.setenv("BTT_PACKS", os.pathsep.join(("one", "two")))
    monkeypatch.setenv("BTT_DATABASE_URL", "postgresql+psycopg://game:word@db/game")
    monkeypatch.setenv("BTT_PUBLIC_URL", "https://game.example.org/")
    settings = load(host="127.0.0.2")
    assert (settings.host, settings.port) == ("127.0.0.2", 9000)
    assert settings.packs == (Path("one"), Path("two"))
    assert settings.database.startswith("postgresql")
    assert "word" not in repr(settings)
    assert (settings.public_url, settings.secure) == ("https://game.example.org", True)


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("BTT_PROT", "1", "BTT_PROT is not a setting. Did you mean BTT_PORT?"),
        ("BTT_ZZZ", "1", "BTT_ZZZ is not a setting. The settings are BTT_HOST, "),
        ("BTT_PORT", "http", "BTT_PORT cannot be used: input should be a valid integer"),
        ("BTT_SECRET", "short", "BTT_SECRET cannot be used: must have 32 characters or more."),
        ("BTT_PUBLIC_URL", "game.example.org", "BTT_PUBLIC_URL cannot be used: must be an address"),
        ("BTT_PUBLIC_URL", "https://example.org/game", "without a path"),
        ("BTT_CHECK_MEMORY", "64", "greater than or equal to 256"),
        ("BTT_LOG_LEVEL", "loud", "BTT_LOG_LEVEL cannot be used"),
        ("BTT_SHOW_SOLUTIONS", "later", "BTT_SHOW_SOLUTIONS cannot be used: must be solved, never"),
        ("BTT_SHOW_SOLUTIONS", "2027-02-30", "a day such as 2027-03-01."),
        ("BTT_SHOW_SOLUTIONS", "1700000000", "must be solved, never or a day"),
    ],
)
def test_what_cannot_be_used(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, said: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(BadSettings) as caught:
        load()
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("value", "meant"),
    [("solved", "solved"), ("never", "never"), ("2027-03-01", date(2027, 3, 1))],
)
def test_when_solutions_are_shown(
    monkeypatch: pytest.MonkeyPatch, value: str, meant: ShowSolutions
) -> None:
    monkeypatch.setenv("BTT_SHOW_SOLUTIONS", value)
    assert load().show_solutions == meant


@pytest.mark.parametrize(
    "given",
    [
        {"public_url": "https://game.example.org:99999"},
        {"database_url": "nonsense"},
        {"database_url": "nothing://host/game"},
    ],
)
def test_an_address_that_leads_nowhere_is_refused(given: dict[str, str]) -> None:
    with pytest.raises(BadSettings, match="cannot be used"):
        load({}, **given)
