"""The pages for visitors around the form: the number, the screen on the wall, the rating, refusals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from string import Template

from starlette.responses import HTMLResponse

from bot.core.texts import Texts
from bot.services.visit_ratings import REMARK_MAX, SCORES
from bot.services.visit_views import Screen
from bot.web.assets import STATIC, Asset
from bot.web.security import FORM_POLICY

TABLET_BACK_S = 20
SCREEN_EVERY_S = 10


@dataclass(frozen=True, kw_only=True)
class VisitorPages:
    """Fills the one template; all of it works without scripts."""

    office: str
    texts: Texts
    sheet: str
    template: Template

    @classmethod
    def load(cls, office: str, texts: Texts, sheet: Asset) -> VisitorPages:
        """Read the template once."""
        template = Template((STATIC / "tamu.html").read_text(encoding="utf-8"))
        return cls(office=office, texts=texts, sheet=sheet.fingerprint, template=template)

    def page(self, title: str, body: str, status: int = 200, *, head: str = "", kind: str = "form") -> HTMLResponse:
        """A page around ready markup."""
        text = self.template.substitute(
            title=escape(title), office=escape(self.office), css=self.sheet, head=head, kind=kind, body=body
        )
        headers = {"Content-Security-Policy": FORM_POLICY, "Cache-Control": "no-store"}
        return HTMLResponse(text, status, headers)

    def told(self, title: str, key: str, status: int, **fields: str) -> HTMLResponse:
        """One sentence of texts.id.yml."""
        return self.page(title, f'<p class="card">{escape(self.texts.fill(key, **fields))}</p>', status)

    def code_wanted(self, path: str, typed: str) -> HTMLResponse:
        """Asks for the code of the day."""
        wrong = escape(self.texts.fill("tamu_kode_salah")) if typed else ""
        alert = f'<p class="alert" role="alert">{wrong}</p>' if wrong else ""
        body = f"<p>{escape(self.texts.fill('tamu_kode'))}</p>{alert}" + _code_field(path, "k", "Kode hari ini", 12)
        return self.page("Daftar kunjungan", body, 403)

    def registered(self, number: int | None, again: str, rating: str | None) -> HTMLResponse:
        """The number, and what to do now.

        Args:
            number: None when there is nobody to wait for.
            again: the tablet's way back to an empty form; empty on a visitor's own phone.
            rating: address of the rating page, on the own phone.
        """
        if number is None:
            said, big = self.texts.fill("tamu_langsung"), ""
        else:
            said = self.texts.fill("tamu_nomor", nomor=str(number))
            big = f'<p class="number" aria-hidden="true">{number}</p>'
        body = f'<div class="card done" role="status">{big}<p class="said">{escape(said)}</p></div>'
        if again:
            body += f'<a class="button plain" href="{escape(again)}">Pengunjung berikutnya</a>'
        if rating:
            body += (
                "<p>Sebelum pulang, mohon beri nilai lewat halaman ini. Simpan halamannya.</p>"
                f'<a class="button plain" href="{escape(rating)}">Beri nilai</a>'
            )
        head = f'<meta http-equiv="refresh" content="{TABLET_BACK_S};url={escape(again)}">' if again else ""
        return self.page("Anda sudah terdaftar", body, head=head)

    def screen(self, shown: Screen) -> HTMLResponse:
        """The screen on the wall."""
        body = (
            f'<section class="card served"><h2>Sedang dilayani</h2>{_numbers(shown.served)}</section>'
            f'<section class="card"><h2>Menunggu</h2>{_numbers(shown.waiting)}</section>'
        )
        head = f'<meta http-equiv="refresh" content="{SCREEN_EVERY_S}">'
        return self.page("Antrean", body, head=head, kind="screen")

    def rating_code_wanted(self) -> HTMLResponse:
        """Asks for the code that the officer's page shows after a visit."""
        return self.page("Penilaian", _code_field("/tamu/nilai", "kode", "Kode penilaian dari petugas", 24))

    def rating(self, token: str, remark: str = "", alert: str = "", status: int = 200) -> HTMLResponse:
        """The four scores, best first, and a remark."""
        scores = "".join(
            f'<label class="tick"><input type="radio" name="score" value="{score}">{score} · {escape(label)}</label>'
            for score, label in SCORES.items()
        )
        words = escape(self.texts.fill("tamu_nilai_tanya"))
        body = (
            (f'<p class="alert" role="alert">{escape(alert)}</p>' if alert else "")
            + f'<form method="post"><input type="hidden" name="token" value="{escape(token)}">'
            + f'<fieldset class="field"><legend>{words}</legend>{scores}</fieldset>'
            + '<div class="field"><label for="remark">Saran<span class="hint">Boleh dikosongkan</span></label>'
            + f'<textarea id="remark" name="remark" rows="3" maxlength="{REMARK_MAX}">\n{escape(remark)}</textarea>'
            + "</div><button>Kirim penilaian</button></form>"
        )
        return self.page("Penilaian", body, status)


def _code_field(path: str, name: str, label: str, longest: int) -> str:
    return (
        f'<form method="get" action="{path}"><div class="field"><label for="code">{label}</label>'
        f'<input id="code" name="{name}" maxlength="{longest}" autocapitalize="characters" autocomplete="off"'
        ' spellcheck="false"></div><button>Lanjut</button></form>'
    )


def _numbers(numbers: Sequence[int]) -> str:
    return f"<ul>{''.join(f'<li>{number}</li>' for number in numbers)}</ul>" if numbers else "<p>Tidak ada</p>"
