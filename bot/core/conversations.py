"""A conversation, who holds it, and the one function that moves it between states."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from bot.core.errors import ImpossibleTransition


class State(Enum):
    """Who answers this person."""

    BOT = "bot"  # the assistant alone
    WAITING = "waiting"  # in the officers' queue; the assistant gives sure answers only (stories 2)
    OFFICER = "officer"  # a named officer; the assistant is silent (service_rules 6.10)
    CLOSED = "closed"  # an officer has closed it; the next message decides (service_rules 6.11)


class Event(Enum):
    """What can move a conversation."""

    REQUEST = "request"  # the person wants an officer
    CANCEL = "cancel"  # the person leaves the queue
    TAKE = "take"
    HAND_BACK = "hand_back"
    CLOSE = "close"
    RELEASE = "release"  # its officer can no longer hold it: back to the queue
    TRANSFER = "transfer"  # another officer holds it from here on
    REOPEN = "reopen"  # a message on the working day on which an officer closed it
    RESTART = "restart"  # a message later than that


_TRANSITIONS: Mapping[tuple[State, Event], State] = {
    (State.BOT, Event.REQUEST): State.WAITING,
    (State.WAITING, Event.CANCEL): State.BOT,
    (State.WAITING, Event.TAKE): State.OFFICER,
    (State.OFFICER, Event.HAND_BACK): State.BOT,
    (State.OFFICER, Event.CLOSE): State.CLOSED,
    (State.OFFICER, Event.RELEASE): State.WAITING,
    (State.OFFICER, Event.TRANSFER): State.OFFICER,
    (State.CLOSED, Event.REOPEN): State.WAITING,
    (State.CLOSED, Event.RESTART): State.BOT,
}


def transition(state: State, event: Event) -> State:
    """The state after an event.

    Raises:
        ImpossibleTransition: the event means nothing in this state.
    """
    try:
        return _TRANSITIONS[state, event]
    except KeyError:
        raise ImpossibleTransition(f"{event.value} is impossible while {state.value}") from None


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a person is reached: one identifier on one channel."""

    channel: str
    kind: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Conversation:
    """One person on one channel.

    `fence` grows with every lease and every take: a worker that holds an older one may not commit.
    `version` grows with every change of what the assistant knows or who holds the conversation.
    """

    id: str
    contact_id: str
    channel: str
    state: State = State.BOT
    holder_id: str | None = None
    last_seq: int = 0  # of its newest message
    due_at: datetime | None = None  # when a worker should look; None = nothing to do
    lease_owner: str | None = None
    lease_until: datetime | None = None
    fence: int = 0
    version: int = 0
    rasa_state: Mapping[str, Any] | None = None
    last_turn_at: datetime | None = None
    faulty_since: datetime | None = None  # first failed turn of the present outage
    outage_told: bool = False  # `gangguan_rasa` was sent in this outage
    noted: bool = False  # `dicatat_untuk_petugas` was sent in this waiting period
    apologised_at: datetime | None = None  # for an outage; its stragglers get no second apology
    window_until: datetime | None = None  # free-form replies until then; None = this channel knows no such window
