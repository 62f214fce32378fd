"""Pengguna: the accounts of staff, their roles, one-time passwords, and everybody's sessions."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection
from functools import partial

from nicegui import ui

from bot.core.accounts import Role
from bot.services import own_account, staff
from bot.services.staff import Account
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed, kept_form
from bot.web.console.notices import ROLES, roles_line
from bot.web.console.sessions import draw_sessions

_NEW = "pengguna-baru"
_REPEATED = 3  # one or two are slips of the finger
Redraw = Callable[[], Awaitable[None]]


class UsersPage:
    """The page; it shows and calls use cases, and decides nothing."""

    def __init__(self, acting: Acting) -> None:
        self.acting = acting
        words("Pengguna", "pst-title", "h1")
        self.told = container("pst-fields", props="role=status")
        with kept_form(_NEW, "pst-block"):
            words("Tambah pengguna", "pst-subtitle", "h2")
            self.username = ui.input("Nama pengguna, untuk masuk")
            self.name = ui.input("Nama lengkap")
            self.roles = _role_boxes({Role.PETUGAS})
            with container("pst-actions"):
                button("Tambah", "main").on("click", self.add)
        self.list = container("pst-rows")
        words("Sesi terbuka", "pst-subtitle", "h2")
        self.sessions = container("pst-fields")

    async def redraw(self) -> None:
        """Show the accounts as they are now."""
        accounts = await self.acting.look(staff.accounts_of_staff)
        sessions = await self.acting.look(own_account.all_sessions, self.acting.token)
        if accounts is None or sessions is None:
            return
        self.list.clear()
        self.sessions.clear()
        with self.list:
            for account in accounts:
                self._draw(account)
        with self.sessions:
            draw_sessions(self.acting, sessions, self.redraw, with_names=True)

    async def add(self) -> None:
        """Make the account and tell its one-time password once."""
        username = str(self.username.value or "")
        chosen = [role for role, box in self.roles.items() if box.value]
        password = await self.acting.obtain(staff.create, username, str(self.name.value or ""), chosen)
        if password is None:
            return
        forget(_NEW)
        self._tell(username.strip().lower(), password)
        self.username.value = self.name.value = ""
        await self.redraw()

    def _tell(self, username: str, password: str) -> None:
        self.told.clear()
        with self.told, container("pst-alarm"):
            words(f"Sandi sekali pakai untuk {username}:")
            words(password, "pst-once", "strong")
            words("Sampaikan langsung kepada orangnya. Sandi ini tidak ditampilkan lagi.")

    def _draw(self, account: Account) -> None:
        with container("pst-row"):
            words(f"{account.name} ({account.username})", "number")
            words(_state(account), "since")
            words(roles_line(account.roles), "holder")
            if account.active and account.nameless:
                words("Tulis nama orangnya: aduan tentang akun ini tidak dapat disembunyikan darinya.", "question")
            with container("pst-actions"):
                button("Ubah").on("click", partial(self.edit, account))
                if account.id != self.acting.actor.id:
                    button("Sandi sekali pakai").on("click", partial(self.reset, account))
                    if account.two_steps:
                        button("Hapus dua langkah").on("click", partial(self.forget_factor, account))
                if account.active:
                    button("Nonaktifkan", "stop").on("click", partial(self.deactivate, account))
                else:
                    button("Aktifkan").on("click", partial(self.activate, account))

    async def edit(self, account: Account) -> None:
        """Change name and roles in a dialog that stays open until both are accepted."""
        form = f"pengguna-{account.id}"

        async def save() -> None:
            chosen = {role for role, box in boxes.items() if box.value}
            if await self._change(account, str(name.value or ""), chosen):
                forget(form)
                dialog.submit(None)

        with ui.dialog() as dialog, ui.card() as card:
            words(f"Ubah {account.username}", "pst-subtitle", "h2")
            name = ui.input("Nama lengkap", value=account.name)
            boxes = _role_boxes(account.roles)
            with container("pst-actions"):
                button("Simpan", "main").on("click", save)
                button("Batal", props=GIVE_UP).on("click", dialog.close)
        keep_typed(card, form)
        await dialog
        dialog.delete()
        await self.redraw()

    async def _change(self, account: Account, name: str, roles: set[Role]) -> bool:
        if name != account.name and not await self.acting.attempt(staff.rename, account.id, name):
            return False
        return roles == account.roles or await self.acting.attempt(staff.set_roles, account.id, roles)

    async def reset(self, account: Account) -> None:
        """Give a one-time password."""
        question = f"Buat sandi sekali pakai untuk {account.name}? Semua sesinya berakhir dan PIN-nya terhapus."
        if await agreed(question, "Buat sandi"):
            password = await self.acting.obtain(staff.reset_password, account.id)
            if password is not None:
                self._tell(account.username, password)
            await self.redraw()

    async def forget_factor(self, account: Account) -> None:
        """Switch the second factor of somebody off who has lost it."""
        question = f"Hapus masuk dua langkah {account.name}? Pastikan orangnya sendiri yang meminta."
        if await agreed(question, "Hapus"):
            await self.acting.attempt(staff.reset_second_factor, account.id)
            await self.redraw()

    async def deactivate(self, account: Account) -> None:
        """Close the account."""
        if await agreed(f"Nonaktifkan {account.name}? Semua sesinya berakhir.", "Nonaktifkan"):
            await self.acting.attempt(staff.deactivate, account.id)
            await self.redraw()

    async def activate(self, account: Account) -> None:
        """Open the account again."""
        await self.acting.attempt(staff.activate, account.id)
        await self.redraw()


def _role_boxes(chosen: Collection[Role]) -> dict[Role, ui.checkbox]:
    with container("pst-actions", props='role=group aria-label="Peran"'):
        return {role: ui.checkbox(name, value=role in chosen) for role, name in ROLES.items()}


def _state(account: Account) -> str:
    parts = ["Aktif" if account.active else "Nonaktif"]
    if account.waits_for_password:
        parts.append("belum ganti sandi")
    if account.two_steps:
        parts.append("dua langkah")
    if account.failed_logins >= _REPEATED:
        parts.append(f"{account.failed_logins} kali gagal masuk dalam 7 hari")
    if account.held:
        parts.append(f"memegang {account.held} percakapan")
    return " · ".join(parts)


async def build(acting: Acting) -> None:
    """Draw the page; it changes only when something is done on it."""
    await UsersPage(acting).redraw()
