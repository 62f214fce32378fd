"""Messages on their way in, on their way out, and as people saw them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

from bot.core.conversations import Address
from bot.core.forms.form import FormKind

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
    """What became of an outgoing message; `core.sending.advance` says which may follow which."""

    QUEUED = "queued"
    SENDING = "sending"  # its request to the provider has begun
    UNKNOWN = "unknown"  # the provider may or may not have it: reconciled before it is sent again
    SENT = "sent"  # the provider took it
    FAILED = "failed"  # the provider refused it for good
    DELIVERED = "delivered"
    READ = "read"
    DEAD = "dead"  # given up or dropped unsent; a person may send it again


class Kind(Enum):
    """What a person sent; all but TEXT and BUTTON is for a human to see or hear (stories 16)."""

    TEXT = "text"
    BUTTON = "button"
    VOICE = "voice"
    AUDIO = "audio"
    IMAGE = "image"
    VIDEO = "video"
    DOCUMENT = "document"
    LOCATION = "location"
    CONTACT = "contact"
    STICKER = "sticker"
    REACTION = "reaction"
    CALL = "call"  # a missed call, where the provider tells
    OTHER = "other"  # anything the provider or we cannot show


SILENT_KINDS = frozenset({Kind.STICKER, Kind.REACTION})
"""Stored and shown, never answered (stories 16)."""

SPOKEN_KINDS = frozenset({Kind.VOICE, Kind.AUDIO})
"""Heard by an officer, who may write down what was said (stories 16)."""


@dataclass(frozen=True, kw_only=True)
class MediaRef:
    """A file that the provider keeps for us, or that we keep ourselves.

    Attributes:
        provider_id: the provider's handle, with which its bytes are fetched; empty for a file of ours.
        mime: as declared by the sender's side; checked again when fetched.
        file_name: as declared, may be hostile text; empty when there is none.
        size: bytes as declared; None when unknown.
        sha256: hexadecimal, as declared; None when unknown.
    """

    provider_id: str
    mime: str
    file_name: str = ""
    size: int | None = None
    sha256: str | None = None


class AttachmentKind(Enum):
    """What an officer can send beside text."""

    DOCUMENT = "document"
    IMAGE = "image"
    LOCATION = "location"


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file or a place that goes out with a message, whose text is its caption.

    Attributes:
        kind: what it is.
        file_id: of the stored file, for files.
        path: where the bytes lie, for files; filled in when it is sent.
        mime: for files.
        file_name: as the person shall see it.
        latitude: of a location, in degrees.
        longitude: of a location, in degrees.
    """

    kind: AttachmentKind
    file_id: str | None = None
    path: Path | None = None
    mime: str = ""
    file_name: str = ""
    latitude: float = 0.0
    longitude: float = 0.0


class Speaker(Enum):
    """Who said it."""

    USER = "user"
    BOT = "bot"
    OFFICER = "officer"
    SYSTEM = "system"


@dataclass(frozen=True, kw_only=True)
class Incoming:
    """A message as a channel understood it.

    Attributes:
        address: where replies go.
        external_id: the provider's id; stored once (channel, external id).
        text: typed words, a caption, the pressed button's title, or what a place or contact is; may be empty.
        button: the pressed button's token.
        kind: what was sent.
        media: the file, for kinds that have one.
        sent_at: by the provider's clock; None when it tells no time.
        also: the same person's other identifiers, as far as the provider tells them.
    """

    address: Address
    external_id: str
    text: str
    button: str | None = None
    kind: Kind = Kind.TEXT
    media: MediaRef | None = None
    sent_at: datetime | None = None
    also: tuple[Address, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Received:
    """What storing gave: a duplicate has the first one's id; `same` = it also has its content."""

    id: str
    conversation_id: str
    duplicate: bool
    same: bool = True


class FileState(Enum):
    """Where a person's file is."""

    WANTED = "wanted"  # with the provider; to be fetched
    STORED = "stored"  # with us
    REFUSED = "refused"  # not to be had: too big, of another type, gone


@dataclass(frozen=True, kw_only=True)
class StoredFile:
    """A file of a conversation, in either direction; its bytes lie in the files folder under its id.

    Attributes:
        reason: why it was refused.
        due_at: when to fetch it.
        link_token: opens it in the web chat for seven days.
        thread_id: the private form, and later the complaint, that it belongs to instead of the conversation.
        summary: what was said in it, in an officer's words.
    """

    id: str
    conversation_id: str
    channel: str
    kind: Kind
    media: MediaRef
    state: FileState
    created_at: datetime
    reason: str | None = None
    attempt: int = 0
    due_at: datetime | None = None
    link_token: str | None = None
    thread_id: str | None = None
    summary: str | None = None


@dataclass(frozen=True, kw_only=True)
class InboxMessage:
    """A stored message; `seq` is its place in the conversation, `sent_at` the provider's time of it."""

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
    kind: Kind = Kind.TEXT
    sent_at: datetime | None = None


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
class Thread:
    """What a private message belongs to: one filling of one form, which no officer reads (stories 5, 15)."""

    id: str
    kind: FormKind


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
    attachment: Attachment | None = None
    optional: bool = False  # may be left out when the month's messages are spent (stories 13)
    template: str | None = None  # sends this approved template instead of the text
    external_id: str | None = None  # the provider's
    void_ids: tuple[
        str, ...
    ] = ()  # the provider's ids of attempts that failed after all: words on them no longer count
    thread: Thread | None = None  # of a private form: never shown in the officer's transcript


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
    kind: Kind = Kind.TEXT
    file_id: str | None = None
