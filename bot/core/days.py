"""Days as people name them ("besok", "sabtu ini", "tgl 25 desember") and the part of the day for a greeting."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

_WEEKDAYS = {
    "senin": 0,
    "selasa": 1,
    "rabu": 2,
    "kamis": 3,
    "jumat": 4,
    "jum at": 4,
    "sabtu": 5,
    "minggu": 6,
    "ahad": 6,
}
_RELATIVE = {"hari ini": 0, "sekarang": 0, "siang ini": 0, "sore ini": 0, "besok": 1, "lusa": 2}
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            ("januari", "jan"),
            ("februari", "feb", "pebruari"),
            ("maret", "mar"),
            ("april", "apr"),
            ("mei",),
            ("juni", "jun"),
            ("juli", "jul"),
            ("agustus", "agt", "ags", "agu"),
            ("september", "sep", "sept"),
            ("oktober", "okt"),
            ("november", "nov", "nopember"),
            ("desember", "des"),
        ),
        1,
    )
    for name in names
}
_DATE = re.compile(rf"\b(\d{{1,2}}) ({'|'.join(sorted(_MONTHS, key=len, reverse=True))})\b")
_NAMES = "|".join(_WEEKDAYS)
_SPAN = re.compile(rf"\b(?:{_NAMES})(?: depan)? (?:sampai|hingga|ke|s d) (?:dengan )?(?:hari )?(?:{_NAMES})\b")
_WEEK = re.compile(r"(?<!hari )\bminggu (?:ini|depan|lalu|kemarin)\b")
_WEEKDAY = re.compile(rf"\b({_NAMES})\b(?! (?:lalu|kemarin))( depan)?")


def find_day(normal: str, today: date) -> date | None:
    """The one day a normalised question is about, today or later; None when it names none or a span of days."""
    if match := _DATE.search(normal):
        return _next_date(int(match[1]), _MONTHS[match[2]], today)
    for phrase, days in _RELATIVE.items():
        if re.search(rf"\b{phrase}\b", normal):
            return today + timedelta(days=days)
    found = list(_WEEKDAY.finditer(_WEEK.sub(" ", normal)))
    if len(found) != 1 or _SPAN.search(normal):
        return None
    ahead = (_WEEKDAYS[found[0][1]] - today.weekday()) % 7
    return today + timedelta(days=7 if ahead == 0 and found[0][2] else ahead)


def part_of_day(now: datetime) -> str:
    """`pagi`, `siang`, `sore` or `malam` of a local moment, as Indonesians greet."""
    return next(name for hour, name in ((11, "pagi"), (15, "siang"), (18, "sore"), (24, "malam")) if now.hour < hour)


def _next_date(day: int, month: int, today: date) -> date | None:
    for year in (today.year, today.year + 1):
        try:
            found = date(year, month, day)
        except ValueError:
            return None
        if found >= today:
            return found
    return None
