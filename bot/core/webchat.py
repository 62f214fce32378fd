"""The web chat's session: a browser that may read and write one conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.consultations import Consultation

WEB_SESSION_IDLE = timedelta(hours=24)  # the next person may sit at the same computer (stories 15)
ANSWER_READABLE = timedelta(days=7)  # as the person was told at the hand-over (stories 17)
CHANNEL = "webchat"


@dataclass(frozen=True, kw_only=True)
class WebSession:
    """The token itself is never stored."""

    token_hash: str
    conversation_id: str
    address: str  # value of the contact's identifier
    created_at: datetime
    seen_at: datetime

    def is_idle(self, now: datetime) -> bool:
        """Whether the person has done nothing for a day."""
        return now >= self.seen_at + WEB_SESSION_IDLE


def is_readable(ticket: Consultation | None, now: datetime) -> bool:
    """Whether a ticket keeps an idle session open: its answer is owed, or came in the last seven days (stories 17)."""
    if ticket is None or (ticket.closed_at is not None and ticket.first_reply_at is None):
        return False  # withdrawn before anybody answered: there is nothing to read
    last = ticket.closed_at or ticket.settled_at
    return last is None or now < last + ANSWER_READABLE
