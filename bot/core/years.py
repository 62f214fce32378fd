"""Periods as people write them ("thn 23", "2019 s/d 2023", "lima tahun terakhir") and as the desk says them."""

from __future__ import annotations

import re

_COUNTS = {
    word: number
    for number, word in enumerate(
        ("dua", "tiga", "empat", "lima", "enam", "tujuh", "delapan", "sembilan", "sepuluh"), 2
    )
}
_COUNT = "|".join([*_COUNTS, r"\d{1,2}"])
_YEAR = r"(?:19[5-9]\d|20[0-5]\d)"
_SHORT = r"\d{2}"

_RANGE = re.compile(rf"\b({_YEAR})\s+(?:sampai(?: dengan)?|hingga|ke|to)\s+(?:tahun\s+)?({_YEAR}|{_SHORT})\b")
_SHORT_RANGE = re.compile(rf"\btahun\s+({_SHORT})\s+(?:sampai(?: dengan)?|hingga|ke)\s+(?:tahun\s+)?({_SHORT})\b")
_LAST = re.compile(
    rf"\b(?:dalam\s+)?({_COUNT})\s*(?:tahun|years?)\s+(?:terakhir|terahir|belakangan|ke belakang|trakhir|kebelakang)\b"
    rf"|\b(?:selama|last)\s+({_COUNT})\s*(?:tahun|years?)\b"
)
_TWO_YEARS_AGO = re.compile(r"\b(?:dua|2) tahun (?:lalu|yang lalu|silam)\b")
_LAST_YEAR = re.compile(r"\b(?:tahun|thn)\s+(?:yang\s+)?(?:lalu|kemarin|sebelumnya|kemaren)\b|\blast year\b")
_LATEST = re.compile(
    r"\b(?:terbaru|terkini|teranyar|terakhir|terupdate|mutakhir|paling (?:baru|akhir|update|gres)|latest|tahun ini"
    r"|saat ini|sekarang|update)\b"
)
_TH = re.compile(r"(?<=\d )th\b|\bth(?= \d)")
"""Alone "th" is left as it is: it may also be a height or a name."""
_COUNTED = re.compile(rf"\b{_YEAR} (?:jiwa|orang|kk|rumah tangga|ton|hektare|rupiah|km)\b")
_FULL = re.compile(rf"\b({_YEAR})\b")
_SHORT_YEAR = re.compile(rf"\btahun\s+'?({_SHORT})\b")


def find_year(normal: str) -> str | None:
    """The period in a normalised text: `YYYY`, `YYYY-YYYY`, `latest`, `last<n>`; None when it names none."""
    normal = _TH.sub("tahun", normal)
    if match := _RANGE.search(normal):
        first, last = match.groups()
        return f"{first}-{last if len(last) == 4 else first[:2] + last}"
    if match := _SHORT_RANGE.search(normal):
        return f"{_century(match[1])}-{_century(match[2])}"
    if match := _LAST.search(normal):
        count = match[1] or match[2]
        return f"last{_COUNTS.get(count) or int(count)}"
    if _TWO_YEARS_AGO.search(normal):
        return "last2"
    if match := _FULL.search(_without_titles(normal)):
        return match[1]
    if match := _SHORT_YEAR.search(normal):
        return _century(match[1])
    if _LAST_YEAR.search(normal):
        return "last1"
    return "latest" if _LATEST.search(normal) else None


def say_year(year: str | None) -> str:
    """The period in a sentence, such as "tahun 2023" or "lima tahun terakhir"; empty when there is none."""
    if year is None:
        return ""
    if year == "latest":
        return "terbaru"
    if year.startswith("last"):
        count = int(year.removeprefix("last"))
        words = {number: word for word, number in _COUNTS.items()}
        return "tahun lalu" if count == 1 else f"{words.get(count, str(count))} tahun terakhir"
    return f"tahun {year}"


def _century(short: str) -> str:
    """Two digits are this century up to 50: a desk's "thn 98" is 1998."""
    return f"20{short}" if int(short) <= 50 else f"19{short}"


def _without_titles(normal: str) -> str:
    """Years that are part of a name ("kbli 2020", "perpres 39 tahun 2019") or a count ("2023 jiwa") are no period."""
    normal = _COUNTED.sub(" ", normal)
    return re.sub(rf"\b(?:kbli|kbji|kbki|sp|st|se|pp \d+|perpres \d+|uu \d+)(?: tahun)? {_YEAR}\b", " ", normal)
