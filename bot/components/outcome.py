"""What a finished turn gives back to the service."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.mood import UPSET
from bot.components.turn_state import Turn, state_of

_WAIT_OPENING_S = 8
_WAIT_UNSURE_S = 3
_BARE = frozenset({"p", "ping", "tes", "test", "min", "kak"})


class TurnFailed(Exception):
    """The turn must be taken again: Rasa hid a fault or ended with nothing."""


def outcome_of(turn: Turn, sent: list[dict[str, Any]], now: datetime) -> dict[str, Any]:
    """Messages, commands, decision, patience and the new state.

    Args:
        turn: as Rasa left it.
        sent: what the collecting output channel holds.
        now: local time of the office.

    Raises:
        TurnFailed: when an action or the store failed, no tracker was saved, or nothing was said or commanded.
    """
    if turn.faults:
        raise TurnFailed(f"{type(turn.faults[0]).__name__} inside the turn") from turn.faults[0]
    if turn.tracker is None:
        raise TurnFailed("no tracker was saved")
    decision = _decision(turn.tracker)
    messages, commands = _replies(sent, sure=decision["kind"] == "answer" or decision["intent"] == UPSET)
    if not messages and not commands:
        raise TurnFailed("the turn ended with nothing")
    state = state_of(turn.tracker)
    state["slots"] |= {"pilihan": _offered(messages, answered=decision["kind"] == "answer")}
    return {
        "messages": messages,
        "commands": commands,
        "decision": {key: decision[key] for key in ("kind", "intent", "faq", "confidence")},
        "wait_s": _patience(decision, turn.tracker),
        "state": state,
    }


def _decision(tracker: DialogueStateTracker) -> dict[str, Any]:
    parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
    decision = parsed.get("decision")
    if decision is None:
        raise TurnFailed("the pipeline made no decision")
    return dict(decision)


def _replies(sent: list[dict[str, Any]], *, sure: bool) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Bubbles and commands; texts of one turn are one bubble, for every message costs money (stories 13)."""
    commands = [reply["custom"] for reply in sent if "perintah" in (reply.get("custom") or {})]
    texts = [reply["text"] for reply in sent if reply.get("text")]
    buttons = [button for reply in sent for button in reply.get("buttons") or ()]
    if not texts:
        return [], commands
    bubble = {
        "text": "\n".join(texts),
        "buttons": [{"title": button["title"], "meaning": button["meaning"]} for button in buttons],
        "sure": sure or bool(commands),
    }
    return [bubble], commands


def _offered(messages: list[dict[str, Any]], *, answered: bool) -> list[dict[str, Any]]:
    """The buttons, and whether the bubble put them as a question; an answer asks for no "ya" (stories 11)."""
    return [
        {**button, "asked": not answered and message["text"].rstrip().endswith("?")}
        for message in messages
        for button in message["buttons"]
    ]


def _patience(decision: dict[str, Any], tracker: DialogueStateTracker) -> int:
    """How long an unsure reply waits for the next bubble: stories 12 (`P`, `mau tanya`, then the question)."""
    if decision["kind"] == "answer":
        return 0
    text = (tracker.latest_message.text or "").strip().lower() if tracker.latest_message else ""
    if text in _BARE:
        return _WAIT_OPENING_S
    if decision["intent"] == "sapaan":
        return _WAIT_OPENING_S if decision["topic"] == "mau_tanya" else _WAIT_UNSURE_S
    return _WAIT_UNSURE_S if decision["kind"] in {"options", "fallback"} and decision["confidence"] < 1.0 else 0
