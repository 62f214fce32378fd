"""A provider behind httpx's transport, and its requests in a form that rows can be compared with."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import Message
from typing import Any

import httpx

Answer = httpx.Response | Exception


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A request as it must have been; what is None or empty is not looked at, but a body must be told.

    Attributes:
        method: in capitals.
        url: absolute.
        json: its JSON body.
        form: its multipart fields: text, or a file as (name, media type, bytes).
        headers: these among others, names in lower case.
    """

    method: str
    url: str
    json: Any = None
    form: dict[str, str | tuple[str, str, bytes]] | None = None
    headers: dict[str, str] = field(default_factory=dict)


class Provider:
    """A provider that gives its answers in order and remembers what it was asked."""

    def __init__(self, answers: Sequence[Answer]) -> None:
        self._answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.unexpected: list[str] = []

    def transport(self) -> httpx.AsyncBaseTransport:
        return httpx.MockTransport(self._take)

    async def _take(self, request: httpx.Request) -> httpx.Response:
        await request.aread()
        self.requests.append(request)
        if not self._answers:
            self.unexpected.append(f"{request.method} {request.url}")
            return httpx.Response(599)
        answer = self._answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer

    def finish(self) -> None:
        assert not self.unexpected, f"requests without an answer: {self.unexpected}"
        assert not self._answers, f"{len(self._answers)} answers were never asked for"


def asked_of(request: httpx.Request) -> tuple[str, str, Any]:
    kind = request.headers.get("content-type", "")
    if kind.startswith("multipart/"):
        return request.method, str(request.url), _form(kind, request.content)
    return request.method, str(request.url), json.loads(request.content) if request.content else None


def expected_of(asked: Asked) -> tuple[str, str, Any]:
    return asked.method, asked.url, asked.json if asked.form is None else asked.form


def check_headers(requests: Sequence[httpx.Request], expected: Sequence[Asked]) -> None:
    for request, asked in zip(requests, expected, strict=True):
        assert {name: request.headers.get(name) for name in asked.headers} == asked.headers


def _form(kind: str, content: bytes) -> dict[str, str | tuple[str, str, bytes]]:
    whole = message_from_bytes(b"Content-Type: " + kind.encode() + b"\r\n\r\n" + content)
    parts = [part for part in whole.get_payload() if isinstance(part, Message)]
    return {str(part.get_param("name", header="content-disposition")): _field(part) for part in parts}


def _field(part: Message) -> str | tuple[str, str, bytes]:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)
    name = part.get_filename()
    return content.decode() if name is None else (name, part.get_content_type(), content)
