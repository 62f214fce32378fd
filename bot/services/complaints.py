"""The register of complaints, for its readers: never for who is named in one (service_rules 10, stories 5)."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from bot.core.accounts import Actor, Role
from bot.core.complaints import (
    Classification,
    Complaint,
    ComplaintNote,
    ComplaintState,
    Evidence,
    Source,
    complaint_number,
    move,
    named_in,
)
from bot.core.contact_fields import is_name
from bot.core.errors import InputRefused, NotFound
from bot.core.forms.complaint import STORY_MAX, STORY_MIN, code_from, code_hash
from bot.core.forms.fields import checked_words
from bot.core.forms.form import FormKind, Say
from bot.core.guests import ConsentHow
from bot.core.messages import Thread, clean_text
from bot.services import form_talk
from bot.services.complaint_form import follow_up_due
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK

NOTE_MAX = 2_000
MESSAGE_MAX = 500
EVENT_MAX = 150
_CONTACT_MAX = 254
_PAGE = 500


@dataclass(frozen=True, kw_only=True)
class ComplaintFile:
    """A complaint with all that its readers know; `late` = the first follow-up is overdue (10.3)."""

    complaint: Complaint
    notes: tuple[ComplaintNote, ...]
    evidence: tuple[Evidence, ...]
    late: bool


def register(kit: Kit, actor: Actor) -> list[Complaint]:
    """All complaints that this reader may see, open ones first.

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
    """
    actor.require(Role.PENGADUAN)
    with kit.uow.read() as uow:
        return [each for each in uow.complaints.all(_PAGE) if not each.is_hidden_from(actor.id)]


def is_late(complaint: Complaint, now: datetime) -> bool:
    """Whether nobody has followed it up in the working days of the office's target (10.3)."""
    return complaint.is_open and complaint.followed_up_at is None and now > complaint.due_at


def open_complaint(kit: Kit, actor: Actor, complaint_id: str) -> ComplaintFile:
    """One complaint with notes and evidence; who opened it is recorded.

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or it names the actor.
    """
    actor.require(Role.PENGADUAN)
    now = kit.clock()
    with kit.uow() as uow:
        complaint = _readable(uow, actor, complaint_id)
        found = ComplaintFile(
            complaint=complaint,
            notes=tuple(uow.complaints.notes(complaint_id)),
            evidence=tuple(uow.complaints.files(complaint_id)),
            late=is_late(complaint, now),
        )
        uow.audit.add(at=now, actor_id=actor.id, action="complaint.opened", subject=complaint_id, detail={})
        uow.commit()
    return found


def evidence(kit: Kit, actor: Actor, file_id: str) -> Evidence:
    """A file of a complaint.

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or its complaint names the actor.
    """
    actor.require(Role.PENGADUAN)
    with kit.uow.read() as uow:
        found = uow.complaints.file(file_id)
        if found is None:
            raise NotFound("no such evidence")
        _readable(uow, actor, found.complaint_id)
    return found


def classify(kit: Kit, actor: Actor, complaint_id: str, classification: Classification) -> None:
    """Choose one of the eight classes (8.2).

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or it names the actor.
    """
    _change(kit, actor, complaint_id, "complaint.classified", classification=classification)


def describe_event(kit: Kit, actor: Actor, complaint_id: str, when: str, where: str) -> None:
    """Note when and where it happened, as the story tells it (8.2); who filed it is not asked again (stories 5).

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or it names the actor.
        InputRefused: `nik`, or `terlalu_panjang` beyond 150 letters.
    """
    found = [checked_words(" ".join(each.split()), 0, EVENT_MAX) or None for each in (when, where)]
    _change(kit, actor, complaint_id, "complaint.event_described", event_time=found[0], event_place=found[1])


def add_note(kit: Kit, actor: Actor, complaint_id: str, text: str) -> None:
    """Note something for the readers; it counts as the first follow-up.

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or it names the actor.
        InputRefused: `kosong`, or `terlalu_panjang` beyond 2,000 letters.
    """
    actor.require(Role.PENGADUAN)
    cleaned, now = checked_words(text, 1, NOTE_MAX), kit.clock()
    with kit.uow() as uow:
        complaint = _readable(uow, actor, complaint_id, lock=True)
        note = ComplaintNote(id=kit.new_id(), complaint_id=complaint_id, at=now, author_id=actor.id, text=cleaned)
        uow.complaints.add_note(note)
        _save(uow, replace(complaint, followed_up_at=complaint.followed_up_at or now), actor, "complaint.noted", now)


def change_state(kit: Kit, actor: Actor, complaint_id: str, to: ComplaintState, message: str) -> None:
    """Move it on, and tell who filed it where that is known; closing states need the reason as message (8.2).

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or it names the actor.
        ImpossibleTransition: the state does not follow.
        InputRefused: `kosong` without the reason of SELESAI or DITOLAK, or `terlalu_panjang` beyond 500 letters.
    """
    actor.require(Role.PENGADUAN)
    closes = to in (ComplaintState.DONE, ComplaintState.REJECTED)
    cleaned, now = checked_words(message, 1 if closes else 0, MESSAGE_MAX), kit.clock()
    with kit.uow() as uow:
        complaint = _readable(uow, actor, complaint_id, lock=True)
        changed = replace(
            complaint,
            state=move(complaint.state, to),
            reason=cleaned or None,
            followed_up_at=complaint.followed_up_at or now,
            closed_at=now if closes else None,
        )
        _tell(uow, kit, changed, cleaned, now)
        _save(uow, _forgotten(uow, changed), actor, f"complaint.{to.value}", now)


def name_subjects(kit: Kit, actor: Actor, complaint_id: str, usernames: Collection[str]) -> None:
    """Note which members of staff it is about: from now on it is hidden from them (10.4).

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        NotFound: there is none, or it names the actor.
        InputRefused: `pengguna`: no such member of staff.
    """
    actor.require(Role.PENGADUAN)
    with kit.uow.read() as uow:
        named = [uow.users.by_username(username.lower()) for username in usernames]
    if any(user is None for user in named):
        raise InputRefused("pengguna")
    subjects = frozenset(user.id for user in named if user is not None)
    _change(kit, actor, complaint_id, "complaint.subjects_named", subjects=subjects)


def register_complaint(
    kit: Kit,
    actor: Actor,
    source: Source,
    story: str,
    consent: ConsentHow,
    name: str = "",
    contact: str = "",
    at: datetime | None = None,
) -> tuple[str, str]:
    """Type in a complaint from the box, an e-mail, the website or WhatsApp (10.1, 24e); gives number and code.

    Args:
        kit: the use cases' kit.
        actor: who types.
        source: where it came from.
        story: what it says, 10 to 2,000 letters.
        consent: how who wrote it agreed (8.2): WRITTEN, SPOKEN, or ANONYMOUS without name and contact.
        name: of who wrote it; empty = anonymous.
        contact: how who wrote it is reached.
        at: when it came; default: now.

    Raises:
        PermissionRefused: the actor is no pengelola pengaduan.
        InputRefused: `kosong`, `terlalu_singkat`, `terlalu_panjang`, `name`, `nik`, `persetujuan`, or `waktu` in the
            future.
    """
    actor.require(Role.PENGADUAN)
    cleaned, now = checked_words(story, STORY_MIN, STORY_MAX), kit.clock()
    named = " ".join(name.split()) or None
    if named is not None and not is_name(named):
        raise InputRefused("name")
    reached = clean_text(contact).strip()[:_CONTACT_MAX] or None
    agreed = consent in (ConsentHow.WRITTEN, ConsentHow.SPOKEN)
    if not agreed and (consent is not ConsentHow.ANONYMOUS or named or reached):
        raise InputRefused("persetujuan")
    filed_at = at or now
    if filed_at > now:
        raise InputRefused("waktu")
    day = filed_at.astimezone(kit.office.timezone).date()
    with kit.uow() as uow:
        number, code = complaint_number(day, uow.complaints.next_ordinal(day)), code_from(kit.new_token())
        complaint = Complaint(
            id=kit.new_id(),
            number=number,
            code_hash=code_hash(number, code),
            source=source,
            story=cleaned,
            filed_at=filed_at,
            due_at=follow_up_due(kit, filed_at),
            name=named,
            contact=reached,
            consent_at=filed_at if agreed else None,
            consent_how=consent,
            registered_by=actor.id,
            subjects=named_in(cleaned, uow.users.all()),
        )
        uow.complaints.add(complaint)
        uow.audit.add(at=now, actor_id=actor.id, action="complaint.registered", subject=complaint.id, detail={})
        uow.wake(DESK)
        uow.commit()
    return number, code


def _change(kit: Kit, actor: Actor, complaint_id: str, action: str, **changes: Any) -> None:
    actor.require(Role.PENGADUAN)
    with kit.uow() as uow:
        complaint = _readable(uow, actor, complaint_id, lock=True)
        _save(uow, replace(complaint, **changes), actor, action, kit.clock())


def _save(uow: UnitOfWork, changed: Complaint, actor: Actor, action: str, now: datetime) -> None:
    uow.complaints.save(changed)
    uow.audit.add(at=now, actor_id=actor.id, action=action, subject=changed.id, detail={})
    uow.wake(DESK)
    uow.commit()


def _readable(uow: UnitOfWork, actor: Actor, complaint_id: str, *, lock: bool = False) -> Complaint:
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


def _forgotten(uow: UnitOfWork, complaint: Complaint) -> Complaint:
    """Once closed, nothing personal stays of who asked to be erased meanwhile (stories 15)."""
    if complaint.is_open or complaint.conversation_id is None:
        return complaint
    conversation = uow.conversations.get(complaint.conversation_id)
    if conversation is None or uow.people.identifiers(conversation.contact_id):
        return complaint
    return replace(complaint, story="", name=None, conversation_id=None, event_time=None, event_place=None)
