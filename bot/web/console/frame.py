"""What all pages of the console share: the bar with the places, the styles, the way out, and text as text."""

from __future__ import annotations

from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

from bot.core.accounts import Role
from bot.web.console.acting import Acting
from bot.web.headers import CONSOLE

QUEUE, HISTORY = f"{CONSOLE}/", f"{CONSOLE}/riwayat"
DELIVERY = f"{CONSOLE}/pengiriman"
COMPLAINTS, PRIVACY, SURVEY = f"{CONSOLE}/aduan", f"{CONSOLE}/data-pribadi", f"{CONSOLE}/survei"
PASSWORD, LOGOUT = f"{CONSOLE}/sandi", f"{CONSOLE}/keluar"
PLACES = (("Antrean", QUEUE), ("Riwayat", HISTORY))
QUIET_PLACES = (
    ("Pengiriman", DELIVERY, frozenset(Role)),
    ("Aduan", COMPLAINTS, frozenset({Role.PENGADUAN})),
    ("Data pribadi", PRIVACY, frozenset({Role.ADMIN, Role.PIMPINAN})),
    ("Survei", SURVEY, frozenset({Role.ADMIN, Role.PIMPINAN})),
)
OFFICERS = frozenset({Role.PETUGAS})
REFRESH_S = 0.8  # what happens at the desk is on the screen within a second
FILES = (
    '<link rel="stylesheet" href="/console/assets/console.css"><script src="/console/assets/console.js" defer></script>'
)


def words(text: str, classes: str = "", tag: str = "div") -> TextElement:
    """An element that shows text as it is: markup that people typed means nothing here."""
    return TextElement(tag=tag, text=text).classes(classes)


def container(classes: str = "", tag: str = "div", props: str = "") -> ui.element:
    """An element to put others in; `props` are attributes written by us, never what people typed."""
    return ui.element(tag).classes(classes).props(props)


def button(text: str, classes: str = "", props: str = "") -> TextElement:
    """A plain button, the same in every browser and for every screen reader."""
    return words(text, f"pst-button {classes}", "button").props(f"type=button {props}")


def draw(acting: Acting, current: str, logout_token: str, roles: frozenset[Role] = OFFICERS) -> bool:
    """Draw the bar; False (with a notice on the page) when the actor has none of the page's roles."""
    ui.add_head_html(FILES)
    ui.colors(primary="#0b5ca8")
    with ui.header(elevated=False).classes("pst-bar").props("aria-label=Menu"):
        for name, address in PLACES:
            here = 'aria-current="page"' if name == current else ""
            words(name, tag="a").props(f'href="{address}" {here}')
        words(acting.actor.name, "who")
        for name, address, readers in QUIET_PLACES:
            if readers & acting.actor.roles:
                words(name, "quiet", "a").props(f'href="{address}"')
        words("Ganti sandi", "quiet", "a").props(f'href="{PASSWORD}"')
        with container(tag="form", props=f'method=post action="{LOGOUT}"'):
            container(tag="input", props=f'type=hidden name=token value="{logout_token}"')
            words("Keluar", "quiet", "button")
    if roles & acting.actor.roles:
        return True
    refused = "Akun ini tidak melayani antrean." if roles == OFFICERS else "Peran akun ini tidak membuka halaman ini."
    words(f"{refused} Hubungi admin bila seharusnya bisa.", "pst-empty")
    return False
