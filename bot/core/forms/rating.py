"""The quick rating, 1 to 4: typed in many ways, never in the way of a question (service_rules 9, stories 19)."""

import re
from dataclasses import dataclass

from bot.core.forms.asking import is_asking
from bot.core.forms.fields import without_identity_number
from bot.core.forms.words import plain

HIGHEST = 4
_BAD = 2
_STARS = re.compile(
    r"^(?:(?:kasih|beri|nilai|skor|rating|bintang|saya kasih|nilainya)\s*)*([1-5])(?:\s*(?:/|dari)\s*[45])?"
    r"(?:\s*bintang)?\s*[.!]*$"
)
_SIGNS = {
    "👍": 4,
    "⭐⭐⭐⭐⭐": 4,
    "⭐⭐⭐⭐": 4,
    "⭐⭐⭐": 3,
    "⭐⭐": 2,
    "⭐": 1,
    "👎": 1,
    "😡": 1,
    "😊": 4,
    "🙏👍": 4,
}
_WORDS: dict[str, int] = {
    **dict.fromkeys(("bagus", "bagus sekali", "bagus banget", "sangat baik", "sangat bagus", "mantap", "mantul"), 4),
    **dict.fromkeys(("puas", "sangat puas", "puas banget", "memuaskan", "terbaik", "oke banget", "baik sekali"), 4),
    **dict.fromkeys(("baik", "cukup", "cukup baik", "lumayan", "biasa saja"), 3),
    **dict.fromkeys(("kurang", "kurang baik", "kurang puas", "kurang memuaskan", "kurang bagus"), 2),
    **dict.fromkeys(("tidak baik", "buruk", "jelek", "tidak puas", "mengecewakan", "kecewa", "parah", "gak puas"), 1),
}  # fmt: skip
_POLITE = frozenset("kak min pak bu ya dong nih deh pelayanannya layanannya petugasnya pelayanan layanan".split())
_REMARK_MAX = 300


@dataclass(frozen=True, kw_only=True)
class Rated:
    """A score; `above` = more was given than there is (*bintang 5*); `bare` = nothing but a number."""

    score: int
    above: bool
    bare: bool

    @property
    def is_bad(self) -> bool:
        """Whether one may ask what should be better."""
        return self.score <= _BAD


def rating_in(text: str) -> Rated | None:
    """The rating that a message is; None when it is anything else."""
    stripped = text.strip()
    if stripped in _SIGNS:
        return Rated(score=_SIGNS[stripped], above=stripped in {"👍", "⭐⭐⭐⭐⭐"}, bare=False)
    lower = " ".join(word for word in stripped.lower().split() if word.strip(".,!") not in _POLITE)
    match = _STARS.match(lower)
    if match is not None:
        number = int(match[1])
        return Rated(score=min(number, HIGHEST), above=number > HIGHEST, bare=lower.rstrip(".!") == match[1])
    words = " ".join(word for word in plain(text).split() if word not in _POLITE)
    score = _WORDS.get(words)
    return None if score is None else Rated(score=score, above=False, bare=False)


def remark_in(text: str) -> str | None:
    """What should be better, from the message after a low rating; None for a question or a wish of its own."""
    remark = " ".join(without_identity_number(text).split())
    return remark[:_REMARK_MAX] if remark and not is_asking(remark) else None
