"""What the web chat page may do: one browser session, one conversation."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Literal

from bot.core.conversations import Address, State
from bot.core.errors import ChannelClosed, InputRefused, KeyReused, SessionUnknown
from bot.core.messages import Incoming, Received, SeenMessage, StoredFile
from bot.core.webchat import CHANNEL, WebSession, is_readable
from bot.services import opening
from bot.services.credentials import hash_of
from bot.services.kit import Kit
from bot.services.receive import receive

TEXT_MAX = 10_000
DELAYED_AFTER = timedelta(seconds=10)  # longer than the longest gathering (8 s)
_TOUCH_AFTER = timedelta(hours=1)
_PAGE = 200

Status = Literal["ok", "delayed", "waiting", "officer", "closed"]


def open_session(kit: Kit) -> str:
    """A new conversation; gives the token that reads and writes it.

    Raises:
        ChannelClosed: the office has not opened the web chat (stories 17).
    """
    if not kit.live.written.opens(CHANNEL):
        raise ChannelClosed("the office has not opened the web chat")
    token, now = kit.new_token(), kit.clock()
    address = Address(channel=CHANNEL, kind="session", value=kit.new_id())
    with kit.uow() as uow:
        conversation = uow.conversations.at(address, kit.new_id, now)
        uow.web_sessions.add(
            WebSession(
                token_hash=hash_of(token),
                conversation_id=conversation.id,
                address=address.value,
                created_at=now,
                seen_at=now,
            )
        )
        uow.commit()
    return token


def conversation_of(kit: Kit, token: str, *, sign_of_life: bool = True) -> WebSession:
    """The session of a token, with its `conversation_id`.

    Args:
        kit: the use cases' kit.
        token: what the browser holds.
        sign_of_life: whether a person did something; an open page that asks for news does not prolong the session.

    Raises:
        SessionUnknown: no such session, or nobody used it for 24 hours and no ticket's answer is still to be read.
    """
    now = kit.clock()
    with kit.uow.read() as uow:
        session = uow.web_sessions.get(hash_of(token))
        if session is None:
            raise SessionUnknown("no such web chat session")
        if session.is_idle(now) and not is_readable(uow.consultations.latest(session.conversation_id), now):
            raise SessionUnknown("nobody used this web chat session for a day")
    if sign_of_life and now - session.seen_at > _TOUCH_AFTER:
        with kit.uow() as writing:
            writing.web_sessions.touch(session.token_hash, now)
            writing.commit()
    return session


def end_session(kit: Kit, token: str) -> None:
    """Forget a browser ("Hapus dari perangkat ini"); the conversation stays for the office."""
    with kit.uow() as uow:
        uow.web_sessions.remove(hash_of(token))
        uow.commit()


def send_text(kit: Kit, session: WebSession, key: str, text: str) -> Received:
    """Store a typed message; `key` is the browser's Idempotency-Key.

    Raises:
        InputRefused: `terlalu_panjang` beyond 10,000 characters.
        ChannelClosed: the web chat is closed and nothing is under way in this conversation (stories 17).
        KeyReused: the key was used for another text.
    """
    if len(text) > TEXT_MAX:
        raise InputRefused("terlalu_panjang")
    return _receive(kit, session, key, text, None)


def press_button(kit: Kit, session: WebSession, key: str, token: str) -> Received:
    """Store a button press; a second press of the same button is the first one.

    Raises:
        ButtonUnknown: not a button of this conversation, or expired.
        ChannelClosed: the web chat is closed and nothing is under way in this conversation (stories 17).
        KeyReused: the key was used for something else.
    """
    return _receive(kit, session, key, "", token)


def messages_after(kit: Kit, conversation_id: str, seq: int) -> list[SeenMessage]:
    """Messages of all speakers after a seq, those of private forms among them, in order, at most 200."""
    with kit.uow.read() as uow:
        said = uow.messages.after(conversation_id, seq, _PAGE)
        alone = [message.as_seen() for message in uow.private_messages.after(conversation_id, seq, _PAGE)]
    return sorted([*said, *alone], key=lambda message: message.seq)[:_PAGE]


def links_of(kit: Kit, messages: Sequence[SeenMessage]) -> dict[str, StoredFile]:
    """The files among these messages that an officer sent, by their id."""
    with kit.uow.read() as uow:
        found = [uow.files.get(message.file_id) for message in messages if message.file_id is not None]
    return {each.id: each for each in found if each is not None and each.link_token is not None}


def status(kit: Kit, conversation_id: str) -> Status:
    """What the page's status line shows.

    `delayed`: a message has waited for an answer for over 10 s; `closed`: nothing can be written here (stories 17).
    """
    with kit.uow.read() as uow:
        conversation = uow.conversations.get(conversation_id)
        oldest = uow.inbox.oldest_pending(conversation_id)
        closed = conversation is not None and not opening.serves(uow, kit, conversation, kit.clock())
    if conversation is not None and conversation.state is State.OFFICER:
        return "officer"
    if oldest is not None and kit.clock() - oldest > DELAYED_AFTER:
        return "delayed"
    if closed:
        return "closed"
    return "waiting" if conversation is not None and conversation.state is State.WAITING else "ok"


def _receive(kit: Kit, session: WebSession, key: str, text: str, button: str | None) -> Received:
    incoming = Incoming(
        address=Address(channel=CHANNEL, kind="session", value=session.address),
        external_id=f"{session.conversation_id}:{key}",
        text=text,
        button=button,
    )
    received = receive(kit, [incoming])[0]
    if not received.same:
        raise KeyReused("this Idempotency-Key was used for another message")
    return received
