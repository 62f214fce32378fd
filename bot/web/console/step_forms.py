"""The plain forms of codes, PINs and changing places; they work before any script has loaded."""

from __future__ import annotations

import html
from collections.abc import Sequence

from bot.services.screen import Seat
from bot.services.second_factor import Enrolment
from bot.web.console.forms import SECRET_FIELD, Page
from bot.web.console.guard import LOGIN
from bot.web.headers import CONSOLE

OWN, HOME = f"{CONSOLE}/akun", f"{CONSOLE}/"
_CODE_FIELD = (
    '    <label>{label}<input name="code" inputmode="{mode}" autocomplete="one-time-code" autocapitalize="none"'
    ' spellcheck="false" required maxlength="32" autofocus></label>'
)
_PIN_FIELD = (
    '    <label>{label}<input type="password" name="{name}" inputmode="numeric" autocomplete="off" required'
    ' maxlength="6"{focus}></label>'
)
_CHOICE = '    <label class="choice"><input type="radio" name="do" value="{value}"{checked}> {label}</label>\n'
_WAITING = '    <p id="waiting" role="status"></p>'
_NOTE = "    <p>{}</p>"


def code_page() -> Page:
    """Asks for a code of the authenticator app, once a device in 30 days."""
    label = "Kode dari aplikasi ponsel<small>Enam angka. Ponsel hilang? Tulis satu kode cadangan.</small>"
    return Page(
        title="Langkah kedua",
        action="Lanjut",
        fields=_CODE_FIELD.format(label=label, mode="text"),
        back=LOGIN,
        back_label="Masuk sebagai pengguna lain",
    )


def lock_page(name: str, with_pin: bool) -> Page:
    """Asks the user whose screen is locked for the PIN, or for the password where there is none."""
    field = (
        _PIN_FIELD.format(label="PIN", name="secret", focus=" autofocus")
        if with_pin
        else SECRET_FIELD.format(label="Sandi", name="secret", hint="current-password")
    )
    return Page(
        title="Layar terkunci",
        action="Buka",
        fields="\n".join([_NOTE.format(f"Dipakai oleh {html.escape(name)}."), _WAITING, field]),
        back=f"{CONSOLE}/ganti",
        back_label="Ganti pengguna",
        scripts=(f"{CONSOLE}/assets/bell.js", f"{CONSOLE}/assets/lock.js"),
    )


def switch_page(seats: Sequence[Seat]) -> Page:
    """Who comes back in this browser."""
    choices = [
        f'    <label class="choice"><input type="radio" name="username" value="{html.escape(seat.username)}"'
        f"{' checked' if place == 0 else ''} required> {html.escape(seat.name)}</label>"
        for place, seat in enumerate(seats)
    ]
    nobody = _NOTE.format(
        "Belum ada pengguna lain di peramban ini. Setelah memasang PIN, pengguna yang sudah masuk dapat bergantian."
    )
    pin = _PIN_FIELD.format(label="PIN", name="pin", focus="")
    return Page(
        title="Ganti pengguna",
        action="Lanjut" if seats else "",
        fields="\n".join([*choices, pin]) if seats else nobody,
        back=LOGIN,
        back_label="Masuk dengan nama dan sandi",
    )


def pin_page() -> Page:
    """Sets the PIN of the locked screen."""
    fields = (
        SECRET_FIELD.format(label="Sandi sekarang", name="password", hint="current-password"),
        _PIN_FIELD.format(label="PIN baru<small>4 sampai 6 angka</small>", name="pin", focus=""),
        _PIN_FIELD.format(label="Ulangi PIN baru", name="again", focus=""),
    )
    return Page(
        title="PIN layar",
        action="Simpan PIN",
        fields="\n".join(fields),
        back=OWN,
        back_label="Kembali ke akun saya",
    )


def enrolment_page(enrolment: Enrolment) -> Page:
    """Shows the key for the authenticator app and asks for its first code."""
    steps = (
        _NOTE.format("1. Pasang aplikasi pembuat kode di ponsel, lalu pilih <em>Masukkan kunci penyiapan</em>."),
        f'    <p>2. Ketik kunci ini:<br><code class="key">{enrolment.in_groups}</code></p>',
        f'    <p>Di ponsel yang sama: <a href="{html.escape(enrolment.link)}">buka langsung di aplikasinya</a>.</p>',
        _CODE_FIELD.format(label="3. Kode enam angka yang muncul", mode="numeric"),
    )
    return Page(
        title="Masuk dua langkah",
        action="Nyalakan",
        fields="\n".join(steps),
        back=HOME,
        back_label="Kembali ke konsol",
    )


def codes_page(codes: Sequence[str]) -> Page:
    """Shows the recovery codes, once."""
    items = "".join(f"<li><code>{code}</code></li>" for code in codes)
    return Page(
        title="Kode cadangan",
        action="",
        fields=_NOTE.format(
            "Masuk dua langkah menyala. Cetak atau catat kode ini dan simpan di tempat aman; setiap kode berlaku satu "
            "kali bila ponsel hilang. Kode ini tidak ditampilkan lagi."
        )
        + f'\n    <ul class="codes">{items}</ul>',
        back=HOME,
        back_label="Sudah saya simpan, lanjut",
    )


def second_factor_page() -> Page:
    """For who has a second factor: other recovery codes, or none of it any more."""
    choices = _CHOICE.format(value="codes", label="Buat kode cadangan baru", checked=" checked") + _CHOICE.format(
        value="off", label="Matikan masuk dua langkah", checked=""
    )
    password = SECRET_FIELD.format(label="Sandi sekarang", name="password", hint="current-password")
    return Page(
        title="Masuk dua langkah",
        action="Lanjut",
        fields=choices + password,
        back=OWN,
        back_label="Kembali ke akun saya",
    )
