"""What the Bot API takes: parameters as they arrive, and the limits of a message (platforms 2)."""

from __future__ import annotations

import json
from collections.abc import Mapping

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import JSONResponse

from bot.simulators.base import Json, Offered

_TEXT, _CAPTION, _DATA_BYTES = 4096, 1024, 64


class BotError(Exception):
    """An answer other than success."""

    def __init__(self, status: int, description: str, retry_after_s: int | None = None) -> None:
        super().__init__(status, description)
        self.status, self.description, self.retry_after_s = status, description, retry_after_s

    def answer(self) -> JSONResponse:
        """As the Bot API says it."""
        body: Json = {"ok": False, "error_code": self.status, "description": self.description}
        body |= {"parameters": {"retry_after": self.retry_after_s}} if self.retry_after_s is not None else {}
        return JSONResponse(body, status_code=self.status)


async def read_parameters(request: Request) -> Json:
    """Query, JSON or form, as one object; uploaded files stand in it as their bytes and name.

    Raises:
        BotError: the JSON is none.
    """
    given: Json = dict(request.query_params)
    kind = request.headers.get("content-type", "")
    if kind.startswith("application/json"):
        try:
            given |= json.loads(await request.body())
        except (ValueError, TypeError):
            raise BotError(400, "Bad Request: can't parse JSON object") from None
    elif "form" in kind:
        async with request.form() as form:
            for name, value in form.items():
                given[name] = (await value.read(), value.filename or "") if isinstance(value, UploadFile) else value
    for name in ("reply_markup", "allowed_updates"):
        if isinstance(given.get(name), str):
            given[name] = json.loads(given[name])
    return given


def text_of(method: str, given: Mapping[str, object]) -> str:
    """The text, caption or title that a person will read.

    Raises:
        BotError: it is missing or too long.
    """
    name, longest = ("text", _TEXT) if method == "sendMessage" else ("caption", _CAPTION)
    text = given.get(name if method != "sendVenue" else "title", "")
    if not isinstance(text, str) or len(text) > longest:
        raise BotError(400, f"Bad Request: {'message' if name == 'text' else 'message caption'} is too long")
    if not text.strip() and method in {"sendMessage", "sendVenue"}:
        raise BotError(400, "Bad Request: message text is empty")
    return text


def buttons_of(given: Mapping[str, object]) -> tuple[Offered, ...]:
    """The inline keyboard's buttons, row by row.

    Raises:
        BotError: a button cannot be shown, or its data is not 1 to 64 bytes.
    """
    markup = given.get("reply_markup") or {}
    rows = markup.get("inline_keyboard", []) if isinstance(markup, dict) else []
    buttons = [button for row in rows for button in row]
    for button in buttons:
        if not str(button.get("text", "")).strip():
            raise BotError(400, "Bad Request: text buttons are unallowed in the inline keyboard")
        if "url" not in button and not 0 < len(str(button.get("callback_data", "")).encode()) <= _DATA_BYTES:
            raise BotError(400, "Bad Request: BUTTON_DATA_INVALID")
    return tuple(Offered(b["text"], b["callback_data"]) for b in buttons if "callback_data" in b)


def number_of(given: Mapping[str, object], name: str, default: int) -> int:
    """A whole number, also where a form sent it as text.

    Raises:
        BotError: it is none.
    """
    try:
        return int(str(given.get(name, default)))
    except ValueError:
        raise BotError(400, f"Bad Request: {name} must be an integer") from None


def check_place(given: Mapping[str, object]) -> None:
    """Latitude and longitude are there and on the globe.

    Raises:
        BotError: they are not.
    """
    try:
        latitude, longitude = (float(str(given[name])) for name in ("latitude", "longitude"))
    except (KeyError, ValueError):
        raise BotError(400, "Bad Request: latitude and longitude must be numbers") from None
    if abs(latitude) > 90 or abs(longitude) > 180:
        raise BotError(400, "Bad Request: wrong coordinates")
