"""Telegram's updates: kept until the bot has them, by webhook or by `getUpdates` (platforms 2)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from itertools import count
from random import Random
from time import monotonic, time

import httpx

from bot.simulators.base import Json, Post
from bot.simulators.faults import Mischief, Tempo

MESSAGE_LIVES_S = 86_400
PRESS_LIVES_S = 150

_ANSWER_WITHIN_S = 10
_LONGEST_RETRY_AFTER_S = 3600


class Conflict(Exception):
    """Webhook and polling exclude each other, and so do two pollers; the message is Telegram's."""


@dataclass(frozen=True, kw_only=True)
class Update:
    """Something that happened; `queue` names those that wait for one another."""

    number: int
    kind: str
    content: Json
    queue: str
    expires: float  # on the monotonic clock

    def as_json(self) -> Json:
        """As the bot sees it."""
        return {"update_id": self.number, self.kind: self.content}


@dataclass(kw_only=True)
class Webhook:
    """Where updates are posted to, and how the last post failed."""

    url: str = ""
    secret: str = ""
    allowed: tuple[str, ...] = ()
    max_connections: int = 40
    last_error: str = ""
    last_error_at: int = 0


class Updates:
    """Pending updates. One is in flight per queue: a failing update holds back the later ones of its chat."""

    def __init__(
        self, hook: Webhook, posts: list[Post], changed: Callable[[], None], called: Callable[[Json], Awaitable[None]],
        mischief: Mischief, tempo: Tempo,
    ) -> None:  # fmt: skip
        self.posts, self.changed, self.called, self.mischief, self.tempo = posts, changed, called, mischief, tempo
        self.pending: dict[int, Update] = {}
        self.hook = hook
        self.next_number = 700_000_001
        self._random = Random(mischief.seed)
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._news = asyncio.Event()
        self._polls = count(1)
        self._poll = 0
        self._slots = asyncio.Semaphore(self.hook.max_connections)
        self._http = httpx.AsyncClient(timeout=_ANSWER_WITHIN_S, trust_env=False)

    def put(self, kind: str, content: Json, queue: str, lives_s: float) -> int:
        """Keep an update for the bot; gives its id."""
        number, self.next_number = self.next_number, self.next_number + 1
        if not self.hook.allowed or kind in self.hook.allowed:
            expires = monotonic() + lives_s
            self.pending[number] = Update(number=number, kind=kind, content=content, queue=queue, expires=expires)
            self._wake()
        return number

    async def set_webhook(self, hook: Webhook) -> None:
        """Post updates from now on, those that wait first; an empty address ends it."""
        await self._stop()
        self.hook, self._slots = hook, asyncio.Semaphore(hook.max_connections)
        self._wake()

    async def poll(self, offset: int, limit: int, timeout_s: float) -> list[Json]:
        """What `getUpdates` gives; updates before `offset` are confirmed and gone.

        Raises:
            Conflict: a webhook is set, or another poller came.
        """
        if self.hook.url:
            raise Conflict("Conflict: can't use getUpdates method while webhook is active; use deleteWebhook first")
        mine = self._poll = next(self._polls)
        self._wake()
        if offset < 0:
            offset = ([*self.pending][offset:] or [0])[0]
        self.pending = {number: update for number, update in self.pending.items() if number >= offset}
        self.changed()
        deadline = monotonic() + timeout_s
        while not self._alive() and mine == self._poll and (left := deadline - monotonic()) > 0:
            await _within(self._news.wait(), left)
        if mine != self._poll:
            raise Conflict("Conflict: terminated by other getUpdates request; make sure only one instance is running")
        return [update.as_json() for update in self._alive()[:limit]]

    async def close(self) -> None:
        """Forget what is on its way."""
        await self._stop()
        await self._http.aclose()

    async def _stop(self) -> None:
        for worker in self._workers.values():
            worker.cancel()
        await asyncio.gather(*self._workers.values(), return_exceptions=True)
        self._workers.clear()

    def _alive(self) -> list[Update]:
        return [update for update in self.pending.values() if update.expires > monotonic()]

    def _wake(self) -> None:
        self._news.set()
        self._news = asyncio.Event()
        if self.hook.url:
            for queue in {update.queue for update in self.pending.values()} - set(self._workers):
                self._workers[queue] = asyncio.create_task(self._work(queue))

    async def _work(self, queue: str) -> None:
        while waiting := [update for update in self.pending.values() if update.queue == queue]:
            await self._deliver(waiting[0])
            self.pending.pop(waiting[0].number, None)
            self.changed()
        del self._workers[queue]  # nothing was awaited since the last look

    async def _deliver(self, update: Update) -> None:
        chance, rates = self._random, self.mischief
        if chance.random() < rates.delay:
            await self.tempo.sleep(chance.uniform(0, rates.delay_s))
        asked_for = 0
        for pause in self.tempo.pauses():
            if pause := max(pause, min(asked_for, _LONGEST_RETRY_AFTER_S, self.tempo.longest_s)):
                await self.tempo.sleep(pause)
            if update.expires <= monotonic():
                return
            answer = await self._post(update)
            if answer is not None and answer.is_success:
                if chance.random() < rates.duplicate:
                    await self._post(update)  # as when the first answer had been lost on its way
                return
            asked_for = _retry_after(answer)

    async def _post(self, update: Update) -> httpx.Response | None:
        headers = {"X-Telegram-Bot-Api-Secret-Token": self.hook.secret} if self.hook.secret else {}
        try:
            async with self._slots:
                answer = await self._http.post(self.hook.url, json=update.as_json(), headers=headers)
        except httpx.TransportError:
            answer = None
        if answer is None or not answer.is_success:
            reason = "Connection refused" if answer is None else f"{answer.status_code} {answer.reason_phrase}"
            self.hook.last_error = f"Wrong response from the webhook: {reason}"
            self.hook.last_error_at = int(time())
        elif (called := _command(answer)) is not None:
            await self.called(called)
        self.posts.append(Post((str(update.number),), answer.status_code if answer is not None else None))
        self.changed()
        return answer


async def _within(waiting: Awaitable[object], seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await waiting
    except TimeoutError:
        pass


def _retry_after(answer: httpx.Response | None) -> int:
    asked = answer.headers.get("retry-after", "") if answer is not None else ""
    return int(asked) if asked.isdecimal() else 0


def _command(answer: httpx.Response) -> Json | None:
    """A method that the bot calls in its answer to a webhook."""
    try:
        body = answer.json()
    except ValueError:
        return None
    return body if isinstance(body, dict) and "method" in body else None
