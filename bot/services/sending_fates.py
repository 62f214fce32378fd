"""What becomes of a reply on its way: it moves forward, waits for its window, or its channel is paused."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.messages import Outgoing, Sending
from bot.core.sending import Failure, advance
from bot.services import deliver
from bot.services.ports import UnitOfWork

PROBE_AFTER = timedelta(minutes=5)  # a paused channel is tried with one message
_ARRIVED = frozenset({Sending.SENT, Sending.UNKNOWN, Sending.DELIVERED, Sending.READ})


def reach(
    uow: UnitOfWork,
    outgoing: Outgoing,
    said: Sending,
    now: datetime,
    *,
    external_id: str | None = None,
    failure: Failure | None = None,
    detail: str = "",
) -> None:
    """Move a reply forward, never back; what the person may have seen enters the transcript."""
    conversation = uow.conversations.get(outgoing.conversation_id, lock=True)
    known = uow.outbox.state_of(outgoing.id)
    if known is None or conversation is None:
        return
    reached = advance(known, said)
    if reached is not known:
        uow.outbox.settle(
            outgoing.id, reached, now, external_id=external_id, failure=failure, detail=detail[:64] or None
        )
    elif external_id is not None:
        uow.outbox.name(outgoing.id, external_id)
    if reached in _ARRIVED and outgoing.template is None and not _was_erased(uow, outgoing):
        uow.conversations.save(deliver.show(uow, conversation, outgoing, now))


def _was_erased(uow: UnitOfWork, outgoing: Outgoing) -> bool:
    """Whether its words were taken away while it was on its way: they do not come back into the transcript."""
    stored = uow.outbox.get(outgoing.id)
    return stored is not None and not stored.text and stored.attachment is None


def close_window(uow: UnitOfWork, outgoing: Outgoing, now: datetime, void: str | None = None) -> None:
    """The reply waits for the person's next message instead of failing again and again."""
    conversation = uow.conversations.get(outgoing.conversation_id, lock=True)
    if conversation is not None and (conversation.window_until is None or conversation.window_until > now):
        uow.conversations.save(replace(conversation, window_until=now))
    _back(uow, outgoing, now, void)


def _back(uow: UnitOfWork, outgoing: Outgoing, now: datetime, void: str | None) -> None:
    uow.outbox.requeue(outgoing.id, now, {*outgoing.void_ids, *([void] if void else [])})


def pause_channel(
    uow: UnitOfWork, outgoing: Outgoing, failure: Failure, detail: str, now: datetime, void: str | None = None
) -> None:
    """Stop the channel; its rows stay where they are."""
    _back(uow, outgoing, now, void)
    state = uow.channel_states.get(outgoing.channel)
    paused = replace(
        state,
        paused_at=state.paused_at or now,
        failure=failure,
        detail=detail[:64] or None,
        probe_at=now + PROBE_AFTER,
    )
    uow.channel_states.save(paused)
