"""What the desk must also know: locked screens, waitings, chosen categories, trials, cases entered wrongly."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    with op.batch_alter_table("presence") as presence:
        presence.add_column(sa.Column("open_at", _TIME, nullable=True))
    with op.batch_alter_table("consultation") as consultation:
        consultation.add_column(sa.Column("queued_at", _TIME, nullable=True))
        consultation.add_column(sa.Column("category_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
        consultation.add_column(sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))
    # An officer who closed one was shown its category; nobody was when the clock did.
    op.execute(
        "UPDATE consultation SET category_chosen = true "
        "WHERE closing_reason IS NOT NULL AND closing_reason <> 'tidak_merespon_jam_layanan'"
    )
    with op.batch_alter_table("bot_session") as bot_session:
        bot_session.add_column(sa.Column("trial", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("portal_case") as portal_case:
        portal_case.add_column(sa.Column("withdrawn_at", _TIME, nullable=True))
    for table in ("consultation", "bot_session"):
        with op.batch_alter_table(table) as changed:
            for column in ("category_chosen", "trial") if table == "consultation" else ("trial",):
                changed.alter_column(column, server_default=None)
