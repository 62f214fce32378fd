"""Runs rows about a channel, and fails on what authors of rows forget.

Fails on: an answer that nobody asked for, a request without an answer, a real connection, a log record of WARNING or
above, and on a credential, an address or a person's words in any log record, exception, reason, result or repr.
"""

import asyncio
import json
import traceback
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

import httpx

from bot.channels.base import Channel, FileRefused, Parsed, PayloadInvalid, SendResult
from bot.core.conversations import Address
from bot.core.messages import Attachment, Incoming, MediaRef, OfferedButton, Outgoing, Speaker
from bot.core.sending import Status
from tests.channels.provider import Answer, Asked, Provider, asked_of, check_headers, expected_of
from tests.channels.watch import watched

NOW = datetime(2026, 11, 23, 3, 0, tzinfo=UTC)

Make = Callable[[httpx.AsyncBaseTransport], Channel]
Result = TypeVar("Result")


@dataclass(frozen=True, kw_only=True)
class IncomingCase:
    """One body, and what it must be read as.

    Attributes:
        label: why this row exists.
        body: JSON to encode, or bytes as they are.
        error: the body must be PayloadInvalid.
    """

    label: str
    body: Any
    incoming: tuple[Incoming, ...] = ()
    statuses: tuple[Status, ...] = ()
    ignored: tuple[str, ...] = ()
    response: Any = None
    error: bool = False


@dataclass(frozen=True, kw_only=True)
class OutgoingCase:
    """One sending: what the provider answers, what it must have been asked, and what must come of it."""

    label: str
    outgoing: Outgoing
    address: Address
    answers: tuple[Answer, ...]
    requests: tuple[Asked, ...]
    result: SendResult


@dataclass(frozen=True, kw_only=True)
class FetchCase:
    """One file: its bytes, or the code of FileRefused, or `later` for a transport error."""

    label: str
    media: MediaRef
    answers: tuple[Answer, ...]
    urls: tuple[str, ...]
    limit: int = 1_000
    content: bytes | None = None
    error: str = ""


def outgoing(text: str, *titles: str, attachment: Attachment | None = None) -> Outgoing:
    """A reply with buttons token-1, token-2, …"""
    return Outgoing(
        id="outbox-1",
        conversation_id="conversation-1",
        channel="test",
        inbox_id="inbox-1",
        ordinal=0,
        key=None,
        speaker=Speaker.BOT,
        author_id=None,
        text=text,
        buttons=tuple(OfferedButton(title=title, token=f"token-{n}") for n, title in enumerate(titles, 1)),
        decision=None,
        created_at=NOW,
        attachment=attachment,
    )


def body_of(case: IncomingCase) -> bytes:
    return case.body if isinstance(case.body, bytes) else json.dumps(case.body).encode()


def load(folder: Path, name: str) -> Any:
    """A payload from a JSON file."""
    return json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))


def check_incoming(channel: Channel, case: IncomingCase, secrets: Sequence[str]) -> None:
    with watched([*secrets, *_words(case.incoming)]) as seen:
        seen.append(repr(channel))
        try:
            parsed: Parsed | None = channel.parse(body_of(case))
        except PayloadInvalid as error:
            seen.append(_shown(error))
            parsed = None
        seen.extend(parsed.ignored if parsed else ())
    expected = Parsed(incoming=case.incoming, statuses=case.statuses, ignored=case.ignored, response=case.response)
    assert parsed == (None if case.error else expected)


def check_outgoing(make: Make, case: OutgoingCase, secrets: Sequence[str]) -> None:
    words = [case.outgoing.text, case.address.value, *(button.title for button in case.outgoing.buttons)]

    async def send(channel: Channel) -> SendResult:
        return await channel.send(case.outgoing, case.address)

    provider = Provider(case.answers)
    with watched([*secrets, *words]) as seen:
        result = _with_channel(make, provider, send)
        seen.append(repr(result))
    provider.finish()
    assert [asked_of(request) for request in provider.requests] == [expected_of(each) for each in case.requests]
    check_headers(provider.requests, case.requests)
    assert result == case.result


def check_notice(make: Make, address: Address, external_id: str, answer: Answer, expected: Asked, secret: str) -> None:
    """`notice` asks this once and raises nothing, whatever the answer is."""

    async def tell(channel: Channel) -> None:
        await channel.notice(address, external_id)

    provider = Provider([answer])
    with watched([secret, address.value]):
        _with_channel(make, provider, tell)
    provider.finish()
    assert [asked_of(request) for request in provider.requests] == [expected_of(expected)]


def check_fetch(make: Make, case: FetchCase, secrets: Sequence[str]) -> None:
    async def fetch(channel: Channel) -> bytes:
        return await channel.fetch(case.media, case.limit)

    provider = Provider(case.answers)
    with watched([*secrets, case.media.file_name]) as seen:
        try:
            got: bytes | str = _with_channel(make, provider, fetch)
        except (FileRefused, httpx.TransportError) as error:
            seen.append(_shown(error))
            got = str(error.args[0]) if isinstance(error, FileRefused) else "later"
    provider.finish()
    assert got == (case.error if case.content is None else case.content)
    assert [str(request.url) for request in provider.requests] == list(case.urls)


def _with_channel(make: Make, provider: Provider, act: Callable[[Channel], Awaitable[Result]]) -> Result:
    async def scenario() -> Result:
        channel = make(provider.transport())
        try:
            return await act(channel)
        finally:
            await channel.close()

    return asyncio.run(scenario())


def _shown(error: BaseException) -> str:
    """As a log would show it."""
    return "".join(traceback.format_exception(error)) + repr(error.args)


def _words(messages: Sequence[Incoming]) -> list[str]:
    return [word for each in messages for word in (each.text, each.address.value, *(a.value for a in each.also))]
