"""The register of complaints, for its readers: never for who is named in one (service_rules 10, stories 5)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.accounts import Actor
from bot.core.complaints import (
    READERS,
    Classification,
    Complaint,
    ComplaintNote,
    ComplaintState,
    Evidence,
    move,
)
from bot.core.errors import InputRefused, NotFound
from bot.core.forms.fields import checked_words
from bot.core.forms.form import FormKind, Say
from bot.core.messages import Thread
from bot.core.staff_fields import StaffField
from bot.services import form_talk
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK

NOTE_MAX = 2_000
MESSAGE_MAX = 500
EVENT_MAX = 150
_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class ComplaintFile:
    """A complaint with all that its readers know.

    Attributes:
        complaint: the row of the register.
        notes: oldest first.
        evidence: files that came with it.
        late: the first follow-up is overdue (10.3).
        hidden_from: user names of the staff whom it names, and who therefore see nothing of it (10.4).
    """

    complaint: Complaint
    notes: tuple[ComplaintNote, ...]
    evidence: tuple[Evidence, ...]
    late: bool
    hidden_from: tuple[str, ...]


def register(kit: Kit, actor: Actor) -> list[Complaint]:
    """All complaints that this reader may see, open ones first.

    Raises:
        PermissionRefused: the actor reads no complaints.
    """
    actor.require(*READERS)
    with kit.uow.read() as uow:
        return [each for each in uow.complaints.all(_PAGE) if not each.is_hidden_from(actor.id)]


def is_late(complaint: Complaint, now: datetime) -> bool:
    """Whether nobody has followed it up in the working days of the office's target (10.3)."""
    return complaint.is_open and complaint.followed_up_at is None and now > complaint.due_at


def open_complaint(kit: Kit, actor: Actor, complaint_id: str) -> ComplaintFile:
    """One complaint with notes and evidence; who opened it is recorded.

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
    """
    actor.require(*READERS)
    now = kit.clock()
    with kit.uow() as uow:
        complaint = readable(uow, actor, complaint_id)
        found = ComplaintFile(
            complaint=complaint,
            notes=tuple(uow.complaints.notes(complaint_id)),
            evidence=tuple(uow.complaints.files(complaint_id)),
            late=is_late(complaint, now),
            hidden_from=tuple(user.username for user in uow.users.all() if complaint.is_hidden_from(user.id)),
        )
        uow.audit.add(at=now, actor_id=actor.id, action="complaint.opened", subject=complaint_id, detail={})
        uow.commit()
    return found


def evidence(kit: Kit, actor: Actor, file_id: str) -> Evidence:
    """A file of a complaint.

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or its complaint names the actor.
    """
    actor.require(*READERS)
    with kit.uow.read() as uow:
        found = uow.complaints.file(file_id)
        if found is None:
            raise NotFound("no such evidence")
        readable(uow, actor, found.complaint_id)
    return found


def classify(kit: Kit, actor: Actor, complaint_id: str, classification: Classification) -> None:
    """Choose one of the eight classes (8.2).

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
    """
    _change(kit, actor, complaint_id, "complaint.classified", classification=classification)


def describe_event(kit: Kit, actor: Actor, complaint_id: str, when: str, where: str) -> None:
    """Note when and where it happened, as the story tells it (8.2); who filed it is not asked again (stories 5).

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
        InputRefused: `nik`.
        TooLong: beyond 150 letters.
    """
    told = {StaffField.EVENT_TIME: when, StaffField.EVENT_PLACE: where}
    found = [checked_words(" ".join(each.split()), field, 0, EVENT_MAX) or None for field, each in told.items()]
    _change(kit, actor, complaint_id, "complaint.event_described", event_time=found[0], event_place=found[1])


def add_note(kit: Kit, actor: Actor, complaint_id: str, text: str) -> None:
    """Note something for the readers; it counts as the first follow-up.

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
        InputRefused: `kosong` or `nik`.
        TooLong: beyond 2,000 letters.
    """
    actor.require(*READERS)
    cleaned, now = checked_words(text, StaffField.NOTE, 1, NOTE_MAX), kit.clock()
    with kit.uow() as uow:
        complaint = readable(uow, actor, complaint_id, lock=True)
        note = ComplaintNote(id=kit.new_id(), complaint_id=complaint_id, at=now, author_id=actor.id, text=cleaned)
        uow.complaints.add_note(note)
        _save(uow, replace(complaint, followed_up_at=complaint.followed_up_at or now), actor, "complaint.noted", now)


def change_state(kit: Kit, actor: Actor, complaint_id: str, to: ComplaintState, message: str) -> None:
    """Move it on, and tell who filed it where that is known; closing states need the reason as message (8.2).

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
        ImpossibleTransition: the state does not follow.
        InputRefused: `kosong` without the reason of SELESAI or DITOLAK, or `nik`.
        TooLong: beyond 500 letters.
    """
    actor.require(*READERS)
    closes = to in (ComplaintState.DONE, ComplaintState.REJECTED)
    cleaned, now = checked_words(message, StaffField.NEWS, 1 if closes else 0, MESSAGE_MAX), kit.clock()
    with kit.uow() as uow:
        complaint = readable(uow, actor, complaint_id, lock=True)
        changed = replace(
            complaint,
            state=move(complaint.state, to),
            reason=cleaned or None,
            followed_up_at=complaint.followed_up_at or now,
            closed_at=now if closes else None,
        )
        _tell(uow, kit, changed, cleaned, now)
        kept, files = _forgotten(uow, changed)
        _save(uow, kept, actor, f"complaint.{to.value}", now)
    for file_id in files:
        kit.files.remove(file_id)


def name_subjects(kit: Kit, actor: Actor, complaint_id: str, usernames: Collection[str]) -> None:
    """Say which members of staff it is about, in place of those found so far: it is hidden from them alone (10.4).

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
        InputRefused: `pengguna`: no such member of staff.
    """
    actor.require(*READERS)
    with kit.uow.read() as uow:
        named = [uow.users.by_username(username.lower()) for username in usernames]
    if any(user is None for user in named):
        raise InputRefused("pengguna")
    subjects = frozenset(user.id for user in named if user is not None)
    _change(kit, actor, complaint_id, "complaint.subjects_named", subjects=subjects)


def _change(kit: Kit, actor: Actor, complaint_id: str, action: str, **changes: Any) -> None:
    actor.require(*READERS)
    with kit.uow() as uow:
        complaint = readable(uow, actor, complaint_id, lock=True)
        _save(uow, replace(complaint, **changes), actor, action, kit.clock())


def _save(uow: UnitOfWork, changed: Complaint, actor: Actor, action: str, now: datetime) -> None:
    uow.complaints.save(changed)
    uow.audit.add(at=now, actor_id=actor.id, action=action, subject=changed.id, detail={})
    uow.wake(DESK)
    uow.commit()


def readable(uow: UnitOfWork, actor: Actor, complaint_id: str, *, lock: bool = False) -> Complaint:
    """The complaint, unless it names the actor, who then learns no more than that there is none."""
    complaint = uow.complaints.get(complaint_id, lock=lock)
    if complaint is None or complaint.is_hidden_from(actor.id):
        raise NotFound("there is no such complaint for this reader")
    return complaint


def _tell(uow: UnitOfWork, kit: Kit, complaint: Complaint, message: str, now: datetime) -> None:
    """News to who filed it, out of the officers' sight; an anonymous one asks with number and code."""
    conversation_id = complaint.conversation_id
    conversation = None if conversation_id is None else uow.conversations.get(conversation_id, lock=True)
    if conversation is None or uow.conversations.address_of(conversation) is None:
        return
    fields = {"nomor": complaint.number, "status": complaint.state.value, "pesan": message}
    uow.conversations.save(
        form_talk.say(
            uow,
            kit,
            conversation,
            (Say(key="aduan_kabar", fields=fields),),
            now,
            kind=FormKind.COMPLAINT,
            thread=Thread(id=complaint.id, kind=FormKind.COMPLAINT),
            key=f"aduan:{kit.new_id()}",
        )
    )


def _forgotten(uow: UnitOfWork, complaint: Complaint) -> tuple[Complaint, tuple[str, ...]]:
    """Once closed, nothing personal stays of who asked to be erased meanwhile (stories 15); with files to remove."""
    if complaint.is_open or complaint.conversation_id is None:
        return complaint, ()
    conversation = uow.conversations.get(complaint.conversation_id)
    if conversation is None or uow.people.identifiers(conversation.contact_id):
        return complaint, ()
    files = uow.people.forget_complaint(complaint.id)
    emptied = replace(complaint, story="", name=None, conversation_id=None, event_time=None, event_place=None)
    return emptied, files
