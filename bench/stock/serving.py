"""The stock project while it serves: start, latency, throughput, memory, a long conversation."""

from __future__ import annotations

import asyncio
import subprocess
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp

from bench.figures import Figures, long_ratio, percentile
from bench.mem import tree_mb
from bench.stock.environment import environment
from bench.system import ended, free_ports, wait_until_ready

USERS = 8
_WARM_UP = 24
_ALONE = 176  # with the warm-up: memory is looked at after 200 turns, as with ours
_EACH = 30
_TURNS = 1_000


@dataclass(frozen=True, kw_only=True)
class Stock:
    """A started stock Rasa."""

    url: str
    pid: int
    start_s: float  # until it could answer


@contextmanager
def serving(rasa: Path, project: Path) -> Iterator[Stock]:
    """Start `rasa run` with the trained model and wait until it is ready."""
    (port,) = free_ports(1)
    log = project / "run.log"
    line = [str(rasa), "run", "--model", "models/stock.tar.gz", "--enable-api", "--interface", "127.0.0.1"]
    began = time.perf_counter()
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*line, "--port", str(port)], cwd=project, env=environment(), stdout=output, stderr=output
        )
    with ended(process):
        url = f"http://127.0.0.1:{port}"
        wait_until_ready(f"{url}/status", process, log)  # 409 until a model is loaded
        yield Stock(url=url, pid=process.pid, start_s=time.perf_counter() - began)


async def measure(stock: Stock, texts: Sequence[str]) -> Figures:
    """One user, memory, eight users, and one long conversation, over the REST channel."""
    async with aiohttp.ClientSession(raise_for_status=True) as http:
        first = await _converse(http, stock, "first", texts[:1])
        await _converse(http, stock, "warm-up", texts[1:_WARM_UP])
        fresh = texts[_WARM_UP:]
        alone = await _visits(http, stock, "alone", fresh[:_ALONE])
        memory = tree_mb(stock.pid)
        fresh = fresh[_ALONE:]
        began = time.perf_counter()
        await asyncio.gather(
            *(_visits(http, stock, f"user-{user}", fresh[user * _EACH : (user + 1) * _EACH]) for user in range(USERS))
        )
        crowd = time.perf_counter() - began
        first100, last100, ratio = long_ratio(await _converse(http, stock, "long", texts[:_TURNS]))
    return {
        "stock.start_s": stock.start_s + first[0],
        "stock.p50_ms": percentile(alone, 0.5) * 1000,
        "stock.p95_ms": percentile(alone, 0.95) * 1000,
        "stock.msgs_per_s": USERS * _EACH / crowd,
        "stock.mem_mb": memory,
        "stock.first100_p50_ms": first100,
        "stock.last100_p50_ms": last100,
        "stock.long_ratio": ratio,
    }


async def parsed(stock: Stock, texts: Sequence[str]) -> list[dict[str, Any]]:
    """What its pipeline makes of each text."""
    async with aiohttp.ClientSession(raise_for_status=True) as http:
        results = []
        for text in texts:
            async with http.post(f"{stock.url}/model/parse", json={"text": text}) as response:
                results.append(await response.json())
        return results


async def _visits(http: aiohttp.ClientSession, stock: Stock, user: str, texts: Sequence[str]) -> list[float]:
    """A new conversation every 15 messages, as in our own measurement: Rasa slows down as one grows."""
    seconds: list[float] = []
    for start in range(0, len(texts), 15):
        seconds += await _converse(http, stock, f"{user}-{start}", texts[start : start + 15])
    return seconds


async def _converse(http: aiohttp.ClientSession, stock: Stock, sender: str, texts: Sequence[str]) -> list[float]:
    """Seconds of each turn of one conversation."""
    seconds = []
    for text in texts:
        began = time.perf_counter()
        body = {"sender": sender, "message": text}
        async with http.post(f"{stock.url}/webhooks/rest/webhook", json=body) as response:
            await response.read()
        seconds.append(time.perf_counter() - began)
    return seconds
