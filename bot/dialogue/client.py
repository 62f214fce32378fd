"""Calls Rasa's turn channel; nothing else of Rasa is used but its status."""

import httpx
import jwt
from pydantic import ValidationError

from bot.core.turns import TurnReply, TurnRequest
from bot.dialogue.faults import RasaAway, RasaBusy, RasaFault
from bot.dialogue.wire import reply_from_json, request_as_json

TIMEOUTS = httpx.Timeout(20, connect=2)
_LIMITS = httpx.Limits(max_keepalive_connections=16, keepalive_expiry=None)
_REPLY_MAX = 512 * 1024  # a state is 10 kB, a bubble 1 kB
_CLAIMS = {"user": {"username": "service", "role": "admin"}}


class RasaClient:
    """One Rasa, by its address on loopback."""

    def __init__(self, base_url: str, secret: str, transport: httpx.AsyncBaseTransport | None = None) -> None:
        token = jwt.encode(_CLAIMS, secret, algorithm="HS256")
        self._http = httpx.AsyncClient(
            base_url=base_url,
            headers={"Authorization": f"Bearer {token}"},
            timeout=TIMEOUTS,
            limits=_LIMITS,
            transport=transport,
            trust_env=False,  # a proxy variable of the machine must not see citizens' words
        )

    async def turn(self, request: TurnRequest) -> TurnReply:
        """Take one turn.

        Raises:
            RasaAway: not reachable, or no model yet.
            RasaBusy: no answer within 20 s.
            RasaFault: an error status or a malformed answer.
        """
        try:
            response = await self._http.post("/webhooks/turn/turn", json=request_as_json(request))
        except httpx.ConnectTimeout as error:
            raise RasaAway("no connection in time") from error
        except httpx.TimeoutException as error:
            raise RasaBusy("no answer in time") from error
        except httpx.TransportError as error:  # refused, or broken off because Rasa was killed
            raise RasaAway(type(error).__name__) from error
        if response.status_code == httpx.codes.SERVICE_UNAVAILABLE:
            raise RasaAway("no model loaded")
        if response.status_code == httpx.codes.TOO_MANY_REQUESTS:
            raise RasaBusy("too many requests")
        if response.status_code != httpx.codes.OK or len(response.content) > _REPLY_MAX:
            raise RasaFault(f"status {response.status_code}, {len(response.content)} bytes")
        try:
            return reply_from_json(response.content)
        except ValidationError as error:
            raise RasaFault(f"malformed reply, {error.error_count()} errors") from None  # its text quotes the reply

    async def ready(self) -> bool:
        """Whether Rasa has a model loaded (for /readyz)."""
        try:
            response = await self._http.get("/webhooks/turn/", timeout=2)
        except httpx.HTTPError:
            return False
        return response.status_code == httpx.codes.OK

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()
