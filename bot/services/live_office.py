"""The office as it is now: office.yml with what the office has changed since, the same in every process."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any

from bot.core.clocks import Clock
from bot.core.desk_settings import DeskSettings
from bot.core.desk_settings_json import office_as_json, settings_from_json
from bot.core.office import Office
from bot.core.service_hours import ServiceHours
from bot.core.text_rules import changed_texts
from bot.core.texts import Texts
from bot.services.ports import UnitsOfWork

_LOOK_AGAIN = timedelta(seconds=5)  # a bell of another process may be lost
_PATIENCE_S = 1.0


@dataclass(frozen=True, kw_only=True)
class OfficeNow:
    """What holds together: hours and the words that tell them; `changed` is what Rasa is told of them."""

    office: Office
    hours: ServiceHours
    texts: Texts
    settings: DeskSettings
    changed: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class _Kept:
    now: OfficeNow
    stored: Mapping[str, Any]
    day: date
    read_at: datetime
    generation: int


class LiveOffice:
    """Reads the stored settings when they have changed (`forget` hears it at once), at the latest after 5 s."""

    def __init__(
        self, uow: UnitsOfWork, clock: Clock, written: Office, texts: Texts, holidays: Mapping[date, str]
    ) -> None:
        """Take what never changes while the process runs.

        Args:
            uow: where the settings are stored.
            clock: the present.
            written: the office as office.yml has it.
            texts: the fixed texts as texts.id.yml has them.
            holidays: national holidays by date.
        """
        self.written = written
        self._uow = uow
        self._clock = clock
        self.written_texts = texts
        self._holidays = holidays
        self._reading = threading.Lock()
        self._generation = 0
        self._kept: _Kept | None = None

    def forget(self) -> None:
        """The settings have changed; callable from any thread."""
        self._generation += 1

    def now(self) -> OfficeNow:
        """The present office; reads the store only when it must.

        Raises:
            ConfigError: a stored value is none of this program.
        """
        at, kept = self._clock(), self._kept
        if kept is not None and self._is_fresh(kept, at):
            return kept.now
        # Callers may hold a connection of the pool: they do not wait long for one who needs another.
        if not self._reading.acquire(timeout=-1 if kept is None else _PATIENCE_S):
            return kept.now if kept is not None else self._read(at).now
        try:
            kept = self._kept
            if kept is None or not self._is_fresh(kept, at):
                kept = self._kept = self._read(at)
            return kept.now
        finally:
            self._reading.release()

    def _is_fresh(self, kept: _Kept, at: datetime) -> bool:
        return kept.generation == self._generation and kept.read_at <= at < kept.read_at + _LOOK_AGAIN

    def _read(self, at: datetime) -> _Kept:
        generation, before = self._generation, self._kept
        with self._uow.read() as uow:
            stored = uow.office_settings.all()
        day = at.astimezone(self.written.timezone).date()
        if before is not None and (before.stored, before.day) == (stored, day):
            return replace(before, read_at=at, generation=generation)
        settings = settings_from_json(stored)
        office = settings.applied_to(self.written)
        now = OfficeNow(
            office=office,
            hours=ServiceHours(office, self._holidays),
            texts=changed_texts(replace(self.written_texts, common=office.placeholders(day)), settings.texts),
            settings=settings,
            changed=office_as_json(settings, day),
        )
        return _Kept(now=now, stored=stored, day=day, read_at=at, generation=generation)
