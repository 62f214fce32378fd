"""The slots that carry a conversation from turn to turn, and how long each lives."""

from __future__ import annotations

from datetime import date
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.decision import GREETING, Decision
from bot.components.followups import Context
from bot.core.question import Need

SHORT_LIVED = frozenset({"indikator", "wilayah", "tahun", "faq", "pilihan", "luput", "suara_ke"})
"""Forgotten after thirty idle minutes (service_rules 7.4)."""

_VOICE = "voice"
_MISSES = frozenset({"luput", "bukan_itu"})

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


def remembered(decision: Decision, need: Need, context: Context, today: date | None) -> list[dict[str, Any]]:
    """Entities that fill the slots of the same name: what later turns will know of this one."""
    values: dict[str, Any] = {"indikator": need.indicator, "wilayah": need.region, "tahun": need.year}
    if decision.kind == "answer":
        values["faq"] = decision.faq[0]
    if decision.intent in _MISSES:
        values["luput"] = context.misses + 1
    elif decision.kind != "options":
        values["luput"] = 0
    values["suara_ke"] = context.voice_notes + 1 if decision.topic == _VOICE else 0
    if decision.intent == GREETING and today is not None:
        values["disapa_pada"] = today.isoformat()
    return [
        {"entity": entity, "value": value, "extractor": "DecisionMaker"}
        for entity, value in values.items()
        if value is not None
    ]
