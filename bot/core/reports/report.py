"""The report as it is shown, printed, exported and locked: one plain document for all of them."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.office import Signatory
from bot.core.reports.month import Month
from bot.core.tables_out import Sheet, Table


@dataclass(frozen=True, kw_only=True)
class Chart:
    """Bars: `table` has names in its first column and whole numbers in its second.

    Attributes:
        table: what is drawn, and the equal of the picture for who cannot see it.
        upright: columns in the order of time instead of bars.
        note: what the numbers mean.
        full_view: shown behind *Tampilan lengkap* only (stories 25).
    """

    table: Table
    upright: bool = False
    note: str = ""
    full_view: bool = False


@dataclass(frozen=True, kw_only=True)
class Report:
    """One month.

    Attributes:
        month: which.
        made_at: when it was counted.
        letterhead: the office's name, address and contacts.
        signatory: who signs; None = the office has not said.
        sentence: the one to copy.
        sheets: the seven of stories 8.
        charts: of the dashboard.
    """

    month: Month
    made_at: datetime
    letterhead: tuple[str, ...]
    signatory: Signatory | None
    sentence: str
    sheets: tuple[Sheet, ...]
    charts: tuple[Chart, ...]


@dataclass(frozen=True, kw_only=True)
class LockedReport:
    """A month that changes no more."""

    report: Report
    locked_at: datetime
    locked_by: str  # a user's id
