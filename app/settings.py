"""What a host may set, from `BTT_*` environment variables; docs/hosts/settings.md explains each.

Nothing is read at import: `load` builds the one frozen value, and the app factory hands it on.
"""

import os
import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from app.errors import BadSettings

PREFIX = "BTT_"
SECRET_CHARACTERS = 32
"""The shortest secret that may sign cookies."""

ShowSolutions = Literal["solved", "never"] | date
"""When a player who has solved a puzzle sees its author's solutions: at once, never, from a day."""

LogLevel = Literal["debug", "info", "warning", "error"]


class Settings(BaseSettings):
    """One server's settings. Amounts of memory are in MiB."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True, extra="forbid")

    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    data: Path = Path("data")
    secret: SecretStr | None = None
    public_url: str | None = None
    trusted_proxies: str = "127.0.0.1"
    database_url: SecretStr | None = None
    check_workers: Annotated[int, Field(ge=1, le=64)] = 2
    check_queue: Annotated[int, Field(ge=0, le=24)] = 16
    check_memory: Annotated[int, Field(ge=256, le=1_048_576)] = 512
    packs: Annotated[tuple[Path, ...], NoDecode] = ()
    show_solutions: ShowSolutions = "solved"
    log_level: LogLevel = "info"
    log_json: bool = False

    @field_validator("packs", mode="before")
    @classmethod
    def _folders(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(Path(part) for part in value.split(os.pathsep) if part)
        return value

    @field_validator("show_solutions", mode="before")
    @classmethod
    def _when(cls, value: object) -> object:
        if not isinstance(value, str) or value in ("solved", "never"):
            return value
        try:
            if re.fullmatch(r"\d{4}-\d{2}-\d{2}", value, re.ASCII):
                return date.fromisoformat(value)
        except ValueError:
            pass  # a form that is right for a day that is not: the same sentence
        raise ValueError("must be solved, never or a day such as 2027-03-01")

    @field_validator("secret")
    @classmethod
    def _long_enough(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and len(value.get_secret_value()) < SECRET_CHARACTERS:
            raise ValueError(f"must have {SECRET_CHARACTERS} characters or more")
        return value

    @field_validator("database_url")
    @classmethod
    def _an_address(cls, value: SecretStr | None) -> SecretStr | None:
        try:
            if value is not None:
                make_url(value.get_secret_value()).get_dialect()
        except ArgumentError:
            raise ValueError("must be an address such as sqlite:///game.db") from None
        return value

    @field_validator("public_url")
    @classmethod
    def _an_origin(cls, value: str | None) -> str | None:
        if value is None:
            return None
        parts = urlsplit(value)
        _ = parts.port  # raises ValueError for one that is no port
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            raise ValueError("must be an address such as https://game.example.org")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise ValueError("must be an address without a path; the game lives at the root")
        return value.rstrip("/")

    @property
    def database(self) -> str:
        """The SQLAlchemy address of the database: by default a file in the data folder."""
        if self.database_url is not None:
            return self.database_url.get_secret_value()
        return f"sqlite:///{self.data.resolve() / 'game.db'}"

    @property
    def secure(self) -> bool:
        """Whether browsers reach the game over https, so that cookies must be kept to it."""
        return self.public_url is not None and self.public_url.startswith("https://")


def load(environment: Mapping[str, str] | None = None, **given: Any) -> Settings:
    """Settings from the environment, `given` ones first. Raises BadSettings in one sentence."""
    _check_names(os.environ if environment is None else environment)
    try:
        return Settings(**given)
    except ValidationError as error:
        raise BadSettings(_sentence(error)) from None


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def _check_names(environment: Mapping[str, str]) -> None:
    known = [variable(name) for name in Settings.model_fields]
    for name in environment:
        if name.startswith(PREFIX) and name not in known:
            near = get_close_matches(name.upper(), known, n=1, cutoff=0.75)
            hint = f"Did you mean {near[0]}?" if near else f"The settings are {', '.join(known)}."
            raise BadSettings(f"{name} is not a setting.", hint)


def _sentence(error: ValidationError) -> str:
    first = error.errors(include_url=False, include_input=False)[0]
    name = variable(str(first["loc"][0])) if first["loc"] else "A setting"
    said = str(first["msg"]).removeprefix("Value error, ")
    return f"{name} cannot be used: {said[:1].lower()}{said[1:]}."
