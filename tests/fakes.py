"""Hand-written fakes: clock, ids, a Rasa behind httpx's transport, a channel that sends."""

import asyncio
import json
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx

from bot.channels.base import Pace, Parsed, PayloadInvalid, SendResult, Sent
from bot.core.conversations import Address
from bot.core.messages import Incoming, MediaRef, Outgoing

MONDAY_TEN = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)  # 10.00 WIB of a working day

Json = dict[str, Any]


class FakeClock:
    """Stands still until told."""

    def __init__(self, now: datetime = MONDAY_TEN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def advance(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


class FakeIds:
    """id-1, id-2, …"""

    def __init__(self, prefix: str = "id") -> None:
        self._numbers = count(1)
        self._prefix = prefix

    def __call__(self) -> str:
        return f"{self._prefix}-{next(self._numbers)}"


def bubble(text: str, *buttons: tuple[str, Json], sure: bool = True) -> Json:
    """One message of a turn's reply."""
    return {"text": text, "buttons": [{"title": t, "meaning": m} for t, m in buttons], "sure": sure}


def reply(
    *messages: Json, commands: Sequence[Json] = (), wait_s: float = 0, state: Mapping[str, Any] | None = None
) -> Json:
    """A turn's reply as Rasa sends it."""
    return {
        "messages": list(messages),
        "commands": list(commands),
        "decision": {"kind": "answer", "faq": ["data_ipm"], "intent": "tanya_data", "confidence": 0.9},
        "wait_s": wait_s,
        "state": dict(state or {"events": []}),
        "model_id": "model-1",
    }


def wants_officer(question: str = "angka ipm 2023", category: str = "data") -> Json:
    """The command minta_petugas; `layanan` is what it says of who asks straight for an officer."""
    need = {"indikator": "ipm", "wilayah": None, "tahun": "2023"}
    return {"perintah": "minta_petugas", "pertanyaan": question, "kategori": category, "kebutuhan": need}


Answer = Callable[[Json], Json | int | Exception]


def echo(request: Json) -> Json:
    """Answers with the words it was given, surely."""
    return reply(bubble("jawab: " + " | ".join(m["text"] for m in request["messages"])))


class FakeRasa:
    """A Rasa to mount as a transport; `answer` gives a reply, a status or an exception for each request."""

    def __init__(self, answer: Answer = echo) -> None:
        self.answer = answer
        self.requests: list[Json] = []
        self.headers: list[httpx.Headers] = []
        self.gate: asyncio.Event | None = None

    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    async def _handle(self, request: httpx.Request) -> httpx.Response:
        if request.url.path == "/webhooks/turn/":
            return httpx.Response(200, json={"model_file": "m"})
        body = json.loads(request.content)
        self.requests.append(body)
        self.headers.append(request.headers)
        if self.gate is not None:
            await self.gate.wait()
        answer = self.answer(body)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, int):
            return httpx.Response(answer, json={})
        return httpx.Response(200, json=answer)


class FakeFiles:
    """Files in memory."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def write(self, file_id: str, content: bytes) -> None:
        self.kept[file_id] = content

    def path_of(self, file_id: str) -> Path:
        return Path("/files") / file_id

    def read(self, file_id: str) -> bytes:
        return self.kept[file_id]

    def remove(self, file_id: str) -> None:
        self.kept.pop(file_id, None)


class FakeChannel:
    """A provider's channel that remembers what it was given and answers from a list."""

    name = "fake"
    pace = Pace(recipient_s=6, recipient_burst=45, per_second=100)
    has_window = False
    gives_statuses = True

    def __init__(self, *results: SendResult) -> None:
        self._results = list(results)
        self.sent: list[tuple[str, str]] = []
        self.noticed: list[str] = []
        self.files: dict[str, bytes | Exception] = {}

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        self.sent.append((address.value, outgoing.text))
        return self._results.pop(0) if self._results else Sent(f"p-{len(self.sent)}")

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        return headers.get("x-proof") == "good"

    def parse(self, body: bytes) -> Parsed:
        """`[["person", "id", "text"], …]`."""
        try:
            rows = [(str(who), str(key), str(text)) for who, key, text in json.loads(body)]
        except (ValueError, TypeError):
            raise PayloadInvalid("not rows") from None
        return Parsed(
            incoming=tuple(
                Incoming(address=Address(channel=self.name, kind="user", value=who), external_id=key, text=text)
                for who, key, text in rows
            )
        )

    async def notice(self, address: Address, external_id: str) -> None:
        self.noticed.append(external_id)

    async def fetch(self, media: MediaRef, limit: int) -> bytes:
        content = self.files[media.provider_id]
        if isinstance(content, Exception):
            raise content
        return content

    async def close(self) -> None:
        """Nothing is open."""
