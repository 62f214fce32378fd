"""What a visitor writes into the guest book, and what is wrong with it (service_rules 8.1, labels of stories 7)."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from bot.core.contact_fields import NAME_MAX, is_email, is_name, phone_of
from bot.core.errors import GuestRefused
from bot.core.messages import clean_text

ALONE = "perorangan"
INSTITUTIONS: Mapping[str, str] = MappingProxyType({
    ALONE: "Perorangan",
    "pendidikan": "Sekolah/Kampus/Riset",
    "pemda": "Pemda (OPD/desa)",
    "kementerian": "Kementerian/Lembaga",
    "lembaga_negara": "Lembaga Negara",
    "tni_polri": "TNI/Polri/Kejaksaan",
    "bumn": "BUMN/BUMD",
    "swasta": "Swasta",
    "internasional": "Lemb. internasional",
    "lainnya": "Lainnya",
})  # fmt: skip
PURPOSES: Mapping[str, str] = MappingProxyType({
    "tugas": "Tugas sekolah/skripsi",
    "penelitian": "Penelitian",
    "perencanaan": "Perencanaan",
    "bisnis": "Bisnis",
    "pemberitaan": "Pemberitaan",
    "pribadi": "Pribadi",
    "lainnya": "Lainnya",
})  # fmt: skip
SEXES: Mapping[str, str] = MappingProxyType({"l": "Laki-laki", "p": "Perempuan"})
AGE_GROUPS: Mapping[str, str] = MappingProxyType({
    "17-25": "17-25 tahun",
    "26-34": "26-34 tahun",
    "35-44": "35-44 tahun",
    "45-54": "45-54 tahun",
    "55+": "55 tahun ke atas",
})  # fmt: skip
EDUCATIONS: Mapping[str, str] = MappingProxyType({
    "sma": "SMA atau di bawahnya",
    "d3": "Diploma (D1-D3)",
    "s1": "D4/S1",
    "s2": "S2",
    "s3": "S3",
})  # fmt: skip
OCCUPATIONS: Mapping[str, str] = MappingProxyType({
    "pelajar": "Pelajar/Mahasiswa",
    "peneliti": "Peneliti/Dosen/Guru",
    "asn": "ASN/TNI/Polri",
    "bumn": "Pegawai BUMN/BUMD",
    "swasta": "Pegawai swasta",
    "wiraswasta": "Wiraswasta",
    "lainnya": "Lainnya",
})  # fmt: skip
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "institution_category": INSTITUTIONS,
    "purpose": PURPOSES,
    "sex": SEXES,
    "age_group": AGE_GROUPS,
    "education": EDUCATIONS,
    "occupation": OCCUPATIONS,
})  # fmt: skip

FIELDS = (
    "name", "need", "email", "institution_category", "institution", "phone", "purpose", "sex", "age_group", "education",
    "occupation", "consent",
)  # fmt: skip
"""In the order of the form, in which faults are told."""

NEED_MAX, INSTITUTION_MAX = 1_000, 150
NEED_MIN, INSTITUTION_MIN = 5, 2
_MISTYPED: Mapping[str, str] = MappingProxyType({
    "gmial.com": "gmail.com",
    "gmai.com": "gmail.com",
    "gmail.co": "gmail.com",
    "gmail.con": "gmail.com",
    "gmal.com": "gmail.com",
    "gamil.com": "gmail.com",
    "gnail.com": "gmail.com",
    "yaho.com": "yahoo.com",
    "yahoo.con": "yahoo.com",
    "yhoo.com": "yahoo.com",
    "hotmial.com": "hotmail.com",
    "outlok.com": "outlook.com",
})  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Guest:
    """One visitor's entry in the guest book; choices are keys of `CHOICES`."""

    name: str
    need: str
    email: str | None
    phone: str | None = None
    institution_category: str | None = None
    institution: str | None = None
    purpose: str | None = None
    sex: str | None = None
    age_group: str | None = None
    education: str | None = None
    occupation: str | None = None


def read_guest(typed: Mapping[str, str], *, complete: bool) -> Guest:
    """Check what was typed.

    Args:
        typed: raw values by field name; `no_email` and `consent` hold anything when ticked, `confirmed_email` the
            address that was asked about before.
        complete: the institution is asked for too; an officer who has 20 seconds leaves it out (stories 18).

    Raises:
        GuestRefused: with a code for each wrong field.
    """
    reader = _Reader({field: _line(value) for field, value in typed.items()})
    need = _need(typed.get("need", ""))
    guest = Guest(
        name=reader.name(),
        need=need,
        email=reader.email(),
        phone=reader.phone(),
        institution=reader.institution(complete),
        **{field: reader.choice(field) for field in CHOICES},
    )
    if not NEED_MIN <= len(need) <= NEED_MAX:
        reader.faults["need"] = "panjang" if len(need) > NEED_MAX else "kosong" if not need else "pendek"
    if complete and guest.institution_category is None:
        reader.faults["institution_category"] = "pilih"
    if not typed.get("consent"):
        reader.faults["consent"] = "setuju"
    if reader.faults:
        raise GuestRefused({field: reader.faults[field] for field in FIELDS if field in reader.faults})
    return guest


def read_origin(category: str, institution: str) -> tuple[str, str | None]:
    """Check an institution that is filled in later, by the officer.

    Raises:
        GuestRefused: with a code for each wrong field.
    """
    reader = _Reader({"institution_category": _line(category), "institution": _line(institution)})
    chosen, name = reader.choice("institution_category"), reader.institution(True)
    if chosen is None:
        reader.faults["institution_category"] = "pilih"
    if chosen is None or reader.faults:
        raise GuestRefused(reader.faults)
    return chosen, name


def right_address(email: str) -> str | None:
    """What a known slip of the finger was meant to be: gmial.com is gmail.com; None = nothing strange."""
    name, _, domain = email.rpartition("@")
    return f"{name}@{_MISTYPED[domain]}" if domain in _MISTYPED else None


def plain(text: str) -> str:
    """The text without control and direction signs: nobody writes another person's line backwards."""
    return "".join(sign for sign in clean_text(text) if unicodedata.category(sign) != "Cf")


def _line(text: str) -> str:
    return " ".join(plain(text).split())


def _need(text: str) -> str:
    return "\n".join(line for each in plain(text).split("\n") if (line := " ".join(each.split())))


class _Reader:
    """Reads single lines and collects what is wrong, so that a person is told everything at once."""

    def __init__(self, lines: Mapping[str, str]) -> None:
        self._lines = lines
        self.faults: dict[str, str] = {}

    def name(self) -> str:
        name = self._lines.get("name", "")
        if not name:
            self.faults["name"] = "kosong"
        elif len(name) > NAME_MAX:
            self.faults["name"] = "panjang"
        elif not is_name(name):
            self.faults["name"] = "keliru"
        return name

    def email(self) -> str | None:
        email = self._lines.get("email", "").lower()
        if not email:
            if not self._lines.get("no_email"):
                self.faults["email"] = "kosong"
            return None
        if not is_email(email):
            self.faults["email"] = "keliru"
        elif right_address(email) and self._lines.get("confirmed_email", "").lower() != email:
            self.faults["email"] = "mungkin_keliru"
        return email

    def phone(self) -> str | None:
        raw = self._lines.get("phone", "")
        if not raw:
            return None
        phone = phone_of(raw)
        if phone is None:
            self.faults["phone"] = "keliru"
        return phone

    def institution(self, complete: bool) -> str | None:
        institution = self._lines.get("institution", "")
        if self._lines.get("institution_category") == ALONE and not institution:
            return None
        if len(institution) > INSTITUTION_MAX:
            self.faults["institution"] = "panjang"
        elif len(institution) < INSTITUTION_MIN and (complete or institution):
            self.faults["institution"] = "kosong"
        return institution or None

    def choice(self, field: str) -> str | None:
        chosen = self._lines.get(field, "")
        if chosen and chosen not in CHOICES[field]:
            self.faults[field] = "pilih"
        return chosen or None
