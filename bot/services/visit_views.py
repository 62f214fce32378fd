"""What is seen of visits: the officers' page with names, the screen and the visitor with numbers only."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.core.accounts import Actor, Role
from bot.core.visits import RATING_DAYS, Urgency, Visit, VisitState, wait_of, wait_urgency
from bot.services.correcting import month_is_locked
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


@dataclass(frozen=True, kw_only=True)
class VisitRow:
    """One visitor of today; `waited` is service time (service_rules 4.8)."""

    visit: Visit
    state: VisitState
    waited: timedelta
    urgency: Urgency
    officer_name: str | None


@dataclass(frozen=True, kw_only=True)
class Board:
    """Today's visitors in the order of their numbers, and past visits that lack something.

    Attributes:
        rows: of today.
        unrated: whose paper rating may still be typed in.
        uncategorised: ended without anybody saying what about, in months that are not locked.
    """

    rows: tuple[VisitRow, ...]
    unrated: tuple[Visit, ...]
    uncategorised: tuple[Visit, ...]


@dataclass(frozen=True, kw_only=True)
class Screen:
    """Numbers only (stories 18): nobody's name hangs on the wall."""

    served: tuple[int, ...]
    waiting: tuple[int, ...]


def board(kit: Kit, actor: Actor) -> Board:
    """The page *Tamu*.

    Raises:
        PermissionRefused: the actor is no petugas.
    """
    actor.require(Role.PETUGAS)
    now = kit.clock()
    today = now.astimezone(kit.office.timezone).date()
    with kit.uow.read() as uow:
        return Board(
            rows=tuple(_row(uow, kit, visit, now) for visit in uow.visits.between(today, today)),
            uncategorised=tuple(
                visit for visit in uow.visits.uncategorised() if not month_is_locked(uow, kit, visit.registered_at)
            ),
            unrated=tuple(uow.visits.unrated(today - timedelta(days=RATING_DAYS))),
        )


def screen(kit: Kit) -> Screen:
    """Who is served and who waits today."""
    today = kit.clock().astimezone(kit.office.timezone).date()
    with kit.uow.read() as uow:
        visits = uow.visits.between(today, today)
    return Screen(
        served=tuple(visit.number for visit in visits if visit.state is VisitState.SERVED),
        waiting=tuple(visit.number for visit in visits if visit.state is VisitState.WAITING),
    )


def needs_number(kit: Kit, visit: Visit) -> bool:
    """Whether the visitor is told a number: not with a single officer on duty and nobody else here (stories 18)."""
    now = kit.clock()
    today = now.astimezone(kit.office.timezone).date()
    with kit.uow.read() as uow:
        on_duty = [each for each in uow.presences.all() if each.is_connected(now) and not each.is_absent(today)]
        here = (VisitState.WAITING, VisitState.SERVED)
        others = [each for each in uow.visits.between(today, today) if each.id != visit.id and each.state in here]
    return len(on_duty) > 1 or bool(others)


def _row(uow: UnitOfWork, kit: Kit, visit: Visit, now: datetime) -> VisitRow:
    waited = wait_of(kit.hours, visit, now)
    officer = None if visit.officer_id is None else uow.users.get(visit.officer_id)
    return VisitRow(
        visit=visit,
        state=visit.state,
        waited=waited,
        urgency=wait_urgency(waited),
        officer_name=None if officer is None else officer.name,
    )
