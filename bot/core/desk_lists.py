"""What the store gives the desk's lists: joined, so that a page is a handful of queries."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.consultations import Consultation
from bot.core.conversations import State
from bot.core.messages import Sending
from bot.core.sending import Failure


@dataclass(frozen=True, kw_only=True)
class Served:
    """An open consultation with who holds its conversation."""

    consultation: Consultation
    state: State
    holder_id: str | None
    holder_name: str | None


@dataclass(frozen=True, kw_only=True)
class Found:
    """A consultation of the history with the name of who handled it last."""

    consultation: Consultation
    officer_name: str | None


@dataclass(frozen=True, kw_only=True)
class Sent:
    """An officer's reply and what became of it; `seq` is None until people have seen it, `author` is a name."""

    outbox_id: str
    author: str | None
    text: str
    file_name: str
    sending: Sending
    failure: Failure | None
    at: datetime
    seq: int | None
