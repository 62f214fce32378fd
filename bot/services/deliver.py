"""Store a reply, and see it on its way through channels that are not our own page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.conversations import Address, Conversation
from bot.core.messages import OfferedButton, Outgoing, SeenMessage, Sending, Speaker
from bot.core.retries import SEND_RETRIES
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import OUTBOX, conversation_topic

SEND_LEASE = timedelta(seconds=60)
SEND_ATTEMPTS = 8


def compose(
    kit: Kit,
    conversation: Conversation,
    text: str,
    now: datetime,
    *,
    speaker: Speaker,
    inbox_id: str | None = None,
    ordinal: int = 0,
    key: str | None = None,
    author_id: str | None = None,
    buttons: tuple[OfferedButton, ...] = (),
    decision: Mapping[str, Any] | None = None,
) -> Outgoing:
    """A reply for this conversation, not stored yet."""
    return Outgoing(
        id=kit.new_id(),
        conversation_id=conversation.id,
        channel=conversation.channel,
        inbox_id=inbox_id,
        ordinal=ordinal,
        key=key,
        speaker=speaker,
        author_id=author_id,
        text=text,
        buttons=buttons,
        decision=decision,
        created_at=now,
    )


def store(uow: UnitOfWork, kit: Kit, conversation: Conversation, outgoing: Outgoing) -> Conversation:
    """Store a reply; on a channel that reads our store, that also shows it. The caller saves the conversation."""
    if conversation.channel not in kit.in_store:
        uow.outbox.add(outgoing)
        uow.wake(OUTBOX)
        return conversation
    uow.outbox.add(replace(outgoing, sending=Sending.SENT))
    return _show(uow, conversation, outgoing, outgoing.created_at)


def claim_unsent(kit: Kit, limit: int) -> list[tuple[Outgoing, Address]]:
    """Lease the next reply of each conversation, with where it goes."""
    now = kit.clock()
    with kit.uow() as uow:
        uow.outbox.expire(now)
        claimed = uow.outbox.claim(now, now + SEND_LEASE, limit)
        addressed = [(outgoing, _address(uow, outgoing)) for outgoing in claimed]
        uow.commit()
    return addressed


def record_sent(kit: Kit, outgoing: Outgoing, sending: Sending, external_id: str | None = None) -> None:
    """Store what became of a sending; what the person may have seen enters the transcript."""
    now = kit.clock()
    with kit.uow() as uow:
        conversation = uow.conversations.get(outgoing.conversation_id, lock=True)
        uow.outbox.settle(outgoing.id, sending, external_id)
        if conversation is not None and sending in (Sending.SENT, Sending.UNKNOWN):
            uow.conversations.save(_show(uow, conversation, outgoing, now))
        uow.commit()


def record_failure(kit: Kit, outgoing: Outgoing, *, retryable: bool) -> None:
    """Queue a refused sending again after a pause, or give it up."""
    if not retryable or outgoing.attempt + 1 >= SEND_ATTEMPTS:
        record_sent(kit, outgoing, Sending.FAILED)
        return
    pause = timedelta(seconds=SEND_RETRIES.pause_s(outgoing.attempt + 1, kit.chance()))
    with kit.uow() as uow:
        uow.outbox.postpone(outgoing.id, kit.clock() + pause)
        uow.commit()


def _show(uow: UnitOfWork, conversation: Conversation, outgoing: Outgoing, now: datetime) -> Conversation:
    seq = conversation.last_seq + 1
    uow.messages.add(
        SeenMessage(
            conversation_id=conversation.id,
            seq=seq,
            speaker=outgoing.speaker,
            text=outgoing.text,
            buttons=outgoing.buttons,
            at=now,
            outbox_id=outgoing.id,
        )
    )
    uow.wake(conversation_topic(conversation.id))
    return replace(conversation, last_seq=seq)


def _address(uow: UnitOfWork, outgoing: Outgoing) -> Address:
    conversation = uow.conversations.get(outgoing.conversation_id)
    address = None if conversation is None else uow.conversations.address_of(conversation)
    if address is None:
        raise LookupError(f"outbox {outgoing.id}: its conversation has no address on {outgoing.channel}")
    return address
