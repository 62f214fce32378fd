"""Ratings of visits: by the visitor's own phone or on paper, kept apart from visit and officer (stories 15, 18)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused, TooLong, VisitMoved, VisitUnknown
from bot.core.guest_fields import plain
from bot.core.staff_fields import StaffField
from bot.core.visits import RATING_DAYS, Visit, VisitState
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

CHANNEL = "langsung"
SCORES: dict[int, str] = {4: "Sangat baik", 3: "Baik", 2: "Kurang baik", 1: "Tidak baik"}
REMARK_MAX = 500


def check_code(kit: Kit, code: str) -> None:
    """Say whether a rating may be given with this code now.

    Raises:
        VisitUnknown: the code opens nothing: unknown, used, or more than a week old.
        VisitMoved: the consultation has not begun yet (service_rules 4.6 comes after 4.5).
    """
    with kit.uow.read() as uow:
        _ratable(uow, kit, code, kit.clock())


def rate(kit: Kit, code: str, score: int, remark: str) -> None:
    """The visitor rates; the code is used up by it.

    Raises:
        VisitUnknown, VisitMoved: as in `check_code`.
        InputRefused: `nilai`: not 1-4 (service_rules 9.2).
        TooLong: the remark.
    """
    said = _checked(score, remark)
    now = kit.clock()
    with kit.uow() as uow:
        _keep(uow, kit, _ratable(uow, kit, code, now), score, said)
        uow.commit()


def type_in(kit: Kit, actor: Actor, visit_id: str, score: int, remark: str) -> None:
    """Type in what a visitor ticked on paper; never by the officer who served (stories 18).

    Raises:
        PermissionRefused: the actor is no petugas or admin.
        VisitUnknown: there is no such visit, or it is more than a week old.
        VisitMoved: the visit has not ended, or is rated.
        InputRefused: `petugas_sendiri`: the actor served the visitor; `nilai`.
        TooLong: the remark.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    said = _checked(score, remark)
    now = kit.clock()
    with kit.uow() as uow:
        visit = uow.visits.get(visit_id)
        if visit is None or _is_old(kit, visit, now):
            raise VisitUnknown("there is no such visit of the last days")
        if visit.rated or visit.state is not VisitState.DONE:
            raise VisitMoved("this visit has not ended, or is rated")
        if visit.officer_id == actor.id:
            raise InputRefused("petugas_sendiri")
        _keep(uow, kit, visit, score, said)
        uow.audit.add(at=now, actor_id=actor.id, action="visit.rating_typed", subject=visit.id, detail={})
        uow.commit()


def _ratable(uow: UnitOfWork, kit: Kit, code: str, now: datetime) -> Visit:
    visit = uow.visits.by_rating_code(plain(code).strip().upper())
    if visit is None or _is_old(kit, visit, now):
        raise VisitUnknown("this code opens no rating")
    if visit.started_at is None:
        raise VisitMoved("the consultation has not begun")
    return visit


def _is_old(kit: Kit, visit: Visit, now: datetime) -> bool:
    return visit.day < now.astimezone(kit.office.timezone).date() - timedelta(days=RATING_DAYS)


def _checked(score: int, remark: str) -> str | None:
    said = plain(remark).strip()
    if score not in SCORES:
        raise InputRefused("nilai")
    if len(said) > REMARK_MAX:
        raise TooLong(StaffField.REMARK, REMARK_MAX)
    return said or None


def _keep(uow: UnitOfWork, kit: Kit, visit: Visit, score: int, remark: str | None) -> None:
    uow.visits.save(replace(visit, rated=True, rating_code=None))
    uow.ratings.add(rating_id=kit.new_id(), month=f"{visit.day:%Y-%m}", channel=CHANNEL, score=score, remark=remark)
