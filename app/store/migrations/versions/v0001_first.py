"""The first tables: players, drafts, draft_steps, attempts, solutions, hints.

Written out rather than taken from the schema module, which will move on while this stays.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Create every table of the first version."""
    op.create_table(
        "players",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("created", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_players"),
    )
    _drafts()
    _results()
    op.create_table(
        "hints",
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("shown", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("player", "puzzle", name="pk_hints"),
        _owned("hints"),
    )


def _drafts() -> None:
    op.create_table(
        "drafts",
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("step", sa.Integer, nullable=False),
        sa.Column("changed", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("player", "puzzle", name="pk_drafts"),
        _owned("drafts"),
    )
    op.create_table(
        "draft_steps",
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("step", sa.Integer, nullable=False, autoincrement=False),
        sa.Column("revisited", sa.Integer, nullable=False),
        sa.Column("before", sa.Integer),
        sa.Column("after", sa.Integer),
        sa.Column("readable", sa.Integer),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("player", "puzzle", "step", name="pk_draft_steps"),
        sa.ForeignKeyConstraint(
            ["player", "puzzle"],
            ["drafts.player", "drafts.puzzle"],
            name="fk_draft_steps_player_drafts",
            ondelete="CASCADE",
        ),
    )


def _results() -> None:
    op.create_table(
        "attempts",
        *_of_a_program(),
        sa.Column("engine", sa.String(32), nullable=False),
        sa.Column("pack_version", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("right", sa.Integer, nullable=False),
        sa.Column("total", sa.Integer, nullable=False),
        sa.Column("times", sa.Integer, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_attempts"),
        sa.UniqueConstraint(
            "player", "puzzle", "digest", "cases", "engine", name="uq_attempts_player"
        ),
        _owned("attempts"),
    )
    costs = "layers heads terms neurons width value_width key_width parameters"
    op.create_table(
        "solutions",
        *_of_a_program(),
        sa.Column("language", sa.Integer, nullable=False),
        sa.Column("pack_version", sa.String(32), nullable=False),
        sa.Column("status", sa.String(32), nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        *(sa.Column(cost, sa.Integer, nullable=False) for cost in costs.split()),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_solutions"),
        sa.UniqueConstraint("player", "puzzle", "digest", "cases", name="uq_solutions_player"),
        _owned("solutions"),
    )
    op.create_index("ix_solutions_puzzle", "solutions", ["puzzle", "status"])


def _of_a_program() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Integer, nullable=False, autoincrement=True),
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("cases", sa.String(64), nullable=False),
    ]


def _owned(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_player_players"
    return sa.ForeignKeyConstraint(["player"], ["players.id"], name=name, ondelete="CASCADE")
