"""Accounts, sessions and login attempts."""
# ruff: noqa: D102 - the ports say what each method does

from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.accounts import Role, Session, User
from bot.core.webchat import WebSession
from bot.store.account_tables import login_attempt, session, user, webchat_session
from bot.store.tables import consultation

_SESSION = ("user_id", "created_at", "seen_at", "agent", "proven", "locked_at", "failures")
_USER = (
    "name", "password_hash", "active", "must_change_password", "pin_hash", "totp_secret", "totp_pending", "totp_step",
    "full_view",
)  # fmt: skip


class SqlUsers:
    """Implements `account_ports.Users`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def add(self, new: User) -> bool:
        values = {"id": new.id, "username": new.username, "created_at": new.created_at, **_changeable(new)}
        added = self._insert(user).values(values).on_conflict_do_nothing(index_elements=["username"])
        return self._connection.execute(added.returning(user.c.id)).first() is not None

    def get(self, user_id: str, *, lock: bool = False) -> User | None:
        query = select(user).where(user.c.id == user_id)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else _user(row)

    def by_username(self, username: str) -> User | None:
        row = self._connection.execute(select(user).where(user.c.username == username)).mappings().first()
        return None if row is None else _user(row)

    def all(self, *, lock: bool = False) -> list[User]:
        query = select(user).order_by(user.c.username)
        return [_user(row) for row in self._connection.execute(query.with_for_update() if lock else query).mappings()]

    def save(self, changed: User) -> None:
        self._connection.execute(update(user).where(user.c.id == changed.id).values(_changeable(changed)))


class SqlSessions:
    """Implements `account_ports.Sessions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Session) -> None:
        self._connection.execute(session.insert().values(token_hash=new.token_hash, **_columns(new)))

    def get(self, token_hash: str, *, lock: bool = False) -> Session | None:
        query = select(session).where(session.c.token_hash == token_hash)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else Session(**row)

    def all(self, user_id: str | None = None) -> list[Session]:
        query = select(session).order_by(session.c.seen_at.desc())
        found = query if user_id is None else query.where(session.c.user_id == user_id)
        return [Session(**row) for row in self._connection.execute(found).mappings()]

    def save(self, changed: Session) -> None:
        found = session.c.token_hash == changed.token_hash
        self._connection.execute(update(session).where(found).values(_columns(changed)))

    def remove(self, token_hash: str) -> None:
        self._connection.execute(delete(session).where(session.c.token_hash == token_hash))

    def remove_of(self, user_id: str, *, but: str | None) -> None:
        others = delete(session).where(session.c.user_id == user_id)
        self._connection.execute(others if but is None else others.where(session.c.token_hash != but))

    def purge(self, created_before: datetime, seen_before: datetime) -> int:
        without_pin = select(user.c.id).where(user.c.pin_hash.is_(None))
        idle = and_(session.c.seen_at <= seen_before, session.c.user_id.in_(without_pin))
        old = or_(session.c.created_at <= created_before, idle)
        return self._connection.execute(delete(session).where(old)).rowcount


class SqlLoginAttempts:
    """Implements `account_ports.LoginAttempts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, username: str, ip: str, at: datetime) -> None:
        self._connection.execute(login_attempt.insert().values(username=username, ip=ip, at=at))

    def of_pair(self, username: str, ip: str, since: datetime) -> list[datetime]:
        c = login_attempt.c
        query = select(c.at).where(c.username == username, c.ip == ip, c.at > since)
        return list(self._connection.execute(query).scalars())

    def of_ip(self, ip: str, since: datetime) -> list[datetime]:
        c = login_attempt.c
        return list(self._connection.execute(select(c.at).where(c.ip == ip, c.at > since)).scalars())

    def forget_pair(self, username: str, ip: str) -> None:
        c = login_attempt.c
        self._connection.execute(delete(login_attempt).where(c.username == username, c.ip == ip))

    def purge(self, before: datetime) -> int:
        return self._connection.execute(delete(login_attempt).where(login_attempt.c.at <= before)).rowcount


class SqlWebSessions:
    """Implements `account_ports.WebSessions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: WebSession) -> None:
        self._connection.execute(
            webchat_session.insert().values(
                token_hash=new.token_hash,
                conversation_id=new.conversation_id,
                address=new.address,
                created_at=new.created_at,
                seen_at=new.seen_at,
            )
        )

    def get(self, token_hash: str) -> WebSession | None:
        query = select(webchat_session).where(webchat_session.c.token_hash == token_hash)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else WebSession(**row)

    def touch(self, token_hash: str, at: datetime) -> None:
        c = webchat_session.c
        self._connection.execute(update(webchat_session).where(c.token_hash == token_hash).values(seen_at=at))

    def remove(self, token_hash: str) -> None:
        self._connection.execute(delete(webchat_session).where(webchat_session.c.token_hash == token_hash))

    def purge(self, seen_before: datetime, closed_before: datetime) -> int:
        c, closed_at = webchat_session.c, consultation.c.closed_at
        kept = select(consultation.c.conversation_id).where(or_(closed_at.is_(None), closed_at > closed_before))
        old = delete(webchat_session).where(c.seen_at <= seen_before, c.conversation_id.not_in(kept))
        return self._connection.execute(old).rowcount


def _user(row: RowMapping) -> User:
    return User(**{**row, "roles": frozenset(Role(name) for name in row["roles"])})


def _changeable(changed: User) -> dict[str, Any]:
    return {name: getattr(changed, name) for name in _USER} | {"roles": sorted(role.value for role in changed.roles)}


def _columns(changed: Session) -> dict[str, Any]:
    return {name: getattr(changed, name) for name in _SESSION}
