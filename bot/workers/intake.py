"""Stores what webhooks bring before they are answered: many in one transaction, in files while the database is away."""

import asyncio
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import structlog

from bot.channels.base import Channel, Parsed, PayloadInvalid
from bot.services import statuses
from bot.services.figures import desk_load
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.store.spool import Spool
from bot.workers.threads import in_thread

AT_ONCE = 64
REPLAY_S = 1.0
POISON_AFTER = 3

log = structlog.get_logger(__name__)


class IntakeFull(Exception):
    """Neither the database nor the spool takes anything: the provider must come again."""


@dataclass(frozen=True)
class _Waiting:
    channel: str
    body: bytes
    parsed: Parsed
    stored: "asyncio.Future[None]"


class Intake:
    """One writer: what arrives while it commits shares the next commit, so that a crowd costs few of them."""

    def __init__(self, kit: Kit, channels: Mapping[str, Channel], spool: Spool) -> None:
        self._kit = kit
        self._channels = channels
        self._spool = spool
        self._waiting: list[_Waiting] = []
        self._writing: asyncio.Task[None] | None = None
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="intake")
        self._failed: dict[str, int] = {}

    @property
    def spooled(self) -> int:
        """How many webhooks wait in files."""
        return len(self._spool.waiting())

    async def take(self, channel: str, body: bytes, parsed: Parsed) -> None:
        """Make everything in an authentic body durable.

        Args:
            channel: whose it is.
            body: as it came, for the spool.
            parsed: what it says.

        Raises:
            IntakeFull: it could be stored nowhere.
        """
        if not parsed.incoming and not parsed.statuses:
            return
        waiting = _Waiting(channel, body, parsed, asyncio.get_running_loop().create_future())
        self._waiting.append(waiting)
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write())
        await waiting.stored

    async def replay(self) -> None:
        """Store what waits in files, oldest first, until cancelled."""
        while True:
            await in_thread(self._thread, self._replay)
            await asyncio.sleep(REPLAY_S)

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting[:AT_ONCE], self._waiting[AT_ONCE:]
            faults = await in_thread(self._thread, self._store_all, batch)
            for waiting, fault in zip(batch, faults, strict=True):
                if waiting.stored.cancelled():
                    continue
                if fault is None:
                    waiting.stored.set_result(None)
                else:
                    waiting.stored.set_exception(fault)

    def _store_all(self, batch: Sequence[_Waiting]) -> list[IntakeFull | None]:
        """One transaction for all; if it fails, each by itself, so that one bad body harms no other."""
        if self._spool.waiting():  # what came earlier is stored first: order is kept
            return [self._keep(each) for each in batch]
        try:
            self._store([each.parsed for each in batch])
        except Exception as fault:
            log.warning("intake.batch_failed", kind=type(fault).__name__, bodies=len(batch))
            return [self._keep(each) if self._spool.waiting() else self._store_or_keep(each) for each in batch]
        return [None] * len(batch)

    def _store_or_keep(self, waiting: _Waiting) -> IntakeFull | None:
        try:
            self._store([waiting.parsed])
        except Exception as fault:
            log.error("intake.store_failed", channel=waiting.channel, kind=type(fault).__name__)
            return self._keep(waiting)
        return None

    def _keep(self, waiting: _Waiting) -> IntakeFull | None:
        try:
            self._spool.keep(waiting.channel, waiting.body)
        except OSError as fault:
            log.error("intake.spool_failed", channel=waiting.channel, kind=type(fault).__name__)
            return IntakeFull("neither the database nor the spool can be written")
        return None

    def _store(self, bodies: Sequence[Parsed]) -> None:
        receive(self._kit, [incoming for parsed in bodies for incoming in parsed.incoming])
        statuses.record_statuses(self._kit, [status for parsed in bodies for status in parsed.statuses])

    def _replay(self) -> None:
        for channel, body, path in self._spool.replay():
            try:
                self._store([self._channels[channel].parse(body)])
            except (KeyError, PayloadInvalid) as fault:
                self._spool.set_aside(path)
                log.error("intake.unreadable", file=path.name, kind=type(fault).__name__)
            except Exception as fault:
                if not self._is_poison(path.name):
                    log.warning("intake.replay_failed", file=path.name, kind=type(fault).__name__)
                    return
                self._spool.set_aside(path)
                log.error("intake.poison", file=path.name, kind=type(fault).__name__)
            else:
                path.unlink(missing_ok=True)
                log.info("intake.replayed", file=path.name)

    def _is_poison(self, name: str) -> bool:
        """Whether a body keeps failing although the database works: it is set aside for an engineer."""
        try:
            desk_load(self._kit)
        except Exception:
            return False
        self._failed[name] = self._failed.get(name, 0) + 1
        return self._failed[name] >= POISON_AFTER
