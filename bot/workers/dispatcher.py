"""Takes turns: leases due conversations, asks Rasa, commits. Any number of dispatchers may run."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import Executor
from datetime import datetime
from typing import Protocol

import structlog

from bot.core.retries import FaultKind
from bot.core.turns import TurnReply, TurnRequest
from bot.dialogue.faults import TurnFault
from bot.services import converse
from bot.services.backlog import merged
from bot.services.converse import Claim, Settled
from bot.services.kit import Kit
from bot.services.wake import INBOX, Bell, Hub
from bot.workers.threads import in_thread

CONCURRENT_TURNS = 4
SWEEP_S = 1.0  # the truth; bells only save time
RENEW_S = 3.0  # a lease lives 10 s

log = structlog.get_logger(__name__)

Observe = Callable[[str, float], None]
"""Gets a turn's outcome (committed, held, stale, fault, dead) and its seconds."""


class Rasa(Protocol):
    """What takes a turn; raises a TurnFault or answers."""

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Take one turn."""


class Dispatcher:
    """One loop; each leased conversation is a task of its own, so that a slow one delays nobody else."""

    def __init__(
        self,
        kit: Kit,
        hub: Hub,
        rasa: Rasa,
        threads: Executor,
        owner: str,
        observe: Observe,
        notice: Callable[[Claim], None] = lambda claim: None,
    ) -> None:
        self._kit = kit
        self._hub = hub
        self._rasa = rasa
        self._threads = threads
        self._owner = owner
        self._observe = observe
        self._notice = notice
        self._tasks: set[asyncio.Task[None]] = set()
        self._last_success: datetime | None = None
        self._faulty = False

    async def run(self) -> None:
        """Work until cancelled; then give back the leases of unfinished turns."""
        with self._hub.listening(INBOX) as bell:
            try:
                while True:
                    await self._fill(bell)
                    await bell.wait(SWEEP_S)
            finally:
                await self._abandon()

    async def _fill(self, bell: Bell) -> None:
        free = CONCURRENT_TURNS - len(self._tasks)
        if free <= 0:
            return
        try:
            claims = await in_thread(self._threads, converse.claim, self._kit, self._owner, free)
        except Exception:
            log.exception("dispatcher.claim_failed")  # the database is away: the next sweep tries again
            return
        for claim in claims:
            self._notice(claim)
            task = asyncio.create_task(self._work(claim, bell))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def _work(self, claim: Claim, bell: Bell) -> None:
        started = time.perf_counter()
        try:
            outcome, settled = await self._turn(claim)
        except asyncio.CancelledError:
            await asyncio.shield(in_thread(self._threads, converse.let_go, self._kit, claim))
            raise
        except Exception:
            log.exception("dispatcher.turn_failed", conversation=claim.conversation.id)  # its lease ends by itself
            outcome, settled = "error", Settled()
        self._observe(outcome, time.perf_counter() - started)
        self._ring_at(bell, settled.again_at)

    async def _turn(self, claim: Claim) -> tuple[str, Settled]:
        try:
            reply = await self._ask(claim)
            if reply is None:
                return "stale", Settled(stale=True)
            settled = await in_thread(self._threads, converse.commit, self._kit, claim, reply)
        except TurnFault as fault:
            log.warning("turn.fault", conversation=claim.conversation.id, kind=fault.kind.value, why=str(fault))
            return await self._fault(claim, fault.kind)
        except Exception:  # a reply we cannot store: to the person it is a turn that fails
            log.exception("turn.commit_failed", conversation=claim.conversation.id)
            return await self._fault(claim, FaultKind.REFUSED)
        await self._note_success()
        if settled.stale:
            return "stale", settled
        return "held" if settled.held else "committed", settled

    async def _ask(self, claim: Claim) -> TurnReply | None:
        """Rasa's reply, the lease renewed while it works; None = the lease was lost meanwhile."""
        asking = asyncio.ensure_future(self._turns(claim))
        try:
            while not (await asyncio.wait({asking}, timeout=RENEW_S))[0]:
                if not await in_thread(self._threads, converse.renew, self._kit, claim):
                    return None
            return asking.result()
        finally:
            asking.cancel()

    async def _turns(self, claim: Claim) -> TurnReply:
        replies: list[TurnReply] = []
        for turn in claim.turns:
            before = replies[-1] if replies else None
            replies.append(await self._rasa.turn(converse.request_of(self._kit, claim, turn, before)))
        return merged(replies) if claim.is_backlog else replies[0]

    async def _fault(self, claim: Claim, kind: FaultKind) -> tuple[str, Settled]:
        self._faulty = True
        settled = await in_thread(self._threads, converse.fault, self._kit, claim, kind, self._last_success)
        if settled.dead:
            log.error("turn.dead", conversation=claim.conversation.id, inbox=claim.newest.id)
        return "dead" if settled.dead else "fault", settled

    async def _note_success(self) -> None:
        """After an outage the first turn that works lets all others go at once."""
        self._last_success = self._kit.clock()
        if self._faulty:
            self._faulty = False
            await in_thread(self._threads, converse.hurry, self._kit)

    def _ring_at(self, bell: Bell, again_at: datetime | None) -> None:
        pause = 0.0 if again_at is None else (again_at - self._kit.clock()).total_seconds()
        asyncio.get_running_loop().call_later(max(0.0, pause), bell.ring)

    async def _abandon(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
