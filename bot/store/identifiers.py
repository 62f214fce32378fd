"""Everybody's identifiers, to recognise people who were erased."""
# ruff: noqa: D102 - the port says what each method does

from itertools import groupby

from sqlalchemy import Connection, or_, select

from bot.core.conversations import Address
from bot.core.erasure import Reachable
from bot.store.tables import contact, contact_identifier

_I = contact_identifier.c


class SqlIdentifiers:
    """Implements `ports.Identifiers`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, contact_id: str) -> list[Address]:
        joined = select(contact.c.id).where(or_(contact.c.id == contact_id, contact.c.merged_into == contact_id))
        query = select(_I.channel, _I.kind, _I.value).where(_I.contact_id.in_(joined))
        return [Address(channel=row.channel, kind=row.kind, value=row.value) for row in self._connection.execute(query)]

    def everybody(self) -> list[Reachable]:
        query = (
            select(contact.c.id, contact.c.created_at, _I.channel, _I.kind, _I.value)
            .outerjoin(contact_identifier, _I.contact_id == contact.c.id)
            .order_by(contact.c.id)
        )
        found = []
        for contact_id, rows in groupby(self._connection.execute(query).all(), lambda row: row.id):
            group = list(rows)
            known = [row for row in group if row.channel is not None]
            addresses = tuple(Address(channel=row.channel, kind=row.kind, value=row.value) for row in known)
            found.append(Reachable(contact_id=contact_id, created_at=group[0].created_at, addresses=addresses))
        return found
