"""Which browser may change something: own origins, tokens against forged forms, the console's cookie."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from starlette.datastructures import Headers
from starlette.requests import HTTPConnection
from starlette.responses import Response

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})
SECURE_SCHEMES = frozenset({"https", "wss"})
WEB_SCHEME = {"ws": "http", "wss": "https"}


def is_secure(connection: HTTPConnection) -> bool:
    """Whether the browser speaks TLS to us (or to the proxy that says so)."""
    return connection.url.scheme in SECURE_SCHEMES


@dataclass(frozen=True, kw_only=True)
class OwnOrigins:
    """The origins from which the console may be used: the one asked for, and PST_PUBLIC_ORIGIN."""

    extra: frozenset[str]

    def refuses(self, connection: HTTPConnection, *, must_name_one: bool) -> bool:
        """Say whether a state-changing request or a socket comes from another site.

        Args:
            connection: the request or the socket's handshake.
            must_name_one: refuse also when neither Origin nor Sec-Fetch-Site is sent; a browser always sends an
                Origin with a websocket.
        """
        headers = connection.headers
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return not self._is_extra(headers)
        origin = headers.get("origin")
        if origin is None:
            return must_name_one
        return origin != self._own(connection) and not self._is_extra(headers)

    def _is_extra(self, headers: Headers) -> bool:
        return headers.get("origin") in self.extra

    def _own(self, connection: HTTPConnection) -> str:
        scheme = WEB_SCHEME.get(connection.url.scheme, connection.url.scheme)
        return f"{scheme}://{connection.headers.get('host', '')}"


@dataclass(frozen=True, kw_only=True)
class FormTokens:
    """Tokens that tie a form to the cookie of the browser it was shown in (signed double submit)."""

    key: bytes

    @classmethod
    def from_secret(cls, secret: str) -> FormTokens:
        """Derive a key of its own from the installation's secret, the same in every process and after a restart."""
        return cls(key=hmac.digest(secret.encode(), b"pst console form token", "sha256"))

    def token(self, cookie: str) -> str:
        """The token for a form shown to the browser that holds this cookie."""
        return hmac.new(self.key, cookie.encode(), hashlib.sha256).hexdigest()

    def accepts(self, cookie: str | None, token: str) -> bool:
        """Whether the token was made for the cookie."""
        return bool(cookie) and hmac.compare_digest(self.token(cookie or "").encode(), token.encode())


def cookie_name(connection: HTTPConnection, kind: str) -> str:
    """Name of our cookie: the __Host- prefix forbids a sibling domain to set it, but exists on https only."""
    return f"__Host-pst_{kind}" if is_secure(connection) else f"pst_{kind}"


def read_cookie(connection: HTTPConnection, kind: str) -> str | None:
    """The cookie's value, None when there is none."""
    return connection.cookies.get(cookie_name(connection, kind))


def set_cookie(
    connection: HTTPConnection, response: Response, kind: str, value: str, *, days: int | None = None
) -> None:
    """Give the browser a cookie that scripts cannot read and other sites cannot send; without days it ends with it."""
    response.set_cookie(
        cookie_name(connection, kind),
        value,
        max_age=None if days is None else days * 86_400,
        path="/",
        httponly=True,
        samesite="lax",
        secure=is_secure(connection),
    )


def drop_cookie(connection: HTTPConnection, response: Response, kind: str) -> None:
    """Take the cookie back."""
    response.delete_cookie(
        cookie_name(connection, kind), path="/", httponly=True, samesite="lax", secure=is_secure(connection)
    )


def new_cookie_value() -> str:
    """256 random bits for the cookie of a browser that has not logged in."""
    return secrets.token_urlsafe(32)


def policy(**directives: str) -> str:
    """Write a content security policy; an underscore stands for the hyphen of a directive's name."""
    return "; ".join(f"{name.replace('_', '-')} {value}" for name, value in directives.items())


def chat_policy(frame_ancestors: str) -> str:
    """The chat page: our own files and nothing inline."""
    return policy(
        default_src="'none'",
        script_src="'self'",
        style_src="'self'",
        img_src="'self'",
        connect_src="'self'",
        base_uri="'none'",
        form_action="'none'",
        frame_ancestors=frame_ancestors,
    )


FORM_POLICY = policy(
    default_src="'none'",
    style_src="'self'",
    img_src="'self'",
    base_uri="'none'",
    form_action="'self'",
    frame_ancestors="'none'",
)
SCRIPTED_FORM_POLICY = f"{FORM_POLICY}; script-src 'self'; connect-src 'self'"
# NiceGUI writes its page inline and compiles Vue templates in the browser, so the console cannot be stricter.
CONSOLE_POLICY = policy(
    default_src="'self'",
    script_src="'self' 'unsafe-inline' 'unsafe-eval'",
    style_src="'self' 'unsafe-inline'",
    img_src="'self' data:",
    font_src="'self' data:",
    connect_src="'self'",
    object_src="'none'",
    base_uri="'self'",
    form_action="'self'",
    frame_ancestors="'none'",
)
COMMON_HEADERS: Mapping[str, str] = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",  # stricter makes browsers send "Origin: null" with our own forms
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
