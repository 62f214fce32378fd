"""Messages that mean something only after the last answer: "kalau yang 2022?", "per kecamatan ada?", "2".

Rules on the normal form; the classifier is not asked where one of them applies (stories 12).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.core.days import find_day
from bot.core.question import NOTHING, Need

_FILLER = frozenset(
    """
    kalau yang bagaimana dengan untuk saja ada tidak eh salah ralat bukan itu maksudnya maksud saya coba terus lalu
    data angka nya ya dong deh sih nih kah lah juga kalo kl per tiap menurut tingkat level di pada tahun periode
    sampai dan apa mana berapa bisa minta mau lihat wilayah daerah kecamatan kabupaten kab kec desa kelurahan
    provinsi terbaru terakhir sekarang kemarin dibanding yg hingga datanya angkanya kan pak bu kak min atau maksudku
    tapi tolong cari carikan butuh perlu kasih tahu lihatkan jumlah total nilai persentase persen besar banyak
    selama th thn dua tiga empat lima enam tujuh delapan sembilan sepuluh lalu
    """.split()
)
"""Words that may stand around a new place, year or indicator without making it a new question."""

_OPENING = frozenset(
    "p ping halo hai hallo pagi siang sore malam selamat assalamualaikum permisi tanya bertanya nanya maaf ini".split()
)
"""What may open a question of its own that holds only names."""
_OTHERWISE = frozenset("apa mana dibanding atau eh bukan salah ralat tapi tidak bagaimana dan".split())
"""Filler of a follow-up that makes another question of a message by itself: "data apa saja", "ipm atau gini"."""
_MARKS = frozenset("?!.,;")
DAY_ENTRIES = frozenset({"layanan_jam_operasional", "layanan_hari_libur", "layanan_luar_jam"})
"""Entries whose answer is about one day where a day is named."""
_DAY_WORDS = 5
_LEVELS = (
    ("desa", re.compile(r"\b(?:per|tiap|tingkat|menurut|se|level) ?(?:desa|kelurahan)\b")),
    ("kecamatan", re.compile(r"\b(?:per|tiap|tingkat|menurut|se|level|masing masing) ?kec(?:amatan)?\b")),
)
_CORRECTION = re.compile(
    r"^(?:eh |maaf |bukan|salah|ralat|kada)\b.*?"
    r"\b(?:maksud(?:nya|ku| saya)?|tapi|tetapi|melainkan|yang benar)\b[ ,:]*(.+)$"
)
_MEANING = re.compile(r"\bapa (?:itu|sih)\b|\bitu (?:apa|sih)\b")
"""*Apa itu inflasi?* after a figure asks for the meaning, not for the next figure."""
_FIGURES = re.compile(
    r"\b(?:data|angka|berapa|berapakah|jumlah|nilai|persentase|persen|total|banyak|besar|luas|produksi|hasil"
    r"|terbaru|terakhir)(?:nya)?\b"
)
_ORDINALS = {
    "pertama": 1,
    "kesatu": 1,
    "kedua": 2,
    "ketiga": 3,
    "keempat": 4,
    "satu": 1,
    "dua": 2,
    "tiga": 3,
    "empat": 4,
}
_CHOICE = re.compile(rf"^(?:(?:yang|nomor|no|pilihan|opsi|pilih|jawab) )*(\d|{'|'.join(_ORDINALS)})\.?$")


@dataclass(frozen=True, kw_only=True)
class Context:
    """What the conversation remembers of its last turns; empty after thirty idle minutes.

    Attributes:
        faq: the last entry answered.
        need: what was asked for then.
        offered: meanings offered last, in their order: `{"title", "meaning", "asked"}`.
        misses: misunderstandings in a row.
        greeted_on: ISO date of the last greeting.
        voice_notes: voice notes in a row.
    """

    faq: str | None = None
    need: Need = NOTHING
    offered: Sequence[dict[str, Any]] = ()
    misses: int = 0
    greeted_on: str | None = None
    voice_notes: int = 0


def corrected(normal: str) -> str:
    """What a correction really asks: "bukan itu, maksudnya inflasi" → "inflasi"; any other text unchanged."""
    match = _CORRECTION.match(normal)
    return match[1].strip() if match else normal


def level_of(normal: str) -> str | None:
    """`kecamatan` or `desa` when a breakdown by it is asked for."""
    return next((level for level, pattern in _LEVELS if pattern.search(normal)), None)


def chosen(normal: str, context: Context) -> dict[str, Any] | None:
    """The meaning of a typed number or label of the last offer; None when it is neither."""
    words = normal.strip(" ?!.,;")
    if match := _CHOICE.match(words):
        position = int(match[1]) if match[1].isdigit() else _ORDINALS[match[1]]
        if 1 <= position <= len(context.offered):
            return dict(context.offered[position - 1]["meaning"])
        return None
    for offer in context.offered:
        if words and words == str(offer["title"]).lower():
            return dict(offer["meaning"])
    return None


def names_a_day(normal: str, need: Need, context: Context, today: date | None) -> bool:
    """Whether a few words name another day after an answer about a day: "kalau senin?" (stories 21)."""
    if context.faq not in DAY_ENTRIES or need != NOTHING or today is None or len(normal.split()) > _DAY_WORDS:
        return False
    return find_day(normal, today) is not None


def wants_figures(normal: str, need: Need) -> bool:
    """Whether a place, a period or a word such as *data*, *berapa*, *jumlah* asks for figures (stories 21b)."""
    return bool(need.region or need.year or _FIGURES.search(normal))


def only_names(normal: str, need: Need, beside_names: Sequence[str]) -> bool:
    """Whether a message by itself holds an indicator's name, a place, a period and nothing that asks something else.

    Args:
        normal: the normal form.
        need: what it names; a number that is no period is another question ("75 tahun ke atas").
        beside_names: its words that name neither the indicator nor a place.
    """
    known = (_FILLER | _OPENING | _MARKS) - _OTHERWISE
    fits = (word in known or (word.isdigit() and need.year) or _FIGURES.fullmatch(word) for word in beside_names)
    return not _MEANING.search(normal) and all(fits)


def is_follow_up(normal: str, need: Need, words_of_names: frozenset[str], context: Context) -> bool:
    """Whether the message only changes indicator, place, period or level of the last question.

    Args:
        normal: the normal form.
        need: what it names itself.
        words_of_names: all words that occur in names of indicators and places.
        context: with the last entry answered.
    """
    if context.faq is None or not context.faq.startswith("data_"):
        return False
    if _MEANING.search(normal) or (need == NOTHING and level_of(normal) is None):
        return False
    known = (_FILLER, _MARKS, words_of_names)
    forms = ((word, word.removesuffix("nya")) for word in normal.split() if not word.isdigit())
    return all(any(form in words for words in known for form in pair) for pair in forms)
