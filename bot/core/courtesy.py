"""Thanks after an answer: words that ask for nothing (stories 16)."""

import re

from bot.core.indonesian import ADDRESSES

_LONGEST = 60  # nobody thanks at greater length; patterns stay cheap on hostile texts
_WHOM = "|".join(sorted(ADDRESSES, reverse=True))  # *kakak* before *kak*
_OPENING = rf"(?:(?:ok+|oke+[hy]?|baik(?:lah)?|siap|si+p|ya+|iya+|n?i?nggih|alhamdulillah)(?: (?:{_WHOM}))?[ ,.!]*)"
_THANKS = (
    r"(?:t[ae]?rima ?kasih*|maka?sih*|mka?si?h*|tri?ms|tr?mks?h?|tks|thx|thanks|thank (?:you|u)|tengkyu|nuhun"
    r"|(?:matur )?(?:nuwun|suwun))"
)
_AFTER = (
    rf"(?:[ ,.!]*\b(?:banyak|byk|banget|bgt|sekali|ya+|lah|nggih|{_WHOM}|infonya|informasinya|bantuannya|datanya"
    r"|jawabannya|penjelasannya|pelayanannya|layanannya|semuanya|atas|buat|untuk|sudah membantu"
    r"|sudah dibantu)\b|nya\b)*"
)
_SIGNS = r"[ ,.!🙏👍👌😊🤝❤]*"
_COURTESY = re.compile(rf"{_SIGNS}(?:{_OPENING}*{_THANKS}{_AFTER}|{_OPENING}+)?{_SIGNS}", re.IGNORECASE)
_THANKED = re.compile(rf"\b{_THANKS}\b{_AFTER}", re.IGNORECASE)
_SHADES = re.compile("[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u20e3\u200d]")


def is_courtesy(text: str) -> bool:
    """Whether a message only thanks or agrees: it opens nothing again, and nobody owes an answer to it."""
    words = without_shades(text).strip()
    return 0 < len(words) <= _LONGEST and _COURTESY.fullmatch(words) is not None


def without_thanks(text: str) -> str:
    """The text without the thanks in it: *4, makasih banyak kak* is a 4."""
    return _THANKED.sub(" ", text[:_LONGEST])


def without_shades(text: str) -> str:
    """The text without what only colours or frames a sign: the tone of a thumb's skin, the key around a 4."""
    return _SHADES.sub("", text)
