"""What the office changes about its service day; every change is heard in all processes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.core.accounts import Actor, Role
from bot.core.desk_settings import DeskSettings, SettingKey, SpecialDays, Switches, Targets
from bot.core.desk_settings_json import (
    checked_targets,
    roster_from_json,
    special_day,
    special_range,
    weekly_from_json,
)
from bot.core.errors import NotClosed, SettingRefused
from bot.core.office import Closure, ClosureReason
from bot.core.service_hours import ServiceHours
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.setting_changes import change_setting


def set_weekly_hours(kit: Kit, actor: Actor, hours: Mapping[str, Sequence[str]]) -> None:
    """Store the hours of each weekday, such as `{"jumat": ["08.00-11.00", "13.00-15.30"]}` (service_rules 3.1-3.3).

    Raises:
        PermissionRefused: the actor is no admin.
        SettingRefused: naming the day and what is wrong.
    """
    actor.require(Role.ADMIN)
    weekly = weekly_from_json(hours)
    change_setting(kit, actor.id, SettingKey.WEEKLY, lambda settings: replace(settings, weekly=weekly))


def add_special(
    kit: Kit,
    actor: Actor,
    *,
    first: date,
    last: date | None,
    hours: Sequence[str],
    by_day: Mapping[str, Sequence[str]] | None = None,
    message: str | None = None,
) -> None:
    """Store a day or a range with other hours; the same day or range again replaces it (3.5, stories 20).

    Args:
        kit: the use cases' kit.
        actor: an admin.
        first: the day, or the first of a range.
        last: the last day of a range; None = one day.
        hours: its periods; none = closed.
        by_day: in a range, the weekdays that differ: `{"jumat": ["08.00-15.30"]}`; an empty list = closed.
        message: what citizens are told.

    Raises:
        PermissionRefused: the actor is no admin.
        SettingRefused: `dari`, `sampai`, `jam`, `jam.<weekday>` or `pesan`.
    """
    actor.require(Role.ADMIN)
    if by_day and last is None:
        raise SettingRefused("sampai", "jam per hari hanya untuk rentang; isi tanggal akhirnya")
    if (last or first) < kit.clock().astimezone(kit.zone).date():
        raise SettingRefused("dari", "tanggal ini sudah lewat")
    day = special_day(list(hours), message)

    def add(settings: DeskSettings) -> DeskSettings:
        special = settings.special_of(kit.live.written)
        if last is None:
            return replace(settings, special=replace(special, days={**special.days, first: day}))
        added = special_range(first, last, day, by_day or {})
        others = tuple(each for each in special.ranges if (each.first, each.last) != (first, last))
        if any(first <= other.last and other.first <= last for other in others):
            raise SettingRefused("dari", "rentang ini bertumpuk dengan rentang lain; hapus dulu yang lama")
        return replace(settings, special=replace(special, ranges=(*others, added)))

    change_setting(kit, actor.id, SettingKey.SPECIAL, add, detail=_dates(first, last))


def remove_special(kit: Kit, actor: Actor, *, first: date, last: date | None) -> None:
    """Take a day or range back.

    Raises:
        PermissionRefused: the actor is no admin.
        SettingRefused: `dari`: there is no such day or range.
    """
    actor.require(Role.ADMIN)

    def remove(settings: DeskSettings) -> DeskSettings:
        before = settings.special_of(kit.live.written)
        if last is None:
            after = replace(before, days={day: special for day, special in before.days.items() if day != first})
        else:
            left = tuple(each for each in before.ranges if (each.first, each.last) != (first, last))
            after = SpecialDays(days=before.days, ranges=left)
        if after == before:
            raise SettingRefused("dari", "tanggal ini tidak ada dalam daftar")
        return replace(settings, special=after)

    change_setting(kit, actor.id, SettingKey.SPECIAL, remove, detail=_dates(first, last))


def close_now(kit: Kit, actor: Actor, reason: ClosureReason) -> Closure:
    """Close until the end of the day, with the ready text of the reason (service_rules 3.5, stories 14).

    Raises:
        PermissionRefused: the actor neither serves nor administers.
        SettingRefused: `penutupan`: the office is closed for the rest of the day anyway.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    now = kit.clock()
    local = now.astimezone(kit.zone)
    midnight = datetime.combine(local.date() + timedelta(days=1), time.min, kit.zone)
    closure = Closure(since=now, until=midnight, reason=reason, message=kit.texts.fill(f"tutup_{reason.value}"))

    def close(settings: DeskSettings) -> DeskSettings:
        settings = _reopened(settings, now)  # another reason replaces the one in force
        hours = ServiceHours(settings.applied_to(kit.live.written), kit.hours.holidays)
        if not any(local.time() < period.end for period in hours.periods_on(local.date())):
            raise SettingRefused("penutupan", "jam layanan hari ini sudah selesai")
        return replace(settings, closures=(*settings.closures, closure))

    change_setting(kit, actor.id, SettingKey.CLOSURES, close, detail={"reason": reason.value})
    return closure


def reopen_now(kit: Kit, actor: Actor) -> None:
    """End the emergency closure in force (stories 14).

    Raises:
        PermissionRefused: the actor neither serves nor administers.
        NotClosed: none is in force.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    now = kit.clock()

    def reopen(settings: DeskSettings) -> DeskSettings:
        after = _reopened(settings, now)
        if after == settings:
            raise NotClosed("no emergency closure is in force")
        return after

    change_setting(kit, actor.id, SettingKey.CLOSURES, reopen)


def set_roster(kit: Kit, actor: Actor, roster: Mapping[str, Sequence[str]]) -> None:
    """Store who is on duty, by weekday, as ids of officers (stories 6).

    Raises:
        PermissionRefused: the actor is no admin.
        SettingRefused: naming the day.
    """
    actor.require(Role.ADMIN)
    new = roster_from_json(roster)

    def check(uow: UnitOfWork) -> None:
        officers = {user.id for user in uow.users.all() if user.active and Role.PETUGAS in user.roles}
        if any(not officers.issuperset(ids) for ids in new.days):
            raise SettingRefused(SettingKey.ROSTER.value, "hanya petugas yang akunnya aktif dapat dijadwalkan")

    change_setting(kit, actor.id, SettingKey.ROSTER, lambda settings: replace(settings, roster=new), check=check)


def set_switches(kit: Kit, actor: Actor, switches: Switches) -> None:
    """Store the switches (service_rules A-9, stories 6).

    Raises:
        PermissionRefused: the actor is no admin.
    """
    actor.require(Role.ADMIN)
    change_setting(kit, actor.id, SettingKey.SWITCHES, lambda settings: replace(settings, switches=switches))


def set_targets(kit: Kit, actor: Actor, targets: Targets) -> None:
    """Store the internal targets (service_rules 6.8, 10.3).

    Raises:
        PermissionRefused: the actor is no admin.
        SettingRefused: naming the target and its bounds.
    """
    actor.require(Role.ADMIN)
    checked = checked_targets(targets)
    change_setting(kit, actor.id, SettingKey.TARGETS, lambda settings: replace(settings, targets=checked))


def _reopened(settings: DeskSettings, now: datetime) -> DeskSettings:
    """Closures in force end now; one that has just begun leaves nothing behind."""
    ended = (
        replace(closure, until=now) if closure.since <= now < closure.until else closure
        for closure in settings.closures
    )
    return replace(settings, closures=tuple(closure for closure in ended if closure.since < closure.until))


def _dates(first: date, last: date | None) -> dict[str, str]:
    return {"from": first.isoformat()} | ({} if last is None else {"to": last.isoformat()})
