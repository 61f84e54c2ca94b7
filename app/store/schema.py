"""The tables. Times are whole seconds since 1970 (UTC); sizes of text are in characters.

A draft points at one of its steps; each step holds one whole source text and knows which step it
was made from (`before`) and which was left last by an undo (`after`). Undo and redo walk these
links, so a step is never overwritten and an abandoned branch stays until the history is trimmed.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

HISTORY_STEPS = 200
"""Steps of undo history kept for one draft."""

HISTORY_CHARACTERS = 1024 * 1024
"""Characters of all steps of one draft together; the current step is always kept."""

ATTEMPTS = 1000
"""Different programs whose attempts are kept for one player and puzzle, newest first."""

SOLUTIONS = 100
"""Solutions kept for one player and puzzle, best first."""

PROOFS = 200
"""Attempts at a proof kept for one player and puzzle, newest first."""

SITTINGS = 500
"""Seats kept for one player and puzzle, newest first."""

NAMES = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMES)


def _player() -> Column[str]:
    owner = ForeignKey("players.id", ondelete="CASCADE")
    return Column("player", String(64), owner, primary_key=True)


def _owner() -> Column[str]:
    owner = ForeignKey("players.id", ondelete="CASCADE")
    return Column("player", String(64), owner, nullable=False)


players = Table(
    "players",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("created", BigInteger, nullable=False),
)

drafts = Table(
    "drafts",
    metadata,
    _player(),
    Column("puzzle", String(64), primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("step", Integer, nullable=False),
    Column("changed", BigInteger, nullable=False),
)

draft_steps = Table(
    "draft_steps",
    metadata,
    Column("player", String(64), primary_key=True),
    Column("puzzle", String(64), primary_key=True),
    Column("step", Integer, primary_key=True, autoincrement=False),
    Column("revisited", Integer, nullable=False),
    Column("before", Integer),
    Column("after", Integer),
    Column("readable", Integer),
    Column("text", Text, nullable=False),
    Column("size", Integer, nullable=False),
    ForeignKeyConstraint(
        ["player", "puzzle"], ["drafts.player", "drafts.puzzle"], ondelete="CASCADE"
    ),
)

attempts = Table(
    "attempts",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("puzzle", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("cases", String(64), nullable=False),
    Column("engine", String(32), nullable=False),
    Column("pack_version", String(32), nullable=False),
    Column("status", String(32), nullable=False),
    Column("right", Integer, nullable=False),
    Column("total", Integer, nullable=False),
    Column("times", Integer, nullable=False),
    Column("made", BigInteger, nullable=False),
    UniqueConstraint("player", "puzzle", "digest", "cases", "engine"),
)

COSTS = (
    "layers",
    "heads",
    "terms",
    "neurons",
    "width",
    "value_width",
    "key_width",
    "parameters",
)

solutions = Table(
    "solutions",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("puzzle", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("cases", String(64), nullable=False),
    Column("language", Integer, nullable=False),
    Column("pack_version", String(32), nullable=False),
    Column("status", String(32), nullable=False),
    Column("source", Text, nullable=False),
    *(Column(cost, Integer, nullable=False) for cost in COSTS),
    Column("made", BigInteger, nullable=False),
    UniqueConstraint("player", "puzzle", "digest", "cases"),
    Index("ix_solutions_puzzle", "puzzle", "status"),
)

hints = Table(
    "hints",
    metadata,
    _player(),
    Column("puzzle", String(64), primary_key=True),
    Column("shown", Integer, nullable=False),
)

cards = Table(
    "cards",
    metadata,
    _player(),
    Column("puzzle", String(64), primary_key=True),
    Column("gap", String(64), primary_key=True),
    Column("witness", Text, nullable=False),
    Column("made", BigInteger, nullable=False),
)

proofs = Table(
    "proofs",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("puzzle", String(64), nullable=False),
    Column("digest", String(64), nullable=False),
    Column("cases", String(64), nullable=False),
    Column("pack_version", String(32), nullable=False),
    Column("attempt", Text, nullable=False),
    Column("accepted", Integer, nullable=False),
    Column("made", BigInteger, nullable=False),
    UniqueConstraint("player", "puzzle", "digest", "cases"),
)

sittings = Table(
    "sittings",
    metadata,
    Column("id", Integer, primary_key=True),
    _owner(),
    Column("puzzle", String(64), nullable=False),
    Column("program", String(64), nullable=False),
    Column("salt", String(64), nullable=False),
    Column("seat", Text, nullable=False),
    Column("answer", Text),
    Column("made", BigInteger, nullable=False),
    Index("ix_sittings_player", "player", "puzzle", "program"),
)

transfers = Table(
    "transfers",
    metadata,
    Column("digest", String(64), primary_key=True),
    _owner(),
    Column("until", BigInteger, nullable=False),
    UniqueConstraint("player"),
)
