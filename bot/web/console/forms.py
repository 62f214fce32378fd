"""Login, logout and change of password: plain forms that work before any script has loaded."""

from __future__ import annotations

import html
from collections.abc import Mapping
from dataclasses import dataclass
from string import Template
from urllib.parse import parse_qsl

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response

from bot.web.assets import STATIC
from bot.web.errors import ApiError
from bot.web.headers import CONSOLE
from bot.web.security import FORM_POLICY, SCRIPTED_FORM_POLICY, FormTokens, new_cookie_value, read_cookie, set_cookie

FORM_BYTES = 8_192
SECRET_FIELD = (
    '    <label>{label}<input type="password" name="{name}" autocomplete="{hint}" required maxlength="256"></label>'
)
NAME_FIELD = (
    '    <label>Nama pengguna<input name="username" value="{value}" autocomplete="username" autocapitalize="none"'
    ' spellcheck="false" required maxlength="64" autofocus></label>'
)


FORM = """  <form method="post">
    <input type="hidden" name="token" value="{token}">
{fields}
    <button>{action}</button>
  </form>"""


@dataclass(frozen=True, kw_only=True)
class Page:
    """One form: its title, its button, its input elements, and where the link below it leads.

    Without `action` there is nothing to send: `fields` are shown as they are. `scripts` are files of ours that the form
    works without.
    """

    title: str
    action: str
    fields: str
    back: str
    back_label: str
    scripts: tuple[str, ...] = ()


def login_page(username: str = "") -> Page:
    """The login form, with the user name typed before."""
    password = SECRET_FIELD.format(label="Sandi", name="password", hint="current-password")
    return Page(
        title="Masuk konsol petugas",
        action="Masuk",
        fields=NAME_FIELD.format(value=html.escape(username)) + "\n" + password,
        back="/",
        back_label="Buka halaman tanya jawab",
    )


def password_page(shortest: int) -> Page:
    """The form to change one's own password."""
    fields = (
        SECRET_FIELD.format(label="Sandi sekarang", name="current", hint="current-password"),
        SECRET_FIELD.format(
            label=f"Sandi baru<small>Paling sedikit {shortest} huruf atau angka</small>",
            name="new",
            hint="new-password",
        ),
        SECRET_FIELD.format(label="Ulangi sandi baru", name="again", hint="new-password"),
    )
    return Page(
        title="Ganti sandi",
        action="Simpan sandi baru",
        fields="\n".join(fields),
        back=f"{CONSOLE}/akun",
        back_label="Kembali ke akun saya",
    )


@dataclass(frozen=True, kw_only=True)
class Forms:
    """Draws forms and reads them, each tied to the cookie of the browser it was shown in."""

    office: str
    tokens: FormTokens
    template: Template

    @classmethod
    def load(cls, office: str, tokens: FormTokens) -> Forms:
        """Read the template once."""
        return cls(office=office, tokens=tokens, template=Template((STATIC / "form.html").read_text(encoding="utf-8")))

    def show(self, request: Request, page: Page, notice: str = "", status: int = 200) -> Response:
        """Answer with the form; a browser without a cookie gets one, so that the form has something to be tied to."""
        known = read_cookie(request, "session") or read_cookie(request, "form")
        cookie = known or new_cookie_value()
        text = self.template.substitute(
            title=page.title,
            office=html.escape(self.office),
            notice=html.escape(notice),
            body=FORM.format(token=self.tokens.token(cookie), fields=page.fields, action=page.action)
            if page.action
            else page.fields,
            script="".join(f'<script src="{address}" defer></script>' for address in page.scripts),
            back=page.back,
            back_label=page.back_label,
        )
        policy = SCRIPTED_FORM_POLICY if page.scripts else FORM_POLICY
        headers = {"Content-Security-Policy": policy, "Cache-Control": "no-store"}
        response = HTMLResponse(text, status, headers)
        if known is None:
            set_cookie(request, response, "form", cookie)
        return response

    def logout_token(self, session: str) -> str:
        """The token for a form shown on a page of the console."""
        return self.tokens.token(session)

    async def read(self, request: Request) -> dict[str, str]:
        """The values of a form of ours.

        Raises:
            ApiError: as `typed` and `check`.
        """
        values = await self.typed(request)
        self.check(request, values)
        return values

    async def typed(self, request: Request) -> dict[str, str]:
        """What was typed, whoever sent it: to be shown again, not to be acted upon before `check`.

        Raises:
            ApiError: 413 when it is too large, 400 when it is no form.
        """
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > FORM_BYTES:
                raise ApiError(413, "terlalu_besar", "Isian terlalu panjang.")
        try:
            return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20))
        except ValueError:
            raise ApiError(400, "isian_keliru", "Isian formulir tidak dapat dibaca.") from None

    def check(self, request: Request, values: Mapping[str, str]) -> None:
        """Let only a form pass that this browser was shown.

        Raises:
            ApiError: 403 when it was not our form that was sent.
        """
        cookie = read_cookie(request, "session") or read_cookie(request, "form")
        if not self.tokens.accepts(cookie, values.get("token", "")):
            raise ApiError(403, "formulir_lama", "Formulir ini sudah lama. Silakan isi kembali.")


def safe_target(target: str) -> str:
    """Where to go after login: a page of the console or its front page, never another site."""
    inside = target.startswith(f"{CONSOLE}/") and "//" not in target and "\\" not in target
    return target if inside else f"{CONSOLE}/"
