"""One conversation of a thousand turns: through the web chat, and straight against Rasa with the state handed back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import aiohttp
import jwt

from bench.browser import ask_all
from bench.figures import Figures, long_ratio, percentile
from bench.questions import sure_questions
from bench.system import SECRET, System, running
from bench.workspace import lifted_session_limit

TURNS = 1_000
_WARM_UP = 20
_ENDS = 100


def measure(place: Path) -> Figures:
    """Measure both; each on processes of its own, so that no text is met twice by the same embedding memory."""
    texts = sure_questions(place)
    warm_up, conversation, other = texts[:_WARM_UP], texts[_WARM_UP:][:TURNS], texts[_WARM_UP + TURNS :][:_ENDS]
    with lifted_session_limit(place), running(place) as system:
        asyncio.run(ask_all(system.web, warm_up))
        told = asyncio.run(ask_all(system.web, conversation, visit=TURNS))
    with running(place) as system:
        seconds, fresh = asyncio.run(straight(system, warm_up, conversation, other))
    return (
        figures("long.", [answered.seconds for answered in told])
        | figures("long.rasa_", seconds)
        | {"long.rasa_fresh_p50_ms": percentile(fresh, 0.5) * 1000}
    )


def figures(prefix: str, seconds: Sequence[float]) -> Figures:
    """The three figures of a long conversation."""
    first, last, ratio = long_ratio(seconds)
    return {f"{prefix}first100_p50_ms": first, f"{prefix}last100_p50_ms": last, f"{prefix}ratio": ratio}


async def straight(
    system: System, warm_up: Sequence[str], texts: Sequence[str], other: Sequence[str]
) -> tuple[list[float], list[float]]:
    """Seconds of each turn over Rasa's turn channel, and of a new conversation's turns between the last of them.

    What slows the last turns and the new conversation alike is the machine, not the conversation's length.

    Raises:
        aiohttp.ClientResponseError: Rasa did not answer a turn with 200.
    """
    token = jwt.encode({"user": {"username": "service", "role": "admin"}}, SECRET, algorithm="HS256")
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}, raise_for_status=True) as http:
        first, long, new = (_Straight(http, system.rasa, name) for name in ("warm-up", "long", "new"))
        for text in warm_up:
            await first.take(text)
        seconds = [await long.take(text) for text in texts[: -len(other)]]
        fresh = []
        for text, others in zip(texts[-len(other) :], other, strict=True):
            seconds.append(await long.take(text))
            fresh.append(await new.take(others))
    return seconds, fresh


class _Straight:
    """A conversation with Rasa alone: its state goes back with every turn."""

    def __init__(self, http: aiohttp.ClientSession, rasa: str, conversation_id: str) -> None:
        self._http = http
        self._url = f"{rasa}/webhooks/turn/turn"
        self._id = conversation_id
        self._state: Any = None
        self._taken = 0

    async def take(self, text: str) -> float:
        """Take a turn and tell its seconds."""
        self._taken += 1
        began = time.perf_counter()
        async with self._http.post(self._url, json=self._turn(text)) as response:
            self._state = (await response.json())["state"]
        return time.perf_counter() - began

    def _turn(self, text: str) -> dict[str, Any]:
        return {
            "conversation_id": self._id,
            "turn_id": f"{self._id}-{self._taken}",
            "messages": [{"id": f"{self._id}-{self._taken}", "text": text}],
            "button": None,
            "now": datetime.now(UTC).isoformat(),
            "channel": "webchat",
            "mode": "bot",
            "idle_s": None if self._state is None else 1.0,
            "office": None,
            "state": self._state,
        }
