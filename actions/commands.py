"""What an action asks the service to do: applied in the turn's commit, never by the action itself."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker

_CATEGORIES = ("data", "metadata", "klasifikasi", "layanan")
_LONGEST_QUESTION = 500


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
        "pertanyaan": str(tracker.latest_message.get("text") or "")[:_LONGEST_QUESTION],
        "kategori": "data" if for_figure else category if category in _CATEGORIES else "layanan",
        "kebutuhan": {name: tracker.get_slot(name) for name in ("indikator", "wilayah", "tahun")},
    }


def mode(tracker: Tracker) -> str:
    """`bot`, or `waiting` while the person waits for an officer."""
    return str((tracker.latest_message.get("metadata") or {}).get("mode") or "bot")
