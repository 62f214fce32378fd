"""What the knowledge base's entries are called, for people who should not have to read an id."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from pathlib import Path

import structlog

from bot.core.clocks import Clock
from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.knowledge.markdown import read_folder

log = structlog.get_logger(__name__)

# Looking at the stamps of 200 files takes 2 ms, and every open conversation asks whenever the desk rings.
_LOOK_AGAIN = timedelta(seconds=5)


class Labels:
    """The label of each entry by its id; files that have changed are noticed after 5 s."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock
        self._looked_at: datetime | None = None
        self._read_at: frozenset[tuple[str, int]] = frozenset()
        self._labels: Mapping[str, str] = {}

    def __call__(self) -> Mapping[str, str]:
        """As the files stand; while one of them is wrong, as they were before."""
        at = self._clock()
        if self._looked_at is None or not timedelta(0) <= at - self._looked_at < _LOOK_AGAIN:
            self._looked_at = at
            self._look()
        return self._labels

    def _look(self) -> None:
        now = frozenset((path.name, path.stat().st_mtime_ns) for path in self._folder.glob("*/*.md"))
        if now != self._read_at:
            self._read_at = now
            try:
                self._labels = {entry.id: entry.label for entry in read_folder(self._folder)}
            except KnowledgeBaseInvalid as invalid:
                log.warning("labels.knowledge_base_invalid", faults=len(invalid.faults), remedy="bot faq check")
