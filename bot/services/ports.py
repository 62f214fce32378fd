"""What the use cases need from the outside: a unit of work with repositories, and a bell."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from collections.abc import Collection, Mapping
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from bot.core.clocks import NewId
from bot.core.consultations import BotSession, Consultation
from bot.core.conversations import Address, Conversation
from bot.core.erasure import Reachable
from bot.core.messages import Button, Fate, InboxMessage, Outgoing, SeenMessage, Sending, StoredFile
from bot.core.presence import Presence
from bot.core.sending import ChannelState, Failure, Trouble
from bot.services import form_ports
from bot.services.account_ports import (
    AuditTrail,
    LoginAttempts,
    RecoveryCodes,
    Sessions,
    TrustedDevices,
    Users,
    WebSessions,
)
from bot.services.desk_ports import CannedReplies, DeskLists, Notes
from bot.services.duty_ports import Duty
from bot.services.report_ports import Confirmations, ReportFacts, ReportLocks
from bot.services.service_day_ports import OfficeSettings
from bot.services.visit_ports import PortalCases, Visits


class Wake(Protocol):
    """Rings after a commit; topics stand in services.wake."""

    def fire(self, topic: str) -> None:
        """Wake all who listen to the topic; callable from any thread."""


class FileFolder(Protocol):
    """Where files' bytes lie."""

    def write(self, file_id: str, content: bytes) -> None:
        """Keep a file's bytes; they are on disk when this returns."""

    def path_of(self, file_id: str) -> Path:
        """Where they lie."""

    def read(self, file_id: str) -> bytes:
        """A file's bytes."""

    def remove(self, file_id: str) -> None:
        """Forget a file's bytes; none there is no error."""


class Conversations(Protocol):
    """Conversations and the people they belong to."""

    def get(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        """One conversation; `lock` keeps writers of the same one out until the end of the unit of work."""

    def at(self, address: Address, new_id: NewId, now: datetime, also: Collection[Address] = ()) -> Conversation:
        """The locked conversation of an address, made on first contact; `also` are the person's other identifiers."""

    def address_of(self, conversation: Conversation) -> Address | None:
        """Where this conversation's person is reached."""

    def save(self, conversation: Conversation) -> None:
        """Store a changed conversation; the caller holds its lock."""

    def claim(self, owner: str, now: datetime, lease_until: datetime, limit: int) -> list[Conversation]:
        """Lease up to `limit` due conversations nobody else leases, with a new fence each."""

    def renew(self, conversation: Conversation, lease_until: datetime) -> bool:
        """Prolong a lease; False = it is no longer ours."""

    def hurry_faulty(self, now: datetime) -> int:
        """Make every conversation with a failed turn due; their number."""


class Inbox(Protocol):
    """Received messages; (channel, external_id) is unique."""

    def find(self, channel: str, external_id: str) -> InboxMessage | None: ...
    def add(self, message: InboxMessage) -> bool:
        """False = such a message is stored already, and nothing was done."""

    def pending(self, conversation_id: str, limit: int = 200) -> list[InboxMessage]:
        """The first unanswered messages in order."""

    def settle(self, ids: Collection[str], fate: Fate) -> None: ...
    def settle_all(self, conversation_id: str, fate: Fate) -> None:
        """Every unanswered message of a conversation."""

    def empty(self, ids: Collection[str]) -> None:
        """Take their words away: they belong to a private form."""

    def count_attempt(self, ids: Collection[str]) -> None: ...
    def oldest_pending(self, conversation_id: str) -> datetime | None: ...


class Outbox(Protocol):
    """Stored replies."""

    def add(self, outgoing: Outgoing) -> None: ...
    def by_key(self, conversation_id: str, key: str) -> Outgoing | None: ...
    def due(self, now: datetime, limits: Mapping[str, int]) -> list[Outgoing]:
        """The first unsent reply of conversations whose window is open, locked: at most as many as each channel may."""

    def begin(self, outbox_ids: Collection[str], until: datetime) -> None:
        """Mark them as SENDING before their requests are made; `until` = when their sender counts as vanished."""

    def get(self, outbox_id: str) -> Outgoing | None: ...
    def has_queued(self, conversation_id: str) -> bool: ...
    def state_of(self, outbox_id: str) -> Sending | None:
        """Its state, locked."""

    def name(self, outbox_id: str, external_id: str) -> None:
        """Store the provider's id alone."""

    def id_of(self, channel: str, external_id: str) -> str | None:
        """Our id of what the provider knows as `external_id`."""

    def settle(
        self,
        outbox_id: str,
        sending: Sending,
        at: datetime,
        *,
        external_id: str | None = None,
        failure: Failure | None = None,
        detail: str | None = None,
    ) -> None:
        """Store what became of it, and end its lease."""

    def postpone(self, outbox_id: str, due_at: datetime, *, count: bool = True) -> None:
        """Back to the queue; `count` = that was an attempt."""

    def requeue(self, outbox_id: str, due_at: datetime, void_ids: Collection[str] = ()) -> None:
        """Back to the queue as if it had never been tried; words on the attempts `void_ids` no longer count."""

    def vanished(self, now: datetime) -> list[Outgoing]:
        """Replies whose sender vanished after its request had begun."""

    def unknown(self, channels: Collection[str], before: datetime, limit: int) -> list[tuple[Outgoing, datetime]]:
        """Replies of which nothing is known since before a moment, with that moment."""

    def drop_unsent_bot(self, conversation_id: str, at: datetime) -> None:
        """Replies of the assistant not yet sent become DEAD."""

    def drop_optional(self, channel: str, at: datetime) -> int:
        """Optional messages not yet sent become DEAD; their number."""

    def parked(self, now: datetime, limit: int) -> list[Outgoing]:
        """The first officer's reply of each conversation whose window has closed before it was sent."""

    def asked_since(self, conversation_id: str, since: datetime) -> bool:
        """Whether an officer spoke, or numbered options were offered, later than a moment."""

    def sent_since(self, channel: str, since: datetime) -> int:
        """Messages that the provider has taken since then."""

    def troubled(self, limit: int) -> list[Trouble]:
        """Replies that did not arrive or may not have, newest first."""


class Messages(Protocol):
    """The transcript."""

    def add(self, message: SeenMessage) -> None: ...
    def after(self, conversation_id: str, seq: int, limit: int) -> list[SeenMessage]: ...
    def before(self, conversation_id: str, seq: int, limit: int) -> list[SeenMessage]:
        """The last ones before `seq`, in order."""

    def seq_of(self, outbox_id: str) -> int | None: ...


class Files(Protocol):
    """Files of conversations."""

    def add(self, stored: StoredFile) -> None: ...
    def get(self, file_id: str) -> StoredFile | None: ...
    def several(self, file_ids: Collection[str]) -> list[StoredFile]: ...
    def summaries(self, conversation_id: str) -> dict[str, str]:
        """What officers wrote about voice notes of a conversation, by file id."""

    def by_link(self, token: str) -> StoredFile | None: ...
    def wanted(self, now: datetime, again_at: datetime, limit: int) -> list[StoredFile]:
        """Files to fetch now; they are looked at again at `again_at` unless saved before."""

    def save(self, stored: StoredFile) -> None: ...


class ChannelStates(Protocol):
    """How providers' channels are doing."""

    def all(self) -> list[ChannelState]: ...
    def get(self, channel: str) -> ChannelState:
        """A channel's state; one that works when nothing is stored."""

    def save(self, state: ChannelState) -> None:
        """Store whether it is paused."""

    def heard(self, channel: str, at: datetime) -> None:
        """Store alone when the provider last told us anything."""


class Buttons(Protocol):
    """Offered buttons."""

    def add(self, button: Button) -> None: ...
    def find(self, token: str) -> Button | None: ...
    def use(self, token: str, inbox_id: str) -> None: ...
    def used_at(self, token: str) -> datetime | None:
        """When it was last pressed."""

    def purge(self, now: datetime) -> int: ...


class Consultations(Protocol):
    """Consultations with their numbers."""

    def next_ordinal(self, day: date) -> int:
        """1, 2, 3 … of a day, never twice."""

    def add(self, consultation: Consultation) -> None: ...
    def save(self, consultation: Consultation) -> None: ...
    def latest(self, conversation_id: str) -> Consultation | None: ...
    def get(self, consultation_id: str) -> Consultation | None: ...
    def by_number(self, number: str) -> Consultation | None: ...
    def held_by(self, user_id: str) -> list[Consultation]:
        """Open ones whose conversation this officer holds, in the order of the queue."""


class BotSessions(Protocol):
    """Conversations with the assistant alone."""

    def current(self, conversation_id: str) -> BotSession | None:
        """The one not closed."""

    def add(self, session: BotSession) -> None: ...
    def save(self, session: BotSession) -> None: ...
    def idle(self, since: datetime) -> list[BotSession]:
        """Those not closed, without a message since then."""


class Presences(Protocol):
    """Which officers can be reached."""

    def get(self, user_id: str) -> Presence:
        """One officer's; never seen when nothing is stored."""

    def all(self) -> list[Presence]: ...
    def save(self, presence: Presence) -> None: ...


class AnswerMarks(Protocol):
    """Answers that people called wrong (stories 9)."""

    def add(self, *, mark_id: str, conversation_id: str, inbox_id: str, faq: str | None, at: datetime) -> None: ...


class Identifiers(Protocol):
    """Where people are reached, all of it: only to recognise who was erased."""

    def of(self, contact_id: str) -> list[Address]:
        """One person's, with those of contacts joined to it."""

    def everybody(self) -> list[Reachable]: ...


class UnitOfWork(AbstractContextManager["UnitOfWork"], Protocol):
    """One transaction: leaving without `commit` rolls back; `wake` rings only after a commit."""

    conversations: Conversations
    inbox: Inbox
    outbox: Outbox
    messages: Messages
    buttons: Buttons
    files: Files
    channel_states: ChannelStates
    consultations: Consultations
    bot_sessions: BotSessions
    presences: Presences
    duty: Duty
    answer_marks: AnswerMarks
    notes: Notes
    canned_replies: CannedReplies
    desk_lists: DeskLists
    identifiers: Identifiers
    visits: Visits
    portal_cases: PortalCases
    forms: form_ports.Forms
    private_messages: form_ports.PrivateMessages
    guest_books: form_ports.GuestBooks
    complaints: form_ports.Complaints
    ratings: form_ports.Ratings
    surveys: form_ports.Surveys
    privacy_requests: form_ports.PrivacyRequests
    people: form_ports.People
    incidents: form_ports.Incidents
    users: Users
    sessions: Sessions
    trusted_devices: TrustedDevices
    recovery_codes: RecoveryCodes
    login_attempts: LoginAttempts
    web_sessions: WebSessions
    audit: AuditTrail
    facts: ReportFacts
    report_locks: ReportLocks
    confirmations: Confirmations
    office_settings: OfficeSettings

    def __enter__(self) -> Self: ...
    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None: ...
    def wake(self, *topics: str) -> None: ...
    def commit(self) -> None: ...


class UnitsOfWork(Protocol):
    """Where units of work come from."""

    def __call__(self, *, durable: bool = True) -> UnitOfWork:
        """To write; `durable=False` may be forgotten in a power failure (leases: their owner dies with them)."""

    def read(self) -> UnitOfWork:
        """To read only; takes no write lock."""
