"""Store what came in, once, before anybody is told that we have it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.conversations import Conversation, State
from bot.core.courtesy import is_courtesy, without_thanks
from bot.core.errors import ButtonUnknown, ChannelClosed
from bot.core.forms.fields import without_identity_number
from bot.core.messages import (
    SILENT_KINDS,
    Button,
    Fate,
    FileState,
    InboxMessage,
    Incoming,
    Kind,
    Received,
    SeenMessage,
    Speaker,
    StoredFile,
    Thread,
    clean_text,
)
from bot.core.private_talk import PrivateMessage
from bot.services import forms, opening
from bot.services.form_route import Route
from bot.services.handoff import reopen
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, FILES, INBOX, OUTBOX, conversation_topic

DOUBLE_PRESS = timedelta(seconds=10)
WINDOW = timedelta(hours=24)


def receive(kit: Kit, incoming: Sequence[Incoming]) -> list[Received]:
    """Store messages in one transaction and wake the dispatcher after it.

    A repeated (channel, external_id) is not stored again: the first one's id is given. A pressed button that is not
    this conversation's or has expired counts as its title typed.

    Raises:
        ButtonUnknown: such a button on our own page, without a title to fall back to; on a provider's channel it is
            stored as a message without words, for no other message of the batch may suffer from it.
        ChannelClosed: the office has not opened our own page; on a provider's channel it is stored and answered with
            a notice (stories 17).
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
    conversation = uow.conversations.at(incoming.address, kit.new_id, now, incoming.also)
    text = clean_text(incoming.text)
    first = uow.inbox.find(incoming.address.channel, incoming.external_id)
    if first is not None:
        kept = ("", text, without_identity_number(text))  # what a form took is stored without its words
        same = first.button_token == incoming.button and (incoming.button is not None or first.text in kept)
        return Received(id=first.id, conversation_id=first.conversation_id, duplicate=True, same=same)
    served = opening.serves(uow, kit, conversation, now)
    if not served and conversation.channel in kit.in_store:
        raise ChannelClosed("the office has not opened this channel")
    button = _pressed(uow, conversation, incoming.button, now)
    if button is None and incoming.button is not None and not text and conversation.channel in kit.in_store:
        raise ButtonUnknown("no such button in this conversation")
    if button is not None and button.used_by is not None and _is_double_press(uow, kit, conversation, button, now):
        return Received(id=button.used_by, conversation_id=conversation.id, duplicate=True)
    message = _as_message(kit, incoming, conversation, text if button is None else button.title, button, now)
    route = forms.route(uow, kit, conversation, message, now)  # a form says that a NIK is not stored, and stores none
    message = replace(message, text=without_identity_number(message.text))
    if route is None and not served:
        route = opening.turn_away(uow, kit, message, now)
    thread = None if route is None else route.thread
    uow.inbox.add(message if route is None else _taken(message, route))
    if button is not None:
        uow.buttons.use(button.token, message.id)
    file_id = _want_file(uow, kit, conversation, incoming, now, thread)
    windowed = _with_window(kit, conversation, message)
    if route is None:
        _show(uow, kit, windowed, message, file_id)
    else:
        _follow(uow, windowed, message, route)
    return Received(id=message.id, conversation_id=conversation.id, duplicate=False)


def _pressed(uow: UnitOfWork, conversation: Conversation, token: str | None, now: datetime) -> Button | None:
    button = None if token is None else uow.buttons.find(token)
    if button is None or button.conversation_id != conversation.id or button.expires_at <= now:
        return None
    return button


def _is_double_press(uow: UnitOfWork, kit: Kit, conversation: Conversation, button: Button, now: datetime) -> bool:
    """In our own page a button is pressed once; elsewhere an old bubble stays, and its button may be meant again."""
    if conversation.channel in kit.in_store:
        return True
    used_at = uow.buttons.used_at(button.token)
    return used_at is not None and now - used_at < DOUBLE_PRESS


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
        kind=incoming.kind if button is None else Kind.BUTTON,
        sent_at=incoming.sent_at,
    )


def _taken(message: InboxMessage, route: Route) -> InboxMessage:
    """A message that a form took needs no turn; a private one's words are not here."""
    return replace(message, fate=Fate.DONE, text="" if route.thread else route.text, meaning=None)


def _follow(uow: UnitOfWork, conversation: Conversation, message: InboxMessage, route: Route) -> None:
    """Show a message that a form took, to the person alone when it is private; then do what follows."""
    if route.thread is None:
        uow.messages.add(_seen(conversation, message, route.text, None))
    else:
        uow.private_messages.add(
            PrivateMessage(
                conversation_id=conversation.id,
                seq=message.seq,
                thread=route.thread,
                speaker=Speaker.USER,
                text=route.text,
                at=message.received_at,
                kind=message.kind,
            )
        )
    uow.conversations.save(route.act(replace(conversation, last_seq=message.seq)))
    uow.wake(OUTBOX, conversation_topic(conversation.id))
    if conversation.state in (State.WAITING, State.OFFICER):
        uow.wake(DESK)


def _want_file(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, incoming: Incoming, now: datetime, thread: Thread | None
) -> str | None:
    """Note the file that a person sent, to be fetched while the provider still has it."""
    if incoming.media is None:
        return None
    wanted = StoredFile(
        id=kit.new_id(),
        conversation_id=conversation.id,
        channel=conversation.channel,
        kind=incoming.kind,
        media=replace(incoming.media, file_name=clean_text(incoming.media.file_name)),
        state=FileState.WANTED,
        created_at=now,
        due_at=now,
        thread_id=None if thread is None else thread.id,
    )
    uow.files.add(wanted)
    uow.wake(FILES)
    return wanted.id


def _with_window(kit: Kit, conversation: Conversation, message: InboxMessage) -> Conversation:
    """A person's message opens the provider's window for 24 hours, by the provider's own clock (platforms 1.8)."""
    if conversation.channel not in kit.windowed:
        return conversation
    until = min(message.sent_at or message.received_at, message.received_at) + WINDOW
    return replace(conversation, window_until=max(conversation.window_until or until, until))


def _show(uow: UnitOfWork, kit: Kit, conversation: Conversation, message: InboxMessage, file_id: str | None) -> None:
    """The person and the officer see the message at once; answering it is the dispatcher's work."""
    uow.messages.add(_seen(conversation, message, message.text, file_id))
    changed = replace(conversation, last_seq=message.seq, due_at=message.received_at)
    if conversation.state is State.CLOSED and _asks_for_something(message):
        changed = reopen(uow, kit, changed, message.received_at)
    uow.conversations.save(changed)
    uow.wake(INBOX, conversation_topic(conversation.id))
    if changed.window_until is not None:
        uow.wake(OUTBOX)  # what waited for an open window may go now
    if changed.state is not State.BOT:
        _owe(uow, conversation, message)
        uow.wake(DESK)


def _seen(conversation: Conversation, message: InboxMessage, text: str, file_id: str | None) -> SeenMessage:
    return SeenMessage(
        conversation_id=conversation.id,
        seq=message.seq,
        speaker=Speaker.USER,
        text=text,
        buttons=(),
        at=message.received_at,
        kind=message.kind,
        file_id=file_id,
    )


def _owe(uow: UnitOfWork, conversation: Conversation, message: InboxMessage) -> None:
    """Whoever wrote last waits for the office (stories 1), unless it was to thank (service_rules 7.2)."""
    latest = uow.consultations.latest(conversation.id)
    if latest is None or latest.owed:
        return
    if _asks_for_something(message) or _agrees_to_what_was_asked(uow, message):
        uow.consultations.save(replace(latest, settled_at=None))


def _agrees_to_what_was_asked(uow: UnitOfWork, message: InboxMessage) -> bool:
    """*Ya* right after an officer's question is the answer to it, and no courtesy."""
    before = uow.messages.before(message.conversation_id, message.seq, 1)
    asked = any(each.speaker is Speaker.OFFICER and "?" in each.text for each in before)
    return asked and message.kind not in SILENT_KINDS and without_thanks(message.text) == message.text


def _asks_for_something(message: InboxMessage) -> bool:
    """Whether a message wants an answer: no sticker, no thumb, no thanks does (stories 16); a file always does."""
    typed = message.kind in (Kind.TEXT, Kind.BUTTON)
    return message.kind not in SILENT_KINDS and not (typed and is_courtesy(message.text))
