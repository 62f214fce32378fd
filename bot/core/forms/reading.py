"""Reads the guest book from one message, leniently: *budi, umpr, skripsi* (stories 7)."""

import re
from collections.abc import Mapping, Sequence

from bot.core.contact_fields import email_in, phone_in, without_contacts
from bot.core.forms.asking import asks_or_greets, judges, measures, names_nobody, searches, tells
from bot.core.forms.fields import INDIVIDUAL, PURPOSE_MAX, category_of, name_of
from bot.core.forms.words import is_yes
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
    r"^(?:(?:perkenalkan\s+)?(?:nama\s+)?(?:saya|aku|sy|ulun|kulo)\s+)?"
    r"(?P<name>[^\d,;\n]{2,60}?)\s+(?P<joint>dari|asal|di)\s+(?P<institution>.{2,80}?)"
    r"(?:\s+(?:untuk|buat|keperluan|utk|gasan)\s+(?P<purpose>.+))?$",
    re.IGNORECASE | re.DOTALL,
)
_PURPOSES = re.compile(
    r"\b(?:skripsi|tesis|disertasi|tugas|makalah|penelitian|riset|bisnis|usaha|perencanaan|proposal|laporan|berita"
    r"|pemberitaan|lomba|rpjm\w*|renstra|renja|rkpd|musrenbang|kajian|jurnal|artikel|kebijakan|evaluasi|pribadi"
    r"|magang|kkn|pkl|monitoring|perbandingan|referensi|belajar)\b",
    re.IGNORECASE,
)
_LEAD = re.compile(r"^(?:(?:nama|saya|aku|sy|ulun|kulo|ini|dengan|perkenalkan)\s+)+(?=\S)", re.IGNORECASE)
_FOR = re.compile(r"^(?:untuk|buat|utk|keperluan|dalam rangka|gasan)\s+", re.IGNORECASE)
_OF = re.compile(r"^(?:dari|asal)\s+", re.IGNORECASE)
_DATA = re.compile(r"\bdata(?:nya)?\b", re.IGNORECASE)
_PARTS = re.compile(r"[,;|\n]+|\s[-/–]\s")
_LONGEST_ANSWER = 400
_WORDS_OF_A_NAME = 6


def read(text: str, wanted: Sequence[str] = (), *, believed: bool = False) -> dict[str, str]:
    """The fields that a message holds; nothing when it does not look like an answer.

    What names no field counts with a sign that it is an answer: a purpose, a known kind of institution, a contact, a
    consent, or that just this field was asked for.

    Args:
        text: as typed.
        wanted: fields that were asked for and are still open, in their order.
        believed: it was understood as nothing else, so that it needs no sign.

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
    open_fields = [field for field in wanted if field not in found]
    found |= _of_parts(free, open_fields, first=not labelled, signed=believed or bool(found))
    return _with_category(found)


def corrections_in(text: str) -> dict[str, str]:
    """Fields that are named: *nama saya budi santoso*, *instansi: UMPR*."""
    match = _LABELLED.match(text.strip())
    if match is None or "?" in text:
        return {}
    field, value = _LABELS[match[1].lower()], match[2].strip(" .")
    checked = name_of(value) if field == "name" else _words(value, field)
    wrong = field == "name" and judges(value)  # *nama saya salah* names nobody
    return {} if checked is None or wrong else _with_category({field: checked})


def contacts_in(text: str) -> dict[str, str]:
    """The e-mail address and the number in a message."""
    found = {"email": email_in(text), "phone": phone_in(text)}
    return {field: value for field, value in found.items() if value is not None}


def _as_field(text: str, field: str) -> dict[str, str]:
    """A message as the answer to what was asked; may be nothing."""
    value = " ".join(text.split()).strip(" .,")
    if "?" in value or asks_or_greets(value) or len(value) > PURPOSE_MAX:
        return {}
    if field == "name":
        name = person_in(value)
        return {"name": name} if name else {}
    if field in ("institution", "purpose"):
        words = _words(value, field)
        return {} if words is None else _with_category({field: words})
    return contacts_in(value)


def person_in(text: str) -> str | None:
    """The name that unlabelled words are; None for a search, a statement or a single word like *mahasiswa*."""
    name = name_of(_LEAD.sub("", " ".join(text.split())))
    if name is None or len(name.split()) > _WORDS_OF_A_NAME or names_nobody(name):
        return None
    alone = " " not in name and (category_of(name) or _PURPOSES.search(name))
    return None if alone else name


def _of_parts(parts: list[str], wanted: Sequence[str], *, first: bool, signed: bool) -> dict[str, str]:
    if len(parts) > 1 and first and not asks_or_greets(" ".join(parts[:2])):
        return _of_list(parts, wanted, signed=signed)
    if len(parts) == 1:
        return _of_one(parts[0], wanted, signed=signed)
    return {}


def _of_list(parts: list[str], wanted: Sequence[str], *, signed: bool) -> dict[str, str]:
    """Name first, unless it is known; each other part goes where its words point, else into a place that is free."""
    asked = 0 < len(parts) <= len(wanted) and not any(names_nobody(part) for part in parts)
    if not (signed or asked or any(_is_sign(part) for part in parts[1:])):
        return {}
    others = any(category_of(part) for part in parts[1:])
    if wanted and "name" not in wanted and len(parts) <= len(wanted) and (_is_sign(parts[0]) or not others):
        return {} if names_nobody(parts[0]) and not _is_sign(parts[0]) else _placed(parts)
    name = person_in(parts[0])
    turned = category_of(parts[0]) and not others
    return {} if name is None or turned else {"name": name} | _placed(parts[1:])


def _is_sign(part: str) -> bool:
    return _PURPOSES.search(part) is not None or _FOR.match(part) is not None or category_of(part) is not None


def _placed(parts: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    left: list[str] = []
    for part in parts:
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


def _of_one(part: str, wanted: Sequence[str], *, signed: bool) -> dict[str, str]:
    if asks_or_greets(part):
        return {}
    if (match := _FROM.match(part)) and (found := _of_sentence(match, part, signed=signed)):
        return found
    if glued := _of_words(part.split(), signed=signed):
        return glued
    if len(part.split()) > _WORDS_OF_A_NAME:
        return {}
    for field in ("purpose", "institution", "name"):
        if field in wanted and _answers(part, field, asked=wanted[0] == field, signed=signed):
            return _as_field(part, field)
    return {}


def _answers(part: str, field: str, *, asked: bool, signed: bool) -> bool:
    """Whether a part alone is this field: by its own words, or because just it was asked for and nothing is told."""
    if field == "purpose" and _PURPOSES.search(part):
        return True
    if field == "institution" and category_of(part):
        return not measures(part) and not judges(part) and (signed or not tells(part))
    rest = _DATA.sub(" ", part) if field == "purpose" else part  # *ambil data* is what many come for
    searching = measures(rest) if signed else searches(rest)  # *Rumah Tunas Borneo* may be an institution
    return asked and not searching and not judges(part)


def _of_sentence(match: re.Match[str], part: str, *, signed: bool) -> dict[str, str]:
    """*Siti dari Bappeda untuk RKPD*; *di* alone tells where something is, as in *pasar di kecamatan hanau*."""
    name, purpose = person_in(match["name"]), match["purpose"]
    introduced = _LEAD.match(part) is not None or match["joint"].lower() != "di"
    signed = introduced and (signed or category_of(match["institution"]) is not None)
    if name is None or not (signed or purpose):
        return {}
    found = {"name": name, "institution": match["institution"].strip()[:INSTITUTION_MAX]}
    return found | ({"purpose": purpose.strip()[:PURPOSE_MAX]} if purpose else {})


def _of_words(words: list[str], *, signed: bool) -> dict[str, str]:
    """*budi umpr skripsi*: the institution's own word parts the name from the rest; *mitra bps* is no person."""
    place = next((index for index, word in enumerate(words) if category_of(word)), 0)
    name = person_in(" ".join(words[:place]))
    goal = next((at for at, word in enumerate(words) if at > place and _PURPOSES.search(word)), len(words))
    if name is None or not (signed or goal < len(words)):
        return {}
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
