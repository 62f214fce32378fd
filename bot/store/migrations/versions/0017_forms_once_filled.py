"""That a guest book's row was once complete outlives the person's data: the month's count may not change."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("guest_book") as guest_book:
        guest_book.add_column(sa.Column("was_filled", sa.Boolean(), nullable=False, server_default=sa.false()))
    # Who agreed once keeps how; of a row that was emptied since, the group of the institution is all that is left.
    op.execute(
        "UPDATE guest_book SET was_filled = true WHERE consent_how IS NOT NULL AND "
        "((name IS NULL AND institution_category IS NOT NULL) OR (name IS NOT NULL AND purpose IS NOT NULL "
        "AND (institution IS NOT NULL OR institution_category = 'Perorangan')))"
    )
    with op.batch_alter_table("guest_book") as guest_book:
        guest_book.alter_column("was_filled", server_default=None)
