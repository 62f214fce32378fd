"""Requests of people about their data, for the staff who answer them in 72 hours (service_rules 12.3, stories 15)."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.accounts import Actor, Role
from bot.core.errors import Conflict, InputRefused, NotFound
from bot.core.forms.fields import checked_words
from bot.core.forms.form import FormKind, Say
from bot.core.messages import Thread
from bot.core.privacy import DONE, REFUSED, PrivacyRequest, masked_words
from bot.core.staff_fields import StaffField
from bot.services import form_talk
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

MESSAGE_MAX = 400
_PAGE = 200
_RESULTS = frozenset({DONE, REFUSED})


@dataclass(frozen=True, kw_only=True)
class OnRecord:
    """Who asks, as far as the list may show it.

    Attributes:
        name: the one on record, masked, to compare with what the person says; empty when none was given.
        conversation_id: their conversation, where it has come to the desk.
    """

    name: str
    conversation_id: str | None


def requests(kit: Kit, actor: Actor) -> list[PrivacyRequest]:
    """Open ones by urgency, then done ones.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan.
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        return [*uow.privacy_requests.open(), *uow.privacy_requests.done(_PAGE)]


def on_record(kit: Kit, actor: Actor) -> dict[str, OnRecord]:
    """Who asks, by the number of each request that is not done yet.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan.
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        return {each.number: _on_record(uow, each) for each in uow.privacy_requests.open()}


def settle(kit: Kit, actor: Actor, number: str, result: str, message: str = "") -> None:
    """Note that a request was carried out or refused for a duty to keep, and tell who asked; its wish is forgotten.

    Args:
        kit: the use cases' kit.
        actor: an admin.
        number: of the request.
        result: DONE or REFUSED.
        message: what the person is told with it; a refusal gives its reason.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: there is no such request, or it is about a complaint that names the actor.
        Conflict: it is done already, or a request by letter that has to be carried out.
        InputRefused: `hasil`: neither done nor refused; `kosong`: refused without a reason; `nik`.
        TooLong: beyond 400 letters.
    """
    actor.require(Role.ADMIN)
    if result not in _RESULTS:
        raise InputRefused("hasil")
    said = checked_words(message, StaffField.PRIVACY_MESSAGE, 1 if result == REFUSED else 0, MESSAGE_MAX)
    now = kit.clock()
    with kit.uow() as uow:
        request = uow.privacy_requests.get(number, lock=True)
        if request is None:
            raise NotFound("no such request")
        if request.done_at is not None:
            raise Conflict("this request is done")
        _check_by_letter(uow, actor, request, result)
        uow.privacy_requests.save(replace(request, done_at=now, done_by=actor.id, result=result, wish=None))
        _tell(uow, kit, request, result, said, now)
        uow.audit.add(at=now, actor_id=actor.id, action=f"privacy.{result}", subject=number, detail={})
        uow.commit()


def _check_by_letter(uow: UnitOfWork, actor: Actor, request: PrivacyRequest, result: str) -> None:
    """Who is complained about settles nothing of it, and what must be carried out is not settled with a word."""
    if request.complaint_id is not None:
        complaint = uow.complaints.get(request.complaint_id)
        if complaint is None or complaint.is_hidden_from(actor.id):
            raise NotFound("there is no such request for this actor")
    if request.by_letter and result == DONE and request.kind is not FormKind.MY_DATA:
        raise Conflict("this request has to be carried out")


def _on_record(uow: UnitOfWork, request: PrivacyRequest) -> OnRecord:
    row = None if request.contact_id is None else uow.guest_books.latest(request.contact_id)
    visit = None if request.visit_id is None else uow.visits.get(request.visit_id)
    name = (row and row.name) or (visit and visit.guest.name) or ""
    conversation_id = request.conversation_id
    at_desk = conversation_id is not None and uow.consultations.latest(conversation_id) is not None
    return OnRecord(
        name=masked_words(name),
        conversation_id=conversation_id if at_desk else None,
    )


def _tell(uow: UnitOfWork, kit: Kit, request: PrivacyRequest, result: str, message: str, now: datetime) -> None:
    """News to who asked, out of the officers' sight; who was erased meanwhile is told nothing."""
    conversation_id = request.conversation_id
    conversation = None if conversation_id is None else uow.conversations.get(conversation_id, lock=True)
    if conversation is None or uow.conversations.address_of(conversation) is None:
        return
    key = "permintaan_selesai" if result == DONE else "permintaan_ditolak"
    says = (Say(key=key, fields={"nomor": request.number, "pesan": f" {message}" if message else ""}),)
    thread = Thread(id=request.number, kind=request.kind)
    told = form_talk.say(
        uow, kit, conversation, says, now, kind=request.kind, thread=thread, key=f"permintaan:{request.number}"
    )
    uow.conversations.save(told)


def export_person(kit: Kit, actor: Actor, contact_id: str) -> dict[str, Any]:
    """What is stored of one person, as JSON-able values by table; that it was handed out is recorded.

    Of complaints it says where to get them, whether there are any or not: they may be about the actor (10.4).

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: nothing is stored of such a person.
    """
    actor.require(Role.ADMIN)
    now = kit.clock()
    with kit.uow() as uow:
        if not uow.people.conversations_of(contact_id):
            raise NotFound("no such person")
        found = uow.people.export_for_staff(contact_id)
        uow.audit.add(at=now, actor_id=actor.id, action="person.exported", subject=contact_id, detail={})
        uow.commit()
    return {**found, "aduan": [{"keterangan": kit.texts.fill("salinan_tanpa_aduan")}]}
