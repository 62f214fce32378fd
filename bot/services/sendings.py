"""Replies on their way through a provider: begun, settled, reconciled; what cannot be sent waits or is told."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conversations import Address, Conversation, State
from bot.core.messages import Outgoing, Sending, Speaker
from bot.core.retries import SEND_RETRIES
from bot.core.sending import ChannelState, Failure, Remedy, Status, advance
from bot.services import costs, deliver
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import OUTBOX

SEND_LEASE = timedelta(seconds=120)  # longer than any request, an upload included
SEND_ATTEMPTS = 8
PROBE_AFTER = timedelta(minutes=5)  # a paused channel is tried with one message
RECONCILE_AFTER = timedelta(minutes=10)
GIVE_UP_AFTER = timedelta(hours=24)
_ARRIVED = frozenset({Sending.SENT, Sending.UNKNOWN, Sending.DELIVERED, Sending.READ})
_MAY_FAIL = frozenset({Sending.SENDING, Sending.UNKNOWN, Sending.SENT})
_PAGE = 100

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
            _reach(uow, lost, Sending.UNKNOWN, now, failure=Failure.UNCLEAR)
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
            _reach(uow, outgoing, Sending.SENT, now, external_id=external_id)
        state = uow.channel_states.get(outgoing.channel)
        if state.paused_at is not None:
            uow.channel_states.save(replace(state, paused_at=None, failure=None, detail=None, probe_at=None))
        if uow.outbox.has_queued(outgoing.conversation_id):
            uow.wake(OUTBOX)
        uow.commit()


def record_unclear(kit: Kit, outgoing: Outgoing) -> None:
    """It may have arrived: the officer sees it, and it is reconciled before it is sent again."""
    with kit.uow() as uow:
        _reach(uow, outgoing, Sending.UNKNOWN, kit.clock(), failure=Failure.UNCLEAR)
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
                _close_window(uow, outgoing, now)
            case Remedy.PAUSE_CHANNEL:
                _pause(uow, outgoing, failure, detail, now)
            case _:
                _reach(uow, outgoing, Sending.FAILED, now, failure=failure, detail=detail)
                uow.wake(OUTBOX)
        uow.commit()


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


def invite(kit: Kit) -> None:
    """Send the approved template, once a window, to people for whom an officer's reply waits (platforms 1.8)."""
    template = kit.office.whatsapp.reply_template
    if template is None:
        return
    now = kit.clock()
    with kit.uow() as uow:
        for waiting in uow.outbox.parked(now, _PAGE):
            conversation = uow.conversations.get(waiting.conversation_id, lock=True)
            if conversation is None or conversation.window_until is None:
                continue
            key = f"templat:{conversation.window_until.isoformat()}"
            if uow.outbox.by_key(conversation.id, key) is None:
                text = kit.texts.fill("balasan_menunggu")
                invitation = deliver.compose(
                    kit, conversation, text, now, speaker=Speaker.SYSTEM, key=key, template=template
                )
                uow.conversations.save(deliver.store(uow, kit, conversation, invitation))
        uow.commit()


def _allowed(state: ChannelState | None, limit: int, now: datetime) -> int:
    """How many may go: none while a channel is paused, one to try it."""
    if state is None or state.paused_at is None:
        return limit
    return 0 if state.is_closed(now) else 1


def _apply(uow: UnitOfWork, status: Status, now: datetime) -> None:
    outbox_id = status.outbox_id or uow.outbox.id_of(status.channel, status.external_id)
    outgoing = None if outbox_id is None else uow.outbox.get(outbox_id)
    if outgoing is None or outgoing.channel != status.channel or status.external_id in outgoing.void_ids:
        return
    if status.sending is not Sending.FAILED:
        _reach(uow, outgoing, status.sending, now, external_id=status.external_id)
        return
    uow.conversations.get(outgoing.conversation_id, lock=True)  # locks are taken in one order everywhere
    is_other = outgoing.external_id is not None and outgoing.external_id != status.external_id
    if is_other or uow.outbox.state_of(outgoing.id) not in _MAY_FAIL:
        return  # it has arrived all the same, or this is a late word on an earlier attempt
    match status.failure.remedy if status.failure else Remedy.GIVE_UP:
        case Remedy.WAIT_FOR_USER:
            _close_window(uow, outgoing, now, void=status.external_id)
        case Remedy.PAUSE_CHANNEL:
            _pause(uow, outgoing, status.failure or Failure.ACCOUNT, status.detail, now, void=status.external_id)
        case _:
            failure = status.failure or Failure.REJECTED
            _reach(uow, outgoing, Sending.FAILED, now, failure=failure, detail=status.detail)


def _void_ids(uow: UnitOfWork, outgoing: Outgoing) -> tuple[str, ...]:
    stored = uow.outbox.get(outgoing.id)
    return () if stored is None else stored.void_ids


def _again_or_drop(uow: UnitOfWork, outgoing: Outgoing, now: datetime) -> None:
    """Send again what was never taken; but the assistant does not talk into an officer's conversation."""
    conversation = uow.conversations.get(outgoing.conversation_id, lock=True)
    held = conversation is not None and conversation.state is State.OFFICER
    if outgoing.speaker is Speaker.BOT and held and outgoing.thread is None:
        uow.outbox.settle(outgoing.id, Sending.DEAD, now, failure=Failure.OVERTAKEN)
    else:
        uow.outbox.requeue(outgoing.id, now, outgoing.void_ids)


def _probing(uow: UnitOfWork, state: ChannelState | None, now: datetime) -> None:
    """While a paused channel is tried with one message, nothing more goes."""
    if state is not None and state.paused_at is not None:
        uow.channel_states.save(replace(state, probe_at=now + PROBE_AFTER))


def _reach(
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


def _close_window(uow: UnitOfWork, outgoing: Outgoing, now: datetime, void: str | None = None) -> None:
    """The reply waits for the person's next message instead of failing again and again."""
    conversation = uow.conversations.get(outgoing.conversation_id, lock=True)
    if conversation is not None and (conversation.window_until is None or conversation.window_until > now):
        uow.conversations.save(replace(conversation, window_until=now))
    _back(uow, outgoing, now, void)


def _back(uow: UnitOfWork, outgoing: Outgoing, now: datetime, void: str | None) -> None:
    uow.outbox.requeue(outgoing.id, now, {*outgoing.void_ids, *([void] if void else [])})


def _pause(
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
