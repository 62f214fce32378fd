"""From Rasa's reply to what the person sees: what may be said in this state, and when."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.conversations import Conversation, State
from bot.core.messages import SILENT_KINDS, Button, InboxMessage, Kind, OfferedButton, Speaker
from bot.core.turns import ReplyButton, TurnReply
from bot.services import deliver
from bot.services.backlog import apologise
from bot.services.handoff import apply
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

_THANKS = "terima_kasih"
GATHER_MAX = timedelta(seconds=30)  # somebody who never stops typing gets an answer all the same
BUTTON_LIFETIME = timedelta(days=7)


@dataclass(frozen=True)
class _Bubble:
    text: str
    buttons: tuple[ReplyButton, ...] = ()


def held_until(
    batch: Sequence[InboxMessage], newer: Sequence[InboxMessage], wait_s: float, now: datetime
) -> datetime | None:
    """When to take an unsure turn again with all that came by then; None = answer now.

    Args:
        batch: the turn's texts, oldest first.
        newer: messages that came while Rasa worked.
        wait_s: how long Rasa wants to wait for more, from the newest message.
        now: the present.
    """
    if wait_s <= 0 or now - batch[0].received_at >= GATHER_MAX:
        return None
    if newer:
        return now if newer[0].kind in {Kind.TEXT, *SILENT_KINDS} else None  # a button or a file ends the gathering
    until = min(batch[-1].received_at, now) + timedelta(seconds=wait_s)
    return until if until > now else None


def say_reply(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, inbox_id: str, reply: TurnReply, now: datetime
) -> Conversation:
    """Store what may be said of a reply and apply its commands; the caller saves the conversation."""
    waiting = conversation.state is State.WAITING
    if waiting and reply.decision.get("intent") == _THANKS:
        return conversation  # a thank-you to who waits needs no answer, and each message may cost (stories 13, 16)
    said = [_Bubble(m.text, m.buttons) for m in reply.messages if m.sure or not waiting]
    for command in reply.commands:
        conversation, sentence = apply(uow, kit, conversation, command, inbox_id, now)
        if sentence is not None:
            said = _with_sentence(said, _Bubble(sentence.text, sentence.buttons))
    if waiting and not said and not conversation.noted:
        said = [_Bubble(kit.texts.fill("dicatat_untuk_petugas"))]
        conversation = replace(conversation, noted=True)
    decision = {**reply.decision, "model_id": reply.model_id}
    for ordinal, bubble in enumerate(said):
        conversation = _say(uow, kit, conversation, bubble, inbox_id, ordinal, decision, now)
    return conversation


def say_sorry(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    batch: Sequence[InboxMessage],
    reply: TurnReply,
    now: datetime,
) -> Conversation:
    """Store the one bubble for a backlog; the caller saves the conversation."""
    conversation, bubble = apologise(uow, kit, conversation, batch, reply, now)
    decision = {**reply.decision, "model_id": reply.model_id}
    said = _Bubble(bubble.text, bubble.buttons)
    return _say(uow, kit, conversation, said, batch[-1].id, 0, decision, now)


def _with_sentence(said: list[_Bubble], sentence: _Bubble) -> list[_Bubble]:
    if not said:
        return [sentence]
    last = said[-1]
    joined = _Bubble(f"{last.text}\n{sentence.text}", (*last.buttons, *sentence.buttons))
    return [*said[:-1], joined]


def _say(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    bubble: _Bubble,
    inbox_id: str,
    ordinal: int,
    decision: Mapping[str, Any],
    now: datetime,
) -> Conversation:
    offered = []
    for each in bubble.buttons:
        button = Button(
            token=kit.new_token(),
            contact_id=conversation.contact_id,
            conversation_id=conversation.id,
            title=each.title,
            meaning=each.meaning,
            expires_at=now + BUTTON_LIFETIME,
        )
        uow.buttons.add(button)
        offered.append(OfferedButton(title=button.title, token=button.token))
    outgoing = deliver.compose(
        kit,
        conversation,
        bubble.text,
        now,
        speaker=Speaker.BOT,
        inbox_id=inbox_id,
        ordinal=ordinal,
        buttons=tuple(offered),
        decision=decision,
    )
    return deliver.store(uow, kit, conversation, outgoing)
