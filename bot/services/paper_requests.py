"""Requests about one's own data by letter or at the counter: registered, and carried out where no chat leads (12.3).

A visitor and who complained outside the chat have no conversation; an admin corrects or empties what is stored, for an
open request alone. Of a complaint the admin changes name and contact without reading it (stories 5c).
"""

from collections.abc import Mapping
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from bot.core.accounts import Actor, Role
from bot.core.complaints import Complaint
from bot.core.contact_fields import CONTACT_MAX
from bot.core.errors import Conflict, InputRefused, NotFound
from bot.core.forms.form import FormKind
from bot.core.guest_fields import NEED_MAX, NEED_MIN
from bot.core.messages import clean_text
from bot.core.privacy import DONE, DUE_AFTER, PrivacyRequest, request_number
from bot.core.references import Reference, Referred, reference_in
from bot.core.visits import Visit
from bot.services.guest_completion import check_fields
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK

KINDS = (FormKind.MY_DATA, FormKind.CORRECT, FormKind.ERASE)
VISIT_FIELDS = ("name", "email", "phone", "institution", "need")
COMPLAINT_FIELDS = ("name", "contact")


def register(kit: Kit, actor: Actor, kind: FormKind, reference: str, at: datetime | None = None) -> str:
    """Note a request; gives its number. Whose number it is was checked with the person before.

    An erasure of what was said in a chat is carried out by itself, as if it had been asked for there.

    Args:
        kit: the use cases' kit.
        actor: an admin.
        kind: one of KINDS.
        reference: the number of a visit, a consultation or a complaint.
        at: when the letter came, from which the 72 hours run; default: now.

    Raises:
        PermissionRefused: the actor is no admin.
        InputRefused: `hasil`: another kind; `acuan`: there is no such number, or not for this actor; `waktu`: the
            moment is in the future.
    """
    actor.require(Role.ADMIN)
    now = kit.clock()
    asked_at, named = at or now, reference_in(reference)
    if kind not in KINDS:
        raise InputRefused("hasil")
    if asked_at > now:
        raise InputRefused("waktu")
    if named is None:
        raise InputRefused("acuan")
    with kit.uow() as uow:
        day = now.astimezone(kit.office.timezone).date()
        request = PrivacyRequest(
            number=request_number(day, uow.privacy_requests.next_ordinal(day)),
            kind=kind,
            requested_at=asked_at,
            due_at=asked_at + DUE_AFTER,
            **_whose(uow, actor, named),
        )
        uow.privacy_requests.add(request)
        _note(uow, actor, f"privacy.{kind.value}", request, now)
        uow.commit()
    return request.number


def copy_of(kit: Kit, actor: Actor, number: str) -> dict[str, Any]:
    """What is stored of the visitor who asked for a copy; that it was handed out is recorded.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: there is no such request, or it is about no visit.
        Conflict: it is done, or asks for something else.
    """
    actor.require(Role.ADMIN)
    with kit.uow() as uow:
        request = open_request(uow, number, FormKind.MY_DATA)
        visit = visit_of(uow, request)
        _note(uow, actor, "person.exported", request, kit.clock())
        uow.commit()
    consent = {"consent_at": visit.consent_at.isoformat(), "consent_version": visit.consent_version}
    return {"buku_tamu": [{"day": visit.day.isoformat(), "number": visit.number, **asdict(visit.guest), **consent}]}


def correct(kit: Kit, actor: Actor, number: str, fields: Mapping[str, str]) -> None:
    """Write what shall be corrected of a visitor or complainant; an empty field stays, and the request is done.

    Args:
        kit: the use cases' kit.
        actor: an admin.
        number: of the request.
        fields: any of VISIT_FIELDS, or of COMPLAINT_FIELDS for a complaint.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: there is no such request, it is about no visit or complaint, or the complaint names the actor.
        Conflict: it is done, or asks for something else.
        InputRefused: `nik`; `kosong`: nothing is to be changed; or the name of the field that is wrong.
    """
    actor.require(Role.ADMIN)
    typed = {field: value for field, value in fields.items() if value.strip()}
    now = kit.clock()
    with kit.uow() as uow:
        request = open_request(uow, number, FormKind.CORRECT)
        allowed = COMPLAINT_FIELDS if request.complaint_id is not None else VISIT_FIELDS
        if not typed:
            raise InputRefused("kosong")
        for field in typed.keys() - set(allowed):
            raise InputRefused(field)
        if request.complaint_id is not None:
            uow.complaints.save(replace(complaint_of(uow, actor, request), **_checked(typed)))
        else:
            _correct_visit(uow, visit_of(uow, request), _checked(typed))
        finish(uow, actor, request, "person.corrected", now)


def _whose(uow: UnitOfWork, actor: Actor, named: Reference) -> dict[str, Any]:
    match named.kind:
        case Referred.CONSULTATION:
            consultation = uow.consultations.by_number(named.number)
            return _of_talk(uow, None if consultation is None else consultation.conversation_id)
        case Referred.COMPLAINT:
            complaint = uow.complaints.by_number(named.number)
            if complaint is None or complaint.is_hidden_from(actor.id):
                raise InputRefused("acuan")
            if complaint.conversation_id is not None:
                return _of_talk(uow, complaint.conversation_id)
            return {"complaint_id": complaint.id}
        case Referred.VISIT:
            of_day = uow.visits.between(named.day, named.day)
            visit = next((each for each in of_day if each.number == named.ordinal), None)
            if visit is None:
                raise InputRefused("acuan")
            return {"visit_id": visit.id}


def _of_talk(uow: UnitOfWork, conversation_id: str | None) -> dict[str, Any]:
    conversation = None if conversation_id is None else uow.conversations.get(conversation_id)
    if conversation is None:
        raise InputRefused("acuan")
    return {"contact_id": conversation.contact_id, "conversation_id": conversation.id}


def open_request(uow: UnitOfWork, number: str, kind: FormKind) -> PrivacyRequest:
    """The request, locked; refused where it is done, asks for something else, or a chat leads to who asked."""
    request = uow.privacy_requests.get(number, lock=True)
    if request is None or not request.by_letter:
        raise NotFound("no such request by letter")
    if request.done_at is not None or request.kind is not kind:
        raise Conflict("this request is done, or asks for something else")
    return request


def visit_of(uow: UnitOfWork, request: PrivacyRequest) -> Visit:
    """The visit it is about."""
    visit = None if request.visit_id is None else uow.visits.get(request.visit_id)
    if visit is None:
        raise NotFound("this request is about no visit")
    return visit


def complaint_of(uow: UnitOfWork, actor: Actor, request: PrivacyRequest) -> Complaint:
    """The complaint it is about, unless that names the actor."""
    complaint = None if request.complaint_id is None else uow.complaints.get(request.complaint_id, lock=True)
    if complaint is None or complaint.is_hidden_from(actor.id):
        raise NotFound("there is no such complaint for this actor")
    return complaint


def _checked(typed: Mapping[str, str]) -> dict[str, Any]:
    """Columns of what is to be written; the contact of a complaint is free words, as when it was typed in."""
    found = check_fields({field: value for field, value in typed.items() if field != "contact"})
    contact = clean_text(typed.get("contact", "")).strip()
    check_fields({"need": contact})  # no sixteen digits here either
    if len(contact) > CONTACT_MAX:
        raise InputRefused("contact")
    if not NEED_MIN <= len(found.get("need", " " * NEED_MIN)) <= NEED_MAX:
        raise InputRefused("need")
    return found | ({"contact": contact} if contact else {})


def _correct_visit(uow: UnitOfWork, visit: Visit, found: Mapping[str, Any]) -> None:
    has_email = visit.has_email or "email" in found
    uow.visits.save(replace(visit, guest=replace(visit.guest, **found), has_email=has_email))


def finish(uow: UnitOfWork, actor: Actor, request: PrivacyRequest, action: str, now: datetime) -> None:
    """Close it with its line in the trail, and commit."""
    uow.privacy_requests.save(replace(request, done_at=now, done_by=actor.id, result=DONE))
    _note(uow, actor, action, request, now)
    uow.commit()


def _note(uow: UnitOfWork, actor: Actor, action: str, request: PrivacyRequest, now: datetime) -> None:
    uow.audit.add(at=now, actor_id=actor.id, action=action, subject=request.number, detail={})
    uow.wake(DESK)
