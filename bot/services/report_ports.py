"""Ports for reports: facts to count, locked months, what the office has confirmed."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from datetime import datetime
from typing import Protocol

from bot.core.readiness import Confirmation
from bot.core.reports.facts import (
    BotSessionFact,
    ComplaintFact,
    ConsultationFact,
    MessageFact,
    MissedFact,
    RatingFact,
    SurveyFact,
    WrongFact,
)
from bot.core.reports.month import Month
from bot.core.reports.report import LockedReport


class ReportFacts(Protocol):
    """Facts of the moments [start, end); days are counted in the zone of `start`."""

    def consultations(self, start: datetime, end: datetime) -> list[ConsultationFact]:
        """By the time of the request, in its order."""

    def bot_sessions(self, start: datetime, end: datetime) -> list[BotSessionFact]: ...
    def missed(self, start: datetime, end: datetime) -> list[MissedFact]:
        """Turns without an answer, counted by day and kind."""

    def wrong(self, start: datetime, end: datetime) -> list[WrongFact]:
        """Answers that people called wrong, by entry."""

    def messages(self, start: datetime, end: datetime) -> list[MessageFact]:
        """By channel."""

    def ratings(self, month: Month) -> list[RatingFact]:
        """Of one month: nothing finer is stored (stories 15)."""

    def complaints(self, start: datetime, end: datetime) -> list[ComplaintFact]:
        """By the time of filing; no content."""

    def surveys(self, month: Month) -> list[SurveyFact]:
        """Answers of the periods that were open in the month; an answer itself has no date."""

    def first(self) -> datetime | None:
        """The moment of the oldest fact."""


class ReportLocks(Protocol):
    """Months that change no more."""

    def add(self, locked: LockedReport) -> bool:
        """False = the month is locked already, and nothing was done."""

    def get(self, month: Month) -> LockedReport | None: ...
    def has(self, month: Month) -> bool:
        """Whether it is locked, without reading it."""

    def months(self) -> list[Month]: ...


class Confirmations(Protocol):
    """What the office has confirmed before going live (service_rules 13)."""

    def all(self) -> list[Confirmation]: ...
    def save(self, confirmation: Confirmation) -> None: ...
