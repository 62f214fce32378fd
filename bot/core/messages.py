"""Messages on their way in, on their way out, and as people saw them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.core.conversations import Address

Meaning = Mapping[str, Any]
"""What a button means to Rasa: `{"faq": id}` or `{"intent": name, "entities": [...]}`; given back as it is."""

_UNSTORABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\ud800-\udfff]")


def clean_text(text: str) -> str:
    """The text without control characters and lone surrogates, which PostgreSQL refuses; tab and newline stay."""
    return _UNSTORABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


class Fate(Enum):
    """What became of a received message; every one ends in DONE or DEAD."""

    RECEIVED = "received"  # stored, not answered yet
    DONE = "done"  # answered, or given to the officer
    DEAD = "dead"  # could not be answered: apologised for and handed to an officer


class Sending(Enum):
    """What became of an outgoing message."""

    QUEUED = "queued"
    SENDING = "sending"  # a worker holds it
    SENT = "sent"  # the channel took it
    DELIVERED = "delivered"
    READ = "read"
    FAILED = "failed"  # the channel refused it for good
    UNKNOWN = "unknown"  # the channel may or may not have it: not sent again by itself
    DEAD = "dead"  # dropped before sending, because an officer took over


class Speaker(Enum):
    """Who said it."""

    USER = "user"
    BOT = "bot"
    OFFICER = "officer"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A message as a channel understood it, `button` being the pressed button's token."""

    address: Address
    external_id: str
    text: str
    button: str | None = None


@dataclass(frozen=True, kw_only=True)
class Received:
    """What storing gave: a duplicate has the first one's id; `same` = it also has its content."""

    id: str
    conversation_id: str
    duplicate: bool
    same: bool = True


@dataclass(frozen=True, kw_only=True)
class InboxMessage:
    """A stored message; `seq` is its place in the conversation."""

    id: str
    channel: str
    external_id: str
    conversation_id: str
    seq: int
    text: str
    meaning: Meaning | None
    button_token: str | None
    fate: Fate
    attempt: int  # turns with it that failed
    received_at: datetime


@dataclass(frozen=True, kw_only=True)
class OfferedButton:
    """A button people see: its token says nothing about its meaning."""

    title: str
    token: str


@dataclass(frozen=True, kw_only=True)
class Button:
    """What a token stands for, and for whom; used at most once."""

    token: str
    contact_id: str
    conversation_id: str
    title: str
    meaning: Meaning
    expires_at: datetime
    used_by: str | None = None  # the inbox message that pressed it


@dataclass(frozen=True, kw_only=True)
class Outgoing:
    """A stored reply: (inbox_id, ordinal) or `key` is unique, so the same reply is never stored twice."""

    id: str
    conversation_id: str
    channel: str
    inbox_id: str | None
    ordinal: int
    key: str | None  # the officer's idempotency key
    speaker: Speaker
    author_id: str | None  # the officer
    text: str
    buttons: tuple[OfferedButton, ...]
    decision: Mapping[str, Any] | None  # why the assistant said it, for reports
    created_at: datetime
    sending: Sending = Sending.QUEUED
    attempt: int = 0


@dataclass(frozen=True, kw_only=True)
class SeenMessage:
    """A message as people see it; `seq` orders a conversation without gaps of meaning."""

    conversation_id: str
    seq: int
    speaker: Speaker
    text: str
    buttons: tuple[OfferedButton, ...]
    at: datetime
    outbox_id: str | None = None
