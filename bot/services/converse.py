"""One turn, in steps that may each be abandoned: claim, (Rasa works), then commit, hold or fault."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from bot.core.consultations import Category, Need
from bot.core.conversations import Conversation, State
from bot.core.forms.form import FormKind
from bot.core.forms.words import speaks_of_complaint
from bot.core.messages import SILENT_KINDS, Fate, InboxMessage, Kind, Meaning, Speaker
from bot.core.retries import FaultKind, RetryDecision, decide_turn
from bot.core.turns import RequestOfficer, TurnMessage, TurnReply, TurnRequest
from bot.services import backlog, deliver, turn_forms
from bot.services.answering import held_until
from bot.services.handoff import hand_over
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK, INBOX

LEASE = timedelta(seconds=10)  # what a killed worker costs its people; a living one renews it
BATCH_MAX = 20
_OUTAGE_ORDINAL = -1  # its own place in (inbox_id, ordinal): told once, whatever the answer will be


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A leased conversation and the messages that its next reply will settle.

    `turns` are what Rasa is asked, one after another: a single turn (texts in a row, or one button or file alone),
    or all turns of a backlog, which get one bubble together. `office` is what had been changed when it was claimed.
    """

    conversation: Conversation
    batch: tuple[InboxMessage, ...]
    turns: tuple[tuple[InboxMessage, ...], ...]
    office: Mapping[str, Any] | None
    is_backlog: bool = False

    @property
    def stands_alone(self) -> bool:
        """Whether it is a pressed button or a file, which wait for nothing."""
        return _stands_alone(self.turns[0][0])

    @property
    def newest(self) -> InboxMessage:
        """The message whose reply this will be."""
        return self.turns[-1][-1]


@dataclass(frozen=True, kw_only=True)
class Settled:
    """How a turn ended; `stale`: the conversation has moved on, `held`: more may come, `again_at`: due again."""

    stale: bool = False
    held: bool = False
    again_at: datetime | None = None
    dead: bool = False


def claim(kit: Kit, owner: str, limit: int) -> list[Claim]:
    """Lease due conversations; messages of one an officer holds are the officer's, and need no turn."""
    now, claims, office = kit.clock(), list[Claim](), kit.live.now().changed
    with kit.uow(durable=False) as uow:
        for conversation in uow.conversations.claim(owner, now, now + LEASE, limit):
            pending = uow.inbox.pending(conversation.id)
            spoken = [message for message in pending if message.kind not in SILENT_KINDS]
            if not spoken or conversation.state not in (State.BOT, State.WAITING):
                uow.inbox.settle_all(conversation.id, Fate.DONE)
                _release(uow, conversation, None)
            elif morning := backlog.sleeps_until(spoken, now, kit.zone):
                _release(uow, conversation, morning)
            elif not backlog.is_backlog(conversation, spoken, now):
                batch = batch_of(pending)
                turn = tuple(message for message in batch if message.kind not in SILENT_KINDS)
                claims.append(Claim(conversation=conversation, batch=batch, turns=(turn,), office=office))
            else:
                turns = tuple(backlog.turns_of(pending))
                claims.append(
                    Claim(conversation=conversation, batch=tuple(pending), turns=turns, office=office, is_backlog=True)
                )
        uow.commit()
    return claims


def batch_of(pending: list[InboxMessage]) -> tuple[InboxMessage, ...]:
    """The messages of the next turn: a button or a file stands alone and ends the texts before it."""
    batch: list[InboxMessage] = []
    spoken = 0
    for message in pending:
        if spoken and (_stands_alone(message) or spoken == BATCH_MAX):
            break
        batch.append(message)
        spoken += message.kind not in SILENT_KINDS
        if _stands_alone(message):
            break
    return tuple(batch)


def _stands_alone(message: InboxMessage) -> bool:
    return message.meaning is not None or message.kind not in {Kind.TEXT, Kind.BUTTON, *SILENT_KINDS}


def _meaning_of(turn: tuple[InboxMessage, ...]) -> Meaning | None:
    """What is not typed reaches Rasa as a meaning: a button's, or which kind of file it is."""
    first = turn[0]
    if first.meaning is None and _stands_alone(first):
        return {"intent": "kirim_media", "entities": [{"entity": "jenis", "value": first.kind.value}]}
    return first.meaning


def request_of(
    kit: Kit, claimed: Claim, turn: tuple[InboxMessage, ...] | None = None, before: TurnReply | None = None
) -> TurnRequest:
    """What Rasa is asked; asking twice does no harm.

    Args:
        kit: the use cases' kit.
        claimed: the leased conversation.
        turn: one of the claim's turns; default: its first.
        before: the reply to the turn before it, whose state goes on.
    """
    conversation, now = claimed.conversation, kit.clock()
    turn = turn or claimed.turns[0]
    idle = None if conversation.last_turn_at is None else (now - conversation.last_turn_at).total_seconds()
    return TurnRequest(
        conversation_id=conversation.id,
        turn_id=turn[-1].id,
        messages=tuple(TurnMessage(id=message.id, text=message.text) for message in turn),
        button=_meaning_of(turn),
        now=now.astimezone(kit.zone),
        channel=conversation.channel,
        mode="waiting" if conversation.state is State.WAITING else "bot",
        idle_s=0.0 if before else None if idle is None else max(0.0, idle),
        office=claimed.office,
        state=before.state if before else conversation.rasa_state,
    )


def renew(kit: Kit, claimed: Claim) -> bool:
    """Keep the lease while Rasa works; False = it is lost and the work is in vain."""
    with kit.uow(durable=False) as uow:
        ours = uow.conversations.renew(claimed.conversation, kit.clock() + LEASE)
        uow.commit()
    return ours


def commit(kit: Kit, claimed: Claim, reply: TurnReply) -> Settled:
    """Store a turn's reply, state and effects at once, or nothing at all if the conversation has moved on."""
    now = kit.clock()
    with kit.uow() as uow:
        conversation = _still_ours(uow, claimed)
        if conversation is None:
            return Settled(stale=True)
        waiting = uow.inbox.pending(conversation.id, len(claimed.batch) + BATCH_MAX)
        newer = [m for m in waiting if m.seq > claimed.batch[-1].seq]
        full = len(claimed.turns[0]) == BATCH_MAX
        hurried = claimed.stands_alone or full or claimed.is_backlog
        again_at = None if hurried else held_until(claimed.turns[0], newer, reply.wait_s, now)
        if again_at is not None:
            _release(uow, conversation, again_at)
            uow.commit()
            return Settled(held=True, again_at=again_at)
        uow.inbox.settle([message.id for message in claimed.batch], Fate.DONE)
        changed, state = turn_forms.answer(
            uow,
            kit,
            conversation,
            _answered(claimed),
            reply,
            now,
            backlog=claimed.is_backlog,
            form_first=kit.settings.switches.form_first,
        )
        changed = replace(changed, rasa_state=state, last_turn_at=now)
        _release(uow, _healthy(changed), now if newer else None)
        uow.commit()
    return Settled(again_at=now if newer else None)


def _answered(claimed: Claim) -> tuple[InboxMessage, ...]:
    """The messages of the claim up to the one whose reply this is."""
    return tuple(message for message in claimed.batch if message.seq <= claimed.newest.seq)


def fault(kit: Kit, claimed: Claim, kind: FaultKind, last_success: datetime | None) -> Settled:
    """Store that a turn failed: it is taken again after a pause, or given up and handed to an officer.

    Args:
        kit: the use cases' kit.
        claimed: the turn.
        kind: how it failed.
        last_success: when any turn of this process last worked.
    """
    now = kit.clock()
    with kit.uow() as uow:
        conversation = _still_ours(uow, claimed)
        if conversation is None:
            return Settled(stale=True)
        since = conversation.faulty_since or now
        decision = decide_turn(
            kind=kind,
            attempt=max(message.attempt for message in claimed.batch) + (kind is not FaultKind.AWAY),
            asked_at=since
            if claimed.is_backlog
            else min(since, claimed.batch[0].received_at),  # one bubble (stories 14)
            faulty_since=since,
            others_work=last_success is not None and last_success >= since,
            now=now,
            chance=kit.chance(),
        )
        if decision.dead:
            _give_up(uow, kit, conversation, claimed, now)
        else:
            if kind is not FaultKind.AWAY:
                uow.inbox.count_attempt([message.id for message in claimed.batch])
            _postpone(uow, kit, replace(conversation, faulty_since=since), claimed, decision, now)
        uow.commit()
    return Settled(dead=decision.dead, again_at=None if decision.dead else decision.again_at)


def hurry(kit: Kit) -> None:
    """Rasa works again: turns that failed need not wait for the end of their pause."""
    with kit.uow(durable=False) as uow:
        if uow.conversations.hurry_faulty(kit.clock()):
            uow.wake(INBOX)
        uow.commit()


def let_go(kit: Kit, claimed: Claim) -> None:
    """Give a lease back unused, so that the next worker need not wait for its end."""
    with kit.uow(durable=False) as uow:
        conversation = _still_ours(uow, claimed)
        if conversation is not None:
            _release(uow, conversation, kit.clock())
            uow.commit()


def _still_ours(uow: UnitOfWork, claimed: Claim) -> Conversation | None:
    """The conversation as it is now, if nothing but new messages happened to it since the claim."""
    now, then = uow.conversations.get(claimed.conversation.id, lock=True), claimed.conversation
    if now is None:
        return None
    same = (now.fence, now.lease_owner, now.version, now.state) == (
        then.fence,
        then.lease_owner,
        then.version,
        then.state,
    )
    return now if same else None


def _release(uow: UnitOfWork, conversation: Conversation, due_at: datetime | None) -> None:
    uow.conversations.save(replace(conversation, lease_owner=None, lease_until=None, due_at=due_at))
    if due_at is not None:
        uow.wake(INBOX)


def _healthy(conversation: Conversation) -> Conversation:
    return replace(conversation, version=conversation.version + 1, faulty_since=None, outage_told=False)


def _postpone(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, claimed: Claim, decision: RetryDecision, now: datetime
) -> None:
    if decision.tell and not conversation.outage_told and conversation.state is State.BOT:
        notice = deliver.compose(
            kit,
            conversation,
            kit.texts.fill("gangguan_rasa"),
            now,
            speaker=Speaker.SYSTEM,
            inbox_id=claimed.batch[0].id,
            ordinal=_OUTAGE_ORDINAL,
            optional=True,
        )
        conversation = replace(deliver.store(uow, kit, conversation, notice), outage_told=True)
    _release(uow, conversation, decision.again_at)


def _give_up(uow: UnitOfWork, kit: Kit, conversation: Conversation, claimed: Claim, now: datetime) -> None:
    """Apologise, put the person into the queue, and forget the state that may be what breaks Rasa.

    What may be a complaint is no officer's reading: it is taken as one (stories 5).
    """
    uow.inbox.settle([message.id for message in claimed.batch], Fate.DEAD)
    text = kit.texts.fill("gangguan_turn")
    question = "\n".join(message.text for message in claimed.batch)
    if speaks_of_complaint(question):
        changed, _ = turn_forms.begin(uow, kit, conversation, claimed.batch, FormKind.COMPLAINT, question)
        _release(uow, _healthy(replace(changed, rasa_state=None)), now)
        return
    if conversation.state is State.BOT:
        request = RequestOfficer(question=question, category=Category.LAYANAN, need=Need())
        conversation, queued = hand_over(uow, kit, conversation, request, now)
        text = f"{text}\n{queued}"
    apology = deliver.compose(kit, conversation, text, now, speaker=Speaker.BOT, inbox_id=claimed.newest.id)
    changed = replace(deliver.store(uow, kit, conversation, apology), rasa_state=None)
    uow.wake(DESK)
    _release(uow, _healthy(changed), now)
