"""Rasa without memory: the tracker is built from the state that came with the turn, and goes back with the reply."""

from __future__ import annotations

from collections.abc import Iterable
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import (
    ActionExecuted,
    ActiveLoop,
    Event,
    SessionStarted,
    SlotSet,
    UserUttered,
    deserialise_events,
)
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.components.slots import LONG_LIVED, SHORT_LIVED

EVENTS_KEPT = 20
FORGET_TOPIC_AFTER_S = 30 * 60
FORGET_FORMS_AFTER_S = 24 * 60 * 60
_HEAVY = ("response_selector", "intent_ranking", "text_tokens", "decision", "metadata", "text")
_LETTERS_KEPT = 200
"""Of each message: enough to follow a conversation when it is looked into; rules read intents, not words."""


@dataclass
class Turn:
    """One turn while Rasa works on it.

    Attributes:
        state: what came with it; None for a first turn.
        tracker: what Rasa saved at its end.
        faults: what went wrong inside and Rasa would have hidden.
    """

    state: dict[str, Any] | None
    tracker: DialogueStateTracker | None = None
    faults: list[BaseException] = field(default_factory=list)


current_turn: ContextVar[Turn | None] = ContextVar("current_turn", default=None)


class TurnTrackerStore(TrackerStore):
    """Keeps nothing: reads from and writes to the turn that the input channel put in the context."""

    def __init__(
        self,
        domain: Domain | None = None,
        endpoint_config: EndpointConfig | None = None,
        event_broker: EventBroker | None = None,
        **kwargs: Any,
    ) -> None:
        """Take what Rasa passes to a custom store."""
        super().__init__(domain, event_broker)

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """The tracker of the current turn's state; None for a first turn or outside one (`rasa shell`)."""
        turn = current_turn.get()
        if turn is None:
            return None
        if turn.tracker is not None:
            return turn.tracker
        if turn.state is None:
            return None
        try:
            return DialogueStateTracker.from_events(sender_id, events_of(turn.state), self.domain.slots)
        except Exception as fault:
            turn.faults.append(fault)  # Rasa's fail-safe wrapper would go on with an empty conversation
            raise

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Hand the tracker to the turn."""
        turn = current_turn.get()
        if turn is not None:
            turn.tracker = tracker

    async def keys(self) -> Iterable[str]:
        """No conversation is kept."""
        return ()


def events_of(state: dict[str, Any]) -> list[Event]:
    """The events that rebuild a tracker: a session's head, slots, the active form, then the last turns."""
    head: list[Event] = [ActionExecuted("action_session_start"), SessionStarted()]
    head.extend(SlotSet(name, value) for name, value in state["slots"].items())
    if loop := state.get("active_loop"):
        head.append(ActiveLoop(loop))
    # Rules begin at an `action_listen`; with slots alone Rasa would not add one, and no rule would ever apply.
    return head + list(deserialise_events(state["events"]) or [ActionExecuted("action_listen")])


def aged(state: dict[str, Any] | None, idle_s: float | None) -> dict[str, Any] | None:
    """The state after `idle_s` seconds without a turn: topics are forgotten first, half-filled forms after a day."""
    if state is None or idle_s is None or idle_s < FORGET_TOPIC_AFTER_S:
        return state
    if idle_s >= FORGET_FORMS_AFTER_S:
        kept = {name: value for name, value in state["slots"].items() if name in LONG_LIVED}
        return {"slots": kept, "active_loop": None, "events": []}
    kept = {name: value for name, value in state["slots"].items() if name not in SHORT_LIVED}
    loop = state.get("active_loop")
    return {"slots": kept, "active_loop": loop, "events": state["events"] if loop else []}


def state_of(tracker: DialogueStateTracker) -> dict[str, Any]:
    """The bounded state after a turn, as JSON."""
    slots = {name: slot.value for name, slot in tracker.slots.items() if slot.value is not None}
    slots.pop("session_started_metadata", None)
    return {
        "slots": slots,
        "active_loop": tracker.active_loop_name,
        "events": [_slim(event) for event in _last_turns(list(tracker.applied_events()))],
    }


def _last_turns(events: list[Event]) -> list[Event]:
    """The newest events that the head does not rebuild, cut after an `action_listen`: no turn is kept in halves."""
    own = [event for event in events if not _is_rebuilt(event)]
    if len(own) <= EVENTS_KEPT:
        return own
    newest = own[-EVENTS_KEPT:]
    for position, event in enumerate(newest[:-1]):
        if isinstance(event, ActionExecuted) and event.action_name == "action_listen":
            return newest[position:]
    return newest


def _is_rebuilt(event: Event) -> bool:
    """The head holds every slot's last value; an older one replayed after it would come back to life."""
    return isinstance(event, SessionStarted | SlotSet) or (
        isinstance(event, ActionExecuted) and event.action_name == "action_session_start"
    )


def _slim(event: Event) -> dict[str, Any]:
    """An event without what only its own turn needed, and with the first of the person's words only."""
    values: dict[str, Any] = event.as_dict()
    if isinstance(event, UserUttered):
        values["text"] = (event.text or "")[:_LETTERS_KEPT]
        values["parse_data"] = {k: v for k, v in values["parse_data"].items() if k not in _HEAVY}
        values["metadata"] = {}
    return values
