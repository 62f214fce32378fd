"""Akun saya: password, PIN, second factor, and where one is logged in."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from bot.services import duty_links, own_account
from bot.services.own_account import OwnAccount
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
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
            if acting.actor.roles & duty_links.RUNG:
                await _draw_phone(acting, redraw)
            words("Sesi saya", "pst-subtitle", "h2")
            draw_sessions(acting, sessions, redraw, with_names=False)

    await redraw()


def _draw_login(account: OwnAccount) -> None:
    codes = f"Menyala, sisa {account.recovery_codes} kode cadangan." if account.two_steps else "Belum menyala."
    for title, state, address, label in (
        ("Sandi", "Ganti bila ada orang lain yang tahu.", "sandi", "Ganti sandi"),
        (
            "PIN layar",
            "Sudah dipasang." if account.has_pin else "Belum dipasang.",
            "pin",
            "Ganti PIN" if account.has_pin else "Pasang PIN",
        ),
        ("Masuk dua langkah", codes, "dua-langkah", "Atur" if account.two_steps else "Nyalakan"),
    ):
        with container("pst-row"):
            words(title, "number")
            words(label, "pst-link", "a").props(f'href="{CONSOLE}/{address}"')
            words(state, "holder")


async def _draw_phone(acting: Acting, redraw: Callable[[], Awaitable[None]]) -> None:
    """Duty notices to one's own phone (stories 6)."""
    linked = await acting.look(duty_links.is_linked)
    words("Pengingat tugas", "pst-subtitle", "h2")
    with container("pst-row"):
        words("Ponsel sendiri", "number")
        told = words("Tertaut: ada pesan bila pengguna menunggu." if linked else "Belum tertaut.", "holder")

        async def show_code() -> None:
            code = await acting.obtain(duty_links.new_code)
            if code is not None:
                told.text = f"Kirim  tautkan {code}  ke nomor WhatsApp atau bot Telegram kantor, dalam 10 menit."

        async def let_go() -> None:
            await acting.attempt(duty_links.unlink)
            await redraw()

        with container("pst-actions"):
            button("Ganti ponsel" if linked else "Tautkan ponsel").on("click", show_code)
            if linked:
                button("Lepas").on("click", let_go)
