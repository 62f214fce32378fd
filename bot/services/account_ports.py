"""Ports for accounts: users, sessions, login attempts, the audit trail, password hashing."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Protocol

from bot.core.accounts import Session, User
from bot.core.audit import AuditRow
from bot.core.webchat import WebSession


class Hasher(Protocol):
    """Slow password hashing."""

    def hash(self, password: str) -> str: ...
    def verify(self, password_hash: str, password: str) -> bool: ...

    @property
    def dummy(self) -> str:
        """A hash of no password, verified for unknown users so that they take as long."""


class Seal(Protocol):
    """Keeps authenticator secrets unreadable for who has the database alone."""

    def seal(self, secret: str, user_id: str) -> str: ...
    def open(self, sealed: str, user_id: str) -> str | None:
        """None = it was sealed with another key, or for another account."""


class Users(Protocol):
    """Accounts of staff."""

    def add(self, user: User) -> bool:
        """False = the user name is taken."""

    def get(self, user_id: str, *, lock: bool = False) -> User | None: ...
    def by_username(self, username: str) -> User | None: ...
    def all(self, *, lock: bool = False) -> list[User]:
        """By user name; `lock` keeps other changes of accounts out, so that the last admin cannot go twice."""

    def save(self, user: User) -> None:
        """Store a changed account; its name for logging in and its birth never change."""


class Sessions(Protocol):
    """Console logins by the hash of their token."""

    def add(self, session: Session) -> None: ...
    def get(self, token_hash: str, *, lock: bool = False) -> Session | None: ...
    def all(self, user_id: str | None = None) -> list[Session]:
        """Of one user or of everybody, newest sign of life first."""

    def save(self, session: Session) -> None: ...
    def remove(self, token_hash: str) -> None: ...
    def remove_of(self, user_id: str, *, but: str | None) -> None: ...
    def purge(self, created_before: datetime, seen_before: datetime) -> int:
        """Those too old, and those too idle of users without a PIN."""


class TrustedDevices(Protocol):
    """Browsers that were shown a code, by the hash of their cookie."""

    def trust(self, token_hash: str, user_id: str, at: datetime) -> None: ...
    def trusted_at(self, token_hash: str, user_id: str) -> datetime | None: ...
    def forget(self, user_id: str) -> None: ...
    def purge(self, before: datetime) -> int: ...


class RecoveryCodes(Protocol):
    """Codes on paper, each good once."""

    def replace(self, user_id: str, code_hashes: Collection[str]) -> None: ...
    def use(self, user_id: str, code_hash: str) -> bool:
        """False = there is no such code (any more)."""

    def count(self, user_id: str) -> int: ...


class LoginAttempts(Protocol):
    """Failed logins, for the throttle."""

    def add(self, username: str, ip: str, at: datetime) -> None: ...
    def of_pair(self, username: str, ip: str, since: datetime) -> list[datetime]: ...
    def of_ip(self, ip: str, since: datetime) -> list[datetime]: ...
    def forget_pair(self, username: str, ip: str) -> None: ...
    def purge(self, before: datetime) -> int: ...


class WebSessions(Protocol):
    """Web chat sessions by the hash of their token."""

    def add(self, session: WebSession) -> None: ...
    def get(self, token_hash: str) -> WebSession | None: ...
    def touch(self, token_hash: str, at: datetime) -> None: ...
    def remove(self, token_hash: str) -> None: ...
    def purge(self, seen_before: datetime, closed_before: datetime) -> int:
        """Idle ones, unless a ticket of theirs is open or was closed after `closed_before`."""


class AuditTrail(Protocol):
    """Who did what, in ids only; a chain of hashes that is only ever appended to."""

    def add(self, *, at: datetime, actor_id: str | None, action: str, subject: str, detail: Mapping[str, str]) -> None:
        """Append a row with the commit.

        Raises:
            ValueError: a detail is more than an id or a code.
        """

    def newest(self, *, user_id: str | None, action: str | None, before: int | None, limit: int) -> list[AuditRow]:
        """Newest first; each None = all of them."""

    def actions(self) -> list[str]:
        """Every kind of action that occurs."""

    def counts(self, actions: Collection[str], since: datetime) -> Mapping[str, int]:
        """How often any of these actions happened, by subject."""

    def after(self, row_id: int, limit: int) -> list[AuditRow]:
        """In the order of writing."""
