"""When the nightly backup is due, and which old ones go."""

from collections.abc import Iterable
from datetime import datetime, time
from zoneinfo import ZoneInfo

QUIET_FROM = time(2)  # nobody is served then; a computer that was off makes it when it starts
KEEP_DAILY = 14
KEEP_WEEKLY = 8


def is_due(taken: Iterable[datetime], now: datetime, zone: ZoneInfo) -> bool:
    """Whether this day's backup is still to be made.

    Args:
        taken: moments of the backups that are there; they are the only memory, so a restart forgets nothing.
        now: the present.
        zone: the office's.
    """
    local = now.astimezone(zone)
    return local.time() >= QUIET_FROM and all(each.astimezone(zone).date() != local.date() for each in taken)


def outdated(taken: Iterable[datetime], zone: ZoneInfo) -> list[datetime]:
    """The backups that may go: the newest of each of 14 days and of 8 weeks stays."""
    newest_first = sorted(taken, reverse=True)
    days: dict[object, datetime] = {}
    weeks: dict[object, datetime] = {}
    for each in newest_first:
        local = each.astimezone(zone).date()
        days.setdefault(local, each)
        weeks.setdefault(local.isocalendar()[:2], each)
    kept = {*list(days.values())[:KEEP_DAILY], *list(weeks.values())[:KEEP_WEEKLY]}
    return [each for each in newest_first if each not in kept]
