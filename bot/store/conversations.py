"""Conversations: first contact, leases, changes."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.clocks import NewId
from bot.core.conversations import Address, Conversation, State
from bot.store.identities import Identities
from bot.store.tables import conversation

_FIRST_CONTACT: Mapping[str, Any] = {
    "state": State.BOT.value,
    "last_seq": 0,
    "fence": 0,
    "version": 0,
    "outage_told": False,
    "noted": False,
}


class SqlConversations:
    """Implements `ports.Conversations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._identities = Identities(connection)
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def get(self, conversation_id: str, *, lock: bool = False) -> Conversation | None:
        query = select(conversation).where(conversation.c.id == conversation_id)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else _conversation(row)

    def at(self, address: Address, new_id: NewId, now: datetime, also: Collection[Address] = ()) -> Conversation:
        contact_id = self._identities.contact_of(address, also, new_id, now)
        found = self._of(contact_id, address.channel)
        if found is not None:
            return found
        self._connection.execute(
            self._insert(conversation)
            .values(id=new_id(), contact_id=contact_id, channel=address.channel, **_FIRST_CONTACT)
            .on_conflict_do_nothing()
        )
        made = self._of(contact_id, address.channel)
        if made is None:
            raise LookupError("a conversation vanished while it was made")
        return made

    def address_of(self, conversation: Conversation) -> Address | None:
        return self._identities.address_of(conversation.contact_id, conversation.channel)

    def save(self, changed: Conversation) -> None:
        self._connection.execute(
            update(conversation)
            .where(conversation.c.id == changed.id)
            .values(
                state=changed.state.value,
                holder_id=changed.holder_id,
                last_seq=changed.last_seq,
                due_at=changed.due_at,
                lease_owner=changed.lease_owner,
                lease_until=changed.lease_until,
                fence=changed.fence,
                version=changed.version,
                rasa_state=changed.rasa_state,
                last_turn_at=changed.last_turn_at,
                faulty_since=changed.faulty_since,
                outage_told=changed.outage_told,
                noted=changed.noted,
                window_until=changed.window_until,
                apologised_at=changed.apologised_at,
            )
        )

    def claim(self, owner: str, now: datetime, lease_until: datetime, limit: int) -> list[Conversation]:
        c = conversation.c
        due = (
            select(c.id)
            .where(c.due_at <= now, or_(c.lease_until.is_(None), c.lease_until <= now))
            .order_by(c.due_at)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        ids = self._connection.execute(due).scalars().all()
        if not ids:
            return []
        taken = (
            update(conversation)
            .where(c.id.in_(ids))
            .values(lease_owner=owner, lease_until=lease_until, fence=c.fence + 1)
            .returning(conversation)
        )
        rows = self._connection.execute(taken).mappings().all()
        return sorted(map(_conversation, rows), key=lambda each: ids.index(each.id))

    def renew(self, claimed: Conversation, lease_until: datetime) -> bool:
        c = conversation.c
        ours = and_(c.id == claimed.id, c.fence == claimed.fence, c.lease_owner == claimed.lease_owner)
        return self._connection.execute(update(conversation).where(ours).values(lease_until=lease_until)).rowcount == 1

    def hurry_faulty(self, now: datetime) -> int:
        c = conversation.c
        waiting = and_(c.faulty_since.is_not(None), c.due_at > now)
        return self._connection.execute(update(conversation).where(waiting).values(due_at=now)).rowcount

    def _of(self, contact_id: str, channel: str) -> Conversation | None:
        c = conversation.c
        query = select(conversation).where(c.contact_id == contact_id, c.channel == channel).with_for_update()
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _conversation(row)


def _conversation(row: RowMapping) -> Conversation:
    return Conversation(**{**row, "state": State(row["state"])})
