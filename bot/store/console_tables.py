"""The schema of what officers write for one another: internal notes and canned replies."""

from sqlalchemy import BigInteger, Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint

from bot.store.tables import UtcDateTime, metadata

note = Table(
    "note",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("conversation_id", String(64), ForeignKey("conversation.id"), nullable=False),
    Column("author_id", String(64), ForeignKey("user.id"), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("after_seq", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("key", String(256), nullable=False),
    Column("about_id", String(64), ForeignKey("user.id")),
    UniqueConstraint("conversation_id", "key"),
    Index("ix_note_conversation_id_at", "conversation_id", "at"),
)

canned_reply = Table(
    "canned_reply",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("title", String(64), nullable=False, unique=True),
    Column("text", Text, nullable=False),
    Column("file_id", String(64)),
    Column("file_name", String(256)),
    Column("mime", String(512)),
    Column("size", BigInteger),
    Column("updated_by", String(64), ForeignKey("user.id"), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
)
