"""Ports of forms, complaints, ratings, surveys and privacy requests."""
# ruff: noqa: D102 - the names of plain reading and writing say it

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Protocol

from bot.core.complaints import Complaint, ComplaintNote, Evidence
from bot.core.forms.form import Form, FormKind
from bot.core.guests import GuestBook
from bot.core.incidents import Affected
from bot.core.privacy import PrivacyRequest
from bot.core.private_talk import PrivateMessage
from bot.core.skm import Survey


class Forms(Protocol):
    """Open forms; a conversation has at most one of each kind."""

    def get(self, conversation_id: str, kind: FormKind, now: datetime) -> Form | None:
        """The open form of this kind that has not expired."""

    def all(self, conversation_id: str, now: datetime) -> list[Form]:
        """Every open form of a conversation, newest first."""

    def save(self, form: Form) -> None:
        """Store a form, in place of an older one of its kind."""

    def remove(self, conversation_id: str, kind: FormKind) -> None: ...
    def purge(self, now: datetime) -> int:
        """Remove those that have expired, but for complaints, which are filed first; their number."""

    def expired(self, kind: FormKind, now: datetime) -> list[Form]:
        """Those of this kind that have expired and are still here."""


class PrivateMessages(Protocol):
    """What was said in private forms."""

    def add(self, message: PrivateMessage) -> None: ...
    def after(self, conversation_id: str, seq: int, limit: int) -> list[PrivateMessage]: ...
    def seq_of(self, outbox_id: str) -> int | None: ...
    def take_over(self, conversation_id: str, seqs: Collection[int], thread_id: str, kind: FormKind) -> None:
        """Move these messages out of the conversation into a thread, with their words but for identity numbers."""

    def marks(self, conversation_id: str, after: int, since: datetime) -> list[tuple[int, datetime]]:
        """Place and time of the first message of each thread, for the officer's one line; ratings leave none."""

    def blur(self, thread_id: str, words: str) -> None:
        """What a person said in this thread becomes these words, and the thread one that is kept for a day only."""

    def purge(self, kinds: Collection[FormKind], before: datetime) -> int:
        """Remove messages of these kinds from before a moment; their number."""


class GuestBooks(Protocol):
    """Rows of the guest book."""

    def add(self, row: GuestBook) -> None: ...
    def save(self, row: GuestBook) -> None: ...
    def of_consultation(self, consultation_id: str) -> GuestBook | None: ...
    def latest(self, contact_id: str) -> GuestBook | None:
        """The newest row of a person that has a name, else the newest."""

    def of_contact(self, contact_id: str) -> list[GuestBook]: ...
    def agreed_between(self, start: datetime, end: datetime) -> list[GuestBook]:
        """Rows of a span of time with a name and a consent that stands, oldest first."""

    def withdraw(self, contact_id: str) -> int:
        """Take back the consent of a person's rows; their number."""


class Complaints(Protocol):
    """The register of complaints."""

    def next_ordinal(self, day: date) -> int:
        """1, 2, 3 … of a day, never twice."""

    def add(self, complaint: Complaint) -> None: ...
    def save(self, complaint: Complaint) -> None: ...
    def get(self, complaint_id: str, *, lock: bool = False) -> Complaint | None: ...
    def by_number(self, number: str) -> Complaint | None: ...
    def of_conversation(self, conversation_id: str) -> list[Complaint]:
        """Those that its person filed by name or reachably, newest first."""

    def all(self, limit: int) -> list[Complaint]:
        """Open ones first, then newest first."""

    def open(self) -> list[Complaint]:
        """All that are not closed yet, oldest first: none of them may be forgotten."""

    def add_note(self, note: ComplaintNote) -> None: ...
    def notes(self, complaint_id: str) -> list[ComplaintNote]: ...
    def adopt_files(self, thread_id: str, complaint_id: str) -> None:
        """Files of the form become the complaint's: kept ones now, the others when they have been fetched."""

    def files(self, complaint_id: str) -> list[Evidence]: ...
    def file(self, file_id: str) -> Evidence | None: ...


class Ratings(Protocol):
    """Ratings, apart from consultations and officers (service_rules 12.4, stories 15)."""

    def add(
        self, *, rating_id: str, month: str, channel: str, score: int, remark: str | None, trial: bool = False
    ) -> None:
        """A rating; one of the office's trial is counted apart."""

    def remark(self, rating_id: str, remark: str) -> None: ...
    def offered_at(self, contact_id: str) -> datetime | None:
        """When a person was last asked."""

    def offer(self, contact_id: str, at: datetime) -> None: ...


class Surveys(Protocol):
    """Periods of the satisfaction survey, their links and answers."""

    def add(self, survey: Survey, opened_by: str, at: datetime) -> None: ...
    def get(self, survey_id: str) -> Survey | None: ...
    def all(self) -> list[Survey]:
        """Newest first."""

    def add_links(self, survey_id: str, token_hashes: Collection[str]) -> None: ...
    def of_link(self, token_hash: str) -> tuple[Survey, bool] | None:
        """The survey of a link, and whether the link was used."""

    def use_link(self, token_hash: str) -> bool:
        """Mark a link as used; False = it was already."""

    def add_answer(self, *, answer_id: str, survey_id: str, scores: Sequence[int], suggestion: str | None) -> None: ...
    def answers(self, survey_id: str) -> list[tuple[tuple[int, ...], str | None]]: ...


class PrivacyRequests(Protocol):
    """Requests of people about their data."""

    def next_ordinal(self, day: date) -> int: ...
    def add(self, request: PrivacyRequest) -> None: ...
    def save(self, request: PrivacyRequest) -> None: ...
    def get(self, number: str, *, lock: bool = False) -> PrivacyRequest | None: ...
    def open_of(self, contact_id: str, kind: FormKind) -> PrivacyRequest | None: ...
    def open(self) -> list[PrivacyRequest]:
        """Not done, the most urgent first."""

    def done(self, limit: int) -> list[PrivacyRequest]:
        """Newest first."""

    def wiped(self, before: datetime) -> list[PrivacyRequest]:
        """Erasures whose content went before a moment, and whose last traces are still there."""


@dataclass(frozen=True, kw_only=True)
class Leftovers:
    """What an erasure has to remove outside the database: files' bytes, and words in set-aside webhooks."""

    file_ids: tuple[str, ...]
    identifiers: tuple[str, ...]


class People(Protocol):
    """Everything that is stored of one person, for erasure, export and retention."""

    def conversations_of(self, contact_id: str) -> list[str]:
        """Ids of their conversations, also those of contacts joined with theirs."""

    def longest_silence(self, contact_id: str, since: datetime, until: datetime) -> timedelta:
        """The longest time without a message of theirs between two moments."""

    def identifiers(self, contact_id: str) -> list[tuple[str, str, str]]:
        """Channel, kind and value."""

    def export(self, contact_id: str) -> dict[str, Any]:
        """All rows about a person as JSON-able values, by table; for nobody's eyes but theirs."""

    def export_for_staff(self, contact_id: str) -> dict[str, Any]:
        """The same without complaints and ratings, which the staff who copy it must not see."""

    def wipe(self, contact_id: str) -> Leftovers:
        """Empty all that is content, in every table, and give what lies elsewhere."""

    def forget(self, contact_id: str) -> None:
        """Remove identifiers and web sessions: nothing leads from a person to the emptied rows."""

    def forget_visit(self, visit_id: str) -> None:
        """Empty the row of one visitor but for what is only counted, as when its year is over."""

    def forget_complaint(self, complaint_id: str) -> tuple[str, ...]:
        """Empty one complaint, with its notes and evidence; the files whose bytes are to be removed."""

    def forget_talk(self, before: datetime) -> tuple[int, tuple[str, ...]]:
        """Empty transcripts older than a moment; rows touched and files removed (service_rules 12.4)."""

    def forget_tickets(self, before: datetime) -> tuple[int, tuple[str, ...]]:
        """Empty what is personal in consultations, guest book and closed complaints older than a moment (12.4)."""

    def forget_private_sendings(self, before: datetime) -> int:
        """Empty replies of private forms that have left."""

    def forget_copies(self, before: datetime) -> tuple[int, tuple[str, ...]]:
        """Remove copies of people's data that were handed out before a moment; rows touched and files removed."""


class Incidents(Protocol):
    """Whose data an incident reached."""

    def affected(self, until: datetime) -> list[Affected]:
        """Everybody of whom anything older than that is stored, with each address."""


class Leftover(Protocol):
    """Where webhooks lie that could not be stored."""

    def forget(self, words: Collection[str]) -> int:
        """Remove set-aside webhooks that hold any of these words; their number."""
