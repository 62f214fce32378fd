"""Rasa's only door: one turn in, messages, commands and the new state out; any fault inside is a 500."""

from __future__ import annotations

import hmac
import inspect
import traceback
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import jwt
import structlog
from rasa.core.channels.channel import CollectingOutputChannel, InputChannel, UserMessage
from rasa.shared.exceptions import RasaException
from sanic import Blueprint
from sanic.request import Request
from sanic.response import HTTPResponse, json

from bot.components.ahead import encode_ahead
from bot.components.loud_faults import install as install_loud_faults
from bot.components.outcome import TurnFailed, outcome_of
from bot.components.turn_state import Turn, aged, current_turn

log = structlog.get_logger()

_LONGEST_TEXT = 2_000
"""Characters of a turn that are understood; the whole message stays with the service for the officer."""

_CALLS_SHOWN = 5


class TurnChannel(InputChannel):
    """Takes turns from the service on loopback, proven by a JWT with the shared secret."""

    @classmethod
    def name(cls) -> str:
        """The channel's name and URL prefix."""
        return "turn"

    @classmethod
    def from_credentials(cls, credentials: dict[str, Any] | None) -> TurnChannel:
        """Read the secret.

        Raises:
            RasaException: when it is missing: an open door would let anyone speak as the service.
        """
        secret = (credentials or {}).get("secret") or ""
        if not secret:
            raise RasaException(
                "credentials.yml: bot.components.input_channel.TurnChannel: secret is empty; set PST_RASA_SECRET"
            )
        return cls(secret)

    def __init__(self, secret: str) -> None:
        install_loud_faults()
        self._secret = secret

    def blueprint(self, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> Blueprint:
        """The routes: `GET /` says whether a model is loaded, `POST /turn` takes a turn."""
        blueprint = Blueprint(f"turn_{type(self).__name__}", inspect.getmodule(type(self)).__name__)  # type: ignore[union-attr]

        @blueprint.route("/", methods=["GET"])
        async def ready(request: Request) -> HTTPResponse:
            loaded = _ready(request)
            return json({"ready": loaded}, status=200 if loaded else 503)

        @blueprint.route("/turn", methods=["POST"])
        async def turn(request: Request) -> HTTPResponse:
            if not self._proven(request):
                return json({"error": "invalid token"}, status=401)
            if not _ready(request):
                return json({"error": "no model loaded"}, status=503)
            return await _take(request, on_new_message)

        return blueprint

    def _proven(self, request: Request) -> bool:
        scheme, _, token = (request.headers.get("authorization") or "").partition(" ")
        if not hmac.compare_digest(scheme.lower(), "bearer"):
            return False
        try:
            jwt.decode(token, self._secret, algorithms=["HS256"])
        except jwt.InvalidTokenError:
            return False
        return True


def _ready(request: Request) -> bool:
    agent = getattr(request.app.ctx, "agent", None)
    return agent is not None and agent.is_ready()


async def _take(request: Request, on_new_message: Callable[[UserMessage], Awaitable[Any]]) -> HTTPResponse:
    body = request.json
    turn = Turn(state=aged(body["state"], body["idle_s"]))
    output = CollectingOutputChannel()
    token = current_turn.set(turn)
    try:
        message = _message(body, output)
        if body["button"] is None:
            await encode_ahead(request.app.ctx.agent, message.text)
        await on_new_message(message)
        outcome = outcome_of(turn, output.messages, datetime.fromisoformat(body["now"]))
    except Exception as fault:
        reason = str(fault) if isinstance(fault, TurnFailed) else type(fault).__name__
        log.error("rasa.turn.failed", turn_id=body["turn_id"], reason=reason, where=_where(fault))
        return json({"error": reason}, status=500)
    finally:
        current_turn.reset(token)
    return json(outcome | {"model_id": request.app.ctx.agent.model_id})


def _where(fault: BaseException) -> list[str]:
    """The last calls before the fault; a whole traceback shows values, and with them people's words."""
    frames = traceback.extract_tb((fault.__cause__ or fault).__traceback__)
    return [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames[-_CALLS_SHOWN:]]


def _message(body: dict[str, Any], output: CollectingOutputChannel) -> UserMessage:
    text = "\n".join(message["text"] for message in body["messages"])[:_LONGEST_TEXT]
    return UserMessage(
        text=text,
        output_channel=output,
        sender_id=body["conversation_id"],
        input_channel=TurnChannel.name(),
        message_id=body["turn_id"],
        metadata={key: body[key] for key in ("button", "now", "mode", "office")},
    )
