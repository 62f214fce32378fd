"""Conversations with the assistant alone, and officers' presence."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.consultations import BotSession, Category
from bot.core.presence import Availability, Presence
from bot.store.tables import bot_session, presence


class SqlBotSessions:
    """Implements `ports.BotSessions`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self, conversation_id: str) -> BotSession | None:
        c = bot_session.c
        query = select(bot_session).where(c.conversation_id == conversation_id, c.closed_at.is_(None))
        row = self._connection.execute(query.order_by(c.started_at.desc())).mappings().first()
        return None if row is None else _session(row)

    def add(self, session: BotSession) -> None:
        self._connection.execute(bot_session.insert().values(**_values(session)))

    def save(self, session: BotSession) -> None:
        self._connection.execute(update(bot_session).where(bot_session.c.id == session.id).values(**_values(session)))

    def idle(self, since: datetime) -> list[BotSession]:
        c = bot_session.c
        query = select(bot_session).where(c.closed_at.is_(None), c.last_at <= since).order_by(c.last_at)
        return [_session(row) for row in self._connection.execute(query).mappings()]


class SqlPresences:
    """Implements `ports.Presences`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def get(self, user_id: str) -> Presence:
        row = self._connection.execute(select(presence).where(presence.c.user_id == user_id)).mappings().first()
        return Presence(user_id=user_id) if row is None else _presence(row)

    def all(self) -> list[Presence]:
        return [_presence(row) for row in self._connection.execute(select(presence)).mappings()]

    def save(self, changed: Presence) -> None:
        values = {**asdict(changed), "availability": changed.availability.value}
        first = self._insert(presence).values(**values)
        self._connection.execute(first.on_conflict_do_update(index_elements=["user_id"], set_=values))


def _values(session: BotSession) -> dict[str, Any]:
    return {**asdict(session), "category": None if session.category is None else session.category.value}


def _session(row: RowMapping) -> BotSession:
    return BotSession(**{**row, "category": None if row["category"] is None else Category(row["category"])})


def _presence(row: RowMapping) -> Presence:
    return Presence(**{**row, "availability": Availability(row["availability"])})
