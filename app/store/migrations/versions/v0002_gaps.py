"""Gap cards, proofs that a puzzle is impossible, and seats taken inside."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the three tables."""
    op.create_table(
        "cards",
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("gap", sa.String(64), nullable=False),
        sa.Column("witness", sa.Text, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("player", "puzzle", "gap", name="pk_cards"),
        _owned("cards"),
    )
    op.create_table(
        "proofs",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("cases", sa.String(64), nullable=False),
        sa.Column("pack_version", sa.String(32), nullable=False),
        sa.Column("attempt", sa.Text, nullable=False),
        sa.Column("accepted", sa.Integer, nullable=False),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_proofs"),
        sa.UniqueConstraint("player", "puzzle", "digest", "cases", name="uq_proofs_player"),
        _owned("proofs"),
    )
    op.create_table(
        "sittings",
        sa.Column("id", sa.Integer, nullable=False),
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("puzzle", sa.String(64), nullable=False),
        sa.Column("program", sa.String(64), nullable=False),
        sa.Column("salt", sa.String(64), nullable=False),
        sa.Column("seat", sa.Text, nullable=False),
        sa.Column("answer", sa.Text),
        sa.Column("made", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_sittings"),
        _owned("sittings"),
    )
    op.create_index("ix_sittings_player", "sittings", ["player", "puzzle", "program"])


def _owned(table: str) -> sa.ForeignKeyConstraint:
    name = f"fk_{table}_player_players"
    return sa.ForeignKeyConstraint(["player"], ["players.id"], name=name, ondelete="CASCADE")
