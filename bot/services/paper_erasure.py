"""Erasing where no chat leads: a visitor, or who complained outside the chat; again after a restore (12.4)."""

from dataclasses import replace

from bot.core.accounts import Actor, Role
from bot.core.complaints import Complaint
from bot.core.forms.form import FormKind
from bot.services.erasure_ledger import ErasureLedger
from bot.services.kit import Kit
from bot.services.paper_requests import complaint_of, finish, open_request, visit_of
from bot.services.ports import UnitOfWork

_VISIT, _COMPLAINT = "visit:", "complaint:"
"""What a tombstone of a row begins with; that of a person is a contact's id."""


def erase(kit: Kit, actor: Actor, number: str, ledger: ErasureLedger) -> None:
    """Empty the visitor's row, or a complaint's name and contact, and all of one that is closed; the request is done.

    What is only counted of a visit stays, as when its year is over (12.4).

    Args:
        kit: the use cases' kit.
        actor: an admin.
        number: of the request.
        ledger: keeps it erased after a restore; it is written first.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: there is no such request, it is about no visit or complaint, or the complaint names the actor.
        Conflict: it is done, or asks for something else.
        OSError: the ledger could not be written; nothing is erased.
    """
    actor.require(Role.ADMIN)
    files: tuple[str, ...] = ()
    with kit.uow() as uow:
        request = open_request(uow, number, FormKind.ERASE)
        if request.complaint_id is not None:
            complaint = complaint_of(uow, actor, request)
            ledger.add(f"{_COMPLAINT}{complaint.id}")
            files = _empty_complaint(uow, complaint)
        else:
            visit = visit_of(uow, request)
            ledger.add(f"{_VISIT}{visit.id}")
            uow.people.forget_visit(visit.id)
        finish(uow, actor, request, "person.erased", kit.clock())
    for file_id in files:
        kit.files.remove(file_id)


def reapply(kit: Kit, ledger: ErasureLedger) -> int:
    """Empty again what an older backup brought back; how many rows that were."""
    buried = {stone.contact_id for stone in ledger.stones()}
    again, files = 0, list[str]()
    with kit.uow() as uow:
        for row_id in (each.removeprefix(_VISIT) for each in buried if each.startswith(_VISIT)):
            visit = uow.visits.get(row_id)
            if visit is not None and visit.guest.name:
                uow.people.forget_visit(visit.id)
                again += 1
        for row_id in (each.removeprefix(_COMPLAINT) for each in buried if each.startswith(_COMPLAINT)):
            complaint = uow.complaints.get(row_id, lock=True)
            if complaint is not None and _is_back(complaint):
                files += _empty_complaint(uow, complaint)
                again += 1
        uow.commit()
    for file_id in files:
        kit.files.remove(file_id)
    return again


def _is_back(complaint: Complaint) -> bool:
    return bool(complaint.name or complaint.contact or (not complaint.is_open and complaint.story))


def _empty_complaint(uow: UnitOfWork, complaint: Complaint) -> tuple[str, ...]:
    uow.complaints.save(replace(complaint, name=None, contact=None))
    return () if complaint.is_open else tuple(uow.people.forget_complaint(complaint.id))
