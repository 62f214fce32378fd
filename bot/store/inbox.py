"""Received messages and the buttons they may press."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, RowMapping, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.messages import Button, Fate, InboxMessage, Kind
from bot.store.tables import button, inbox


class SqlInbox:
    """Implements `ports.Inbox`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def find(self, channel: str, external_id: str) -> InboxMessage | None:
        query = select(inbox).where(inbox.c.channel == channel, inbox.c.external_id == external_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _message(row)

    def add(self, message: InboxMessage) -> bool:
        statement = self._insert(inbox).values(
            id=message.id,
            channel=message.channel,
            external_id=message.external_id,
            conversation_id=message.conversation_id,
            seq=message.seq,
            text=message.text,
            meaning=message.meaning,
            button_token=message.button_token,
            fate=message.fate.value,
            attempt=message.attempt,
            received_at=message.received_at,
            kind=message.kind.value,
            sent_at=message.sent_at,
        )
        added = statement.on_conflict_do_nothing(index_elements=["channel", "external_id"])
        return self._connection.execute(added.returning(inbox.c.id)).first() is not None

    def pending(self, conversation_id: str, limit: int = 200) -> list[InboxMessage]:
        c = inbox.c
        query = select(inbox).where(c.conversation_id == conversation_id, c.fate == Fate.RECEIVED.value)
        return [_message(row) for row in self._connection.execute(query.order_by(c.seq).limit(limit)).mappings()]

    def settle(self, ids: Collection[str], fate: Fate) -> None:
        if ids:
            self._connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(fate=fate.value))

    def settle_all(self, conversation_id: str, fate: Fate) -> None:
        c = inbox.c
        pending = (c.conversation_id == conversation_id, c.fate == Fate.RECEIVED.value)
        self._connection.execute(update(inbox).where(*pending).values(fate=fate.value))

    def empty(self, ids: Collection[str]) -> None:
        if ids:
            self._connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(text=""))

    def count_attempt(self, ids: Collection[str]) -> None:
        self._connection.execute(update(inbox).where(inbox.c.id.in_(ids)).values(attempt=inbox.c.attempt + 1))

    def oldest_pending(self, conversation_id: str) -> datetime | None:
        c = inbox.c
        query = select(func.min(c.received_at)).where(
            c.conversation_id == conversation_id, c.fate == Fate.RECEIVED.value
        )
        return self._connection.execute(query).scalar()


class SqlButtons:
    """Implements `ports.Buttons`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, offered: Button) -> None:
        self._connection.execute(
            button.insert().values(
                token=offered.token,
                contact_id=offered.contact_id,
                conversation_id=offered.conversation_id,
                title=offered.title,
                meaning=offered.meaning,
                expires_at=offered.expires_at,
                used_by=offered.used_by,
            )
        )

    def find(self, token: str) -> Button | None:
        row = self._connection.execute(select(button).where(button.c.token == token)).mappings().first()
        return None if row is None else Button(**row)

    def use(self, token: str, inbox_id: str) -> None:
        self._connection.execute(update(button).where(button.c.token == token).values(used_by=inbox_id))

    def used_at(self, token: str) -> datetime | None:
        query = select(inbox.c.received_at).join(button, button.c.used_by == inbox.c.id).where(button.c.token == token)
        return self._connection.execute(query).scalar()

    def purge(self, now: datetime) -> int:
        return self._connection.execute(delete(button).where(button.c.expires_at <= now)).rowcount


def _message(row: RowMapping) -> InboxMessage:
    return InboxMessage(**{**row, "fate": Fate(row["fate"]), "kind": Kind(row["kind"])})
