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
from bench.figures import Figures, long_ratio
from bench.questions import sure_questions
from bench.system import SECRET, System, running
from bench.workspace import lifted_session_limit

TURNS = 1_000
_WARM_UP = 20


def measure(place: Path) -> Figures:
    """Measure both; each on processes of its own, so that no text is met twice by the same embedding memory."""
    texts = sure_questions(place)
    warm_up, conversation = texts[-_WARM_UP:], texts[:TURNS]
    with lifted_session_limit(place), running(place) as system:
        asyncio.run(ask_all(system.web, warm_up))
        told = asyncio.run(ask_all(system.web, conversation, visit=TURNS))
    with running(place) as system:
        asyncio.run(straight(system, warm_up))
        seconds = asyncio.run(straight(system, conversation))
    return figures("long.", [answered.seconds for answered in told]) | figures("long.rasa_", seconds)


def figures(prefix: str, seconds: Sequence[float]) -> Figures:
    """The three figures of a long conversation."""
    first, last, ratio = long_ratio(seconds)
    return {f"{prefix}first100_p50_ms": first, f"{prefix}last100_p50_ms": last, f"{prefix}ratio": ratio}


async def straight(system: System, texts: Sequence[str]) -> list[float]:
    """Seconds of each turn over Rasa's turn channel.

    Raises:
        aiohttp.ClientResponseError: Rasa did not answer a turn with 200.
    """
    token = jwt.encode({"user": {"username": "service", "role": "admin"}}, SECRET, algorithm="HS256")
    state: Any = None
    seconds = []
    async with aiohttp.ClientSession(headers={"Authorization": f"Bearer {token}"}, raise_for_status=True) as http:
        for ordinal, text in enumerate(texts):
            began = time.perf_counter()
            turn = _turn(ordinal, text, state)
            async with http.post(f"{system.rasa}/webhooks/turn/turn", json=turn) as response:
                state = (await response.json())["state"]
            seconds.append(time.perf_counter() - began)
    return seconds


def _turn(ordinal: int, text: str, state: Any) -> dict[str, Any]:
    return {
        "conversation_id": "bench",
        "turn_id": f"turn-{ordinal}",
        "messages": [{"id": f"message-{ordinal}", "text": text}],
        "button": None,
        "now": datetime.now(UTC).isoformat(),
        "channel": "webchat",
        "mode": "bot",
        "idle_s": None if state is None else 1.0,
        "state": state,
    }
