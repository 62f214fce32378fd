"""Internal notes: what officers tell one another about a conversation; never sent to anybody."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

NOTE_MAX = 2_000


class NoteKind(Enum):
    """Why a note was written."""

    NOTE = "note"  # by hand
    TRANSFER = "transfer"  # the reason of a transfer
    TAKE_OVER = "take_over"  # whoever reads on sees that the officer changed


@dataclass(frozen=True, kw_only=True)
class Note:
    """One note.

    Attributes:
        after_seq: the newest message when it was written: its place in the transcript.
        key: unique in its conversation, so that the same note is never stored twice.
        about_id: the officer who got the conversation, or from whom it was taken over.
    """

    id: str
    conversation_id: str
    author_id: str
    kind: NoteKind
    text: str
    after_seq: int
    at: datetime
    key: str
    about_id: str | None = None
