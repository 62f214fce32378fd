"""Open forms, what was said in private ones, and the guest book."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.forms.fields import without_identity_number
from bot.core.forms.form import Form, FormKind
from bot.core.guests import ConsentHow, GuestBook
from bot.core.messages import Kind, OfferedButton, Speaker, Thread
from bot.core.private_talk import PrivateMessage
from bot.store.form_tables import form, guest_book, private_message
from bot.store.people import same_person
from bot.store.tables import message

_F, _P, _G = form.c, private_message.c, guest_book.c


class SqlForms:
    """Implements `form_ports.Forms`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def get(self, conversation_id: str, kind: FormKind, now: datetime) -> Form | None:
        return next((each for each in self.all(conversation_id, now) if each.kind is kind), None)

    def all(self, conversation_id: str, now: datetime) -> list[Form]:
        query = select(form).where(_F.conversation_id == conversation_id, _F.expires_at > now)
        return [_form(row) for row in self._connection.execute(query.order_by(_F.opened_at.desc())).mappings()]

    def save(self, changed: Form) -> None:
        values = {
            "id": changed.id,
            "values": dict(changed.values),
            "asked": list(changed.asked),
            "tries": changed.tries,
            "opened_at": changed.opened_at,
            "expires_at": changed.expires_at,
        }
        first = self._insert(form).values(conversation_id=changed.conversation_id, kind=changed.kind.value, **values)
        self._connection.execute(first.on_conflict_do_update(index_elements=["conversation_id", "kind"], set_=values))

    def remove(self, conversation_id: str, kind: FormKind) -> None:
        one = and_(_F.conversation_id == conversation_id, _F.kind == kind.value)
        self._connection.execute(delete(form).where(one))

    def purge(self, now: datetime) -> int:
        old = and_(_F.expires_at <= now, _F.kind != FormKind.COMPLAINT.value)
        return self._connection.execute(delete(form).where(old)).rowcount

    def expired(self, kind: FormKind, now: datetime) -> list[Form]:
        query = select(form).where(_F.kind == kind.value, _F.expires_at <= now).order_by(_F.expires_at)
        return [_form(row) for row in self._connection.execute(query).mappings()]


class SqlPrivateMessages:
    """Implements `form_ports.PrivateMessages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, said: PrivateMessage) -> None:
        self._connection.execute(
            private_message.insert().values(
                conversation_id=said.conversation_id,
                seq=said.seq,
                thread_id=said.thread.id,
                form_kind=said.thread.kind.value,
                speaker=said.speaker.value,
                text=said.text,
                buttons=[asdict(each) for each in said.buttons],
                at=said.at,
                outbox_id=said.outbox_id,
                kind=said.kind.value,
                file_id=said.file_id,
            )
        )

    def after(self, conversation_id: str, seq: int, limit: int) -> list[PrivateMessage]:
        query = select(private_message).where(_P.conversation_id == conversation_id, _P.seq > seq)
        rows = self._connection.execute(query.order_by(_P.seq).limit(limit)).mappings()
        return [_private(row) for row in rows]

    def seq_of(self, outbox_id: str) -> int | None:
        return self._connection.execute(select(_P.seq).where(_P.outbox_id == outbox_id)).scalar()

    def take_over(self, conversation_id: str, seqs: Collection[int], thread_id: str, kind: FormKind) -> None:
        theirs = and_(message.c.conversation_id == conversation_id, message.c.seq.in_(seqs))
        for row in self._connection.execute(select(message).where(theirs)).mappings().all():
            moved = {key: row[key] for key in ("conversation_id", "seq", "speaker", "buttons", "at", "kind")}
            moved["text"] = without_identity_number(row["text"])
            self._connection.execute(
                private_message.insert().values(**moved, thread_id=thread_id, form_kind=kind.value)
            )
        self._connection.execute(delete(message).where(theirs))

    def marks(self, conversation_id: str, after: int, since: datetime) -> list[tuple[int, datetime]]:
        shown = and_(_P.conversation_id == conversation_id, _P.form_kind != FormKind.RATING.value)
        first = select(func.min(_P.seq).label("seq"), func.min(_P.at).label("at")).where(shown).group_by(_P.thread_id)
        threads = first.subquery().c
        query = select(threads.seq, threads.at).where(threads.seq > after, threads.at >= since)
        return [(row.seq, row.at) for row in self._connection.execute(query.order_by(threads.seq))]

    def blur(self, thread_id: str, words: str) -> None:
        theirs = _P.thread_id == thread_id
        said = and_(theirs, _P.speaker == Speaker.USER.value)
        self._connection.execute(update(private_message).where(said).values(text=words))
        self._connection.execute(update(private_message).where(theirs).values(form_kind=FormKind.STATUS.value))

    def purge(self, kinds: Collection[FormKind], before: datetime) -> int:
        old = and_(_P.form_kind.in_([kind.value for kind in kinds]), _P.at < before)
        return self._connection.execute(delete(private_message).where(old)).rowcount


class SqlGuestBooks:
    """Implements `form_ports.GuestBooks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, row: GuestBook) -> None:
        self._connection.execute(guest_book.insert().values(**_guest_values(row)))

    def save(self, row: GuestBook) -> None:
        self._connection.execute(update(guest_book).where(_G.id == row.id).values(**_guest_values(row)))

    def of_consultation(self, consultation_id: str) -> GuestBook | None:
        return self._one(_G.consultation_id == consultation_id)

    def latest(self, contact_id: str) -> GuestBook | None:
        rows = self.of_contact(contact_id)
        return next((row for row in rows if row.name), next(iter(rows), None))

    def of_contact(self, contact_id: str) -> list[GuestBook]:
        theirs = select(guest_book).where(_G.contact_id.in_(same_person(self._connection, contact_id)))
        rows = self._connection.execute(theirs.order_by(_G.created_at.desc(), _G.id)).mappings()
        return [_guest(row) for row in rows]

    def agreed_between(self, start: datetime, end: datetime) -> list[GuestBook]:
        agreed = _G.consent_at.is_not(None), _G.name.is_not(None), _G.created_at >= start, _G.created_at < end
        rows = self._connection.execute(select(guest_book).where(*agreed).order_by(_G.created_at, _G.id)).mappings()
        return [_guest(row) for row in rows]

    def withdraw(self, contact_id: str) -> int:
        agreed = and_(_G.contact_id.in_(same_person(self._connection, contact_id)), _G.consent_at.is_not(None))
        return self._connection.execute(update(guest_book).where(agreed).values(consent_at=None)).rowcount

    def _one(self, which: Any) -> GuestBook | None:
        row = self._connection.execute(select(guest_book).where(which)).mappings().first()
        return None if row is None else _guest(row)


def _form(row: RowMapping) -> Form:
    return Form(
        id=row["id"],
        conversation_id=row["conversation_id"],
        kind=FormKind(row["kind"]),
        values=dict(row["values"]),
        asked=tuple(row["asked"]),
        tries=row["tries"],
        opened_at=row["opened_at"],
        expires_at=row["expires_at"],
    )


def _private(row: RowMapping) -> PrivateMessage:
    return PrivateMessage(
        conversation_id=row["conversation_id"],
        seq=row["seq"],
        thread=Thread(id=row["thread_id"], kind=FormKind(row["form_kind"])),
        speaker=Speaker(row["speaker"]),
        text=row["text"],
        at=row["at"],
        buttons=tuple(OfferedButton(**each) for each in row["buttons"]),
        outbox_id=row["outbox_id"],
        kind=Kind(row["kind"]),
        file_id=row["file_id"],
    )


def _guest_values(row: GuestBook) -> dict[str, Any]:
    return {**asdict(row), "consent_how": None if row.consent_how is None else row.consent_how.value}


def _guest(row: RowMapping) -> GuestBook:
    return GuestBook(**{**row, "consent_how": None if row["consent_how"] is None else ConsentHow(row["consent_how"])})
