"""Latency and throughput over the web chat interface of the running product."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

from bench.browser import Answered, ask_all
from bench.figures import Figures, percentile
from bench.questions import sure_questions
from bench.system import System, running

USERS = 8
_WARM_UP = 24
_ALONE = 250
_EACH = 60
_ACTIONS = ("mau bicara dengan petugas", "batal") * 20


def measure(place: Path) -> Figures:
    """Measure one user, eight users, and eight users whose every turn calls an action."""
    texts = sure_questions(place)
    with running(place) as system:
        return asyncio.run(_measured(system, texts))


async def _measured(system: System, texts: Sequence[str]) -> Figures:
    await ask_all(system.web, texts[:_WARM_UP], address_of(USERS))
    fresh = texts[_WARM_UP:]
    alone = await ask_all(system.web, fresh[:_ALONE])
    fresh = fresh[_ALONE:]
    answers, seconds = await _crowd(system, [fresh[user * _EACH : (user + 1) * _EACH] for user in range(USERS)])
    acted, action_seconds = await _crowd(system, [_ACTIONS] * USERS)
    prompt = [answered.seconds * 1000 for answered in alone if not answered.held]
    return {
        "chat.p50_ms": percentile(prompt, 0.5),
        "chat.p95_ms": percentile(prompt, 0.95),
        "chat.msgs_per_s": len(answers) / seconds,
        "chat.action_msgs_per_s": len(acted) / action_seconds,
        "chat.held": sum(answered.held for answered in [*alone, *answers, *acted]),
    }


async def _crowd(system: System, texts: Sequence[Sequence[str]]) -> tuple[list[Answered], float]:
    """All answers to users who ask at the same time, and the seconds from the first question to the last answer."""
    began = time.perf_counter()
    told = await asyncio.gather(*(ask_all(system.web, each, address_of(user)) for user, each in enumerate(texts)))
    return [answered for each in told for answered in each], time.perf_counter() - began


def address_of(user: int) -> str:
    """A loopback address for each user: the web chat limits what one address may send."""
    return f"127.0.0.{11 + user}"
