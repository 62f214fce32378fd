"""What the Cloud API takes: shapes and limits of a message, as documented (platforms 1.7), and its error objects."""

from __future__ import annotations

from collections.abc import Callable, Container, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.responses import JSONResponse

from bot.simulators.base import Json, Offered

PARAMETER_INVALID = 131009
TOKEN_INVALID = 190

_TITLES = {
    PARAMETER_INVALID: "Parameter value is not valid",
    TOKEN_INVALID: "Error validating access token: session has expired",
    130429: "Rate limit hit",
    131000: "Something went wrong",
    131026: "Message undeliverable",
    131047: "Re-engagement message",
    132001: "Template name does not exist in the translation",
}

_BODY, _BUTTON_BODY, _CAPTION, _FOOTER, _TRACKER = 4096, 1024, 1024, 60, 512
_BUTTONS, _BUTTON_ID, _BUTTON_TITLE = 3, 256, 20
_ROWS, _ROW_ID, _ROW_TITLE, _ROW_TEXT = 10, 200, 24, 72


class GraphError(Exception):
    """An answer other than success.

    Attributes:
        code: Meta's.
        details: what exactly was wrong.
        status: of the HTTP answer.
    """

    def __init__(self, code: int, details: str = "", status: int = 400) -> None:
        super().__init__(code, details)
        self.code, self.details, self.status = code, details, status


def error_object(code: int, details: str = "") -> Json:
    """As it stands in a failed status and in a webhook's `errors`."""
    title = _TITLES.get(code, "Error")
    return {"code": code, "title": title, "message": title, "error_data": {"details": details or title}}


def error_answer(error: GraphError, headers: dict[str, str] | None = None) -> JSONResponse:
    """The answer to a request that failed."""
    body = {
        "message": f"(#{error.code}) {_TITLES.get(error.code, 'Error')}",
        "type": "OAuthException",
        "code": error.code,
        "error_data": {"messaging_product": "whatsapp", "details": error.details},
        "fbtrace_id": "simulasi",
    }
    return JSONResponse({"error": body}, status_code=error.status, headers=headers)


@dataclass(frozen=True, kw_only=True)
class Read:
    """A message that may be sent; an interactive one is of kind button or list."""

    recipient: str
    kind: str
    text: str
    buttons: tuple[Offered, ...]
    our_id: str | None


Content = tuple[str, tuple[Offered, ...]]


def read_message(body: Json, media: Container[str], templates: Container[str] | None) -> Read:
    """Read what was posted.

    Args:
        body: the JSON object.
        media: ids of uploaded files.
        templates: names that are approved; None takes any.

    Raises:
        GraphError: it is not what the Cloud API takes.
    """
    _need(body.get("messaging_product") == "whatsapp", "messaging_product must be whatsapp")
    _need(("to" in body) != ("recipient" in body), "one of to, recipient is required")
    recipient = _string(body, "to" if "to" in body else "recipient", 150)
    kind = body.get("type", "text")
    readers: dict[str, Callable[[Json], Content]] = {
        "text": lambda part: (_string(part, "body", _BODY), ()),
        "interactive": _interactive,
        "document": lambda part: _file(part, media),
        "image": lambda part: _file(part, media),
        "location": _location,
        "template": lambda part: _template(part, templates),
    }
    _need(kind in readers, "type is not supported")
    tracker = _string(body, "biz_opaque_callback_data", _TRACKER) if "biz_opaque_callback_data" in body else None
    part = _object(body, kind)
    text, buttons = readers[kind](part)
    seen = part["type"] if kind == "interactive" else kind
    return Read(recipient=recipient.removeprefix("+"), kind=seen, text=text, buttons=buttons, our_id=tracker)


def _interactive(part: Json) -> Content:
    action = _object(part, "action")
    if "footer" in part:
        _string(_object(part, "footer"), "text", _FOOTER)
    if part.get("type") == "button":
        text, offered = _string(_object(part, "body"), "text", _BUTTON_BODY), _reply_buttons(action)
    else:
        _need(part.get("type") == "list", "interactive type must be button or list")
        text, offered = _string(_object(part, "body"), "text", _BODY), _rows(action)
    _unique([button.id for button in offered], "ids")
    return text, tuple(offered)


def _reply_buttons(action: Json) -> list[Offered]:
    buttons = _list(action, "buttons", _BUTTONS)
    _need(all(each.get("type") == "reply" for each in buttons), "button type must be reply")
    replies = [_object(each, "reply") for each in buttons]
    offered = [Offered(_string(r, "title", _BUTTON_TITLE), _string(r, "id", _BUTTON_ID)) for r in replies]
    _unique([button.title for button in offered], "titles")
    return offered


def _rows(action: Json) -> list[Offered]:
    _string(action, "button", _BUTTON_TITLE)
    sections = _list(action, "sections", _ROWS)
    if len(sections) > 1:
        for section in sections:
            _string(section, "title", _ROW_TITLE)
    rows = [row for section in sections for row in _list(section, "rows", _ROWS)]
    _need(len(rows) <= _ROWS, f"at most {_ROWS} rows in all")
    for row in rows:
        if "description" in row:
            _string(row, "description", _ROW_TEXT)
    return [Offered(_string(row, "title", _ROW_TITLE), _string(row, "id", _ROW_ID)) for row in rows]


def _file(part: Json, media: Container[str]) -> Content:
    _need(_string(part, "id", 100) in media, "no media with this id was uploaded")
    caption = _string(part, "caption", _CAPTION) if "caption" in part else ""
    if "filename" in part:
        _string(part, "filename", 240)
    return caption, ()


def _location(part: Json) -> Content:
    for name, most in (("latitude", 90), ("longitude", 180)):
        try:
            _need(abs(float(part[name])) <= most, f"{name} is out of range")
        except (KeyError, TypeError, ValueError):
            raise GraphError(PARAMETER_INVALID, f"{name} must be a number") from None
    return str(part.get("name", "")), ()


def _template(part: Json, templates: Container[str] | None) -> Content:
    name = _string(part, "name", 512)
    _string(_object(part, "language"), "code", 10)
    if templates is not None and name not in templates:
        raise GraphError(132001, "template is not approved", 404)
    components = part.get("components", [])
    values = [value.get("text", "") for each in components for value in each.get("parameters", [])]
    return " | ".join([name, *values]), ()


def _need(condition: bool, details: str) -> None:
    if not condition:
        raise GraphError(PARAMETER_INVALID, details)


def _object(within: Json, name: str) -> Json:
    value = within.get(name)
    if not isinstance(value, dict):
        raise GraphError(PARAMETER_INVALID, f"{name} must be an object")
    return value


def _list(within: Json, name: str, most: int) -> list[Json]:
    value: Any = within.get(name)
    if not isinstance(value, list) or not 0 < len(value) <= most or not all(isinstance(each, dict) for each in value):
        raise GraphError(PARAMETER_INVALID, f"{name} must hold 1 to {most} objects")
    return value


def _string(within: Json, name: str, longest: int) -> str:
    value = within.get(name)
    if not isinstance(value, str) or not value.strip() or len(value) > longest:
        raise GraphError(PARAMETER_INVALID, f"{name} must have 1 to {longest} characters")
    _need(name != "id" or value == value.strip(), "id must not begin or end with a blank")
    return value


def _unique(values: Sequence[str], what: str) -> None:
    _need(len(set(values)) == len(values), f"{what} must be unique")
