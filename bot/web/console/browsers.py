"""A browser in three words, for the list of sessions; the full User-Agent would tell more than anybody needs."""

from __future__ import annotations

from starlette.requests import HTTPConnection

# Order matters: most browsers also name those that they descend from.
_BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
_SYSTEMS = (
    ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("Mac OS", "Mac"),
    ("Linux", "Linux"),
)  # fmt: skip


def browser_of(connection: HTTPConnection) -> str:
    """`Firefox, Windows`; `Peramban lain` where neither is known."""
    agent = connection.headers.get("user-agent", "")
    browser = next((name for mark, name in _BROWSERS if mark in agent), "Peramban lain")
    system = next((name for mark, name in _SYSTEMS if mark in agent), "")
    return f"{browser}, {system}" if system else browser
