"""The slots that carry a conversation from turn to turn, and how long each lives."""

from __future__ import annotations

from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.followups import Context
from bot.core.question import Need

SHORT_LIVED = frozenset({"indikator", "wilayah", "tahun", "faq", "pilihan", "luput", "suara_ke"})
"""Forgotten after thirty idle minutes (service_rules 7.4)."""

LONG_LIVED = frozenset({"disapa_pada"})
"""Kept as long as the conversation; all other slots belong to forms and live for a day."""


def context_of(tracker: DialogueStateTracker | None) -> Context:
    """What the slots say about the last turns."""
    if tracker is None:
        return Context()
    value = tracker.get_slot
    return Context(
        faq=value("faq"),
        need=Need(indicator=value("indikator"), region=value("wilayah"), year=value("tahun")),
        offered=tuple(value("pilihan") or ()),
        misses=int(value("luput") or 0),
        greeted_on=value("disapa_pada"),
        voice_notes=int(value("suara_ke") or 0),
    )
