"""What a channel is to the service: a name, and a way to send."""

from dataclasses import dataclass
from typing import Protocol

from bot.core.conversations import Address
from bot.core.messages import Outgoing


@dataclass(frozen=True)
class Sent:
    """The provider took the message under its own id."""

    external_id: str | None


@dataclass(frozen=True)
class Refused:
    """The provider did not take it."""

    code: str
    retryable: bool


@dataclass(frozen=True)
class Unclear:
    """It may or may not have been taken: never sent again by itself."""


SendResult = Sent | Refused | Unclear


class Channel(Protocol):
    """A channel that sends through a provider; it must not raise."""

    name: str

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        """Send one reply; called in order for one conversation."""
