"""What is said in a private form: only the person sees it, never an officer (stories 5, 15)."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.messages import Kind, OfferedButton, SeenMessage, Speaker, Thread


@dataclass(frozen=True, kw_only=True)
class PrivateMessage:
    """One bubble; it shares the conversation's `seq`, so that the person's own view has one order."""

    conversation_id: str
    seq: int
    thread: Thread
    speaker: Speaker
    text: str
    at: datetime
    buttons: tuple[OfferedButton, ...] = ()
    outbox_id: str | None = None
    kind: Kind = Kind.TEXT
    file_id: str | None = None

    def as_seen(self) -> SeenMessage:
        """As the person's own page shows it."""
        return SeenMessage(
            conversation_id=self.conversation_id,
            seq=self.seq,
            speaker=self.speaker,
            text=self.text,
            buttons=self.buttons,
            at=self.at,
            outbox_id=self.outbox_id,
            kind=self.kind,
            file_id=self.file_id,
        )
