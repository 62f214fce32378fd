"""Akun saya: password, PIN, second factor, and where one is logged in."""

from __future__ import annotations

from bot.services import own_account
from bot.services.own_account import OwnAccount
from bot.web.console.acting import Acting
from bot.web.console.frame import container, words
from bot.web.console.notices import roles_line
from bot.web.console.sessions import draw_sessions
from bot.web.headers import CONSOLE


async def build(acting: Acting) -> None:
    """Draw the page."""
    words("Akun saya", "pst-title", "h1")
    body = container("pst-fields")

    async def redraw() -> None:
        account = await acting.look(own_account.own_account)
        sessions = await acting.look(own_account.own_sessions, acting.token)
        if account is None or sessions is None:
            return
        body.clear()
        with body:
            words(f"{account.name} ({account.username}) · {roles_line(account.roles)}", "pst-soft")
            _draw_login(account)
            words("Sesi saya", "pst-subtitle", "h2")
            draw_sessions(acting, sessions, redraw, with_names=False)

    await redraw()


def _draw_login(account: OwnAccount) -> None:
    codes = f"menyala, sisa {account.recovery_codes} kode cadangan" if account.two_steps else "belum menyala"
    for title, state, address, label in (
        ("Sandi", "Ganti bila ada orang lain yang tahu.", "sandi", "Ganti sandi"),
        (
            "PIN layar",
            "sudah dipasang" if account.has_pin else "belum dipasang",
            "pin",
            "Ganti PIN" if account.has_pin else "Pasang PIN",
        ),
        ("Masuk dua langkah", codes, "dua-langkah", "Atur" if account.two_steps else "Nyalakan"),
    ):
        with container("pst-row"):
            words(title, "number")
            words(label, "pst-link", "a").props(f'href="{CONSOLE}/{address}"')
            words(state, "holder")
