"""One-time codes with which another browser becomes the same player."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the table of codes."""
    op.create_table(
        "transfers",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("player", sa.String(64), nullable=False),
        sa.Column("until", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("digest", name="pk_transfers"),
        sa.UniqueConstraint("player", name="uq_transfers_player"),
        sa.ForeignKeyConstraint(
            ["player"], ["players.id"], name="fk_transfers_player_players", ondelete="CASCADE"
        ),
    )
