"""Counts what the assistant does alone, for the reports (stories 8)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.consultations import BotSession, Category
from bot.core.conversations import Conversation, State
from bot.core.turns import RequestOfficer, TurnReply
from bot.services import ratings
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

IDLE = timedelta(minutes=30)
_CATEGORIES = {category.value: category for category in Category}


def note_turn(uow: UnitOfWork, kit: Kit, conversation: Conversation, reply: TurnReply, now: datetime) -> None:
    """Add a turn to the conversation's *percakapan mandiri*; while a person waits, turns belong to the consultation.

    Args:
        uow: the turn's commit.
        kit: the use cases' kit.
        conversation: as it was before the turn.
        reply: what the assistant answered.
        now: the present.
    """
    if conversation.state is not State.BOT:
        return
    current = uow.bot_sessions.current(conversation.id)
    store = uow.bot_sessions.save
    if current is not None and now - current.last_at >= IDLE:
        store(replace(current, closed_at=now))
        current = None
    if current is None:
        current = BotSession(
            id=kit.new_id(),
            conversation_id=conversation.id,
            channel=conversation.channel,
            started_at=now,
            last_at=now,
            trial=kit.live.written.is_trial,
        )
        store = uow.bot_sessions.add
    handed_over = any(isinstance(command, RequestOfficer) for command in reply.commands)
    counted = _with_answer(replace(current, last_at=now, turns=current.turns + 1), reply)
    store(replace(counted, handed_over=handed_over, closed_at=now if handed_over else None))


def close_idle(kit: Kit) -> int:
    """End those that have been idle for 30 minutes, and ask for a rating where it is time (stories 19, 24c)."""
    with kit.uow.read() as uow:
        idle = uow.bot_sessions.idle(kit.clock() - IDLE)
    return sum(_close(kit, each.conversation_id) for each in idle)


def _close(kit: Kit, conversation_id: str) -> bool:
    now = kit.clock()
    with kit.uow() as uow:
        uow.conversations.get(conversation_id, lock=True)  # locks are taken in one order everywhere
        session = uow.bot_sessions.current(conversation_id)
        if session is None or now - session.last_at < IDLE:
            return False
        closed = replace(session, closed_at=now)
        uow.bot_sessions.save(closed)
        ratings.ask_after_bot_session(uow, kit, closed, now)
        uow.commit()
    return True


def _with_answer(session: BotSession, reply: TurnReply) -> BotSession:
    kind, faq = reply.decision.get("kind"), list(reply.decision.get("faq") or ())
    if kind == "fallback":
        return replace(session, missed=session.missed + 1)
    if kind != "answer" or not faq:
        return session
    category = _CATEGORIES.get(str(faq[0]).partition("_")[0], session.category)
    return replace(session, answered=session.answered + 1, topic=str(faq[0]), category=category)
