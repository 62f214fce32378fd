"""WhatsApp's webhooks: batches of messages and statuses, signed, and sent again until somebody says 200."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import Callable, Coroutine, Sequence
from dataclasses import dataclass
from itertools import groupby
from random import Random

import httpx

from bot.simulators.base import Json, Post
from bot.simulators.faults import Mischief, Tempo

_ANSWER_WITHIN_S = 10
_ACCOUNT = "100000000000009"


@dataclass(frozen=True, kw_only=True)
class Item:
    """One entry of a webhook's `messages` or `statuses`."""

    field: str
    value: Json
    contact: Json | None = None


class Hooks:
    """Delivers items to the service; nothing is lost before the tempo's time is over."""

    def __init__(
        self, target: str, secret: str, phone_id: str, posted: Callable[[Post], None], mischief: Mischief, tempo: Tempo
    ) -> None:
        self.target, self.secret, self.phone_id = target, secret, phone_id
        self.posted, self.mischief, self.tempo = posted, mischief, tempo
        self.open = 0
        """Items that nobody has acknowledged yet."""
        self._random = Random(mischief.seed)
        self._queue: list[Item] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._workers = 0
        self._http = httpx.AsyncClient(timeout=_ANSWER_WITHIN_S, trust_env=False)

    def put(self, item: Item) -> None:
        """Deliver it soon, and perhaps twice, late, or before others."""
        chance, rates = self._random, self.mischief
        for _ in range(2 if chance.random() < rates.duplicate else 1):
            self.open += 1
            late = chance.uniform(0, rates.delay_s) if chance.random() < rates.delay else 0
            place = chance.randint(0, len(self._queue)) if chance.random() < rates.reorder else None
            if late:
                self._start(self._later(item, late))
            else:
                self._enqueue(item, place)

    async def close(self) -> None:
        """Forget what is on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._http.aclose()

    async def _later(self, item: Item, seconds: float) -> None:
        await self.tempo.sleep(seconds)
        self._enqueue(item, None)

    def _enqueue(self, item: Item, place: int | None) -> None:
        self._queue.insert(len(self._queue) if place is None else place, item)
        if self._workers < self.mischief.parallel:
            self._workers += 1
            self._start(self._work())

    def _start(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _work(self) -> None:
        try:
            while self._queue:
                size = self._random.randint(1, self.mischief.batch)
                batch, self._queue = self._queue[:size], self._queue[size:]
                await self._deliver(batch)
        finally:
            self._workers -= 1

    async def _deliver(self, items: list[Item]) -> None:
        body = json.dumps(envelope(self.phone_id, items, self._random)).encode()
        for pause in self.tempo.pauses():
            if pause:
                await self.tempo.sleep(pause)
            status = await self._post(body)
            if status == 200:
                self.open -= len(items)
            self.posted(Post(tuple(str(item.value["id"]) for item in items), status))
            if status == 200:
                return
            if len(items) > 1 and self._random.random() < self.mischief.split:
                await self._deliver(items[: len(items) // 2])
                await self._deliver(items[len(items) // 2 :])
                return
        self.open -= len(items)

    async def _post(self, body: bytes) -> int | None:
        headers = {"Content-Type": "application/json", "X-Hub-Signature-256": signature(self.secret, body)}
        try:
            return (await self._http.post(self.target, content=body, headers=headers)).status_code
        except httpx.TransportError:
            return None


def signature(secret: str, body: bytes) -> str:
    """The header's value for these bytes."""
    return "sha256=" + hmac.digest(secret.encode(), body, hashlib.sha256).hex()


def envelope(phone_id: str, items: Sequence[Item], random: Random) -> Json:
    """One webhook's body; neighbours of one field share a change, and an entry may hold several changes."""
    metadata = {"display_phone_number": "620000000000", "phone_number_id": phone_id}
    entries: list[Json] = []
    for field, group in groupby(items, key=lambda item: item.field):
        chosen = list(group)
        value: Json = {"messaging_product": "whatsapp", "metadata": metadata}
        contacts = [item.contact for item in chosen if item.contact]
        if contacts:
            value["contacts"] = contacts
        value[field] = [item.value for item in chosen]
        if not entries or random.random() < 0.5:
            entries.append({"id": _ACCOUNT, "changes": []})
        entries[-1]["changes"].append({"value": value, "field": "messages"})
    return {"object": "whatsapp_business_account", "entry": entries}
