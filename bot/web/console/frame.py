"""What all pages of the console share: the bar with the places, the styles, the way out, and text as text."""

from __future__ import annotations

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.accounts import Role
from bot.web.console.acting import Acting
from bot.web.headers import CONSOLE

QUEUE, HISTORY = f"{CONSOLE}/", f"{CONSOLE}/riwayat"
DELIVERY, CANNED = f"{CONSOLE}/pengiriman", f"{CONSOLE}/balasan"
PASSWORD, LOGOUT = f"{CONSOLE}/sandi", f"{CONSOLE}/keluar"
PLACES = (("Antrean", QUEUE), ("Riwayat", HISTORY))
FILES = (
    '<link rel="stylesheet" href="/console/assets/console.css"><script src="/console/assets/console.js" defer></script>'
    '<script src="/console/assets/desk.js" defer></script>'
)


def words(text: str, classes: str = "", tag: str = "div") -> TextElement:
    """An element that shows text as it is: markup that people typed means nothing here."""
    return TextElement(tag=tag, text=text).classes(classes)


def container(classes: str = "", tag: str = "div", props: str = "") -> ui.element:
    """An element to put others in; `props` are attributes written by us, never what people typed."""
    return ui.element(tag).classes(classes).props(props)


def attribute(element: ui.element, name: str, value: str) -> None:
    """Set an attribute to any text; `props` would read quotes and spaces in it."""
    element.props[name] = value


def button(text: str, classes: str = "", props: str = "") -> TextElement:
    """A plain button, the same in every browser and for every screen reader."""
    return words(text, f"pst-button {classes}", "button").props(f"type=button {props}")


def draw(acting: Acting, current: str, logout_token: str) -> bool:
    """Draw the bar; False (with a notice on the page) when the officer's roles do not reach the desk."""
    ui.add_head_html(FILES)
    ui.colors(primary="#0b5ca8")
    with ui.header(elevated=False).classes("pst-bar").props("aria-label=Menu"):
        for name, address in PLACES:
            here = 'aria-current="page"' if name == current else ""
            words(name, tag="a").props(f'href="{address}" {here}')
        words(acting.actor.name, "who").props(f"id=pst-who data-user={acting.actor.id}")
        words("Pengiriman", "quiet", "a").props(f'href="{DELIVERY}"')
        words("Balasan siap pakai", "quiet", "a").props(f'href="{CANNED}"')
        words("Ganti sandi", "quiet", "a").props(f'href="{PASSWORD}"')
        with container(tag="form", props=f'method=post action="{LOGOUT}"'):
            container(tag="input", props=f'type=hidden name=token value="{logout_token}"')
            words("Keluar", "quiet", "button")
    if Role.PETUGAS in acting.actor.roles:
        return True
    words("Akun ini tidak melayani antrean. Hubungi admin bila seharusnya bisa.", "pst-empty")
    return False
