"""Brings everyday written Indonesian to one form: the same question typed in ten ways should look alike.

The steps and what must not be touched (numbers, codes, names) follow the language reference: unicode, letter
stretching, masking of addresses, slang word by word, and forms of address dropped at either end.
"""

from __future__ import annotations

import csv
import hashlib
import re
import unicodedata
from collections.abc import Mapping
from pathlib import Path

_URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
_EMAIL = re.compile(r"\b\S+@\S+\.\S+\b")
_PHONE = re.compile(r"(?<!\d)(?:\+?62[\s-]?|0)8[\d\s-]{7,13}\d(?!\d)")
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z][a-z])|(?<=[A-Za-z]{4})(?=\d{4}\b)")
_REDUPLICATED = re.compile(r"\b([a-z]{3,})2\b")
_TOKEN = re.compile(r"[a-z]+(?:/[a-z]+)?(?![\w])|\w+(?:[.,]\d+)*%?|[?!.,;\n]")
_UNTIL = re.compile(r"\bs\s?[./]\s?d\b\.?", re.IGNORECASE)
_RANGE_DASH = re.compile(r"(?<=\d)\s*[-–—]\s*(?=\d)")

ADDRESSES = frozenset(
    "min mimin admin kak kakak kk kaka ka pak bapak bpk bu ibu ibuk bang bg mas mba mbak gan sis bos bro om"
    " tante".split()
)
"""Forms of address: at an end of a message they name nobody (stories 12)."""

_NO_ADDRESSES = frozenset({("gunung", "mas"), ("jumlah", "kk")})
"""A place and a count of households, which end like an address."""

_OFFICER_WORDS = frozenset(
    "ada bisa minta sambungkan bicara ngomong ngobrol panggil hubungi mana dengan sama ke".split()
)
_GREETING = re.compile(
    r"^(?:(?:halo|hallo|hai|hi|hello|selamat(?! (?:tinggal|jalan|tidur|be\w+|melanjutkan|istirahat|libur)\b)|"
    r"pagi|siang|sore|malam|met|assalamualaikum|wr|wb|shalom|"
    r"permisi|maaf|tabe|punten|p|ping|tes|salam|sejahtera|mohon|izin|ijin|numpang|kak|min|pak|bu|bapak/ibu|admin)\b"
    r"[ ,.!]*)+"
)
_ASKING = re.compile(
    r"^(?:(?:saya|aku|kami|boleh|bisa|mau|ingin|hendak|izin|ikut|mohon|numpang|cuma|sekadar)\s+)*"
    r"(?:tanya|bertanya|nanya|menanyakan|tanyakan|tanya tanya)\b"
    r"(?:\s+(?:dong|ya|nih|sedikit|kak|min|tentang|soal|mengenai))*[ ,.:!]*"
)
_MARKS = frozenset("?!.,;")
_POLITE_TAIL = frozenset("ya dong deh sih nih lah kah mohon tolong permisi makasih trims juga lagi".split())


_EMOJI = {"🙏": "terima kasih", "👍": "oke", "👌": "oke", "👎": "tidak", "👋": "halo", "⭐": "bintang"}
"""What a message says that is nothing but such signs; beside words they add nothing."""


class Normaliser:
    """Rewrites a text word by word from a list of variants.

    Args:
        slang: variant (one to three lower-case words) to standard form.
    """

    def __init__(self, slang: Mapping[str, str]) -> None:
        self._slang = dict(slang)
        self._longest = max((len(variant.split()) for variant in slang), default=1)
        pairs = sorted(self._slang.items())
        self.fingerprint = hashlib.sha256(repr((_REVISION, pairs)).encode()).hexdigest()[:16]

    def __call__(self, text: str) -> str:
        """The normal form of `text`: lower case, single blanks, sentence marks kept as words; may be empty."""
        tokens = ["," if token == "\n" else token for token in _TOKEN.findall(_cleaned(text).strip())]
        tokens = tokens or next((said.split() for sign, said in _EMOJI.items() if sign in text), [])
        return " ".join(_without_address(self._standard(_parting(tokens))))

    def _standard(self, tokens: list[str]) -> list[str]:
        standard: list[str] = []
        position = 0
        while position < len(tokens):
            for length in range(min(self._longest, len(tokens) - position), 0, -1):
                replacement = self._slang.get(" ".join(tokens[position : position + length]))
                if replacement is not None:
                    standard.extend(replacement.split())
                    position += length
                    break
            else:
                standard.append(tokens[position])
                position += 1
        return standard


_REVISION = 7
"""Raised when the steps change, so that Rasa and the embedding cache do not reuse old results."""


def without_opening(normal: str) -> str:
    """A normal form without the greeting and the "mau tanya" before its question; unchanged when there is no more."""
    rest = _ASKING.sub("", _GREETING.sub("", normal)).strip(" ,.!")
    return rest if any(character.isalnum() for character in rest) else normal


def load_slang(path: Path) -> dict[str, str]:
    """Read the editable list of variants (columns `varian,baku`).

    Raises:
        ValueError: with file and line, in Indonesian, when a row is incomplete or a variant stands twice.
    """
    slang: dict[str, str] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for number, row in enumerate(csv.DictReader(file), 2):
            variant, standard = (row.get("varian") or "").strip(), (row.get("baku") or "").strip()
            if not variant or not standard:
                raise ValueError(f"{path}:{number}: isi kedua kolom, 'varian' dan 'baku'.")
            if variant in slang:
                raise ValueError(f"{path}:{number}: varian '{variant}' sudah ada di baris lain; hapus salah satu.")
            slang[variant] = standard
    return slang


def visible(text: str) -> str:
    """`text` without control, zero-width and direction characters, in NFKC; line ends stay."""
    composed = unicodedata.normalize("NFKC", text)
    return "".join(
        character
        for character in composed
        if character == "\n" or unicodedata.category(character) not in {"Cc", "Cf", "Cs", "Co", "Cn"}
    )


def _cleaned(text: str) -> str:
    text = visible(text.replace("\t", " ").replace("\r", "\n"))
    text = _UNTIL.sub(" sampai ", text)
    text = _EMAIL.sub(" alamatemail ", _URL.sub(" alamatsitus ", text))
    text = _PHONE.sub(" nomortelepon ", text)
    text = _GLUED.sub(" ", text).lower()
    text = _STRETCHED.sub(r"\1", text)
    text = _REDUPLICATED.sub(r"\1 \1", text)
    return _RANGE_DASH.sub(" - ", text).replace(" - ", " sampai ")


def _parting(tokens: list[str]) -> list[str]:
    """Writes "dah" as the goodbye it is when it stands alone or last after a mark; elsewhere it means "sudah"."""
    end = len(tokens)
    while end and tokens[end - 1] in ADDRESSES | _MARKS | {"ya", "yah"}:
        end -= 1
    alone = end > 0 and all(token in ADDRESSES | _MARKS for token in tokens[max(end - 2, 0) : end - 1])
    if not alone or tokens[end - 1] != "dah" or "?" in tokens[end:]:
        return tokens
    return [*tokens[: end - 1], "dadah", *tokens[end:]]


def _without_address(tokens: list[str]) -> list[str]:
    """Drop forms of address at both ends, unless that leaves nothing or they are asked for ("admin ada?")."""
    words = [position for position, token in enumerate(tokens) if token not in _MARKS]
    start, end = 0, len(words)
    while start < end and tokens[words[start]] in ADDRESSES and not _asked_for(tokens, words[start]):
        start += 1
    while end > start and tokens[words[end - 1]] in ADDRESSES | _POLITE_TAIL and not _asked_for(tokens, words[end - 1]):
        end -= 1
    if start == end:
        return tokens
    question = ["?"] if "?" in tokens[words[end - 1] + 1 :] else []
    return tokens[words[start] : words[end - 1] + 1] + question


def _asked_for(tokens: list[str], position: int) -> bool:
    neighbours = {tokens[at] for at in (position - 1, position + 1) if 0 <= at < len(tokens)}
    if tuple(tokens[max(position - 1, 0) : position + 1]) in _NO_ADDRESSES:
        return True
    return tokens[position] in ADDRESSES and bool(neighbours & _OFFICER_WORDS)
