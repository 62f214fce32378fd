"""Direct visits: a visitor registers, an officer begins and ends; the day's end closes what was forgotten."""

import hashlib
from dataclasses import replace
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category
from bot.core.day_code import short_code
from bot.core.errors import InputRefused, VisitMoved, VisitTaken, VisitUnknown
from bot.core.guest_fields import Guest, plain, read_origin
from bot.core.presence import Availability
from bot.core.privacy import NOTICE_VERSION
from bot.core.visits import Source, Visit, VisitState, ends_with_day, is_drawing
from bot.services.correcting import check_month
from bot.services.holding import name_of
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.presence import become
from bot.services.wake import DESK

TOPIC_MAX = 128


def draw_number(kit: Kit, guest: Guest, source: Source, form_key: str) -> Visit:
    """Register somebody who filled in the walk-in page; the same form with the same words is the same visit.

    Args:
        kit: the use cases' kit.
        guest: what was typed, already read.
        source: the office's tablet or the visitor's own phone.
        form_key: of the form as it was shown; a form sent twice draws one number.

    Raises:
        InputRefused: `tutup`: there is no service left today.
    """
    now = kit.clock()
    if not is_drawing(kit.hours, now):
        raise InputRefused("tutup")
    # The words belong to the key: on a shared tablet the next person may go back to the form of the one before.
    key = hashlib.sha256(f"{form_key}\0{guest!r}".encode()).hexdigest()
    return _register(kit, guest, source, now, request_key=key)


def register_visitor(kit: Kit, actor: Actor, guest: Guest) -> Visit:
    """Register somebody who stands at the desk, also outside hours (stories 18); the consent was given by word.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    return _register(kit, guest, Source.OFFICER, kit.clock(), actor=actor)


def start(kit: Kit, actor: Actor, visit_id: str) -> None:
    """Begin to serve; the clock of service_rules 4.8 stops and the officer takes no chats meanwhile (stories 6).

    Beginning what one has begun already is no error.

    Raises:
        PermissionRefused: the actor is no petugas.
        VisitUnknown: there is no such visit.
        VisitTaken: another officer was faster; `by` is that officer's name.
        VisitMoved: the visit has ended.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        visit = _visit(uow, visit_id)
        if visit.state is VisitState.SERVED:
            if visit.officer_id == actor.id:
                return
            raise VisitTaken(name_of(uow, visit.officer_id))
        if visit.state is not VisitState.WAITING:
            raise VisitMoved("this visit has ended")
        uow.visits.save(replace(visit, started_at=now, officer_id=actor.id))
        become(uow, actor.id, Availability.VISITOR, now)
        _finish(uow, actor, visit, "visit.started", now)


def end(kit: Kit, actor: Actor, visit_id: str, category: Category, topic: str = "") -> None:
    """The visitor leaves (service_rules 7.5); the serving officer takes chats again.

    Any officer may end a visit that a colleague forgot.

    Raises:
        PermissionRefused: the actor is no petugas.
        VisitUnknown: there is no such visit.
        VisitMoved: nobody is served in it.
        TooLong: the topic.
    """
    actor.require(Role.PETUGAS)
    named = _topic(topic)
    now = kit.clock()
    with kit.uow() as uow:
        visit = _visit(uow, visit_id)
        if visit.state is not VisitState.SERVED:
            raise VisitMoved("nobody is served in this visit")
        uow.visits.save(replace(visit, ended_at=now, category=category, topic=named))
        _free(uow, visit)
        _finish(uow, actor, visit, "visit.ended", now)


def categorise(kit: Kit, actor: Actor, visit_id: str, category: Category, topic: str = "") -> None:
    """Say afterwards what a visit was about that ended without anybody saying it (stories 8, 18).

    Raises:
        PermissionRefused: the actor is no petugas.
        VisitUnknown: there is no such visit.
        VisitMoved: nobody was served in it, it has not ended, or it has its category.
        InputRefused: `terlalu_panjang`: the topic.
        MonthLocked: the report of its month is locked.
    """
    actor.require(Role.PETUGAS)
    named = _topic(topic)
    with kit.uow() as uow:
        visit = _visit(uow, visit_id)
        if visit.state is not VisitState.DONE or visit.category is not None:
            raise VisitMoved("this visit has not ended, or has its category")
        check_month(uow, kit, visit.registered_at)
        uow.visits.save(replace(visit, category=category, topic=named))
        _finish(uow, actor, visit, "visit.categorised", kit.clock())


def fill_in_origin(kit: Kit, actor: Actor, visit_id: str, category: str, institution: str) -> None:
    """Complete where a visitor comes from, who was registered in 20 seconds (service_rules 8.1, stories 18).

    Raises:
        PermissionRefused: the actor is no petugas.
        VisitUnknown: there is no such visit.
        VisitMoved: the visit has ended.
        GuestRefused: what was typed is wrong.
    """
    actor.require(Role.PETUGAS)
    chosen, name = read_origin(category, institution)
    with kit.uow() as uow:
        visit = _visit(uow, visit_id)
        if visit.ended_at is not None:
            raise VisitMoved("this visit has ended")
        guest = replace(visit.guest, institution_category=chosen, institution=name)
        uow.visits.save(replace(visit, guest=guest))
        _finish(uow, actor, visit, "visit.origin_filled_in", kit.clock())


def cancel(kit: Kit, actor: Actor, visit_id: str) -> None:
    """*Tidak jadi*: the visitor left before anybody served them.

    Raises:
        PermissionRefused: the actor is no petugas.
        VisitUnknown: there is no such visit.
        VisitMoved: the visit has begun or ended.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    with kit.uow() as uow:
        visit = _visit(uow, visit_id)
        if visit.state is not VisitState.WAITING:
            raise VisitMoved("this visit has begun or ended")
        uow.visits.save(replace(visit, ended_at=now, rating_code=None))
        _finish(uow, actor, visit, "visit.cancelled", now)


def end_open_visits(kit: Kit) -> int:
    """End what nobody ended at closing time, marked *perkiraan* (stories 18); gives how many.

    It looks at each visit's own day, so a run days later, after a restart, gives the same times.
    """
    now = kit.clock()
    with kit.uow.read() as reading:
        seen = [visit.id for visit in reading.visits.open() if ends_with_day(kit.hours, visit) <= now]
    if not seen:  # nearly every minute
        return 0
    with kit.uow() as uow:
        due = [visit for each in seen if (visit := _visit(uow, each)).ended_at is None]  # locked and looked at again
        for visit in due:
            at = ends_with_day(kit.hours, visit)
            code = visit.rating_code if visit.state is VisitState.SERVED else None
            uow.visits.save(replace(visit, ended_at=at, ended_estimated=True, rating_code=code))
            uow.audit.add(at=now, actor_id=None, action="visit.ended_by_clock", subject=visit.id, detail={})
        for visit in due:
            _free(uow, visit)
        if due:
            uow.wake(DESK)
            uow.commit()
    return len(due)


def _register(
    kit: Kit, guest: Guest, source: Source, now: datetime, *, actor: Actor | None = None, request_key: str | None = None
) -> Visit:
    day = now.astimezone(kit.office.timezone).date()
    with kit.uow() as uow:
        number = uow.visits.next_number(day)  # first: a second copy of the same form waits here for the first one
        known = None if request_key is None else uow.visits.by_request(request_key)
        if known is not None:
            return known
        visit = Visit(
            id=kit.new_id(),
            day=day,
            number=number,
            guest=guest,
            has_email=guest.email is not None,
            consent_at=now,
            consent_version=NOTICE_VERSION,
            source=source,
            registered_at=now,
            registered_by=None if actor is None else actor.id,
            rating_code=short_code(kit.new_token()),
            request_key=request_key,
        )
        uow.visits.add(visit)
        if actor is not None:
            uow.audit.add(at=now, actor_id=actor.id, action="visit.registered", subject=visit.id, detail={})
        uow.wake(DESK)
        uow.commit()
    return visit


def _topic(words: str) -> str | None:
    named = " ".join(plain(words).split())
    if len(named) > TOPIC_MAX:
        raise InputRefused("terlalu_panjang")
    return named or None


def _free(uow: UnitOfWork, ended: Visit) -> None:
    """Back to chats, unless the officer serves somebody else too."""
    if ended.officer_id is None:
        return
    presence = uow.presences.get(ended.officer_id)
    # Saved before the look: who ends another visit of this officer at the same moment waits here, and then sees ours.
    uow.presences.save(replace(presence, availability=Availability.READY))
    if any(each.officer_id == ended.officer_id for each in uow.visits.open() if each.state is VisitState.SERVED):
        uow.presences.save(presence)


def _finish(uow: UnitOfWork, actor: Actor, visit: Visit, action: str, now: datetime) -> None:
    uow.audit.add(at=now, actor_id=actor.id, action=action, subject=visit.id, detail={})
    uow.wake(DESK)
    uow.commit()


def _visit(uow: UnitOfWork, visit_id: str) -> Visit:
    visit = uow.visits.get(visit_id)
    if visit is None:
        raise VisitUnknown("there is no such visit")
    return visit
