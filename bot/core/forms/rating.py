"""The quick rating, 1 to 4: typed in many ways, never in the way of a question (service_rules 9, stories 19)."""

import re
from dataclasses import dataclass

from bot.core.courtesy import is_courtesy, without_shades, without_thanks
from bot.core.forms.asking import is_asking, searches
from bot.core.forms.fields import without_identity_number
from bot.core.forms.words import asks_officer, plain, skips
from bot.core.indonesian import ADDRESSES

HIGHEST = 4
_BAD = 2
_STARS = re.compile(
    r"^(?:(?:kasih|kasi|beri|memberi|nilai|nilainya|skor|rating|bintang|saya|aku|ulun)\s*)*([1-5])"
    r"(?:\s*(?:/|dari)\s*[45])?(?:\s*bintang)?(?:\s+(?P<words>\D+))?$"
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
_NOISE = _POLITE | ADDRESSES | frozenset("ok oke okay siap sip saja aja sj lah".split())
"""What stands beside a number and says nothing; *baik* and *cukup* do."""
_MARKS = re.compile(r"[^\w\s/]|_")
_LONGEST = 60
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
    stripped = without_shades(text).strip()
    if len(stripped) > _LONGEST:
        return None
    if (sign := _sign_in(stripped)) is not None:
        return Rated(score=_SIGNS[sign], above=sign in {"👍", "⭐⭐⭐⭐⭐"}, bare=False)
    return _number_in(stripped) or _words_in(stripped)


def _sign_in(text: str) -> str | None:
    """A sign and nothing else, however often it was pressed; a thumb that thanks is a thanks."""
    said = text if is_courtesy(text) else without_thanks(text).strip(" .,!")
    once = said[:1] if said.strip(said[:1]) == "" and said[:1] != "⭐" else said
    return once if once in _SIGNS else None


def _number_in(text: str) -> Rated | None:
    """*4*, *bintang 4*, *4/4*, *4 sangat baik*, with whatever is said politely beside it."""
    said = _MARKS.sub(" ", without_thanks(text.lower()))
    lower = " ".join(word for word in said.split() if word not in _NOISE)
    match = None if "?" in text else _STARS.match(lower)
    if match is None or (match["words"] is not None and match["words"] not in _WORDS):
        return None
    number = int(match[1])
    return Rated(score=min(number, HIGHEST), above=number > HIGHEST, bare=lower == match[1])


def _words_in(text: str) -> Rated | None:
    said = text if is_courtesy(text) else without_thanks(text)
    score = _WORDS.get(" ".join(word for word in plain(said).split() if word not in _POLITE))
    return None if score is None else Rated(score=score, above=False, bare=False)


def remark_in(text: str) -> str | None:
    """What should be better, from the message after a low rating; None for anything else that is wanted or said."""
    remark = " ".join(without_identity_number(text).split())
    if not remark or is_asking(remark) or searches(remark) or asks_officer(remark) or is_courtesy(remark):
        return None
    return None if skips(remark) else remark[:_REMARK_MAX]
