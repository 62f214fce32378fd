"""What the knowledge base's entries are called, for people who should not have to read an id."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import structlog

from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.knowledge.markdown import read_folder

log = structlog.get_logger(__name__)


class Labels:
    """The label of each entry by its id; the files are read again when one of them has changed."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._read_at: frozenset[tuple[str, int]] = frozenset()
        self._labels: Mapping[str, str] = {}

    def __call__(self) -> Mapping[str, str]:
        """As the files stand now; while one of them is wrong, as they were before."""
        now = frozenset((path.name, path.stat().st_mtime_ns) for path in self._folder.glob("*/*.md"))
        if now != self._read_at:
            self._read_at = now
            try:
                self._labels = {entry.id: entry.label for entry in read_folder(self._folder)}
            except KnowledgeBaseInvalid as invalid:
                log.warning("labels.knowledge_base_invalid", faults=len(invalid.faults), remedy="bot faq check")
        return self._labels
