"""Ports for direct visits, the portal register and ratings."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from datetime import date, datetime
from typing import Protocol

from bot.core.portal import PortalCase
from bot.core.visits import Visit


class Visits(Protocol):
    """The guest book of direct visits."""

    def next_number(self, day: date) -> int:
        """1, 2, 3 … of a day, never twice; other drawers of the day wait until the end of the unit of work."""

    def add(self, visit: Visit) -> None: ...
    def save(self, visit: Visit) -> None: ...
    def get(self, visit_id: str) -> Visit | None:
        """One visit, locked."""

    def by_request(self, request_key: str) -> Visit | None: ...
    def by_rating_code(self, code: str) -> Visit | None:
        """The visit whose rating this code opens, locked."""

    def between(self, first: date, last: date) -> list[Visit]:
        """Of these days, in the order of their numbers."""

    def open(self) -> list[Visit]:
        """Not ended, of any day, in the order of their numbers."""

    def uncategorised(self) -> list[Visit]:
        """Served and ended without anybody saying what it was about, newest first."""

    def unrated(self, since: date) -> list[Visit]:
        """Served, ended and without a rating, newest first."""


class PortalCases(Protocol):
    """Consultations on the portal."""

    def add(self, case: PortalCase) -> bool:
        """False = the number stands there already."""

    def save(self, case: PortalCase) -> None: ...
    def get(self, case_id: str) -> PortalCase | None:
        """One case, locked."""

    def has(self, number: str) -> bool:
        """Whether a case stands under this number."""

    def open(self) -> list[PortalCase]:
        """Neither closed nor taken back."""

    def closed_since(self, since: datetime) -> list[PortalCase]:
        """Newest first, without those that were taken back."""
