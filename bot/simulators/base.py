"""What both stand-ins have: what they accepted, the faults they play, and a server to be reached at."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from uvicorn.protocols.http.h11_impl import H11Protocol

from bot.simulators.faults import Fault, FaultPlan

Json = dict[str, Any]
Address = tuple[str, int]

_REFUSALS = frozenset({Fault.HTTP_500, Fault.HTTP_429, Fault.TOKEN_EXPIRED, Fault.REFUSED})
_SHUTDOWN_S = 1


@dataclass(frozen=True)
class Offered:
    """A button as the person sees it, and what comes back when it is pressed."""

    title: str
    id: str


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """A message that reached the person.

    Attributes:
        recipient: phone number, WhatsApp user id or Telegram chat id.
        text: body or caption.
        our_id: our outbox id, where the provider carries it (WhatsApp).
        at: when it was accepted.
        external_id: the provider's id.
        kind: text, button, list, document, image, location, …
        buttons: below the message, or in its list.
    """

    recipient: str
    text: str
    our_id: str | None
    at: datetime
    external_id: str
    kind: str = "text"
    buttons: tuple[Offered, ...] = ()


@dataclass(frozen=True)
class Post:
    """One attempt to deliver a webhook: its items' ids, and the answer's status (None: no answer)."""

    ids: tuple[str, ...]
    status: int | None


class Simulator:
    """A provider as the service sees it. `faults` may be exchanged while it runs."""

    app: Starlette

    def __init__(self, faults: FaultPlan | None, now: Callable[[], datetime] | None) -> None:
        self.faults = faults or FaultPlan()
        self.now = now or (lambda: datetime.now(UTC))
        self.accepted: list[Accepted] = []
        self.posts: list[Post] = []
        self.requests = 0
        self.listeners: list[Callable[[Accepted], None]] = []
        self.connections: dict[Address, asyncio.Transport] = {}
        self._news = asyncio.Event()

    def accept(self, accepted: Accepted) -> None:
        """The person has it now."""
        self.accepted.append(accepted)
        for listener in self.listeners:
            listener(accepted)
        self.tell()

    def tell(self) -> None:
        """Something happened: whoever waits looks again."""
        self._news.set()
        self._news = asyncio.Event()

    async def until(self, condition: Callable[[], bool], within_s: float = 30.0) -> None:
        """Wait until the condition holds; it is looked at after every accepted message and delivered webhook.

        Raises:
            TimeoutError: it did not come to hold.
        """
        async with asyncio.timeout(within_s):
            while not condition():
                await self._news.wait()

    def texts(self, person: str) -> list[str]:
        """What this person was sent, in order."""
        return [sent.text for sent in self.accepted if sent.recipient == person]

    def button(self, person: str, wanted: str) -> tuple[Accepted, Offered]:
        """The button that this person means by its number on the newest message with buttons, its title or its id.

        Raises:
            LookupError: nobody was ever offered such a button.
        """
        offers = [sent for sent in reversed(self.accepted) if sent.recipient == person and sent.buttons]
        if offers and wanted.isdecimal() and 0 < int(wanted) <= len(offers[0].buttons):
            return offers[0], offers[0].buttons[int(wanted) - 1]
        for sent in offers:
            for button in sent.buttons:
                if wanted in (button.title, button.id):
                    return sent, button
        raise LookupError(f"no button `{wanted}`")

    async def through_faults(
        self, request: Request, take: Callable[[], Response], refuse: Callable[[Fault], Response]
    ) -> Response:
        """Play the plan's fault on one request to send; what `take` refuses by itself is refused in any case."""
        self.requests += 1
        fault = self.faults.fault(self.requests)
        if fault in _REFUSALS:
            return refuse(fault)
        if fault is Fault.SLOW:
            await asyncio.sleep(self.faults.slow_s)
        response = take()
        if response.status_code >= 400:
            return response
        if fault is Fault.ACCEPT_THEN_500:
            return Response("<h1>Server Error</h1>", self.faults.lost_status, media_type="text/html")
        if fault is Fault.ACCEPT_THEN_NO_ANSWER:
            await self._leave(request)
        return response

    async def _leave(self, request: Request) -> None:
        """End the connection without a word, at once or when the caller has waited long enough."""
        transport = self.connections.get((request.client.host, request.client.port)) if request.client else None
        if transport is None:
            raise RuntimeError("only a simulator that is served by `running` can drop a connection")
        with suppress(TimeoutError):
            async with asyncio.timeout(self.faults.no_answer_s):
                await _gone(request)
        transport.abort()
        await _gone(request)  # the server has noticed, and sends nothing more

    async def settled(self, within_s: float = 30.0) -> None:
        """Wait until every webhook has been acknowledged, or given up."""
        raise NotImplementedError

    async def say(self, person: str, text: str) -> str:
        """The person writes; gives the provider's id of the message, which is on its way."""
        raise NotImplementedError

    async def press(self, person: str, button: str) -> str:
        """The person presses a button: its number, title or id."""
        raise NotImplementedError

    async def close(self) -> None:
        """Stop delivering."""
        raise NotImplementedError


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass


class _Server(uvicorn.Server):
    """Runs inside somebody's loop: it says when it is up, and leaves their signals alone."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.up = asyncio.Event()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.up.set()


def _protocol(connections: dict[Address, asyncio.Transport]) -> type[H11Protocol]:
    """Remembers connections, so that one can be dropped in the middle of a request."""

    class Protocol(H11Protocol):
        def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
            super().connection_made(transport)
            self.peer: Address = transport.get_extra_info("peername")[:2]
            connections[self.peer] = transport

        def connection_lost(self, exc: Exception | None) -> None:
            super().connection_lost(exc)
            connections.pop(self.peer, None)

    return Protocol


@asynccontextmanager
async def running(simulator: Simulator, port: int = 0) -> AsyncIterator[str]:
    """Serve the simulator on a loopback port (0: a free one) in this event loop; gives its address.

    Raises:
        OSError: the port is taken.
    """
    config = uvicorn.Config(
        simulator.app, http=_protocol(simulator.connections), ws="none", lifespan="off", log_config=None,
        access_log=False, timeout_graceful_shutdown=_SHUTDOWN_S,
    )  # fmt: skip
    server = _Server(config)
    # Named as TCP, for only then does asyncio send small answers at once (40 ms each otherwise).
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listening:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(("127.0.0.1", port))
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        await server.up.wait()
        try:
            yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        finally:
            await simulator.close()
            server.should_exit = True
            await serving
