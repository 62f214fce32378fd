"""Forms in the chat: guest book, complaints, ratings, surveys, privacy requests, and messages nobody else reads."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"

_TIME = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Apply."""
    _extend()
    _create_forms()
    _create_complaints()
    _create_ratings()
    _create_privacy()


def _extend() -> None:
    """Only adds columns: making a table anew on SQLite would fail where rows of others refer to it."""
    op.add_column("outbox", sa.Column("thread_id", sa.String(length=64), nullable=True))
    op.add_column("outbox", sa.Column("form_kind", sa.String(length=32), nullable=True))
    op.add_column("file", sa.Column("thread_id", sa.String(length=64), nullable=True))
    op.create_index(op.f("ix_file_thread_id"), "file", ["thread_id"], unique=False)
    op.add_column("consultation", sa.Column("rated", sa.Boolean(), nullable=False, server_default=sa.false()))


def _text(name: str, length: int, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.String(length=length), nullable=nullable)


def _time(name: str, *, nullable: bool = False) -> sa.Column[object]:
    return sa.Column(name, _TIME, nullable=nullable)


def _refers(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [target], name=op.f(f"fk_{table}_{column}"))


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns), unique=False)


def _create_forms() -> None:
    op.create_table(
        "form",
        _text("conversation_id", 64),
        _text("kind", 32),
        _text("id", 64),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        _time("opened_at"),
        _time("expires_at"),
        _refers("form", "conversation_id", "conversation.id"),
        sa.PrimaryKeyConstraint("conversation_id", "kind", name=op.f("pk_form")),
        sa.UniqueConstraint("id", name=op.f("uq_form_id")),
    )
    _index("form", "expires_at")
    op.create_table(
        "private_message",
        _text("conversation_id", 64),
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        _text("thread_id", 64),
        _text("form_kind", 32),
        _text("speaker", 16),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("buttons", sa.JSON(), nullable=False),
        _time("at"),
        _text("outbox_id", 64, nullable=True),
        _text("kind", 16),
        _refers("private_message", "conversation_id", "conversation.id"),
        _refers("private_message", "outbox_id", "outbox.id"),
        sa.PrimaryKeyConstraint("conversation_id", "seq", name=op.f("pk_private_message")),
        sa.UniqueConstraint("outbox_id", name=op.f("uq_private_message_outbox_id")),
    )
    _index("private_message", "thread_id")
    _index("private_message", "form_kind", "at")
    op.create_table(
        "guest_book",
        _text("id", 64),
        _text("consultation_id", 64, nullable=True),
        _text("contact_id", 64, nullable=True),
        _text("name", 100, nullable=True),
        _text("email", 254, nullable=True),
        _text("phone", 32, nullable=True),
        _text("institution_category", 32, nullable=True),
        _text("institution", 150, nullable=True),
        _text("sex", 16, nullable=True),
        _text("age_group", 16, nullable=True),
        _text("education", 32, nullable=True),
        _text("occupation", 64, nullable=True),
        _text("purpose", 150, nullable=True),
        sa.Column("need", sa.Text(), nullable=True),
        _time("consent_at", nullable=True),
        _text("consent_version", 16, nullable=True),
        _text("consent_how", 16, nullable=True),
        _text("filled_by", 64),
        _time("created_at"),
        _refers("guest_book", "consultation_id", "consultation.id"),
        _refers("guest_book", "contact_id", "contact.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guest_book")),
        sa.UniqueConstraint("consultation_id", name=op.f("uq_guest_book_consultation_id")),
    )
    _index("guest_book", "contact_id")
    _index("guest_book", "created_at")


def _create_complaints() -> None:
    op.create_table(
        "complaint",
        _text("id", 64),
        _text("number", 32),
        _text("code_hash", 64),
        _text("source", 16),
        _text("conversation_id", 64, nullable=True),
        _text("name", 100, nullable=True),
        _text("contact", 254, nullable=True),
        sa.Column("story", sa.Text(), nullable=False),
        _text("classification", 32, nullable=True),
        _text("state", 16),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("subjects", sa.JSON(), nullable=False),
        _time("filed_at"),
        _time("due_at"),
        _time("followed_up_at", nullable=True),
        _time("closed_at", nullable=True),
        _text("registered_by", 64, nullable=True),
        _refers("complaint", "conversation_id", "conversation.id"),
        _refers("complaint", "registered_by", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint")),
        sa.UniqueConstraint("number", name=op.f("uq_complaint_number")),
    )
    for column in ("conversation_id", "state", "filed_at"):
        _index("complaint", column)
    op.create_table(
        "complaint_note",
        _text("id", 64),
        _text("complaint_id", 64),
        _time("at"),
        _text("author_id", 64),
        sa.Column("text", sa.Text(), nullable=False),
        _refers("complaint_note", "complaint_id", "complaint.id"),
        _refers("complaint_note", "author_id", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_note")),
    )
    _index("complaint_note", "complaint_id")
    op.create_table(
        "complaint_file",
        _text("id", 64),
        _text("complaint_id", 64),
        _text("mime", 512),
        _text("file_name", 256),
        _time("created_at"),
        _refers("complaint_file", "complaint_id", "complaint.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_complaint_file")),
    )
    _index("complaint_file", "complaint_id")


def _create_ratings() -> None:
    op.create_table(
        "rating",
        _text("id", 64),
        _text("month", 7),
        _text("channel", 32),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("remark", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rating")),
    )
    _index("rating", "month")
    op.create_table(
        "rating_offer",
        _text("contact_id", 64),
        _time("at"),
        _refers("rating_offer", "contact_id", "contact.id"),
        sa.PrimaryKeyConstraint("contact_id", name=op.f("pk_rating_offer")),
    )
    op.create_table(
        "survey_period",
        _text("id", 64),
        _text("name", 100),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        _text("opened_by", 64),
        _time("opened_at"),
        _refers("survey_period", "opened_by", "user.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_period")),
    )
    op.create_table(
        "survey_link",
        _text("token_hash", 64),
        _text("period_id", 64),
        sa.Column("used", sa.Boolean(), nullable=False),
        _refers("survey_link", "period_id", "survey_period.id"),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_survey_link")),
    )
    _index("survey_link", "period_id")
    op.create_table(
        "survey_answer",
        _text("id", 64),
        _text("period_id", 64),
        sa.Column("scores", sa.JSON(), nullable=False),
        sa.Column("suggestion", sa.Text(), nullable=True),
        _refers("survey_answer", "period_id", "survey_period.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_survey_answer")),
    )
    _index("survey_answer", "period_id")


def _create_privacy() -> None:
    op.create_table(
        "privacy_request",
        _text("number", 32),
        _text("contact_id", 64, nullable=True),
        _text("conversation_id", 64, nullable=True),
        _text("kind", 32),
        _time("requested_at"),
        _time("due_at"),
        _time("done_at", nullable=True),
        _text("done_by", 64, nullable=True),
        _text("result", 32, nullable=True),
        sa.Column("wish", sa.Text(), nullable=True),
        _refers("privacy_request", "contact_id", "contact.id"),
        _refers("privacy_request", "conversation_id", "conversation.id"),
        _refers("privacy_request", "done_by", "user.id"),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_privacy_request")),
    )
    for column in ("contact_id", "requested_at", "done_at"):
        _index("privacy_request", column)
