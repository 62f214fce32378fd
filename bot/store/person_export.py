"""What a person is given of each table: their data, and no machinery of ours (service_rules 12.3)."""

from collections.abc import Collection, Iterator
from datetime import date, datetime
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, and_, select

from bot.core.forms.form import FormKind
from bot.store.form_tables import complaint, guest_book, privacy_request, private_message
from bot.store.tables import consultation, contact_identifier, file, message

_Part = tuple[str, Collection[Column[Any]], ColumnElement[bool]]
_APART = [kind.value for kind in (FormKind.COMPLAINT, FormKind.STATUS, FormKind.RATING)]


def everything(connection: Connection, people: list[str], talks: list[str]) -> dict[str, Any]:
    """All of it, for the person's own eyes."""
    said, kept, a = private_message.c.conversation_id, file.c.conversation_id, complaint.c
    complaints: _Part = (
        "aduan",
        [a.number, a.filed_at, a.state, a.name, a.story, a.event_time, a.event_place, a.consent_at, a.consent_version,
         a.consent_how],
        a.conversation_id.in_(talks),
    )  # fmt: skip
    return _read(connection, [*_parts(people, talks, said.in_(talks), kept.in_(talks)), complaints])


def for_staff(connection: Connection, people: list[str], talks: list[str]) -> dict[str, Any]:
    """What an admin may see of it: no complaint, which may be about that admin, and no rating (stories 5, 15)."""
    p, f = private_message.c, file.c
    said = and_(p.conversation_id.in_(talks), p.form_kind.not_in(_APART))
    kept = and_(f.conversation_id.in_(talks), f.thread_id.is_(None))
    return _read(connection, _parts(people, talks, said, kept))


def _parts(people: list[str], talks: list[str], said: ColumnElement[bool], kept: ColumnElement[bool]) -> list[_Part]:
    i, m, p, u = contact_identifier.c, message.c, private_message.c, consultation.c
    g, r, f = guest_book.c, privacy_request.c, file.c
    return [
        ("pengenal", [i.channel, i.kind, i.value], i.contact_id.in_(people)),
        ("percakapan", [m.seq, m.at, m.speaker, m.kind, m.text], m.conversation_id.in_(talks)),
        ("formulir", [p.seq, p.at, p.form_kind, p.speaker, p.text], said),
        ("konsultasi", [u.number, u.channel, u.category, u.question, u.requested_at, u.closed_at],
         u.conversation_id.in_(talks)),
        ("buku_tamu", [each for each in g if each.name not in ("id", "contact_id", "filled_by", "was_filled")],
         g.contact_id.in_(people)),
        ("permintaan", [r.number, r.kind, r.requested_at, r.done_at, r.result], r.contact_id.in_(people)),
        ("berkas", [f.file_name, f.mime, f.created_at, f.summary], kept),
    ]  # fmt: skip


def _read(connection: Connection, parts: list[_Part]) -> dict[str, Any]:
    return {name: list(_rows(connection, columns, where)) for name, columns, where in parts}


def _rows(
    connection: Connection, columns: Collection[Column[Any]], where: ColumnElement[bool]
) -> Iterator[dict[str, Any]]:
    for row in connection.execute(select(*columns).where(where)).mappings():
        yield {key: _plain(value) for key, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
