"""What all pages of the console share: the bar with the places, the styles, the way out, and text as text."""

from __future__ import annotations

from collections.abc import Sequence

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.accounts import Role
from bot.web.console.acting import Acting
from bot.web.console.guard import LOGOUT, SWITCH, VIEW
from bot.web.console.places import Place, has_more, menu
from bot.web.headers import CONSOLE

OWN = f"{CONSOLE}/akun"
REFRESH_S = 0.8  # what happens at the desk is on the screen within a second
FILES = (
    '<link rel="stylesheet" href="/console/assets/console.css"><script src="/console/assets/console.js" defer></script>'
    '<script src="/console/assets/bell.js" defer></script>'
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


def draw(acting: Acting, current: str, roles: frozenset[Role], logout_token: str) -> bool:
    """Draw the bar; False (with a notice on the page) when the user's roles do not open this page.

    Args:
        acting: who opened it.
        current: the page's name in the menu.
        roles: those that may open it; none = everybody.
        logout_token: for the forms of the bar.
    """
    ui.add_head_html(FILES)
    ui.colors(primary="#0b5ca8")
    actor = acting.actor
    places = menu(actor)
    with ui.header(elevated=False).classes("pst-bar").props("aria-label=Menu"):
        _links([place for place in places if place.everyday], current, "Halaman sehari-hari")
        with container("self"):
            who = words(actor.name, "who", "a").props(f'id=pst-who data-user={actor.id} href="{OWN}"')
            attribute(who, "title", f"Akun saya: {actor.name}")  # a long name is cut off
            if has_more(actor):
                _form("Tampilan ringkas" if actor.full_view else "Tampilan lengkap", VIEW, logout_token)
            words("Ganti pengguna", "quiet", "a").props(f'href="{SWITCH}"')
            _form("Keluar", LOGOUT, logout_token)
        if more := [place for place in places if not place.everyday]:
            _links(more, current, "Halaman lainnya")
    if not roles or roles & actor.roles:
        return True
    desk = current == "Antrean"
    notice = "Akun ini tidak melayani antrean" if desk else "Akun ini tidak dapat membuka halaman ini"
    words(f"{notice}. Hubungi admin bila seharusnya bisa.", "pst-empty")
    return False


def _links(places: Sequence[Place], current: str, label: str) -> None:
    with container("places", "nav", f'aria-label="{label}"'):
        for place in places:
            here = 'aria-current="page"' if place.name == current else ""
            words(place.name, tag="a").props(f'href="{place.address}" {here}')


def _form(text: str, address: str, token: str) -> None:
    with container(tag="form", props=f'method=post action="{address}"'):
        container(tag="input", props=f'type=hidden name=token value="{token}"')
        words(text, "quiet", "button")
