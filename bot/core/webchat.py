"""The web chat's session: a browser that may read and write one conversation."""

from dataclasses import dataclass
from datetime import datetime, timedelta

WEB_SESSION_IDLE = timedelta(days=7)  # an answer can be read for 7 days (stories 17)
CHANNEL = "webchat"


@dataclass(frozen=True, kw_only=True)
class WebSession:
    """The token itself is never stored."""

    token_hash: str
    conversation_id: str
    address: str  # value of the contact's identifier
    created_at: datetime
    seen_at: datetime

    def is_alive(self, now: datetime) -> bool:
        """Whether the browser was here lately."""
        return now < self.seen_at + WEB_SESSION_IDLE
