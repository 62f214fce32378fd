"""Whose data were stored before a moment."""
# ruff: noqa: D102 - the port says what each method does

from datetime import datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Select, or_, select

from bot.core.incidents import Affected
from bot.store.form_tables import complaint, guest_book, private_message
from bot.store.tables import contact, contact_identifier, conversation, file, message
from bot.store.visit_tables import visit

_VISIT, _COMPLAINT = "langsung", "aduan"


class SqlIncidents:
    """Implements `form_ports.Incidents`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def affected(self, until: datetime) -> list[Affected]:
        kinds = {
            "percakapan": self._people(_of_talk(message.c.conversation_id, message.c.at < until)),
            "berkas": self._people(_of_talk(file.c.conversation_id, file.c.created_at < until)),
            "formulir": self._people(_of_talk(private_message.c.conversation_id, private_message.c.at < until)),
            "aduan": self._people(_of_talk(complaint.c.conversation_id, complaint.c.filed_at < until)),
            "buku tamu": self._people(_of_guests(until)),
        }
        g, i = guest_book.c, contact_identifier.c
        named = select(g.contact_id, g.name).where(g.name.is_not(None)).order_by(g.created_at)
        names = {row.contact_id: row.name for row in self._connection.execute(named)}
        known = select(i.contact_id, i.channel, i.value).join(contact, contact.c.id == i.contact_id)
        rows = self._connection.execute(
            known.where(contact.c.created_at < until).order_by(i.contact_id, i.channel, i.value)
        )
        reached = [
            Affected(
                contact_id=row.contact_id,
                channel=row.channel,
                address=row.value,
                name=names.get(row.contact_id, ""),
                kinds=("pengenal", *(kind for kind, people in kinds.items() if row.contact_id in people)),
            )
            for row in rows
        ]
        return [*reached, *self._visitors(until), *self._complainants(until)]

    def _visitors(self, until: datetime) -> list[Affected]:
        v = visit.c
        query = (
            select(v.id, v.name, v.phone, v.email)
            .where(v.name != "", v.registered_at < until)
            .order_by(v.registered_at)
        )
        return [
            Affected(contact_id=row.id, channel=_VISIT, address=row.phone or row.email or "", name=row.name,
                     kinds=("buku tamu",))
            for row in self._connection.execute(query)
        ]  # fmt: skip

    def _complainants(self, until: datetime) -> list[Affected]:
        """Those whose complaint was typed in: no conversation leads to them (stories 24e)."""
        c = complaint.c
        known = or_(c.name.is_not(None), c.contact.is_not(None))
        query = select(c.id, c.name, c.contact).where(c.conversation_id.is_(None), known, c.filed_at < until)
        return [
            Affected(contact_id=row.id, channel=_COMPLAINT, address=row.contact or "", name=row.name or "",
                     kinds=("aduan",))
            for row in self._connection.execute(query.order_by(c.filed_at, c.number))
        ]  # fmt: skip

    def _people(self, query: Select[Any]) -> frozenset[str]:
        return frozenset(self._connection.execute(query).scalars())


def _of_guests(until: datetime) -> Select[Any]:
    return select(guest_book.c.contact_id).where(guest_book.c.name.is_not(None), guest_book.c.created_at < until)


def _of_talk(conversation_id: Column[str], before: ColumnElement[bool]) -> Select[Any]:
    theirs = conversation_id == conversation.c.id
    return select(conversation.c.contact_id).join(conversation_id.table, theirs).where(before)
