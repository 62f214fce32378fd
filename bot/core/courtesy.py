"""Thanks after the end: words that ask for nothing (stories 16)."""

import re

_LONGEST = 60  # nobody thanks at greater length; patterns stay cheap on hostile texts
_WHOM = r"min|admin|kak|pak|bu|mas|mbak"
_OPENING = rf"(?:(?:ok+|oke+y?|baik|siap|sip|ya+|iya+|alhamdulillah)(?: (?:{_WHOM}))?[ ,.!]*)"
_THANKS = (
    r"(?:terima ?kasih|tarima ?kasih|makasih|makasi|mksh|mks|trims|trimakasih|tks|thx|thanks|thank you|nuhun|"
    r"matur nuwun)"
)
_AFTER = rf"(?:[ ,.!]*(?:banyak|byk|banget|sekali|ya+|{_WHOM}|infonya|informasinya|bantuannya|atas|nya))*"
_SIGNS = r"[ ,.!🙏👍👌😊🤝❤️]*"
_COURTESY = re.compile(rf"{_SIGNS}(?:{_OPENING}*{_THANKS}{_AFTER}|{_OPENING})?{_SIGNS}", re.IGNORECASE)


def is_courtesy(text: str) -> bool:
    """Whether a message only thanks or agrees, so that after the end of a consultation it opens nothing again."""
    words = text.strip()
    return 0 < len(words) <= _LONGEST and _COURTESY.fullmatch(words) is not None
