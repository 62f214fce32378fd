"""What an admin sees before changing the service day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.core.accounts import Actor, Role
from bot.core.desk_settings import DeskSettings, SpecialDays, Weekly
from bot.services.kit import Kit
from bot.services.service_day import OnDuty


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
