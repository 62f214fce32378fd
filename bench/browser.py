"""A person's browser on the web chat interface, as quick as its answers."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

import aiohttp

_VISIT = 15
"""Messages of one session: the web chat lets a session write 20 at once and then two a second."""
_WAIT_S = 20
_HELD_S = 2.5
"""A reply later than this was kept back to gather bubbles (3 or 8 s): a wait by intention, counted by itself."""


class NoReply(Exception):
    """The web chat refused a message or never answered it."""


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A reply and how long it took from posting."""

    seconds: float
    text: str

    @property
    def held(self) -> bool:
        """Whether it was kept back for more bubbles."""
        return self.seconds >= _HELD_S


class Browser:
    """Opens sessions and asks in them, one message at a time."""

    def __init__(self, http: aiohttp.ClientSession, base_url: str, visit: int = _VISIT) -> None:
        """Remember where.

        Args:
            http: opened and closed by the caller.
            base_url: of the service.
            visit: messages after which a new session is opened.
        """
        self._http = http
        self._base = base_url
        self._visit = visit
        self._asked = 0
        self._seq = 0
        self._headers: dict[str, str] = {}

    async def ask(self, text: str) -> Answered:
        """Post a text and wait for what is said to it.

        Raises:
            NoReply: not accepted, or no reply within 20 s.
        """
        if self._asked % self._visit == 0:
            await self._open()
        self._asked += 1
        began = time.perf_counter()
        headers = self._headers | {"Idempotency-Key": uuid.uuid4().hex}
        async with self._http.post(f"{self._base}/chat/messages", json={"text": text}, headers=headers) as response:
            if response.status != 202:
                raise NoReply(f"POST /chat/messages answered {response.status}")
        self._seq += 1  # our own message
        said = await self._next_words(began)
        return Answered(seconds=time.perf_counter() - began, text=said)

    async def _next_words(self, began: float) -> str:
        while time.perf_counter() - began < _WAIT_S:
            query = {"after": str(self._seq), "wait": "10"}
            async with self._http.get(f"{self._base}/chat/messages", params=query, headers=self._headers) as response:
                if response.status != 200:
                    raise NoReply(f"GET /chat/messages answered {response.status}")
                news = await response.json()
            if news:
                self._seq = news[-1]["seq"]
                return "\n".join(message["text"] for message in news)
        raise NoReply(f"no reply within {_WAIT_S} s")

    async def _open(self) -> None:
        async with self._http.post(f"{self._base}/chat/sessions") as response:
            if response.status != 200:
                raise NoReply(f"POST /chat/sessions answered {response.status}")
            self._headers = {"Authorization": f"Bearer {(await response.json())['session']}"}
        self._seq = 0


async def ask_all(
    base_url: str, texts: Sequence[str], address: str = "127.0.0.1", visit: int = _VISIT
) -> list[Answered]:
    """One user asks `texts` one after the other from a loopback address of their own."""
    connector = aiohttp.TCPConnector(local_addr=(address, 0))
    async with aiohttp.ClientSession(connector=connector) as http:
        browser = Browser(http, base_url, visit)
        return [await browser.ask(text) for text in texts]
