"""What the channels share over HTTP: how a call ends, and how a person's file is fetched."""

import asyncio
import json
from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass
from typing import Any

import httpx

from bot.channels.base import FileRefused, Refused, Unclear
from bot.core.sending import Failure, Remedy

TIMEOUTS = httpx.Timeout(20, connect=5)
AMBIGUOUS = frozenset({httpx.codes.INTERNAL_SERVER_ERROR, httpx.codes.BAD_GATEWAY, httpx.codes.GATEWAY_TIMEOUT})
"""Without the provider's own error object these come from somebody in between: what was asked may have been done."""

_NOT_BEGUN = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)
_LATER = frozenset({Remedy.RETRY, Remedy.PAUSE_CHANNEL})
_REDIRECTS_MAX = 2
_RETRY_AFTER_MAX_S = 3600.0  # a wild figure must not park a message for days
_FILE_S = 60  # the timeouts above hold for each piece: a trickle of bytes would never end
_PLAIN = {"Accept-Encoding": "identity"}  # nothing that unpacks to more than was counted


class NotNow(httpx.TransportError):
    """The provider cannot give the file now."""


def open_client(
    url: str, transport: httpx.AsyncBaseTransport | None, headers: Mapping[str, str] | None = None
) -> httpx.AsyncClient:
    """A client of one provider's interface."""
    return httpx.AsyncClient(
        base_url=url,
        headers=dict(headers or {}),
        timeout=TIMEOUTS,
        transport=transport,
        trust_env=False,  # a proxy variable of the machine must not see citizens' words
        follow_redirects=False,
    )


async def ask(call: Awaitable[httpx.Response]) -> httpx.Response | Refused | Unclear:
    """The answer to a call, or what its end without one means; nothing of the provider's text is kept."""
    try:
        return await call
    except _NOT_BEGUN as error:
        return Refused(Failure.UNREACHABLE, type(error).__name__)
    except httpx.HTTPError:  # broken off after the request may have been written
        return Unclear()


async def post_json(http: httpx.AsyncClient, path: str, body: Mapping[str, Any]) -> httpx.Response | Refused | Unclear:
    """Post a JSON body; all of it is written in ASCII, because a half of an emoji cannot be written in UTF-8."""
    content = json.dumps(body).encode()
    return await ask(http.post(path, content=content, headers={"Content-Type": "application/json"}))


def json_object(content: bytes) -> Mapping[str, Any] | None:
    """The JSON object that these bytes are; None when they are anything else."""
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def refused_by_status(response: httpx.Response) -> Refused:
    """What the HTTP status alone says about a call that did not succeed."""
    status = response.status_code
    if status == httpx.codes.UNAUTHORIZED:
        failure = Failure.ACCOUNT
    elif status == httpx.codes.TOO_MANY_REQUESTS:
        failure = Failure.THROTTLED
    elif response.is_client_error:
        failure = Failure.REJECTED
    else:
        failure = Failure.PROVIDER_ERROR
    return Refused(failure, f"http_{status}", retry_after(response))


def retry_after(response: httpx.Response) -> float | None:
    """Seconds from `Retry-After`; its form with a date is not used by providers and not read."""
    value = response.headers.get("retry-after", "").strip()
    if not (value.isascii() and value.isdecimal() and len(value) < 10):
        return None
    return min(float(value), _RETRY_AFTER_MAX_S)


def file_fault(refused: Refused) -> FileRefused | NotNow:
    """What a refusal means to somebody who wants a file."""
    return NotNow(refused.detail) if refused.failure.remedy in _LATER else FileRefused("gone")


@dataclass(frozen=True, kw_only=True)
class FileSource:
    """Where a provider keeps files: nothing is asked of any other host.

    Only names are listed, so an address in figures never passes; that a listed name leads to the provider is proved
    by its certificate.

    Attributes:
        origin: the configured interface itself, with its scheme and port: a stand-in has another one than https.
        hosts: names of hosts, over https.
        domains: domains whose hosts all belong to the provider, over https.
    """

    origin: str
    hosts: frozenset[str] = frozenset()
    domains: tuple[str, ...] = ()

    def may_ask(self, url: httpx.URL) -> bool:
        """Whether this address is the provider's."""
        if url.userinfo:
            return False
        own = httpx.URL(self.origin)
        if (url.scheme, url.host, url.port) == (own.scheme, own.host, own.port):
            return True
        if url.scheme != "https" or url.port is not None:
            return False
        return url.host in self.hosts or any(url.host.endswith(f".{domain}") for domain in self.domains)


async def download(
    http: httpx.AsyncClient, url: str, *, source: FileSource, types: Collection[str], limit: int
) -> bytes:
    """The bytes behind an address that the provider named; every redirect is checked like the first address.

    Args:
        http: with the provider's headers.
        url: absolute.
        source: the hosts that may be asked.
        types: the media types that may be served.
        limit: in bytes.

    Raises:
        FileRefused: wrong_host, wrong_type, too_big or gone.
        NotNow: try again later.
    """
    try:
        target = httpx.URL(url)
    except httpx.InvalidURL:
        raise FileRefused("wrong_host") from None  # its text quotes the address
    try:
        async with asyncio.timeout(_FILE_S):
            return await _follow(http, target, source, types, limit)
    except NotNow:
        raise
    except (TimeoutError, httpx.HTTPError) as error:
        raise NotNow(type(error).__name__) from None  # its text may quote the provider


async def _follow(
    http: httpx.AsyncClient, target: httpx.URL, source: FileSource, types: Collection[str], limit: int
) -> bytes:
    for _ in range(1 + _REDIRECTS_MAX):
        if not source.may_ask(target):
            break
        async with http.stream("GET", target, headers=_PLAIN) as response:
            if response.next_request is None:
                _check(response, types, limit)
                return await _read(response, limit)
            target = response.next_request.url
    raise FileRefused("wrong_host")


def _check(response: httpx.Response, types: Collection[str], limit: int) -> None:
    if not response.is_success:
        raise file_fault(refused_by_status(response))
    if media_type(response.headers.get("content-type", "")) not in types:
        raise FileRefused("wrong_type")
    length = response.headers.get("content-length", "")
    if length.isdecimal() and int(length[:20]) > limit:
        raise FileRefused("too_big")


async def _read(response: httpx.Response, limit: int) -> bytes:
    content = bytearray()
    async for chunk in response.aiter_bytes():
        content += chunk
        if len(content) > limit:
            raise FileRefused("too_big")
    return bytes(content)


def media_type(declared: str) -> str:
    """A media type without its parameters: `audio/ogg; codecs=opus` is `audio/ogg`."""
    return declared.partition(";")[0].strip().lower()
