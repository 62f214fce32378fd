"""Opening hours of a day, as staff write them: `08.00-11.30, 13.00-15.30`."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time
from itertools import pairwise

_SPAN = re.compile(r"(\d{1,2})[.:](\d{2}) ?[-–] ?(\d{1,2})[.:](\d{2})")


@dataclass(frozen=True, kw_only=True)
class Period:
    """Opening hours [start, end) of one day, local time (service_rules 3.1: 15:30:00 is closed)."""

    start: time
    end: time

    def __str__(self) -> str:
        return f"{self.start:%H.%M}-{self.end:%H.%M}"


def parse_periods(written: Iterable[str]) -> tuple[Period, ...]:
    """The periods of one day.

    Raises:
        ValueError: in Indonesian, what is wrong and how it is written.
    """
    periods = tuple(map(_parse, written))
    for before, after in pairwise(periods):
        if after.start < before.end:
            raise ValueError(f"jam {after} mendahului akhir {before}; tulis berurutan dan tidak bertumpuk")
    return periods


def _parse(written: str) -> Period:
    parts = _SPAN.fullmatch(written.strip())
    try:
        if parts is None:
            raise ValueError
        start, end = time(int(parts[1]), int(parts[2])), time(int(parts[3]), int(parts[4]))
    except ValueError as error:
        raise ValueError(f"`{written}` bukan jam; tulis seperti 08.00-15.30") from error
    if start >= end:
        raise ValueError(f"`{written}`: jam buka harus sebelum jam tutup")
    return Period(start=start, end=end)
