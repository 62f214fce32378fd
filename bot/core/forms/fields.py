"""Fields of the guest book and what may stand in them (service_rules 8.1)."""

import re

from bot.core.contact_fields import is_name
from bot.core.errors import InputRefused, TooLong
from bot.core.guest_fields import INSTITUTIONS
from bot.core.messages import clean_text
from bot.core.staff_fields import StaffField

PURPOSE_MAX = 150

CATEGORIES = tuple(INSTITUTIONS.values())
"""Ten rows of at most 24 letters, as a WhatsApp list takes them (stories 7)."""

INDIVIDUAL, OTHER = CATEGORIES[0], CATEGORIES[-1]
_LABELS = {label.casefold(): label for label in CATEGORIES}

_HINTS: tuple[tuple[str, str], ...] = (
    (r"perorangan|perseorangan|pribadi|umum|masyarakat|warga|sendiri|individu", "Perorangan"),
    (
        r"universitas|univ|kampus|sekolah|sd[nsit]*|smp[ns]*|sma[ns]*|smk[ns]*|man|mts|mi|mahasiswa|mahasiswi|siswa"
        r"|pelajar|dosen|guru|institut|politeknik|stie|stikes|stai|iain|uin|ump?r|ulm|ugm|ui|itb|ipb|fakultas|peneliti"
        r"|riset|brin|lab",
        "Sekolah/Kampus/Riset",
    ),
    (
        r"dinas|bappeda|bapperida|bappedalitbang|pemda|pemkab|pemprov|kecamatan|kelurahan|desa|kades|camat|lurah|opd"
        r"|puskesmas|rsud|sekda|setda|dprd|diskominfo|dpmd|inspektorat|satpol|badan",
        "Pemda (OPD/desa)",
    ),
    (r"tni|polri|polres|polsek|polda|kodim|koramil|kejaksaan|kejari|polisi|tentara", "TNI/Polri/Kejaksaan"),
    (r"kementerian|kemen\w+|kpp|kppn|bkkbn|bps|kantor pajak|bpn|kemenag|lapas|bmkg|imigrasi", "Kementerian/Lembaga"),
    (r"dpr|mpr|dpd|bpk|kpk|kpu|bawaslu|pengadilan|mahkamah|ombudsman|komisi", "Lembaga Negara"),
    (r"bumn|bumd|pln|pdam|pertamina|bri|bni|mandiri|btn|telkom|bulog|bank kalteng|perum|persero", "BUMN/BUMD"),
    (r"pt|cv|ud|swasta|perusahaan|toko|koperasi|usaha|kantor|bank|media|koran|wartawan|konsultan|startup", "Swasta"),
    (r"unicef|undp|who|fao|world bank|bank dunia|pbb|internasional|giz|usaid", "Lemb. internasional"),
    (r"lsm|yayasan|ngo|organisasi|partai|komunitas|gereja|masjid|karang taruna", "Lainnya"),
)
_CATEGORY = tuple((re.compile(rf"\b(?:{words})\b", re.IGNORECASE), category) for words, category in _HINTS)
_YEARS = r"(?:(?:19|20)\d\d[ .-]){3}(?:19|20)\d\d(?!\d)"
_NUMBERED = r"(?<!PST-)(?<!PGD-)(?<!DP-)"  # our own numbers, with a year or a code after them
_SIXTEEN = re.compile(rf"(?<!\d){_NUMBERED}(?!{_YEARS})\d(?:[ .-]?\d){{15}}(?!\d)", re.IGNORECASE)


def has_identity_number(text: str) -> bool:
    """Whether sixteen digits stand in it: a NIK or a card, which this office never asks for (service_rules 2.2)."""
    return _SIXTEEN.search(text) is not None


def checked_words(text: str, field: StaffField, least: int, most: int) -> str:
    """What staff wrote for people or into the register, cleaned.

    Raises:
        InputRefused: `nik`, `kosong` or `terlalu_singkat`.
        TooLong: naming the field.
    """
    cleaned = clean_text(text).strip()
    if has_identity_number(cleaned):
        raise InputRefused("nik")
    if not cleaned and least:
        raise InputRefused("kosong")
    if len(cleaned) < least:
        raise InputRefused("terlalu_singkat")
    if len(cleaned) > most:
        raise TooLong(field, most)
    return cleaned


def name_of(text: str) -> str | None:
    """The name in a chat message, where a comma begins the next field; None when it is none."""
    name = " ".join(text.split()).strip(" ,;:")
    return name if "," not in name and is_name(name) else None


def category_of(institution: str) -> str | None:
    """The group that an institution's name tells, or that is named itself (stories 7); None when it tells none."""
    named = _LABELS.get(" ".join(institution.split()).strip(" .,").casefold())
    return named or next((category for pattern, category in _CATEGORY if pattern.search(institution)), None)


def without_identity_number(text: str) -> str:
    """The text with such numbers taken out: they are not stored either."""
    return _SIXTEEN.sub("[nomor identitas dihapus]", text)


def words_beside_number(text: str) -> int:
    """How many letters are left of a text without such numbers."""
    return len(_SIXTEEN.sub("", text).strip())
