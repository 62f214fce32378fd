"""Entries that nobody at the office has checked yet, those of which we are least sure first (stories 10)."""

from __future__ import annotations

from collections.abc import Iterable

from bot.core.readiness import Unreviewed
from bot.knowledge.entry import Confidence, Entry, Status

_RISK = {Confidence.TO_CONFIRM: 0, Confidence.LIKELY: 1, Confidence.SURE: 2}


def unreviewed(entries: Iterable[Entry]) -> tuple[Unreviewed, ...]:
    """Published entries with an empty `ditinjau`, risk first, then by id."""
    waiting = [entry for entry in entries if entry.review is None and entry.status is Status.PUBLISHED]
    ordered = sorted(waiting, key=lambda entry: (_RISK[entry.confidence], entry.id))
    return tuple(Unreviewed(id=entry.id, title=entry.title, confidence=entry.confidence.value) for entry in ordered)
