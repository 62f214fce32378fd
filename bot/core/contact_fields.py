"""A person's name, e-mail address and WhatsApp number: what may stand in them, for every form (service_rules 8.1)."""

import re
import unicodedata

NAME_MIN, NAME_MAX, EMAIL_MAX = 2, 100, 254
CONTACT_MAX = 254
"""Of a way to somebody in free words: an address, a number, or both."""
_NAME_SIGNS = " .,'’`-"  # the comma for degrees: Budi, S.E.
_EMAIL = re.compile(r"[^@\s<>()\[\],:;\\\"]+@(?:[a-z0-9](?:[a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}(?![^\W_])", re.IGNORECASE)
_PHONE = re.compile(r"(?<![\w+])\(?(?:\+?62|0)[\s().-]*8[\d\s().-]{6,16}\d(?!\w)")
_DIGITS_AFTER_62 = range(9, 14)


def is_name(text: str) -> bool:
    """Whether it is 2 to 100 letters, blanks, `.'-` and the comma of degrees, and begins with a letter."""
    letters = [unicodedata.category(sign)[0] in "LM" for sign in text]
    allowed = all(letter or sign in _NAME_SIGNS for letter, sign in zip(letters, text, strict=True))
    return len(text) <= NAME_MAX and sum(letters) >= NAME_MIN and letters[0] and allowed


def is_email(text: str) -> bool:
    """Whether it is an address, of at most 254 letters, and nothing else."""
    return len(text) <= EMAIL_MAX and _EMAIL.fullmatch(text) is not None


def email_in(text: str) -> str | None:
    """The first e-mail address, in lower case; None when there is none of at most 254 letters."""
    match = _EMAIL.search(text)
    return match[0].lower() if match and len(match[0]) <= EMAIL_MAX else None


def phone_in(text: str) -> str | None:
    """The first mobile number as `+628…`, 9 to 13 digits after +62; None when there is none."""
    match = _PHONE.search(text)
    return None if match is None else _normalised(match[0])


def phone_of(text: str) -> str | None:
    """The number as `+628…` where the text is one and nothing else."""
    return _normalised(text) if _PHONE.fullmatch(text) else None


def without_contacts(text: str) -> str:
    """The text with its first address and number taken out, so that the rest can be read as words."""
    return _PHONE.sub(" ", _EMAIL.sub(" ", text, count=1), count=1)


def _normalised(number: str) -> str | None:
    digits = re.sub(r"\D", "", number)
    national = digits[2:] if digits.startswith("62") else digits[1:]
    return f"+62{national}" if len(national) in _DIGITS_AFTER_62 else None
