"""The schema. Times are UTC; a column that holds an enum holds its value."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}
metadata = MetaData(naming_convention=NAMING)


class UtcDateTime(TypeDecorator[datetime]):
    """Aware UTC in Python on both databases; SQLite itself knows no zone."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse naive times: they would be taken for another zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a naive time must not be stored")
        utc = value.astimezone(UTC)
        return utc.replace(tzinfo=None) if dialect.name == "sqlite" else utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Give the zone back."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _key(name: str = "id") -> Column[str]:
    return Column(name, String(64), primary_key=True)


def _ref(name: str, target: str, **options: Any) -> Column[str]:
    return Column(name, String(64), ForeignKey(target), **options)


contact = Table(
    "contact",
    metadata,
    _key(),
    Column("created_at", UtcDateTime, nullable=False),
    _ref("merged_into", "contact.id"),
)

contact_identifier = Table(
    "contact_identifier",
    metadata,
    _key(),
    _ref("contact_id", "contact.id", nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("kind", String(32), nullable=False),
    Column("value", String(256), nullable=False),
    UniqueConstraint("channel", "kind", "value"),
)

conversation = Table(
    "conversation",
    metadata,
    _key(),
    _ref("contact_id", "contact.id", nullable=False),
    Column("channel", String(32), nullable=False),
    Column("state", String(16), nullable=False),
    _ref("holder_id", "user.id", index=True),
    Column("last_seq", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("lease_owner", String(128)),
    Column("lease_until", UtcDateTime),
    Column("fence", Integer, nullable=False),
    Column("version", Integer, nullable=False),
    Column("rasa_state", JSON(none_as_null=True)),
    Column("last_turn_at", UtcDateTime),
    Column("faulty_since", UtcDateTime),
    Column("outage_told", Boolean, nullable=False),
    Column("noted", Boolean, nullable=False),
    Column("window_until", UtcDateTime),
    Column("apologised_at", UtcDateTime),
    UniqueConstraint("contact_id", "channel"),
    Index("ix_conversation_due_at", "due_at"),
)

file = Table(
    "file",
    metadata,
    _key(),
    _ref("conversation_id", "conversation.id", nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("provider_id", String(512), nullable=False),
    Column("mime", String(512), nullable=False),
    Column("file_name", String(256), nullable=False),
    Column("size", BigInteger),
    Column("sha256", String(64)),
    Column("state", String(16), nullable=False),
    Column("reason", String(32)),
    Column("attempt", Integer, nullable=False),
    Column("due_at", UtcDateTime),
    Column("link_token", String(64), unique=True),
    Column("thread_id", String(64), index=True),
    Column("summary", Text),
    Column("created_at", UtcDateTime, nullable=False),
    Index("ix_file_state_due_at", "state", "due_at"),
)

inbox = Table(
    "inbox",
    metadata,
    _key(),
    Column("channel", String(32), nullable=False),
    Column("external_id", String(512), nullable=False),
    _ref("conversation_id", "conversation.id", nullable=False),
    Column("seq", Integer, nullable=False),
    Column("text", Text, nullable=False),
    Column("meaning", JSON(none_as_null=True)),
    Column("button_token", String(512)),
    Column("fate", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("received_at", UtcDateTime, nullable=False),
    Column("kind", String(16), nullable=False),
    Column("sent_at", UtcDateTime),
    UniqueConstraint("channel", "external_id"),
    UniqueConstraint("conversation_id", "seq"),
    Index("ix_inbox_conversation_id_fate_seq", "conversation_id", "fate", "seq"),
)

outbox = Table(
    "outbox",
    metadata,
    _key(),
    _ref("conversation_id", "conversation.id", nullable=False),
    Column("channel", String(32), nullable=False),
    _ref("inbox_id", "inbox.id"),
    Column("ordinal", Integer, nullable=False),
    Column("key", String(256)),
    Column("place", Integer, nullable=False),
    Column("speaker", String(16), nullable=False),
    _ref("author_id", "user.id"),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("decision", JSON(none_as_null=True)),
    Column("sending", String(16), nullable=False),
    Column("attempt", Integer, nullable=False),
    Column("due_at", UtcDateTime, nullable=False),
    Column("lease_until", UtcDateTime),
    Column("external_id", String(512)),
    Column("created_at", UtcDateTime, nullable=False),
    Column("status_at", UtcDateTime),
    Column("failure", String(32)),
    Column("detail", String(64)),
    Column("optional", Boolean, nullable=False),
    Column("template", String(128)),
    Column("attachment", JSON(none_as_null=True)),
    Column("void_ids", JSON, nullable=False),
    Column("thread_id", String(64)),
    Column("form_kind", String(32)),
    UniqueConstraint("inbox_id", "ordinal"),
    UniqueConstraint("conversation_id", "key"),
    Index("ix_outbox_conversation_id_place", "conversation_id", "place"),
    Index("ix_outbox_sending_due_at", "sending", "due_at"),
    Index("ix_outbox_channel_created_at", "channel", "created_at"),
    Index("ix_outbox_channel_external_id", "channel", "external_id"),
)

message = Table(
    "message",
    metadata,
    _ref("conversation_id", "conversation.id", primary_key=True),
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("speaker", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("buttons", JSON, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    _ref("outbox_id", "outbox.id", unique=True),
    Column("kind", String(16), nullable=False),
    _ref("file_id", "file.id"),
)

button = Table(
    "button",
    metadata,
    _key("token"),
    _ref("contact_id", "contact.id", nullable=False),
    _ref("conversation_id", "conversation.id", nullable=False),
    Column("title", String(256), nullable=False),
    Column("meaning", JSON, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False, index=True),
    _ref("used_by", "inbox.id"),
)

channel_state = Table(
    "channel_state",
    metadata,
    Column("channel", String(32), primary_key=True),
    Column("paused_at", UtcDateTime),
    Column("failure", String(32)),
    Column("detail", String(64)),
    Column("probe_at", UtcDateTime),
    Column("last_status_at", UtcDateTime),
)

number_series = Table(
    "number_series",
    metadata,
    Column("series", String(32), primary_key=True),
    Column("last", Integer, nullable=False),
)

consultation = Table(
    "consultation",
    metadata,
    _key(),
    Column("number", String(32), nullable=False, unique=True),
    _ref("conversation_id", "conversation.id", nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("category", String(16), nullable=False),
    Column("category_chosen", Boolean, nullable=False),
    Column("topic", String(128)),
    Column("question", Text, nullable=False),
    Column("indicator", String(256)),
    Column("region", String(256)),
    Column("year", String(64)),
    Column("requested_at", UtcDateTime, nullable=False),
    Column("waiting_since", UtcDateTime, nullable=False),
    Column("queued_at", UtcDateTime),
    Column("taken_at", UtcDateTime),
    _ref("taken_by", "user.id"),
    Column("first_reply_at", UtcDateTime),
    Column("answered_at", UtcDateTime),
    Column("settled_at", UtcDateTime),
    Column("promised_for", Date),
    Column("waiting_told_at", UtcDateTime),
    Column("warned_at", UtcDateTime),
    Column("carried_at", UtcDateTime),
    Column("closed_at", UtcDateTime, index=True),
    Column("closing_reason", String(32)),
    Column("rated", Boolean, nullable=False),
    Column("trial", Boolean, nullable=False),
    Index("ix_consultation_requested_at", "requested_at"),
)

bot_session = Table(
    "bot_session",
    metadata,
    _key(),
    _ref("conversation_id", "conversation.id", nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("started_at", UtcDateTime, nullable=False, index=True),
    Column("last_at", UtcDateTime, nullable=False),
    Column("category", String(16)),
    Column("topic", String(128)),
    Column("turns", Integer, nullable=False),
    Column("answered", Integer, nullable=False),
    Column("missed", Integer, nullable=False),
    Column("handed_over", Boolean, nullable=False),
    Column("closed_at", UtcDateTime),
    Column("trial", Boolean, nullable=False),
    Index("ix_bot_session_closed_at_last_at", "closed_at", "last_at"),
)

presence = Table(
    "presence",
    metadata,
    Column("user_id", String(64), ForeignKey("user.id"), primary_key=True),
    Column("seen_at", UtcDateTime),
    Column("open_at", UtcDateTime),
    Column("availability", String(16), nullable=False),
    Column("absent_on", Date),
)

answer_mark = Table(
    "answer_mark",
    metadata,
    _key(),
    _ref("conversation_id", "conversation.id", nullable=False),
    _ref("inbox_id", "inbox.id", nullable=False),
    Column("faq", String(128)),
    Column("at", UtcDateTime, nullable=False),
)
