"""Numbers that people hold in their hands, as they stand in letters: of a consultation, a complaint or a visit."""

import re
from dataclasses import dataclass
from datetime import date
from enum import Enum

_SHAPE = re.compile(r"(PST|PGD|TAMU)-(\d{4})(\d{2})(\d{2})-(\d{1,6})")


class Referred(Enum):
    """What a number names."""

    CONSULTATION = "PST"
    COMPLAINT = "PGD"
    VISIT = "TAMU"


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A number that was read: what it names, of which day, and the whole of it."""

    kind: Referred
    day: date
    ordinal: int
    number: str


def reference_in(text: str) -> Reference | None:
    """`PST-20261123-0001`, `PGD-20261123-0007` or `TAMU-20261123-3`, however it was typed; None = it is none."""
    match = _SHAPE.fullmatch("".join(text.split()).upper())
    if match is None:
        return None
    kind, (year, month, day, ordinal) = Referred(match[1]), map(int, match.groups()[1:])
    try:
        on = date(year, month, day)
    except ValueError:
        return None
    return Reference(kind=kind, day=on, ordinal=ordinal, number=f"{kind.value}-{on:%Y%m%d}-{ordinal:04d}")
