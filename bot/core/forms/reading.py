"""Reads the guest book from one message, leniently: *budi, umpr, skripsi* (stories 7)."""

import re
from collections.abc import Mapping, Sequence

from bot.core.contact_fields import email_in, phone_in, without_contacts
from bot.core.forms.fields import (
    INDIVIDUAL,
    PURPOSE_MAX,
    category_of,
    name_of,
)
from bot.core.forms.words import is_yes, plain
from bot.core.guest_fields import INSTITUTION_MAX

_LABELS: Mapping[str, str] = {
    "nama": "name",
    "nama lengkap": "name",
    "instansi": "institution",
    "asal instansi": "institution",
    "kampus": "institution",
    "sekolah": "institution",
    "asal": "institution",
    "keperluan": "purpose",
    "tujuan": "purpose",
    "untuk keperluan": "purpose",
}
_NAMES = "|".join(sorted(map(re.escape, _LABELS), key=len, reverse=True))
_LABELLED = re.compile(
    rf"^(?:(?:maaf|eh|ralat|salah|koreksi|oh|ya)[,.\s]+)*({_NAMES})"
    r"(?:(?:\s*[:=]\s*)|(?:nya|ku)?\s+(?:saya|aku|ulun|adalah|itu|kami)\b\s*[:=]?\s*(?:adalah\s+)?)(.+)$",
    re.IGNORECASE | re.DOTALL,
)
_FROM = re.compile(
    r"^(?:(?:nama\s+)?(?:saya|aku|ulun)\s+)?(?P<name>[^\d,;\n]{2,60}?)\s+(?:dari|asal|di)\s+(?P<institution>.{2,80}?)"
    r"(?:\s+(?:untuk|buat|keperluan|utk|gasan)\s+(?P<purpose>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_PURPOSES = re.compile(
    r"\b(?:skripsi|tesis|disertasi|tugas|makalah|penelitian|riset|bisnis|usaha|perencanaan|proposal|laporan|berita"
    r"|pemberitaan|lomba|rpjm\w*|renstra|renja|rkpd|musrenbang|kajian|jurnal|artikel|kebijakan|evaluasi|pribadi"
    r"|magang|kkn|pkl|monitoring|perbandingan|referensi|belajar)\b",
    re.IGNORECASE,
)
_QUESTIONS = frozenset(
    """
    berapa brp apa apakah bagaimana gimana gmn mana dimana kapan siapa kenapa mengapa tanya nanya bertanya bisakah
    bolehkah adakah minta batal kirim kirimkan cari carikan link tautan halo hai p ping kode kbli inflasi ipm
    kemiskinan pdrb penduduk pengangguran gini angka
    """.split()
)
_ASKING = _QUESTIONS | frozenset("tolong bisa mohon petugas selamat terima kasih makasih lama kok belum".split())
_LEAD = re.compile(r"^(?:nama\s+saya|nama|saya|aku|ini|dengan|perkenalkan)\s+(?=\S)", re.IGNORECASE)
_FOR = re.compile(r"^(?:untuk|buat|utk|keperluan|dalam rangka|gasan)\s+", re.IGNORECASE)
_OF = re.compile(r"^(?:dari|asal)\s+", re.IGNORECASE)
_PARTS = re.compile(r"[,;|\n]+|\s[-/–]\s")
_LONGEST_ANSWER = 400
_WORDS_OF_A_NAME = 6


def read(text: str, wanted: Sequence[str] = ()) -> dict[str, str]:
    """The fields that a message holds; nothing when it does not look like an answer.

    Args:
        text: as typed.
        wanted: fields that were asked for and are still open, in their order.

    Returns:
        Any of `name`, `institution`, `category`, `purpose`, `email`, `phone`, and `consent` when it also agrees.
    """
    if len(text) > _LONGEST_ANSWER or "?" in text:
        return {}
    found = contacts_in(text)
    rest = without_contacts(text)
    lines = [part.strip(" .:") for part in _PARTS.split(rest) if part.strip(" .:")]
    if any(is_yes(line) for line in lines) and len(lines) > 1:
        found["consent"] = "ya"
        lines = [line for line in lines if not is_yes(line)]
    labelled = [line for line in lines if _LABELLED.match(line)]
    for line in labelled:
        found |= corrections_in(line)
    free = [line for line in lines if line not in labelled]
    found |= _of_parts(free, [field for field in wanted if field not in found], first=not labelled)
    return _with_category(found)


def corrections_in(text: str) -> dict[str, str]:
    """Fields that are named: *nama saya budi santoso*, *instansi: UMPR*."""
    match = _LABELLED.match(text.strip())
    if match is None or "?" in text:
        return {}
    field, value = _LABELS[match[1].lower()], match[2].strip(" .")
    checked = name_of(value) if field == "name" else _words(value, field)
    return {} if checked is None else _with_category({field: checked})


def contacts_in(text: str) -> dict[str, str]:
    """The e-mail address and the number in a message."""
    found = {"email": email_in(text), "phone": phone_in(text)}
    return {field: value for field, value in found.items() if value is not None}


def as_field(text: str, field: str) -> dict[str, str]:
    """A message that was understood as nothing else, as the answer to what was asked; may be nothing."""
    value = " ".join(text.split()).strip(" .,")
    if "?" in value or _asks(value) or len(value) > PURPOSE_MAX:
        return {}
    if field == "name":
        name = name_of(_LEAD.sub("", value))
        return {"name": name} if name and len(name.split()) <= _WORDS_OF_A_NAME else {}
    if field in ("institution", "purpose"):
        words = _words(value, field)
        return {} if words is None else _with_category({field: words})
    return contacts_in(value)


def is_asking(text: str) -> bool:
    """Whether a message looks like a question or a wish of its own, and not like an answer or a remark."""
    return "?" in text or any(word in _QUESTIONS for word in plain(text).split())


def _of_parts(parts: list[str], wanted: Sequence[str], *, first: bool) -> dict[str, str]:
    if len(parts) > 1 and first and not _asks(" ".join(parts[:2])):
        return _of_list(parts)
    if len(parts) == 1:
        return _of_one(parts[0], wanted)
    return {}


def _of_list(parts: list[str]) -> dict[str, str]:
    """Name first; each other part goes where its words point, else into the first place that is free."""
    name = name_of(_LEAD.sub("", parts[0]))
    if name is None or len(name.split()) > _WORDS_OF_A_NAME:
        return {}
    found = {"name": name}
    left: list[str] = []
    for part in parts[1:]:
        if "purpose" not in found and (_PURPOSES.search(part) or _FOR.match(part)) and part.lower() != "pribadi":
            found["purpose"] = _FOR.sub("", part)[:PURPOSE_MAX]
        elif "institution" not in found and category_of(part):
            found["institution"] = _OF.sub("", part)[:INSTITUTION_MAX]
        else:
            left.append(part)
    for part in left:
        free = next((field for field in ("institution", "purpose") if field not in found), None)
        if free is not None:
            found[free] = _OF.sub("", part)[:INSTITUTION_MAX]
        else:
            found["purpose"] = f"{found['purpose']}, {part}"[:PURPOSE_MAX]
    return found


def _of_one(part: str, wanted: Sequence[str]) -> dict[str, str]:
    if _asks(part):
        return {}
    match = _FROM.match(part)
    if match is not None and (name := name_of(match["name"])) and len(name.split()) <= _WORDS_OF_A_NAME:
        purpose = match["purpose"]
        found = {"name": name, "institution": match["institution"].strip()[:INSTITUTION_MAX]}
        return found | ({"purpose": purpose.strip()[:PURPOSE_MAX]} if purpose else {})
    if glued := _of_words(part.split()):
        return glued
    short = len(part.split()) <= _WORDS_OF_A_NAME
    if "purpose" in wanted and short and (_PURPOSES.search(part) or wanted[0] == "purpose"):
        return as_field(part, "purpose")
    if "institution" in wanted and short and (category_of(part) or wanted[0] == "institution"):
        return as_field(part, "institution")
    return as_field(part, "name") if wanted[:1] == ["name"] and short else {}


def _of_words(words: list[str]) -> dict[str, str]:
    """*budi umpr skripsi*: the institution's own word parts the name from the rest."""
    place = next((index for index, word in enumerate(words) if category_of(word)), 0)
    name = name_of(" ".join(words[:place])) if 0 < place <= _WORDS_OF_A_NAME else None
    if name is None:
        return {}
    goal = next((at for at, word in enumerate(words) if at > place and _PURPOSES.search(word)), len(words))
    found = {"name": name, "institution": " ".join(words[place:goal])[:INSTITUTION_MAX]}
    return found | ({"purpose": " ".join(words[goal:])[:PURPOSE_MAX]} if goal < len(words) else {})


def _words(value: str, field: str) -> str | None:
    stripped = _FOR.sub("", value) if field == "purpose" else _OF.sub("", value)
    longest = PURPOSE_MAX if field == "purpose" else INSTITUTION_MAX
    return stripped[:longest] if len(stripped) >= 2 else None


def _with_category(found: dict[str, str]) -> dict[str, str]:
    institution = found.get("institution")
    if institution is None:
        return found
    category = category_of(institution)
    if category == INDIVIDUAL:
        return {**found, "institution": INDIVIDUAL, "category": INDIVIDUAL}
    return found if category is None else {**found, "category": category}


def _asks(text: str) -> bool:
    return any(word in _ASKING for word in plain(text).split())
