"""Store a reply; on a channel that reads our store, storing it is sending it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from bot.core.conversations import Conversation
from bot.core.messages import (
    Attachment,
    AttachmentKind,
    Kind,
    OfferedButton,
    Outgoing,
    SeenMessage,
    Sending,
    Speaker,
    Thread,
)
from bot.core.private_talk import PrivateMessage
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import OUTBOX, conversation_topic

_KINDS = {
    AttachmentKind.DOCUMENT: Kind.DOCUMENT,
    AttachmentKind.IMAGE: Kind.IMAGE,
    AttachmentKind.LOCATION: Kind.LOCATION,
}


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
    attachment: Attachment | None = None,
    optional: bool = False,
    template: str | None = None,
    thread: Thread | None = None,
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
        attachment=attachment,
        optional=optional,
        template=template,
        thread=thread,
    )


def store(uow: UnitOfWork, kit: Kit, conversation: Conversation, outgoing: Outgoing) -> Conversation:
    """Store a reply; on a channel that reads our store, that also shows it. The caller saves the conversation."""
    if conversation.channel not in kit.in_store:
        uow.outbox.add(outgoing)
        uow.wake(OUTBOX)
        return conversation
    uow.outbox.add(replace(outgoing, sending=Sending.SENT))
    return show(uow, conversation, outgoing, outgoing.created_at)


def show(uow: UnitOfWork, conversation: Conversation, outgoing: Outgoing, now: datetime) -> Conversation:
    """Add a reply to what the person has seen, once; the caller saves the conversation."""
    if outgoing.thread is not None:
        return _show_privately(uow, conversation, outgoing, outgoing.thread, now)
    if uow.messages.seq_of(outgoing.id) is not None:
        return conversation
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
            kind=_kind(outgoing),
            file_id=outgoing.attachment.file_id if outgoing.attachment else None,
        )
    )
    uow.wake(conversation_topic(conversation.id))
    return replace(conversation, last_seq=seq)


def _show_privately(
    uow: UnitOfWork, conversation: Conversation, outgoing: Outgoing, thread: Thread, now: datetime
) -> Conversation:
    """A private form's reply stands beside the transcript, never in it."""
    if uow.private_messages.seq_of(outgoing.id) is not None:
        return conversation
    seq = conversation.last_seq + 1
    uow.private_messages.add(
        PrivateMessage(
            conversation_id=conversation.id,
            seq=seq,
            thread=thread,
            speaker=outgoing.speaker,
            text=outgoing.text,
            at=now,
            buttons=outgoing.buttons,
            outbox_id=outgoing.id,
            kind=_kind(outgoing),
            file_id=outgoing.attachment.file_id if outgoing.attachment else None,
        )
    )
    uow.wake(conversation_topic(conversation.id))
    return replace(conversation, last_seq=seq)


def _kind(outgoing: Outgoing) -> Kind:
    return _KINDS[outgoing.attachment.kind] if outgoing.attachment else Kind.TEXT
