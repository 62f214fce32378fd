"""Ports for duty notices."""
# ruff: noqa: D102 - a method whose name and types say all has no sentence of its own

from datetime import date, datetime
from typing import Protocol

from bot.core.duty import DutyLink, DutyStep, LinkCode


class Duty(Protocol):
    """Officers' links, and what has been told."""

    def add_code(self, code: LinkCode) -> None:
        """A user's newest code; older ones stop working."""

    def take_code(self, code_hash: str, now: datetime) -> LinkCode | None:
        """The code, which works no more after this; None when there is none or it has expired."""

    def link(self, link: DutyLink) -> None:
        """One conversation a user, and one user a conversation: the newest wins."""

    def unlink(self, user_id: str) -> None: ...
    def links(self) -> list[DutyLink]: ...
    def told(self, subject: str, day: date) -> DutyStep | None:
        """The furthest step told about a subject that day."""

    def told_under(self, prefix: str, day: date) -> set[str]:
        """The subjects of that day that begin so."""

    def tell(self, subject: str, day: date, step: DutyStep, at: datetime) -> None: ...
