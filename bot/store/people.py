"""Everything that is stored of one person: found, exported, emptied, forgotten (service_rules 12.4, 12.5)."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, and_, delete, exists, or_, select, update

from bot.core.complaints import OPEN_STATES
from bot.core.messages import Sending
from bot.services.form_ports import Leftovers
from bot.store import person_export
from bot.store.account_tables import webchat_session
from bot.store.console_tables import note
from bot.store.form_tables import (
    complaint,
    complaint_file,
    complaint_note,
    form,
    guest_book,
    privacy_request,
    private_message,
    rating_offer,
)
from bot.store.tables import (
    button,
    consultation,
    contact,
    contact_identifier,
    conversation,
    file,
    inbox,
    message,
    outbox,
)
from bot.store.visit_tables import visit

_OPEN = [state.value for state in OPEN_STATES]
_LEFT = [each.value for each in Sending if each not in (Sending.QUEUED, Sending.SENDING, Sending.UNKNOWN)]
_PERSONAL = "contact_id name email phone institution sex age_group education occupation purpose need"
_NO_GUEST: Mapping[str, None] = dict.fromkeys(_PERSONAL.split())
_NO_VISITOR: Mapping[str, str | None] = {
    **dict.fromkeys("email phone institution sex age_group education occupation request_key".split()),
    "name": "",
    "need": "",
}
_NO_COMPLAINT: Mapping[str, str | None] = {
    **dict.fromkeys("name contact conversation_id event_time event_place".split()),
    "story": "",
}


def same_person(connection: Connection, contact_id: str) -> list[str]:
    """The contacts that turned out to be one person, this one among them."""
    c, found, new = contact.c, {contact_id}, {contact_id}
    while new:
        joined = select(c.id, c.merged_into).where(or_(c.id.in_(new), c.merged_into.in_(new)))
        near = {each for row in connection.execute(joined) for each in row if each is not None}
        new = near - found
        found |= near
    return sorted(found)


class SqlPeople:
    """Implements `form_ports.People`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def conversations_of(self, contact_id: str) -> list[str]:
        theirs = conversation.c.contact_id.in_(same_person(self._connection, contact_id))
        return list(self._connection.execute(select(conversation.c.id).where(theirs)).scalars())

    def longest_silence(self, contact_id: str, since: datetime, until: datetime) -> timedelta:
        c = inbox.c
        theirs = and_(c.conversation_id.in_(self.conversations_of(contact_id)), c.received_at > since)
        heard = self._connection.execute(select(c.received_at).where(theirs).order_by(c.received_at)).scalars()
        moments = [since, *heard, until]
        gaps: list[timedelta] = [later - earlier for earlier, later in pairwise(moments)]
        return max(gaps)

    def identifiers(self, contact_id: str) -> list[tuple[str, str, str]]:
        c = contact_identifier.c
        theirs = c.contact_id.in_(same_person(self._connection, contact_id))
        rows = self._connection.execute(select(c.channel, c.kind, c.value).where(theirs).order_by(c.id))
        return [(row.channel, row.kind, row.value) for row in rows]

    def export(self, contact_id: str) -> dict[str, Any]:
        people, talks = same_person(self._connection, contact_id), self.conversations_of(contact_id)
        return person_export.everything(self._connection, people, talks)

    def export_for_staff(self, contact_id: str) -> dict[str, Any]:
        people, talks = same_person(self._connection, contact_id), self.conversations_of(contact_id)
        return person_export.for_staff(self._connection, people, talks)

    def wipe(self, contact_id: str) -> Leftovers:
        people, talks = same_person(self._connection, contact_id), self.conversations_of(contact_id)
        files = self._wipe_talk(talks) + self._wipe_complaints(talks)
        self._run(update(consultation).where(consultation.c.conversation_id.in_(talks)).values(question=""))
        self._run(update(guest_book).where(guest_book.c.contact_id.in_(people)).values(**_NO_GUEST))
        self._run(update(conversation).where(conversation.c.id.in_(talks)).values(rasa_state=None))
        self._run(update(privacy_request).where(privacy_request.c.contact_id.in_(people)).values(wish=None))
        self._run(delete(rating_offer).where(rating_offer.c.contact_id.in_(people)))
        values = tuple(value for _, _, value in self.identifiers(contact_id))
        return Leftovers(file_ids=files, identifiers=values)

    def forget(self, contact_id: str) -> None:
        people, talks = same_person(self._connection, contact_id), self.conversations_of(contact_id)
        self._run(delete(contact_identifier).where(contact_identifier.c.contact_id.in_(people)))
        self._run(delete(webchat_session).where(webchat_session.c.conversation_id.in_(talks)))

    def forget_visit(self, visit_id: str) -> None:
        self._run(update(visit).where(visit.c.id == visit_id).values(**_NO_VISITOR))

    def forget_complaint(self, complaint_id: str) -> tuple[str, ...]:
        return self._empty_complaints([complaint_id])

    def forget_talk(self, before: datetime) -> tuple[int, tuple[str, ...]]:
        evidence = file.c.thread_id.in_(select(complaint.c.id))
        free = or_(file.c.thread_id.is_(None), ~evidence)
        files = self._remove_files(and_(file.c.created_at < before, free))
        rows = self._run(delete(message).where(message.c.at < before))
        rows += self._run(delete(private_message).where(private_message.c.at < before))
        rows += self._run(delete(note).where(note.c.at < before))
        rows += self._run(update(inbox).where(inbox.c.received_at < before, inbox.c.text != "").values(text=""))
        said = and_(outbox.c.created_at < before, outbox.c.text != "", outbox.c.sending.in_(_LEFT))
        rows += self._run(update(outbox).where(said).values(text="", buttons=[], attachment=None))
        quiet = and_(conversation.c.last_turn_at < before, conversation.c.rasa_state.is_not(None))
        rows += self._run(update(conversation).where(quiet).values(rasa_state=None))
        return rows, files

    def forget_tickets(self, before: datetime) -> tuple[int, tuple[str, ...]]:
        asked = and_(consultation.c.closed_at < before, consultation.c.question != "")
        rows = self._run(update(consultation).where(asked).values(question=""))
        guests = and_(guest_book.c.created_at < before, _has_any(guest_book, _NO_GUEST))
        rows += self._run(update(guest_book).where(guests).values(**_NO_GUEST))
        visitors = and_(visit.c.registered_at < before, or_(visit.c.name != "", visit.c.need != ""))
        rows += self._run(update(visit).where(visitors).values(**_NO_VISITOR))
        old = and_(complaint.c.closed_at < before, or_(complaint.c.story != "", _has_left()))
        emptied = and_(complaint.c.state.not_in(_OPEN), complaint.c.story == "", _has_left())
        ids = list(self._connection.execute(select(complaint.c.id).where(or_(old, emptied))).scalars())
        return rows + len(ids), self._empty_complaints(ids)

    def forget_private_sendings(self, before: datetime) -> int:
        left = and_(outbox.c.thread_id.is_not(None), outbox.c.created_at < before, outbox.c.sending.in_(_LEFT))
        return self._run(update(outbox).where(left, outbox.c.text != "").values(text="", buttons=[]))

    def forget_copies(self, before: datetime) -> tuple[int, tuple[str, ...]]:
        copy = and_(file.c.thread_id.in_(select(privacy_request.c.number)), file.c.created_at < before)
        threads = list(self._connection.execute(select(file.c.thread_id).where(copy)).scalars())
        said = and_(outbox.c.thread_id.in_(threads), outbox.c.created_at < before)
        unsent = and_(said, outbox.c.sending.not_in(_LEFT))
        self._run(update(outbox).where(unsent).values(sending=Sending.DEAD.value))
        rows = self._run(update(outbox).where(said).values(text="", buttons=[], attachment=None))
        return rows, self._remove_files(copy)

    def _wipe_talk(self, talks: list[str]) -> tuple[str, ...]:
        self._run(delete(message).where(message.c.conversation_id.in_(talks)))
        self._run(delete(private_message).where(private_message.c.conversation_id.in_(talks)))
        self._run(delete(note).where(note.c.conversation_id.in_(talks)))
        self._run(delete(button).where(button.c.conversation_id.in_(talks)))
        self._run(delete(form).where(form.c.conversation_id.in_(talks)))
        theirs = inbox.c.conversation_id.in_(talks)
        self._run(update(inbox).where(theirs).values(text="", meaning=None, button_token=None))
        said = outbox.c.conversation_id.in_(talks)
        unsent = and_(said, outbox.c.sending.not_in(_LEFT))
        self._run(update(outbox).where(unsent).values(sending=Sending.DEAD.value))
        self._run(update(outbox).where(said).values(text="", buttons=[], decision=None, attachment=None))
        open_ones = select(complaint.c.id).where(complaint.c.state.in_(_OPEN))
        free = or_(file.c.thread_id.is_(None), file.c.thread_id.not_in(open_ones))
        files = self._files(and_(file.c.conversation_id.in_(talks), free))
        self._run(delete(file).where(file.c.id.in_(files)))
        return files

    def _wipe_complaints(self, talks: list[str]) -> tuple[str, ...]:
        """Closed ones; an open one stays until it is closed (stories 15)."""
        closed = and_(complaint.c.conversation_id.in_(talks), complaint.c.state.not_in(_OPEN))
        ids = list(self._connection.execute(select(complaint.c.id).where(closed)).scalars())
        return self._empty_complaints(ids)

    def _empty_complaints(self, ids: list[str]) -> tuple[str, ...]:
        self._run(update(complaint).where(complaint.c.id.in_(ids)).values(**_NO_COMPLAINT))
        self._run(delete(complaint_note).where(complaint_note.c.complaint_id.in_(ids)))
        theirs = complaint_file.c.complaint_id.in_(ids)
        kept = tuple(self._connection.execute(select(complaint_file.c.id).where(theirs)).scalars())
        self._run(delete(complaint_file).where(theirs))
        waiting = self._files(file.c.thread_id.in_(ids))  # not fetched yet, or never
        self._run(delete(file).where(file.c.id.in_(waiting)))
        return kept + waiting

    def _remove_files(self, which: ColumnElement[bool]) -> tuple[str, ...]:
        files = self._files(which)
        for said in (message, private_message):
            self._run(update(said).where(said.c.file_id.in_(files)).values(file_id=None))
        self._run(delete(file).where(file.c.id.in_(files)))
        return files

    def _files(self, which: ColumnElement[bool]) -> tuple[str, ...]:
        return tuple(self._connection.execute(select(file.c.id).where(which)).scalars())

    def _run(self, statement: Any) -> int:
        changed: int = self._connection.execute(statement).rowcount
        return changed


def _has_left() -> ColumnElement[bool]:
    """Whether notes or evidence of a complaint are stored."""
    return or_(
        exists().where(complaint_note.c.complaint_id == complaint.c.id),
        exists().where(complaint_file.c.complaint_id == complaint.c.id),
    )


def _has_any(table: Table, names: Collection[str]) -> ColumnElement[bool]:
    return or_(*(table.c[name].is_not(None) for name in names))
