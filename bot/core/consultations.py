"""A consultation: what an officer does for one person, under one number."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import Enum


class Category(Enum):
    """Product of the standard (service_rules 2.4); LAYANAN is not one and is counted apart (stories 8)."""

    DATA = "data"
    METADATA = "metadata"
    KLASIFIKASI = "klasifikasi"
    LAYANAN = "layanan"


class ClosingReason(Enum):
    """Why a consultation ended (service_rules 7.6)."""

    SELESAI = "selesai"
    TIDAK_MERESPON_JAM_LAYANAN = "tidak_merespon_jam_layanan"
    TIDAK_MERESPON_3HK = "tidak_merespon_3hk"  # portal mirror only
    DIBATALKAN_PENGGUNA = "dibatalkan_pengguna"
    SALAH_ALAMAT = "salah_alamat"
    SPAM = "spam"
    UJI_COBA = "uji_coba"  # the office tries its own desk; shown apart in reports (stories 8)


OFFICER_REASONS = (
    ClosingReason.SELESAI,
    ClosingReason.DIBATALKAN_PENGGUNA,
    ClosingReason.SALAH_ALAMAT,
    ClosingReason.SPAM,
    ClosingReason.UJI_COBA,
)
"""Reasons an officer may choose; the others are decided by a clock."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What figure is wanted, as far as the words said it."""

    indicator: str | None = None
    region: str | None = None
    year: str | None = None


NEED_MAX, YEAR_MAX, TOPIC_MAX = 256, 64, 128


@dataclass(frozen=True, kw_only=True)
class Subject:
    """What a consultation was about, as an officer says; `category` None = not chosen yet."""

    category: Category | None
    topic: str | None
    need: Need

    @property
    def fits(self) -> bool:
        """Whether all of it is short enough to be stored."""
        parts = ((self.topic, TOPIC_MAX), (self.need.indicator, NEED_MAX), (self.need.region, NEED_MAX))
        return all(len(words or "") <= limit for words, limit in (*parts, (self.need.year, YEAR_MAX)))


class Outcome(Enum):
    """What came of it, for reports; a conversation with the assistant alone is a `BotSession`."""

    OPEN = "berjalan"
    OFFICER = "dijawab_petugas"
    CANCELLED = "dibatalkan"
    NO_REPLY = "tidak_merespon"
    WRONG_ADDRESS = "salah_alamat"
    SPAM = "spam"
    TEST = "uji_coba"


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """One row of the desk.

    Attributes:
        topic: the FAQ entry the person last came from, if any.
        category_chosen: an officer said the category; until then it is what the assistant made of the words.
        waiting_since: the place in the queue (stories 7: the time of the request).
        queued_at: when it came back into the queue at its old place; duty notices count from then (stories 6).
        taken_by: who holds it or held it last.
        first_reply_at: the operator's first human message, where the clock of service_rules 6.7 starts.
        answered_at: when an officer first marked it answered, where that clock stops.
        settled_at: when the last answer was marked *sudah dijawab*, so that the person has the next word (stories 1);
            None = the office owes it. The assistant's and the system's messages never change it.
        promised_for: the day an officer promised the answer for (stories 24g).
        waiting_told_at: when the person was told that it takes longer (stories 2: once).
        warned_at: when the person was told that the desk closes soon (service_rules 7.7).
        carried_at: when it was last carried over to the next working day (service_rules 7.3).
        rated: whether a rating came; which one is stored apart (stories 15).
        trial: it began before the office named any channel, on whichever (`Office.is_trial`, stories 17).
    """

    id: str
    number: str
    conversation_id: str
    channel: str
    category: Category
    question: str
    need: Need
    requested_at: datetime
    waiting_since: datetime
    topic: str | None = None
    category_chosen: bool = False
    queued_at: datetime | None = None
    taken_at: datetime | None = None
    taken_by: str | None = None
    first_reply_at: datetime | None = None
    answered_at: datetime | None = None
    settled_at: datetime | None = None
    promised_for: date | None = None
    waiting_told_at: datetime | None = None
    warned_at: datetime | None = None
    carried_at: datetime | None = None
    closed_at: datetime | None = None
    closing_reason: ClosingReason | None = None
    rated: bool = False
    trial: bool = False

    @property
    def known_category(self) -> Category | None:
        """None where nobody has said one: LAYANAN is also what the assistant writes when it knows nothing."""
        return None if self.category is Category.LAYANAN and not self.category_chosen else self.category

    @property
    def queueing_since(self) -> datetime:
        """When this waiting began, which after a release is later than the place in the queue."""
        return self.queued_at or self.waiting_since

    @property
    def owed(self) -> bool:
        """Whether the office owes the next word."""
        return self.settled_at is None

    @property
    def outcome(self) -> Outcome:
        """What came of it so far."""
        return outcome_of(self.closing_reason)


def about(consultation: Consultation, subject: Subject) -> Consultation:
    """As an officer says it; without a category the assistant's stays, and stays unchosen."""
    said = replace(consultation, topic=subject.topic, need=subject.need)
    return said if subject.category is None else replace(said, category=subject.category, category_chosen=True)


def outcome_of(reason: ClosingReason | None) -> Outcome:
    """What a closing reason means for reports; None = it is still open."""
    return Outcome.OPEN if reason is None else _OUTCOMES[reason]


_OUTCOMES = {
    ClosingReason.SELESAI: Outcome.OFFICER,
    ClosingReason.TIDAK_MERESPON_JAM_LAYANAN: Outcome.NO_REPLY,
    ClosingReason.TIDAK_MERESPON_3HK: Outcome.NO_REPLY,
    ClosingReason.DIBATALKAN_PENGGUNA: Outcome.CANCELLED,
    ClosingReason.SALAH_ALAMAT: Outcome.WRONG_ADDRESS,
    ClosingReason.SPAM: Outcome.SPAM,
    ClosingReason.UJI_COBA: Outcome.TEST,
}


@dataclass(frozen=True, kw_only=True)
class BotSession:
    """A *percakapan mandiri*: what the assistant did alone, from the first message until 30 idle minutes (stories 8).

    Attributes:
        topic: the FAQ entry answered last.
        answered: turns that gave a knowledge-base answer.
        missed: turns that found none.
        handed_over: an officer was asked for, so that it counts with the consultation and no longer here.
        trial: it began before the office named any channel, on whichever (`Office.is_trial`, stories 17).
    """

    id: str
    conversation_id: str
    channel: str
    started_at: datetime
    last_at: datetime
    category: Category | None = None
    topic: str | None = None
    turns: int = 0
    answered: int = 0
    missed: int = 0
    handed_over: bool = False
    closed_at: datetime | None = None
    trial: bool = False


def number_for(day: date, ordinal: int) -> str:
    """`PST-20261123-0001`."""
    return f"PST-{day:%Y%m%d}-{ordinal:04d}"
