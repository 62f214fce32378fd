"""After an outage each person gets one bubble: an apology, and the answer to the last question (stories 14)."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.consultations import Category, Need
from bot.core.conversations import Conversation, State
from bot.core.messages import SILENT_KINDS, InboxMessage, Kind
from bot.core.turns import Reply, RequestOfficer, TurnReply
from bot.services.handoff import apply, hand_over
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

STALE_AFTER = timedelta(minutes=15)
STRAGGLERS = timedelta(hours=1)
_TOGETHER = timedelta(seconds=30)  # bubbles that were typed as one thought
_NIGHT_FROM, _NIGHT_UNTIL = 21, 6
_QUESTION_SHOWN = 500
_SMALL_TALK = frozenset({"sapaan", "mau_tanya", "terima_kasih", "perpisahan", "selesai", "ya", "tidak"})


def time_of(message: InboxMessage) -> datetime:
    """When the person sent it, by the provider's clock where it tells."""
    return min(message.sent_at or message.received_at, message.received_at)


def is_backlog(conversation: Conversation, spoken: Sequence[InboxMessage], now: datetime) -> bool:
    """Whether the oldest waiting message is too old to be answered as if nothing had happened.

    Providers repeat what we did not take on their own schedule: stragglers of an outage that was apologised for within
    the last hour are answered like other messages.
    """
    told = conversation.apologised_at
    return now - time_of(spoken[0]) > STALE_AFTER and (told is None or now - told > STRAGGLERS)


def sleeps_until(spoken: Sequence[InboxMessage], now: datetime, zone: ZoneInfo) -> datetime | None:
    """The end of the night, when a backlog must not go out now; None where the person is awake and writing."""
    local = now.astimezone(zone)
    if _NIGHT_UNTIL <= local.hour < _NIGHT_FROM or now - time_of(spoken[-1]) <= STALE_AFTER:
        return None
    morning = local.replace(hour=_NIGHT_UNTIL, minute=0, second=0, microsecond=0)
    return morning if local.hour < _NIGHT_UNTIL else morning + timedelta(days=1)


def turns_of(batch: Sequence[InboxMessage]) -> list[tuple[InboxMessage, ...]]:
    """The turns in a backlog: texts typed one after another belong together, all else stands alone."""
    turns: list[list[InboxMessage]] = []
    for message in (each for each in batch if each.kind not in SILENT_KINDS):
        last = turns[-1][-1] if turns else None
        joins = last is not None and last.kind is message.kind is Kind.TEXT
        if joins and last is not None and time_of(message) - time_of(last) <= _TOGETHER:
            turns[-1].append(message)
        else:
            turns.append([message])
    return [tuple(turn) for turn in turns]


def merged(replies: Sequence[TurnReply]) -> TurnReply:
    """One reply for all turns of a backlog: every command, what matters besides, and the answer to the last question.

    Small talk ("halo", "terima kasih") is no question; it is answered only when there was nothing else.
    """
    questions = [reply for reply in replies if reply.decision.get("kind") != "other"]
    matters = [reply for reply in replies if reply not in questions and reply.decision.get("intent") not in _SMALL_TALK]
    last = questions[-1] if questions else replies[-1]
    said = [message for reply in matters for message in reply.messages]
    if questions or not matters:
        said += [message for message in last.messages if message.sure or not questions]
    commands = tuple(command for reply in replies for command in reply.commands)
    return replace(last, messages=tuple(said), commands=commands, state=replies[-1].state, wait_s=0)


def apologise(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    batch: Sequence[InboxMessage],
    reply: TurnReply,
    now: datetime,
) -> tuple[Conversation, Reply]:
    """The one bubble; what is not clear is put into the officers' queue. The caller stores it."""
    sentences: list[str] = []
    for command in reply.commands:
        conversation, sentence = apply(uow, kit, conversation, command, batch[-1].id, now)
        sentences += [sentence] if sentence else []
    answered = [message for message in reply.messages if message.sure or conversation.state is State.BOT]
    if _is_unclear(reply) or not (answered or sentences):
        request = RequestOfficer(question=_question(batch), category=Category.LAYANAN, need=Need())
        conversation, sentence = hand_over(uow, kit, conversation, request, now)
        sentences.append(sentence)
    lines = [_sorry(kit, batch, now), *_about(kit, answered, reply), *dict.fromkeys(sentences)]
    buttons = tuple(button for message in answered for button in message.buttons)
    return replace(conversation, apologised_at=now), Reply(text="\n".join(lines), buttons=buttons, sure=True)


def _is_unclear(reply: TurnReply) -> bool:
    """The last question found no sure answer, and nobody was asked for yet."""
    asked = any(isinstance(command, RequestOfficer) for command in reply.commands)
    return reply.decision.get("kind") in {"options", "fallback"} and not asked


def _sorry(kit: Kit, batch: Sequence[InboxMessage], now: datetime) -> str:
    zone = kit.zone
    since, until = time_of(batch[0]).astimezone(zone), now.astimezone(zone)
    return kit.texts.fill("maaf_tertunda", dari=f"{since:%H.%M}", sampai=f"{until:%H.%M}")


def _about(kit: Kit, answered: Sequence[Reply], reply: TurnReply) -> list[str]:
    opening = [kit.texts.fill("tentang_pertanyaan")] if answered and reply.decision.get("kind") == "answer" else []
    return [*opening, *(message.text for message in answered)]


def _question(batch: Sequence[InboxMessage]) -> str:
    return "\n".join(message.text for message in batch if message.text)[-_QUESTION_SHOWN:]
