"""The guest book of a consultation as an officer sees and completes it for the person (stories 7)."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from bot.core.accounts import Actor, Role
from bot.core.consultations import Consultation
from bot.core.contact_fields import email_in, is_name, phone_in
from bot.core.errors import InputRefused, NotFound
from bot.core.forms.fields import CATEGORIES, PURPOSE_MAX, has_identity_number
from bot.core.forms.form import FormKind
from bot.core.guest_fields import INSTITUTION_MAX
from bot.core.guests import BY_PERSON, ConsentHow, GuestBook
from bot.core.privacy import NOTICE_VERSION
from bot.services.guest_book import COLUMNS, columns, need_of
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

_TEXTS = ("sex", "age_group", "education", "occupation")

_TEXT_MAX = 16


def guest_book_of(kit: Kit, actor: Actor, consultation_id: str) -> GuestBook | None:
    """The row of a consultation, or what the person has typed so far; None = nothing yet.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotFound: no such consultation.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow.read() as uow:
        consultation = _consultation(uow, consultation_id)
        row = uow.guest_books.of_consultation(consultation_id)
        form = uow.forms.get(consultation.conversation_id, FormKind.GUEST_BOOK, now)
    if row is not None or form is None:
        return row
    draft = GuestBook(id="", filled_by=BY_PERSON, created_at=form.opened_at, need=need_of(consultation))
    return replace(draft, **columns(form.values))


def complete_guest_book(
    kit: Kit, actor: Actor, consultation_id: str, fields: Mapping[str, str], consent_how: ConsentHow
) -> GuestBook:
    """An officer fills the form in for the person; the consent was spoken or written (stories 7).

    Args:
        kit: the use cases' kit.
        actor: the officer.
        consultation_id: whose.
        fields: any of `name`, `institution`, `category`, `purpose`, `email`, `phone`, `need`, `sex`, `age_group`,
            `education`, `occupation`; an empty one takes the value away.
        consent_how: how the person agreed.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotFound: no such consultation.
        InputRefused: `nik` (sixteen digits), or the name of the field that is wrong (service_rules 8.1).
    """
    actor.require(Role.PETUGAS)
    checked = check_fields(fields)
    now = kit.clock()
    with kit.uow() as uow:
        consultation = _consultation(uow, consultation_id)
        conversation = uow.conversations.get(consultation.conversation_id, lock=True)
        row = uow.guest_books.of_consultation(consultation_id)
        fresh = GuestBook(
            id=kit.new_id(),
            filled_by=actor.id,
            created_at=now,
            consultation_id=consultation_id,
            contact_id=None if conversation is None else conversation.contact_id,
            need=need_of(consultation),
        )
        agreed: dict[str, Any] = {
            "consent_at": now,
            "consent_version": NOTICE_VERSION,
            "consent_how": consent_how,
        }
        filled = replace(row or fresh, **checked, **agreed, filled_by=actor.id)
        (uow.guest_books.add if row is None else uow.guest_books.save)(filled)
        uow.forms.remove(consultation.conversation_id, FormKind.GUEST_BOOK)
        uow.audit.add(at=now, actor_id=actor.id, action="guest_book.completed", subject=consultation_id, detail={})
        uow.commit()
    return filled


def check_fields(fields: Mapping[str, str]) -> dict[str, Any]:
    """Columns of the guest book from what staff typed.

    Raises:
        InputRefused: `nik` (sixteen digits), or the name of the field that is wrong.
    """
    found: dict[str, Any] = {}
    for field, typed in fields.items():
        value = " ".join(typed.split())
        if has_identity_number(value):
            raise InputRefused("nik")
        found[COLUMNS.get(field, field)] = _checked(field, value) if value else None
    return found


def _checked(field: str, value: str) -> str:
    match field:
        case "name":
            valid = value if is_name(value) else None
        case "email":
            valid = email_in(value)
        case "phone":
            valid = phone_in(value)
        case "category":
            valid = value if value in CATEGORIES else None
        case "institution":
            valid = value if len(value) <= INSTITUTION_MAX else None
        case "purpose":
            valid = value if len(value) <= PURPOSE_MAX else None
        case "need":
            valid = value[:1000]
        case _:
            valid = value if field in _TEXTS and len(value) <= _TEXT_MAX else None
    if valid is None:
        raise InputRefused(field)
    return valid


def _consultation(uow: UnitOfWork, consultation_id: str) -> Consultation:
    consultation = uow.consultations.get(consultation_id)
    if consultation is None:
        raise NotFound("there is no such consultation")
    return consultation
