"""The channel: one bot at Telegram, in private chats."""

import hmac
from collections.abc import Mapping

import httpx

from bot.channels.base import Pace, Parsed, SendResult
from bot.channels.telegram import files, payloads, sending
from bot.channels.telegram.api import BotApi
from bot.core.conversations import Address
from bot.core.messages import MediaRef, Outgoing

SECRET_HEADER = "x-telegram-bot-api-secret-token"
_NOTICE_TIMEOUTS = httpx.Timeout(3)  # a late "mengetik…" is worth nothing


class Telegram:
    """One bot; `api` is for what the contract has no word for (polling, webhook, doctor)."""

    name = payloads.NAME
    pace = Pace(recipient_s=1, recipient_burst=3, per_second=25)  # Telegram asks for 1 and 30, and says 429 in between
    has_window = False
    gives_statuses = False

    def __init__(self, *, token: str, secret: str, url: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._secret = secret.encode()
        self.api = BotApi(token, url, transport)

    def is_authentic(self, headers: Mapping[str, str], body: bytes) -> bool:
        """Whether the request has the secret that we gave with the webhook; Telegram signs no bodies."""
        given = headers.get(SECRET_HEADER, "").encode(errors="surrogatepass")
        return hmac.compare_digest(given, self._secret) and self._secret != b""

    def parse(self, body: bytes) -> Parsed:
        """Read an update.

        Raises:
            PayloadInvalid: it is none.
        """
        return payloads.parse(body)

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        """Send one reply."""
        return await sending.send(self.api, outgoing, address)

    async def notice(self, address: Address, external_id: str) -> None:
        """Show "mengetik…" for five seconds; Telegram has no read marks for bots."""
        await self.api.call("sendChatAction", {"chat_id": address.value, "action": "typing"}, timeout=_NOTICE_TIMEOUTS)

    async def fetch(self, media: MediaRef, limit: int) -> bytes:
        """The bytes of a file.

        Raises:
            FileRefused: it may not or can no longer be had.
            httpx.TransportError: try again later.
        """
        return await files.fetch(self.api, media, limit)

    async def close(self) -> None:
        """Close connections."""
        await self.api.close()
