"""What reports are counted from: one frozen row a fact, without names, contacts or what was asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import Enum

from bot.core.consultations import Category, Outcome


class Way(Enum):
    """How the person came (service_rules 2); web chat and Telegram follow WhatsApp and count as chat (stories 17)."""

    LANGSUNG = "langsung"
    PORTAL = "portal"
    CHAT = "chat"


class ComplaintStatus(Enum):
    """States of a complaint (service_rules 8.2), as stored."""

    BARU = "baru"
    PROSES = "proses"
    SELESAI = "selesai"
    DITOLAK = "ditolak"


@dataclass(frozen=True, kw_only=True)
class ConsultationFact:
    """A consultation, a visit or a case of the portal.

    Attributes:
        number: its public number.
        way: how the person came.
        channel: of a chat, else the way's own name.
        category: product of the standard, or LAYANAN; None = not said yet.
        topic: the FAQ entry it came from, if any.
        institution: its kind, as stored; reports show its group only.
        purpose: as stored, perhaps in the person's words; reports show its group only.
        requested_at: request, registration or submission: the day under which it is counted.
        started_at: when an officer began to serve.
        first_reply_at: the operator's first words; on the portal the first substantive information (5.2).
        answered_at: when an officer marked it answered.
        promised_for: the day promised when the time did not suffice (stories 24g).
        closed_at: when it ended.
        outcome: what came of it.
        has_form: whether data diri or the guest book is filled.
        by_officer: whether an officer has taken it.
        trial: it began before the office named any channel (stories 17).
        without_email: a visitor who said to have none (stories 18).
        portal_rating: 1 to 5, as it was given on the portal (S:14).
    """

    number: str
    way: Way
    channel: str
    category: Category | None
    requested_at: datetime
    outcome: Outcome
    has_form: bool
    by_officer: bool
    topic: str | None = None
    institution: str | None = None
    purpose: str | None = None
    started_at: datetime | None = None
    first_reply_at: datetime | None = None
    answered_at: datetime | None = None
    promised_for: date | None = None
    closed_at: datetime | None = None
    trial: bool = False
    without_email: bool = False
    portal_rating: int | None = None


@dataclass(frozen=True, kw_only=True)
class BotSessionFact:
    """A conversation with the assistant alone."""

    channel: str
    started_at: datetime
    category: Category | None
    topic: str | None
    answered: int
    missed: int
    handed_over: bool
    trial: bool = False


@dataclass(frozen=True, kw_only=True)
class ComplaintFact:
    """A complaint, without its content."""

    status: ComplaintStatus
    received_at: datetime
    due_at: datetime  # of the first follow-up, by the target as it was when it came (service_rules 10.3)
    first_follow_up_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class RatingFact:
    """A rating, kept apart from consultation and officer (stories 15)."""

    channel: str
    score: int  # 1 to 4 (service_rules 9.3)
    remark: str | None
    trial: bool = False  # about what began before the office opened its channels


@dataclass(frozen=True, kw_only=True)
class SurveyFact:
    """One filled SKM questionnaire: nine scores from 1 to 4 (service_rules 9.2, 9.3)."""

    scores: tuple[int, ...]


@dataclass(frozen=True, kw_only=True)
class MissedFact:
    """Questions of one day that the assistant could not answer; the words stay in the conversation."""

    day: date
    topic: str
    count: int


@dataclass(frozen=True, kw_only=True)
class WrongFact:
    """Answers of one entry that people called wrong or of no help (stories 9); the words stay in the conversation."""

    topic: str | None  # the FAQ entry; None = it was no entry's answer
    count: int


@dataclass(frozen=True, kw_only=True)
class MessageFact:
    """Messages of one channel: received from people, and sent to them."""

    channel: str
    received: int
    sent: int


@dataclass(frozen=True, kw_only=True)
class Facts:
    """All facts of a span of time; kinds without a source in this office are empty."""

    consultations: tuple[ConsultationFact, ...] = ()
    bot_sessions: tuple[BotSessionFact, ...] = ()
    complaints: tuple[ComplaintFact, ...] = ()
    ratings: tuple[RatingFact, ...] = ()
    trial_ratings: int = 0  # about what began before the office opened its channels: not among the ratings
    surveys: tuple[SurveyFact, ...] = ()
    missed: tuple[MissedFact, ...] = ()
    wrong: tuple[WrongFact, ...] = ()
    messages: tuple[MessageFact, ...] = ()
    rupiah: int = 0  # what the provider's messages are estimated to cost (stories 13)
    topics: Mapping[str, str] = field(default_factory=dict)  # what the knowledge base's entries are called, by id
