"""What providers say of a reply afterwards, and replies of which they say nothing."""

from collections.abc import Collection
from datetime import datetime, timedelta

from bot.core.conversations import State
from bot.core.messages import Outgoing, Sending, Speaker
from bot.core.sending import Failure, Remedy, Status
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.sending_fates import close_window, pause_channel, reach
from bot.services.wake import OUTBOX

RECONCILE_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=24)
_MAY_FAIL = frozenset({Sending.SENDING, Sending.UNKNOWN, Sending.SENT})
_PAGE = 100


def record_statuses(kit: Kit, statuses: Collection[Status]) -> None:
    """Words of the provider on our messages, in any order and any number of times."""
    if not statuses:
        return
    now = kit.clock()
    with kit.uow() as uow:
        for status in sorted(statuses, key=lambda each: (each.outbox_id or "", each.external_id)):
            _apply(uow, status, now)
        for channel in sorted({status.channel for status in statuses}):
            uow.channel_states.heard(channel, now)
        uow.wake(OUTBOX)
        uow.commit()


def reconcile(kit: Kit, channels: Collection[str]) -> None:
    """Look again at replies of which nothing is known, on channels that tell what became of their messages.

    Where such words have kept coming for others since, this one was never taken: it is sent again. Without any word
    for a day it is given up and shown to a person.
    """
    now = kit.clock()
    with kit.uow() as uow:
        for outgoing, since in uow.outbox.unknown(channels, now - RECONCILE_AFTER, _PAGE):
            heard = uow.channel_states.get(outgoing.channel).last_status_at
            if heard is not None and heard > since + RECONCILE_AFTER / 2:
                _again_or_drop(uow, outgoing, now)
                uow.wake(OUTBOX)
            elif now - since > GIVE_UP_AFTER:
                uow.outbox.settle(outgoing.id, Sending.DEAD, now, failure=Failure.UNCLEAR)
        uow.commit()


def _apply(uow: UnitOfWork, status: Status, now: datetime) -> None:
    outbox_id = status.outbox_id or uow.outbox.id_of(status.channel, status.external_id)
    outgoing = None if outbox_id is None else uow.outbox.get(outbox_id)
    if outgoing is None or outgoing.channel != status.channel or status.external_id in outgoing.void_ids:
        return
    if status.sending is not Sending.FAILED:
        reach(uow, outgoing, status.sending, now, external_id=status.external_id)
        return
    uow.conversations.get(outgoing.conversation_id, lock=True)  # locks are taken in one order everywhere
    is_other = outgoing.external_id is not None and outgoing.external_id != status.external_id
    if is_other or uow.outbox.state_of(outgoing.id) not in _MAY_FAIL:
        return  # it has arrived all the same, or this is a late word on an earlier attempt
    match status.failure.remedy if status.failure else Remedy.GIVE_UP:
        case Remedy.WAIT_FOR_USER:
            close_window(uow, outgoing, now, void=status.external_id)
        case Remedy.PAUSE_CHANNEL:
            pause_channel(uow, outgoing, status.failure or Failure.ACCOUNT, status.detail, now, void=status.external_id)
        case _:
            failure = status.failure or Failure.REJECTED
            reach(uow, outgoing, Sending.FAILED, now, failure=failure, detail=status.detail)


def _again_or_drop(uow: UnitOfWork, outgoing: Outgoing, now: datetime) -> None:
    """Send again what was never taken; but the assistant does not talk into an officer's conversation."""
    conversation = uow.conversations.get(outgoing.conversation_id, lock=True)
    held = conversation is not None and conversation.state is State.OFFICER
    if outgoing.speaker is Speaker.BOT and held and outgoing.thread is None:
        uow.outbox.settle(outgoing.id, Sending.DEAD, now, failure=Failure.OVERTAKEN)
    else:
        uow.outbox.requeue(outgoing.id, now, outgoing.void_ids)
