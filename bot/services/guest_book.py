"""The guest book of a consultation: offered after the hand-over and filled in by the person (stories 7)."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.consultations import Consultation
from bot.core.conversations import Conversation, State
from bot.core.forms import guest_book as machine
from bot.core.forms.fields import (
    OTHER,
)
from bot.core.forms.form import LIFETIME, Form, FormKind, Say
from bot.core.guests import BY_PERSON, ConsentHow, GuestBook
from bot.core.privacy import NOTICE_VERSION, SILENT_AFTER
from bot.core.turns import Reply, ReplyButton
from bot.core.webchat import CHANNEL as WEBCHAT
from bot.services import form_talk
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

_NOT_REACHED_LATER = frozenset({WEBCHAT, "telegram"})
COLUMNS = {"category": "institution_category"}


def offer(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> Reply | None:
    """Open the guest book of the newest consultation; the sentence and buttons that join the welcome."""
    asked = ask(uow, kit, conversation, now)
    if asked is None:
        return None
    buttons = tuple(
        ReplyButton(title=kit.texts.fill(each.title), meaning=form_talk.meaning_of(FormKind.GUEST_BOOK, each))
        for each in asked.choices
    )
    return Reply(text=kit.texts.fill(asked.key, **asked.fields), buttons=buttons, sure=True)


def ask(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> Say | None:
    """Open the guest book of the newest consultation; what is asked.

    None when it is filled already, as when the same consultation was opened again.
    """
    consultation = uow.consultations.latest(conversation.id)
    if consultation is None or uow.guest_books.of_consultation(consultation.id) is not None:
        return None
    return machine.opening(open_form(uow, kit, conversation, now).values)


def leave_to_officer(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> Reply | None:
    """An empty row for the officer to complete: who speaks is not asked to type (stories 16).

    None when there is nothing to say; else how the answer can be read, for who cannot be reached again (stories 17).
    """
    later = conversation.channel in _NOT_REACHED_LATER and not _starts_now(uow, kit, now)
    says = store(uow, kit, conversation, {machine.CONTACT: "ya"} if later else {}, now)
    if not says:
        return None
    return Reply(text="\n".join(kit.texts.fill(each.key, **each.fields) for each in says), buttons=(), sure=True)


def open_form(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime, values: Mapping[str, str] | None = None
) -> Form:
    """An open guest book, with what a returning person gave last time (service_rules 6.6).

    Args:
        uow: the open unit of work.
        kit: the use cases' kit.
        conversation: whose.
        now: the present.
        values: what is known already.
    """
    known = dict(values or {})
    before = uow.guest_books.latest(conversation.contact_id)
    if before is not None and before.is_filled and not is_doubtful(uow, before, conversation, now):
        given = {"name": before.name, "institution": before.origin, "purpose": before.purpose}
        given |= {"category": before.institution_category, "email": before.email, "phone": before.phone}
        known |= {f"{machine.BEFORE}{field}": value for field, value in given.items() if value}
    if conversation.channel in _NOT_REACHED_LATER and not _starts_now(uow, kit, now):
        known[machine.CONTACT] = "ya"
    return form_talk.open_form(uow, kit, conversation, FormKind.GUEST_BOOK, now, known)


def is_doubtful(uow: UnitOfWork, row: GuestBook, conversation: Conversation, now: datetime) -> bool:
    """Whether the number was silent for six months since: it may be somebody else's by now (stories 15)."""
    return uow.people.longest_silence(conversation.contact_id, row.created_at, now) >= SILENT_AFTER


def is_satisfied(uow: UnitOfWork, conversation: Conversation, now: datetime) -> bool:
    """Whether this person need not be asked first (6.6, `wajib_form_di_awal`).

    That is who has filled the form once with a consent that still stands, and who said *langsung saja* today.
    """
    rows = uow.guest_books.of_contact(conversation.contact_id)
    return any(row.is_filled for row in rows) or any(now - row.created_at < LIFETIME for row in rows)


def attach(uow: UnitOfWork, conversation: Conversation, now: datetime) -> None:
    """What was filled in before the hand-over belongs to the consultation that came of it."""
    consultation = _open_consultation(uow, conversation)
    rows = uow.guest_books.of_contact(conversation.contact_id)
    row = next((each for each in rows if each.created_at == now and each.consultation_id is None), None)
    if consultation is not None and row is not None:
        uow.guest_books.save(replace(row, consultation_id=consultation.id, need=need_of(consultation)))


def store(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, values: Mapping[str, str], now: datetime
) -> tuple[Say, ...]:
    """Keep what a person gave; without consent or data it is an empty row, which the officer completes.

    Returns:
        What else to say: how the answer can be read, for who cannot be reached again (stories 17).
    """
    consultation = _open_consultation(uow, conversation)
    agreed = values.get("consent") == "ya"
    row = GuestBook(
        id=kit.new_id(),
        filled_by=BY_PERSON,
        created_at=now,
        consultation_id=None if consultation is None else consultation.id,
        contact_id=conversation.contact_id,
        need=None if consultation is None else need_of(consultation),
        consent_at=now if agreed else None,
        consent_version=NOTICE_VERSION if agreed else None,
        consent_how=ConsentHow.CHAT if agreed else None,
    )
    known = None if consultation is None else uow.guest_books.of_consultation(consultation.id)
    if known is None:
        given = columns(values) if agreed else {}
        if given.get("institution"):
            given.setdefault("institution_category", OTHER)  # whose own name says the rest (service_rules 8.1)
        uow.guest_books.add(replace(row, **given))
    if consultation is None or machine.CONTACT not in values or values.get("phone") or values.get("email"):
        return ()
    return (_where_to_read(kit, conversation, consultation.number),)


def _where_to_read(kit: Kit, conversation: Conversation, number: str) -> Say:
    """How somebody finds the answer who cannot be reached: by the page's address, where it has one (stories 17)."""
    if conversation.channel != WEBCHAT:
        return Say(key="simpan_nomor_percakapan", fields={"tiket": number})
    if kit.origin is None:
        return Say(key="simpan_nomor", fields={"tiket": number})
    return Say(key="simpan_nomor_tautan", fields={"tiket": number, "tautan": f"{kit.origin}/"})


def correct(uow: UnitOfWork, conversation: Conversation, found: Mapping[str, str]) -> bool:
    """Change what a person has given for the consultation under way; False = there is nothing to change."""
    consultation = _open_consultation(uow, conversation)
    row = None if consultation is None else uow.guest_books.of_consultation(consultation.id)
    if row is None or row.filled_by != BY_PERSON or not row.name:
        return False
    uow.guest_books.save(replace(row, **columns(found)))
    return True


def columns(values: Mapping[str, str]) -> dict[str, Any]:
    """The columns of what a form has gathered."""
    fields = ("name", "institution", "category", "purpose", "email", "phone")
    return {COLUMNS.get(field, field): values[field] for field in fields if values.get(field)}


def need_of(consultation: Consultation) -> str | None:
    """The need is what was asked; nobody is asked for it again (stories 7)."""
    need = consultation.need
    return consultation.question or " ".join(filter(None, (need.indicator, need.region, need.year))) or None


def _open_consultation(uow: UnitOfWork, conversation: Conversation) -> Consultation | None:
    if conversation.state not in (State.WAITING, State.OFFICER):
        return None
    latest = uow.consultations.latest(conversation.id)
    return latest if latest is not None and latest.closed_at is None else None


def _starts_now(uow: UnitOfWork, kit: Kit, now: datetime) -> bool:
    """Whether an officer could answer at once."""
    today = now.astimezone(kit.office.timezone).date()
    return kit.hours.is_open(now) and any(each.takes_chats(now, today) for each in uow.presences.all())
