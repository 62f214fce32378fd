"""What an action asks the service to do: applied in the turn's commit, never by the action itself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

_CATEGORIES = ("data", "metadata", "klasifikasi", "layanan")
_LONGEST_QUESTION = 500
_UNANSWERED = frozenset({"ragu", "luput"})


def request_officer(tracker: Tracker, *, for_figure: bool) -> dict[str, Any]:
    """The command `minta_petugas` with what the conversation already knows (service_rules 6.10).

    Args:
        tracker: the conversation.
        for_figure: whether a figure is wanted, so that indicator, place and year are the need.
    """
    faq = tracker.get_slot("faq") or ""
    category = faq.partition("_")[0]
    return {
        "perintah": "minta_petugas",
        "pertanyaan": _question(tracker)[:_LONGEST_QUESTION],
        "kategori": "data" if for_figure else category if category in _CATEGORIES else "layanan",
        "kebutuhan": {name: tracker.get_slot(name) for name in ("indikator", "wilayah", "tahun")},
    }


def _question(tracker: Tracker) -> str:
    """What the person asked before asking for a person; the request itself when nothing was asked."""
    users = [event for event in tracker.events if event.get("event") == "user"]
    for event in reversed(users):
        intent = str(event.get("parse_data", {}).get("intent", {}).get("name") or "")
        if intent.startswith("tanya_") or intent in _UNANSWERED:
            return str(event.get("text") or "")
    return str(tracker.latest_message.get("text") or "")


def mode(tracker: Tracker) -> str:
    """`bot`, or `waiting` while the person waits for an officer."""
    return str((tracker.latest_message.get("metadata") or {}).get("mode") or "bot")
