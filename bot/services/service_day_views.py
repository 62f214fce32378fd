"""What applies today, and what an admin sees before changing the service day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.desk_settings import DeskSettings, SpecialDays, Weekly
from bot.core.office import Closure
from bot.core.periods import Period
from bot.services.kit import Kit


@dataclass(frozen=True, kw_only=True)
class OnDuty:
    """A member of staff on today's roster."""

    id: str
    name: str


@dataclass(frozen=True, kw_only=True)
class DeskToday:
    """What applies today.

    Attributes:
        day: the office's date.
        periods: today's service, emergencies cut out of it.
        is_open: whether officers work at this moment.
        closed_because: why there is no service today at all; None on a working day.
        closure: the emergency closure in force.
        opens_at: the next opening, when closed.
        on_duty: today's roster; those whose account is disabled are left out.
    """

    day: date
    periods: tuple[Period, ...]
    is_open: bool
    closed_because: str | None
    closure: Closure | None
    opens_at: datetime | None
    on_duty: tuple[OnDuty, ...]


@dataclass(frozen=True, kw_only=True)
class DaySetup:
    """Everything that stands now.

    Attributes:
        weekly: hours by weekday, Monday first.
        special: days and ranges that are not over.
        holidays: national ones of this year and the next.
        officers: who can be put on the roster.
        settings: roster, switches, targets.
    """

    weekly: Weekly
    special: SpecialDays
    holidays: Mapping[date, str]
    officers: tuple[OnDuty, ...]
    settings: DeskSettings


def desk_today(kit: Kit, actor: Actor) -> DeskToday:
    """What applies today (stories 6, 14).

    Raises:
        PermissionRefused: the actor neither serves nor leads.
    """
    actor.require(Role.PETUGAS, Role.ADMIN, Role.PIMPINAN)
    now, hours = kit.clock(), kit.hours
    day = now.astimezone(kit.zone).date()
    is_open = hours.is_open(now)
    with kit.uow.read() as uow:
        users = [uow.users.get(user_id) for user_id in kit.settings.roster.days[day.weekday()]]
    return DeskToday(
        day=day,
        periods=hours.periods_on(day),
        is_open=is_open,
        closed_because=hours.closure_on(day),
        closure=hours.closure_at(now),
        opens_at=None if is_open else hours.next_opening(now),
        on_duty=tuple(OnDuty(id=user.id, name=user.name) for user in users if user is not None and user.active),
    )


def day_setup(kit: Kit, actor: Actor) -> DaySetup:
    """The service day as it is set (stories 20).

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    live, today = kit.live.now(), kit.clock().astimezone(kit.zone).date()
    with kit.uow.read() as uow:
        users = [user for user in uow.users.all() if user.active and Role.PETUGAS in user.roles]
    special = live.settings.special_of(kit.live.written)
    years = {today.year, today.year + 1}
    return DaySetup(
        weekly=live.office.weekly,
        special=SpecialDays(
            days={day: special.days[day] for day in sorted(special.days) if day >= today},
            ranges=tuple(sorted((each for each in special.ranges if each.last >= today), key=lambda each: each.first)),
        ),
        holidays={day: name for day, name in sorted(live.hours.holidays.items()) if day.year in years},
        officers=tuple(OnDuty(id=user.id, name=user.name) for user in sorted(users, key=lambda user: user.name)),
        settings=live.settings,
    )
