"""What the use cases need from the outside: a unit of work with repositories, and a bell."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from collections.abc import Collection
from contextlib import AbstractContextManager
from datetime import date, datetime
from types import TracebackType
from typing import Protocol, Self

from bot.core.clocks import NewId
from bot.core.consultations import Consultation
from bot.core.conversations import Address, Conversation
from bot.core.messages import Button, Fate, InboxMessage, Outgoing, SeenMessage, Sending
from bot.services.account_ports import AuditTrail, LoginAttempts, Sessions, Users, WebSessions


class Wake(Protocol):
    """Rings after a commit; topics stand in services.wake."""

    def fire(self, topic: str) -> None:
        """Wake all who listen to the topic; callable from any thread."""


class Conversations(Protocol):
    """Conversations and the people they belong to."""

    def get(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        """One conversation; `lock` keeps writers of the same one out until the end of the unit of work."""

    def at(self, address: Address, new_id: NewId, now: datetime) -> Conversation:
        """The locked conversation of an address, made on first contact."""

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

    def pending(self, conversation_id: str, limit: int = 100) -> list[InboxMessage]:
        """The first unanswered messages in order."""

    def settle(self, ids: Collection[str], fate: Fate) -> None: ...
    def settle_all(self, conversation_id: str, fate: Fate) -> None:
        """Every unanswered message of a conversation."""

    def count_attempt(self, ids: Collection[str]) -> None: ...
    def oldest_pending(self, conversation_id: str) -> datetime | None: ...


class Outbox(Protocol):
    """Stored replies."""

    def add(self, outgoing: Outgoing) -> None: ...
    def by_key(self, conversation_id: str, key: str) -> Outgoing | None: ...
    def claim(self, now: datetime, lease_until: datetime, limit: int) -> list[Outgoing]:
        """Lease the first unsent reply of up to `limit` conversations, so that order is kept."""

    def settle(self, outbox_id: str, sending: Sending, external_id: str | None) -> None: ...
    def postpone(self, outbox_id: str, due_at: datetime) -> None:
        """Back to the queue, one attempt more."""

    def expire(self, now: datetime) -> int:
        """Replies whose sender vanished become UNKNOWN; their number."""

    def drop_unsent_bot(self, conversation_id: str) -> None:
        """Replies of the assistant not yet sent become DEAD."""


class Messages(Protocol):
    """The transcript."""

    def add(self, message: SeenMessage) -> None: ...
    def after(self, conversation_id: str, seq: int, limit: int) -> list[SeenMessage]: ...
    def seq_of(self, outbox_id: str) -> int | None: ...


class Buttons(Protocol):
    """Offered buttons."""

    def add(self, button: Button) -> None: ...
    def find(self, token: str) -> Button | None: ...
    def use(self, token: str, inbox_id: str) -> None: ...
    def purge(self, now: datetime) -> int: ...


class Consultations(Protocol):
    """Consultations with their numbers."""

    def next_ordinal(self, day: date) -> int:
        """1, 2, 3 … of a day, never twice."""

    def add(self, consultation: Consultation) -> None: ...
    def save(self, consultation: Consultation) -> None: ...
    def latest(self, conversation_id: str) -> Consultation | None: ...
    def open(self) -> list[Consultation]:
        """Not closed, in the order of the queue."""

    def closed(self, limit: int) -> list[Consultation]:
        """Newest first."""


class AnswerMarks(Protocol):
    """Answers that people called wrong (stories 9)."""

    def add(self, *, mark_id: str, conversation_id: str, inbox_id: str, faq: str | None, at: datetime) -> None: ...


class UnitOfWork(AbstractContextManager["UnitOfWork"], Protocol):
    """One transaction: leaving without `commit` rolls back; `wake` rings only after a commit."""

    conversations: Conversations
    inbox: Inbox
    outbox: Outbox
    messages: Messages
    buttons: Buttons
    consultations: Consultations
    answer_marks: AnswerMarks
    users: Users
    sessions: Sessions
    login_attempts: LoginAttempts
    web_sessions: WebSessions
    audit: AuditTrail

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
