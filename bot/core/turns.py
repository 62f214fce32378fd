"""The turn protocol between the service and Rasa, as values."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.core.consultations import Category, Need
from bot.core.forms.form import FormKind
from bot.core.messages import Meaning

Mode = Literal["bot", "waiting"]


@dataclass(frozen=True, kw_only=True)
class TurnMessage:
    """One bubble of the person."""

    id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class TurnRequest:
    """Everything Rasa needs for one pure call.

    Attributes:
        now: in office time.
        idle_s: since the last turn.
        office: what the office has changed about its hours and texts (`office_as_json`); None = as in its files.
    """

    conversation_id: str
    turn_id: str
    messages: tuple[TurnMessage, ...]
    button: Meaning | None
    now: datetime
    channel: str
    mode: Mode
    idle_s: float | None
    office: Mapping[str, Any] | None
    state: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class ReplyButton:
    """A button as Rasa offers it."""

    title: str
    meaning: Meaning


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One bubble; only a sure one may be sent while the person waits for an officer (stories 2)."""

    text: str
    buttons: tuple[ReplyButton, ...]
    sure: bool


@dataclass(frozen=True, kw_only=True)
class RequestOfficer:
    """minta_petugas; `without_form` for who speaks instead of typing (stories 16)."""

    question: str
    category: Category
    need: Need
    without_form: bool = False


@dataclass(frozen=True)
class LeaveQueue:
    """batal_antrean."""


@dataclass(frozen=True)
class MarkWrong:
    """tandai_salah: the person says that an answer was wrong (stories 9)."""

    faq: str | None


@dataclass(frozen=True)
class Finish:
    """selesai: the person is done; a bot-only conversation has no ticket to close (service_rules 7.4)."""


@dataclass(frozen=True)
class StartForm:
    """mulai_formulir: the person wants to fill something in; the service runs the form (docs/decisions/0014)."""

    kind: FormKind


Command = RequestOfficer | LeaveQueue | MarkWrong | Finish | StartForm


@dataclass(frozen=True, kw_only=True)
class TurnReply:
    """Rasa's answer; `wait_s` = how long an unsure one waits for more bubbles, from the newest message."""

    messages: tuple[Reply, ...]
    commands: tuple[Command, ...]
    decision: Mapping[str, Any]
    wait_s: float
    state: Mapping[str, Any]
    model_id: str
