"""Who is who: one person may be known by a phone number, a WhatsApp id and a business-scoped id (platforms 1.5)."""

from collections.abc import Collection, Mapping
from datetime import datetime

from sqlalchemy import Connection, and_, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.clocks import NewId
from bot.core.conversations import Address, State
from bot.store.tables import contact, contact_identifier, conversation

_LASTING = "bsuid"
"""The identifier that follows a person; a phone number may be given to somebody else one day."""

_TO_WRITE_TO = ("wa_id", "chat_id", "session", "phone", _LASTING)
_I = contact_identifier.c


class Identities:
    """Finds, joins and makes contacts by their identifiers on one channel."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def contact_of(self, address: Address, also: Collection[Address], new_id: NewId, now: datetime) -> str:
        """The person's contact, made on first contact; identifiers seen for the first time are added to it."""
        told = (address, *also)
        known = self._known(told)
        lasting = next((each for each in told if each.kind == _LASTING), None)
        if lasting is not None and lasting not in known:
            person = self._owner_without_lasting(known) or self._new_contact(lasting, new_id, now)
        elif lasting is not None:
            person = known[lasting]
        else:
            person = next(iter(known.values()), None) or self._new_contact(address, new_id, now)
        person = self._gather(person, known)
        for new in (each for each in told if each not in known):
            self._add(person, new, new_id)
        return person

    def address_of(self, contact_id: str, channel: str) -> Address | None:
        """Where a person can be written to; a joined contact's place is its survivor's."""
        survivor = select(func.coalesce(contact.c.merged_into, contact.c.id)).where(contact.c.id == contact_id)
        query = select(_I.kind, _I.value).where(_I.contact_id == survivor.scalar_subquery(), _I.channel == channel)
        rows = {row.kind: row.value for row in self._connection.execute(query.order_by(_I.id))}
        kind = next((kind for kind in (*_TO_WRITE_TO, *rows) if kind in rows), None)
        return None if kind is None else Address(channel=channel, kind=kind, value=rows[kind])

    def _known(self, addresses: Collection[Address]) -> dict[Address, str]:
        each = [and_(_I.channel == a.channel, _I.kind == a.kind, _I.value == a.value) for a in addresses]
        rows = self._connection.execute(select(_I.channel, _I.kind, _I.value, _I.contact_id).where(or_(*each)))
        found = {Address(channel=row.channel, kind=row.kind, value=row.value): row.contact_id for row in rows}
        return {address: found[address] for address in addresses if address in found}  # the first one told counts

    def _owner_without_lasting(self, known: Mapping[Address, str]) -> str | None:
        """Who has these numbers and no lasting identifier yet; one who has another is somebody else (stories 15)."""
        return next((found for found in known.values() if not self._has_lasting(found)), None)

    def _gather(self, person: str, known: Mapping[Address, str]) -> str:
        """Join contacts that turn out to be the same person, and take a number from one who has it no longer.

        The one who is waiting for an officer or being served goes on: nobody may drop out of a conversation.
        """
        for other in set(known.values()) - {person}:
            if self._has_lasting(other) and self._has_lasting(person):
                self._move([address for address, found in known.items() if found == other], person)
                continue
            survivor, joined = (other, person) if self._is_served(other) else (person, other)
            moved = update(contact_identifier).where(_I.contact_id == joined)
            self._connection.execute(moved.values(contact_id=survivor))
            self._connection.execute(update(contact).where(contact.c.id == joined).values(merged_into=survivor))
            person = survivor
        return person

    def _is_served(self, contact_id: str) -> bool:
        states = (State.WAITING.value, State.OFFICER.value)
        c = conversation.c
        query = select(c.id).where(c.contact_id == contact_id, c.state.in_(states))
        return self._connection.execute(query).first() is not None

    def _has_lasting(self, contact_id: str) -> bool:
        query = select(_I.id).where(_I.contact_id == contact_id, _I.kind == _LASTING)
        return self._connection.execute(query).first() is not None

    def _move(self, addresses: Collection[Address], contact_id: str) -> None:
        for a in addresses:
            this = and_(_I.channel == a.channel, _I.kind == a.kind, _I.value == a.value)
            self._connection.execute(update(contact_identifier).where(this).values(contact_id=contact_id))

    def _new_contact(self, address: Address, new_id: NewId, now: datetime) -> str:
        """Two first messages may race: the unique identifier decides, the loser's contact is removed."""
        contact_id = new_id()
        self._connection.execute(contact.insert().values(id=contact_id, created_at=now))
        if self._add(contact_id, address, new_id):
            return contact_id
        self._connection.execute(contact.delete().where(contact.c.id == contact_id))
        return self._known([address])[address]

    def _add(self, contact_id: str, address: Address, new_id: NewId) -> bool:
        made = self._connection.execute(
            self._insert(contact_identifier)
            .values(id=new_id(), contact_id=contact_id, channel=address.channel, kind=address.kind, value=address.value)
            .on_conflict_do_nothing()
            .returning(_I.id)
        )
        return made.first() is not None
