"""What a channel is to the service: it proves and reads webhooks, sends replies, and fetches files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from bot.core.conversations import Address
from bot.core.messages import Incoming, MediaRef, Outgoing
from bot.core.sending import Failure, Status


@dataclass(frozen=True)
class Sent:
    """The provider took the message under its own id."""

    external_id: str | None


@dataclass(frozen=True)
class Refused:
    """The provider did not take it.

    Attributes:
        failure: why, and with it what follows.
        detail: the provider's own code, for engineers; never its text, which may quote people.
        retry_after_s: how long the provider asks to wait.
    """

    failure: Failure
    detail: str = ""
    retry_after_s: float | None = None


@dataclass(frozen=True)
class Unclear:
    """It may or may not have been taken: reconciled before it is sent again."""


SendResult = Sent | Refused | Unclear


@dataclass(frozen=True, kw_only=True)
class Pace:
    """How fast a provider lets us send.

    Attributes:
        recipient_s: seconds between two messages to one person, once the burst is used up.
        recipient_burst: messages to one person that may go at once.
        per_second: messages a second from our number, to everybody.
    """

    recipient_s: float
    recipient_burst: int
    per_second: float


@dataclass(frozen=True, kw_only=True)
class Parsed:
    """One webhook, read.

    Attributes:
        incoming: messages in the order given.
        statuses: words on our own messages.
        ignored: why other items were left out: short reasons without content.
        response: JSON to answer the webhook with, where the provider takes commands that way.
    """

    incoming: tuple[Incoming, ...] = ()
    statuses: tuple[Status, ...] = ()
    ignored: tuple[str, ...] = ()
    response: Mapping[str, Any] | None = None


class PayloadInvalid(Exception):
    """The body is not what this provider sends; the message says what is wrong without quoting it."""


class FileRefused(Exception):
    """The provider's file may not be kept; `args[0]` is a stable code: too_big, wrong_type, wrong_host, gone."""


class Channel(Protocol):
    """One account at a provider."""

    name: str
    pace: Pace
    has_window: bool  # free-form replies only within 24 hours of the person's last message
    gives_statuses: bool  # tells later what became of a message, by our own id

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the provider sent this body; in constant time. Header names are lower case."""

    def parse(self, body: bytes) -> Parsed:
        """Read an authentic body.

        Raises:
            PayloadInvalid: it is not JSON, or not shaped as this provider's webhooks are.
        """

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        """Send one reply; called in order for one conversation. Must not raise."""

    async def notice(self, address: Address, external_id: str) -> None:
        """Show the person that we are at their message (read, typing); best effort, must not raise."""

    async def fetch(self, media: MediaRef, limit: int) -> bytes:
        """The bytes of a file that a person sent, at most `limit`.

        Raises:
            FileRefused: it may not or can no longer be had.
            httpx.TransportError: try again later.
        """

    async def close(self) -> None:
        """Close connections."""
