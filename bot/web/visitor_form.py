"""The walk-in form as markup: every value is escaped here and nowhere else put into a page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from bot.core.contact_fields import EMAIL_MAX, NAME_MAX
from bot.core.guest_fields import (
    AGE_GROUPS,
    EDUCATIONS,
    INSTITUTION_MAX,
    INSTITUTIONS,
    NEED_MAX,
    OCCUPATIONS,
    PURPOSES,
    SEXES,
    right_address,
)
from bot.core.texts import Texts

LABELS: Mapping[str, str] = {
    "name": "Nama",
    "need": "Keperluan",
    "email": "Email",
    "institution_category": "Dari mana",
    "institution": "Nama instansi",
    "phone": "Nomor WhatsApp",
    "purpose": "Data akan dipakai untuk",
    "sex": "Jenis kelamin",
    "age_group": "Umur",
    "education": "Pendidikan terakhir",
    "occupation": "Pekerjaan",
    "consent": "Persetujuan",
}
FAULTS: Mapping[tuple[str, str], str] = {
    ("name", "kosong"): "Tulis nama Anda.",
    ("name", "panjang"): f"Nama paling panjang {NAME_MAX} huruf.",
    ("name", "keliru"): "Tulis nama dengan huruf saja, bukan nomor atau alamat email.",
    ("need", "kosong"): "Tulis keperluan Anda, misalnya: jumlah penduduk Hanau 2023.",
    ("need", "pendek"): "Tulis sedikit lebih lengkap, misalnya: jumlah penduduk Hanau 2023.",
    ("need", "panjang"): f"Keperluan paling panjang {NEED_MAX:,} huruf.".replace(",", "."),
    ("email", "kosong"): "Tulis alamat email, atau centang “Saya tidak punya email”.",
    ("email", "keliru"): "Alamat email ini belum lengkap. Contoh: nama@contoh.id",
    ("institution", "kosong"): "Tulis nama instansi, sekolah, atau kampus Anda.",
    ("institution", "panjang"): f"Nama instansi paling panjang {INSTITUTION_MAX} huruf.",
    ("institution_category", "pilih"): "Pilih salah satu; bila datang untuk diri sendiri, pilih Perorangan.",
    ("phone", "keliru"): "Nomor dimulai dengan 08 atau 62, misalnya 0812…; boleh dikosongkan.",
    ("consent", "setuju"): "Centang persetujuan agar data boleh dicatat, atau langsung temui petugas.",
}
_ANY_CHOICE = "Pilih salah satu dari daftar."
_OPTIONAL = {
    "purpose": PURPOSES,
    "sex": SEXES,
    "age_group": AGE_GROUPS,
    "education": EDUCATIONS,
    "occupation": OCCUPATIONS,
}


def sentence(field: str, code: str, typed: Mapping[str, str]) -> str:
    """What is wrong with a field, for the person who typed."""
    if code == "mungkin_keliru":
        meant = right_address(typed.get("email", "").strip().lower())
        return f"Maksud Anda {meant}? Perbaiki, atau kirim sekali lagi bila memang begitu alamatnya."
    return FAULTS.get((field, code), _ANY_CHOICE)


@dataclass(frozen=True, kw_only=True)
class VisitorForm:
    """One form as it is shown: what was typed, what is wrong, and what ties it to this browser and day.

    Attributes:
        on_tablet: shared by all visitors, so the browser must not offer the values of the one before.
    """

    texts: Texts
    day_code: str
    token: str
    key: str
    on_tablet: bool
    typed: Mapping[str, str]
    faults: Mapping[str, str]
    notice: str = ""

    def markup(self) -> str:
        """The form, with its faults before it."""
        extra = "".join(self._select(field, options, "") for field, options in _OPTIONAL.items())
        opened = " open" if self.faults.keys() & (_OPTIONAL.keys() | {"phone"}) else ""
        return "\n".join([
            self._summary(),
            f'<form method="post" action="/tamu" novalidate{" autocomplete=off" if self.on_tablet else ""}>',
            self._hidden(),
            self._input("name", f'maxlength="{NAME_MAX}" autocomplete="{self._fills("name")}"'),
            self._area("need", "Data atau keterangan apa, wilayah mana, tahun berapa"),
            self._email(),
            self._select("institution_category", INSTITUTIONS, "Pilih …"),
            self._input(
                "institution", f'maxlength="{INSTITUTION_MAX}" autocomplete="{self._fills("organization")}"',
                "Kosongkan bila perorangan", "institution",
            ),
            f"<details{opened}><summary>Isian tambahan (boleh dilewati)</summary>",
            self._input("phone", f'type="tel" inputmode="tel" maxlength="30" autocomplete="{self._fills("tel")}"'),
            extra,
            "</details>",
            self._consent(),
            "<button>Daftar</button>",
            "</form>",
        ])  # fmt: skip

    def _summary(self) -> str:
        if not self.faults:
            return f'<p class="alert" role="alert">{escape(self.notice)}</p>' if self.notice else ""
        items = "".join(
            f'<li><a href="#{field}">{escape(LABELS[field])}</a>: {escape(sentence(field, code, self.typed))}</li>'
            for field, code in self.faults.items()
        )
        return f'<div class="alert" role="alert">{escape(self.texts.fill("tamu_periksa"))}<ul>{items}</ul></div>'

    def _hidden(self) -> str:
        asked_about = self.typed.get("email", "") if self.faults.get("email") == "mungkin_keliru" else ""
        values = {
            "k": self.day_code,
            "token": self.token,
            "key": self.key,
            "d": "tablet" if self.on_tablet else "",
            "confirmed_email": asked_about or self.typed.get("confirmed_email", ""),
        }
        return "".join(f'<input type="hidden" name="{name}" value="{escape(value)}">' for name, value in values.items())

    def _input(self, field: str, attributes: str, hint: str = "", kind: str = "") -> str:
        value = escape(self.typed.get(field, "")[:1_000])
        return self._field(
            field, f'<input id="{field}" name="{field}" value="{value}" {attributes}{self._marks(field)}>', hint, kind
        )

    def _area(self, field: str, hint: str) -> str:
        value = escape(self.typed.get(field, ""))
        return self._field(
            field, f'<textarea id="{field}" name="{field}" rows="3"{self._marks(field)}>\n{value}</textarea>', hint
        )

    def _email(self) -> str:
        attributes = f'type="email" maxlength="{EMAIL_MAX}" autocapitalize="none" autocomplete="{self._fills("email")}"'
        ticked = " checked" if self.typed.get("no_email") else ""
        box = f'<input type="checkbox" name="no_email" value="ya"{ticked}>'
        label = f'<label class="tick">{box}Saya tidak punya email</label>'
        return self._input("email", attributes).removesuffix("</div>") + label + "</div>"

    def _select(self, field: str, options: Mapping[str, str], empty: str) -> str:
        chosen = self.typed.get(field, "")
        items = "".join(
            f'<option value="{key}"{" selected" if key == chosen else ""}>{escape(label)}</option>'
            for key, label in options.items()
        )
        head = f'<option value="">{empty}</option>'
        return self._field(field, f'<select id="{field}" name="{field}"{self._marks(field)}>{head}{items}</select>', "")

    def _consent(self) -> str:
        ticked = " checked" if self.typed.get("consent") else ""
        return (
            f'<div class="field"><p class="notice">{escape(self.texts.fill("tamu_pemberitahuan"))}</p>'
            f'<label class="tick"><input type="checkbox" id="consent" name="consent" value="ya"{ticked}'
            f"{self._marks('consent')}>Saya setuju</label>{self._fault('consent')}</div>"
        )

    def _field(self, field: str, control: str, hint: str, kind: str = "") -> str:
        told = f'<span class="hint">{escape(hint)}</span>' if hint else ""
        label = f'<label for="{field}">{escape(LABELS[field])}{told}</label>'
        return f'<div class="field {kind}">{label}{control}{self._fault(field)}</div>'

    def _marks(self, field: str) -> str:
        if field not in self.faults:
            return ""
        focus = " autofocus" if field == next(iter(self.faults)) else ""
        return f' aria-invalid="true" aria-describedby="{field}-fault"{focus}'

    def _fault(self, field: str) -> str:
        if field not in self.faults:
            return ""
        words = escape(sentence(field, self.faults[field], self.typed))
        return f'<p class="fault" id="{field}-fault">{words}</p>'

    def _fills(self, what: str) -> str:
        return "off" if self.on_tablet else what
