"""Replies on their way through a provider: begun, and settled by what it answered."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conversations import Address, Conversation
from bot.core.messages import Outgoing, Sending
from bot.core.retries import SEND_RETRIES
from bot.core.sending import ChannelState, Failure, Remedy
from bot.services import costs
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.sending_fates import PROBE_AFTER, close_window, pause_channel, reach
from bot.services.wake import OUTBOX

SEND_LEASE = timedelta(seconds=120)  # longer than any request, an upload included
SEND_ATTEMPTS = 8

Wait = Callable[[Outgoing, Address], float]
"""Seconds that a reply must wait for its provider's pace; 0 = it may go, and counts as gone."""


def begin(kit: Kit, channels: Mapping[str, int], wait: Wait) -> list[tuple[Outgoing, Address]]:
    """Take the next reply of each conversation that may go now, and mark it as being sent.

    One transaction before any request: a sender that dies after it leaves UNKNOWN, never a second message.

    Args:
        kit: the use cases' kit.
        channels: name to how many replies may be under way at once.
        wait: the pace.
    """
    now = kit.clock()
    with kit.uow() as uow:
        for lost in uow.outbox.vanished(now):
            reach(uow, lost, Sending.UNKNOWN, now, failure=Failure.UNCLEAR)
        costs.enforce(uow, kit, now)
        states = {state.channel: state for state in uow.channel_states.all()}
        limits = {name: _allowed(states.get(name), limit, now) for name, limit in channels.items()}
        going: list[tuple[Outgoing, Address]] = []
        for outgoing in uow.outbox.due(now, {name: limit for name, limit in limits.items() if limit}):
            address = _address(uow, outgoing)
            seconds = wait(outgoing, address)
            if seconds > 0:
                uow.outbox.postpone(outgoing.id, now + timedelta(seconds=seconds), count=False)
            else:
                going.append((_with_file(kit, outgoing), address))
                _probing(uow, states.get(outgoing.channel), now)
        uow.outbox.begin([outgoing.id for outgoing, _ in going], now + SEND_LEASE)
        uow.commit()
    return going


def record_sent(kit: Kit, outgoing: Outgoing, external_id: str | None) -> None:
    """The provider took it; a channel that was paused works again."""
    now = kit.clock()
    with kit.uow() as uow:
        if external_id is None or external_id not in _void_ids(uow, outgoing):
            reach(uow, outgoing, Sending.SENT, now, external_id=external_id)
        state = uow.channel_states.get(outgoing.channel)
        if state.paused_at is not None:
            uow.channel_states.save(replace(state, paused_at=None, failure=None, detail=None, probe_at=None))
        if uow.outbox.has_queued(outgoing.conversation_id):
            uow.wake(OUTBOX)
        uow.commit()


def record_unclear(kit: Kit, outgoing: Outgoing) -> None:
    """It may have arrived: the officer sees it, and it is reconciled before it is sent again."""
    with kit.uow() as uow:
        reach(uow, outgoing, Sending.UNKNOWN, kit.clock(), failure=Failure.UNCLEAR)
        uow.wake(OUTBOX)
        uow.commit()


def record_refused(
    kit: Kit, outgoing: Outgoing, failure: Failure, detail: str = "", retry_after_s: float | None = None
) -> None:
    """The provider did not take it: what follows is the failure's remedy."""
    now = kit.clock()
    with kit.uow() as uow:
        uow.conversations.get(outgoing.conversation_id, lock=True)  # locks are taken in one order everywhere
        if uow.outbox.state_of(outgoing.id) is not Sending.SENDING:
            return  # a status was faster: the provider has it all the same
        match failure.remedy:
            case Remedy.RETRY if outgoing.attempt + 1 < SEND_ATTEMPTS:
                pause = SEND_RETRIES.pause_s(outgoing.attempt + 1, kit.chance())
                uow.outbox.postpone(outgoing.id, now + timedelta(seconds=max(pause, retry_after_s or 0)))
            case Remedy.WAIT_FOR_USER:
                close_window(uow, outgoing, now)
            case Remedy.PAUSE_CHANNEL:
                pause_channel(uow, outgoing, failure, detail, now)
            case _:
                reach(uow, outgoing, Sending.FAILED, now, failure=failure, detail=detail)
                uow.wake(OUTBOX)
        uow.commit()


def _allowed(state: ChannelState | None, limit: int, now: datetime) -> int:
    """How many may go: none while a channel is paused, one to try it."""
    if state is None or state.paused_at is None:
        return limit
    return 0 if state.is_closed(now) else 1


def _void_ids(uow: UnitOfWork, outgoing: Outgoing) -> tuple[str, ...]:
    stored = uow.outbox.get(outgoing.id)
    return () if stored is None else stored.void_ids


def _probing(uow: UnitOfWork, state: ChannelState | None, now: datetime) -> None:
    """While a paused channel is tried with one message, nothing more goes."""
    if state is not None and state.paused_at is not None:
        uow.channel_states.save(replace(state, probe_at=now + PROBE_AFTER))


def _with_file(kit: Kit, outgoing: Outgoing) -> Outgoing:
    attachment = outgoing.attachment
    if attachment is None or attachment.file_id is None:
        return outgoing
    return replace(outgoing, attachment=replace(attachment, path=kit.files.path_of(attachment.file_id)))


def _address(uow: UnitOfWork, outgoing: Outgoing) -> Address:
    conversation: Conversation | None = uow.conversations.get(outgoing.conversation_id)
    address = None if conversation is None else uow.conversations.address_of(conversation)
    if address is None:
        raise LookupError(f"outbox {outgoing.id}: its conversation has no address on {outgoing.channel}")
    return address
