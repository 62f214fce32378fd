"""Fits words into what a provider allows, without two different things ever looking the same."""

from collections.abc import Sequence

ELLIPSIS = "…"


def shorten(text: str, limit: int) -> str:
    """`text` in at most `limit` characters, cut at a word where that loses little."""
    if len(text) <= limit:
        return text
    cut = text[: limit - 1]
    at_word = cut.rsplit(" ", 1)[0]
    return (at_word if len(at_word) >= limit * 2 // 3 else cut).rstrip(" ,.;:") + ELLIPSIS


def distinct_titles(titles: Sequence[str], limit: int) -> list[str]:
    """Titles in at most `limit` characters that never become equal, also without regard to case.

    Where two would be, the later ones end in their number: "Penduduk desa…" and "Penduduk de… 2".
    """
    taken: set[str] = set()
    shown: list[str] = []
    for number, title in enumerate(titles, 1):
        fitted = shorten(title.strip() or str(number), limit)
        mark = number
        while fitted.casefold() in taken:
            fitted = f"{shorten(title.strip(), limit - len(str(mark)) - 1)} {mark}".strip()
            mark += 1
        taken.add(fitted.casefold())
        shown.append(fitted)
    return shown


def numbered(text: str, titles: Sequence[str]) -> str:
    """The choices written below the text, for where there are no buttons or too many: a typed number chooses."""
    return "\n".join([text, *(f"{number}. {title}" for number, title in enumerate(titles, 1))])
