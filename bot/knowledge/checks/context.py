"""What the rules know besides the entries, and where in a file they point."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault

PLACEHOLDER = re.compile(r"\{\{([\w.]+)\}\}")


@dataclass(frozen=True, kw_only=True)
class Context:
    """The office's values, the addresses that may be named, the normal form of a text, and today's WIB date."""

    placeholders: Mapping[str, str]
    addresses: frozenset[str]
    normalise: Callable[[str], str]
    today: date

    def fill(self, text: str) -> str:
        """`text` as people will see it; unknown placeholders stay."""
        return PLACEHOLDER.sub(lambda found: self.placeholders.get(found[1], found[0]), text)


@dataclass(frozen=True)
class Passage:
    """One line of text that people will see, and its line in the file."""

    line: int
    text: str


def answer_lines(entry: Entry) -> Iterator[Passage]:
    """The answer, line by line."""
    for offset, text in enumerate(entry.answer.split("\n")):
        yield Passage(entry.lines.get("jawaban", 1) + offset, text)


def visible_passages(entry: Entry) -> Iterator[Passage]:
    """Title, sources and answer: where office facts and addresses may stand."""
    yield Passage(line_of(entry, "judul"), entry.title)
    for number, source in enumerate(entry.sources):
        yield Passage(line_of(entry, f"sumber.{number}"), source)
    yield from answer_lines(entry)


def line_of(entry: Entry, field: str) -> int:
    """The line of a field (or `contoh.0`), or the first one if the entry did not come from a file."""
    return entry.lines.get(field, 1)


def fault(entry: Entry, place: str | int, problem: str, remedy: str) -> Fault:
    """A fault that blocks, at a field's name or a line."""
    return Fault(entry.path, place if isinstance(place, int) else line_of(entry, place), problem, remedy)


def advice(entry: Entry, place: str | int, problem: str, remedy: str) -> Fault:
    """A fault that does not block."""
    return Fault(entry.path, place if isinstance(place, int) else line_of(entry, place), problem, remedy, blocks=False)
