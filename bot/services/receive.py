"""Store what came in, once, before anybody is told that we have it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from bot.core.conversations import Conversation, State
from bot.core.errors import ButtonUnknown
from bot.core.messages import Button, Fate, InboxMessage, Incoming, Received, SeenMessage, Speaker, clean_text
from bot.services.handoff import reopen
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, INBOX, conversation_topic


def receive(kit: Kit, incoming: Sequence[Incoming]) -> list[Received]:
    """Store messages in one transaction and wake the dispatcher after it.

    A repeated (channel, external_id) is not stored again: the first one's id is given. A pressed button that is not
    this conversation's or has expired counts as its title typed.

    Raises:
        ButtonUnknown: such a button, without a title to fall back to.
    """
    now = kit.clock()
    order = sorted(range(len(incoming)), key=lambda i: (incoming[i].address.channel, incoming[i].address.value))
    received: dict[int, Received] = {}
    with kit.uow() as uow:
        for index in order:  # locks are taken in one order everywhere, or two batches could wait for each other
            received[index] = _store(uow, kit, incoming[index], now)
        uow.commit()
    return [received[index] for index in range(len(incoming))]


def _store(uow: UnitOfWork, kit: Kit, incoming: Incoming, now: datetime) -> Received:
    conversation = uow.conversations.at(incoming.address, kit.new_id, now)
    text = clean_text(incoming.text)
    first = uow.inbox.find(incoming.address.channel, incoming.external_id)
    if first is not None:
        same = first.button_token == incoming.button and (incoming.button is not None or first.text == text)
        return Received(id=first.id, conversation_id=first.conversation_id, duplicate=True, same=same)
    button = _pressed(uow, conversation, incoming.button, now)
    if button is None and incoming.button is not None and not text:
        raise ButtonUnknown("no such button in this conversation")
    if button is not None and button.used_by is not None:  # pressed twice: one press
        return Received(id=button.used_by, conversation_id=conversation.id, duplicate=True)
    message = _as_message(kit, incoming, conversation, text if button is None else button.title, button, now)
    uow.inbox.add(message)
    if button is not None:
        uow.buttons.use(button.token, message.id)
    _show(uow, kit, conversation, message)
    return Received(id=message.id, conversation_id=conversation.id, duplicate=False)


def _pressed(uow: UnitOfWork, conversation: Conversation, token: str | None, now: datetime) -> Button | None:
    button = None if token is None else uow.buttons.find(token)
    if button is None or button.conversation_id != conversation.id or button.expires_at <= now:
        return None
    return button


def _as_message(
    kit: Kit, incoming: Incoming, conversation: Conversation, text: str, button: Button | None, now: datetime
) -> InboxMessage:
    return InboxMessage(
        id=kit.new_id(),
        channel=incoming.address.channel,
        external_id=incoming.external_id,
        conversation_id=conversation.id,
        seq=conversation.last_seq + 1,
        text=text,
        meaning=None if button is None else button.meaning,
        button_token=incoming.button,
        fate=Fate.RECEIVED,
        attempt=0,
        received_at=now,
    )


def _show(uow: UnitOfWork, kit: Kit, conversation: Conversation, message: InboxMessage) -> None:
    """The person and the officer see the message at once; answering it is the dispatcher's work."""
    seen = SeenMessage(
        conversation_id=conversation.id,
        seq=message.seq,
        speaker=Speaker.USER,
        text=message.text,
        buttons=(),
        at=message.received_at,
    )
    uow.messages.add(seen)
    changed = replace(conversation, last_seq=message.seq, due_at=message.received_at)
    if conversation.state is State.CLOSED:
        changed = reopen(uow, kit, changed, message.received_at)
    uow.conversations.save(changed)
    uow.wake(INBOX, conversation_topic(conversation.id))
    if changed.state is not State.BOT:
        uow.wake(DESK)
