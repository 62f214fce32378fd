"""A complaint, who may read it, and the one function that moves it between states (service_rules 8.2, 10)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum

from bot.core.accounts import Role, User
from bot.core.errors import ImpossibleTransition
from bot.core.guests import ConsentHow

READERS = (Role.PENGADUAN, Role.PIMPINAN)
"""Who reads and answers complaints: whoever has been given the register, and the head of office (stories 5, 8)."""


class ComplaintState(Enum):
    """Where it stands; shown to who filed it."""

    NEW = "baru"
    IN_PROGRESS = "proses"
    DONE = "selesai"
    REJECTED = "ditolak"


class Classification(Enum):
    """The eight classes, chosen by the reader and never by an angry citizen (stories 5f)."""

    REQUIREMENTS = "persyaratan"
    PROCEDURE = "prosedur"
    TIME = "waktu"
    FEE = "biaya/tarif"
    PRODUCT = "produk"
    COMPETENCE = "kompetensi pelaksana"
    CONDUCT = "perilaku petugas"
    FACILITIES = "sarana prasarana"


class Source(Enum):
    """Through which of the published channels it came (service_rules 10.1); CHAT is the form in the chat."""

    CHAT = "percakapan"
    BOX = "kotak"
    EMAIL = "email"
    WEBSITE = "situs"
    WHATSAPP = "whatsapp"


_ALLOWED: Mapping[ComplaintState, frozenset[ComplaintState]] = {
    ComplaintState.NEW: frozenset({ComplaintState.IN_PROGRESS, ComplaintState.DONE, ComplaintState.REJECTED}),
    ComplaintState.IN_PROGRESS: frozenset({ComplaintState.DONE, ComplaintState.REJECTED}),
    ComplaintState.DONE: frozenset({ComplaintState.IN_PROGRESS}),
    ComplaintState.REJECTED: frozenset({ComplaintState.IN_PROGRESS}),
}
OPEN_STATES = frozenset({ComplaintState.NEW, ComplaintState.IN_PROGRESS})


@dataclass(frozen=True, kw_only=True)
class Complaint:
    """One row of the register.

    Attributes:
        code_hash: proves with the number who filed it; the code itself is shown once.
        source: through which channel it came.
        conversation_id: where the answer goes; None when anonymous or typed in.
        name: of who filed it, where it was given.
        contact: how who filed it is reached, for those typed in.
        event_time: when it happened, as a reader took it from the story (service_rules 8.2).
        event_place: where.
        consent_at: when who filed it agreed; None where nobody had to.
        consent_version: of which notice; None for those typed in, whose writers saw none of ours.
        consent_how: by what; None for those typed in before this was asked.
        subjects: staff named in it, from whom it is hidden (service_rules 10.4).
        due_at: when the first follow-up is due.
        registered_by: who typed it in.
    """

    id: str
    number: str
    code_hash: str
    source: Source
    story: str
    filed_at: datetime
    due_at: datetime
    conversation_id: str | None = None
    name: str | None = None
    contact: str | None = None
    event_time: str | None = None
    event_place: str | None = None
    consent_at: datetime | None = None
    consent_version: str | None = None
    consent_how: ConsentHow | None = None
    classification: Classification | None = None
    state: ComplaintState = ComplaintState.NEW
    reason: str | None = None
    subjects: frozenset[str] = frozenset()
    followed_up_at: datetime | None = None
    closed_at: datetime | None = None
    registered_by: str | None = None

    @property
    def is_open(self) -> bool:
        """Whether something is still to be done."""
        return self.state in OPEN_STATES

    def is_hidden_from(self, user_id: str) -> bool:
        """Whether it names this reader."""
        return user_id in self.subjects


@dataclass(frozen=True, kw_only=True)
class ComplaintNote:
    """What a reader noted; who filed it never sees it."""

    id: str
    complaint_id: str
    at: datetime
    author_id: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """A file that came with a complaint: it belongs to the complaint and to no conversation."""

    id: str
    complaint_id: str
    mime: str
    file_name: str
    created_at: datetime


def readers_of(complaint: Complaint, staff: Iterable[User]) -> list[User]:
    """The active staff who may read it: nobody whom it names."""
    roles = frozenset(READERS)
    return [user for user in staff if user.active and user.roles & roles and not complaint.is_hidden_from(user.id)]


def move(state: ComplaintState, to: ComplaintState) -> ComplaintState:
    """The next state.

    Raises:
        ImpossibleTransition: it does not follow.
    """
    if to not in _ALLOWED[state]:
        raise ImpossibleTransition(f"{to.value} does not follow {state.value}")
    return to


def complaint_number(day: date, ordinal: int) -> str:
    """`PGD-20261123-0007`."""
    return f"PGD-{day:%Y%m%d}-{ordinal:04d}"
