"""Rules on the examples (and the title, which is one too), compared in the classifier's normal form."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.knowledge.checks.context import Context, advice, fault
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault

FEWEST = 12
_NEAR = 9, 10
"""Jaccard likeness of character trigrams, as a fraction: exact in whole numbers."""


@dataclass(frozen=True)
class _Example:
    """What the classifier learns from: an example, or the title."""

    entry: Entry
    place: str
    text: str
    form: str


def enough_examples(entry: Entry, _context: Context) -> Iterator[Fault]:
    """Below this number the classifier guesses."""
    count = len(entry.examples)
    if count < FEWEST:
        yield fault(entry, "contoh", f"Baru ada {count} contoh pertanyaan.", f"Tulis paling sedikit {FEWEST} contoh.")


def readable_examples(entry: Entry, context: Context) -> Iterator[Fault]:
    """An example has words, and no brackets, which Rasa's own format would take for markup."""
    for number, example in enumerate(entry.examples):
        if not _words(example, context):
            yield fault(entry, f"contoh.{number}", f"Contoh '{example}' tidak berisi kata.", "Tulis pertanyaannya.")
        if set(example) & set("[]{}"):
            problem = f"Contoh '{example}' memakai kurung siku atau kurawal."
            yield fault(entry, f"contoh.{number}", problem, "Tulis seperti orang mengetik, tanpa kurung itu.")


def repeated_examples(entries: Sequence[Entry], context: Context) -> Iterator[Fault]:
    """The same question under two entries cannot be learned; twice under one teaches nothing."""
    first: dict[str, _Example] = {}
    for example in _examples(entries, context):
        other = first.setdefault(example.form, example)
        if other is example:
            continue
        if other.entry is not example.entry:
            problem = f"'{example.text}' juga ada pada entri {other.entry.id} ('{other.text}')."
            yield fault(example.entry, example.place, problem, "Biarkan pada satu entri yang paling tepat.")
        elif "judul" in (other.place, example.place):
            continue  # many people ask exactly what the title says
        elif _plain(other.text) == _plain(example.text):
            yield fault(example.entry, example.place, f"Contoh '{example.text}' ditulis dua kali.", "Hapus salah satu.")
        else:
            problem = f"Contoh '{example.text}' terbaca sama dengan '{other.text}'."
            yield advice(example.entry, example.place, problem, "Ganti dengan cara bertanya yang benar-benar lain.")


def similar_examples(entries: Sequence[Entry], context: Context) -> Iterator[Fault]:
    """Examples of two entries that differ in a letter or two make both unsure."""
    examples = _examples(entries, context)
    grams = [_trigrams(example.form) for example in examples]
    for earlier, later in _near_pairs(grams):
        one, other = examples[earlier], examples[later]
        if one.entry is not other.entry and one.form != other.form:
            problem = f"'{other.text}' hampir sama dengan '{one.text}' pada entri {one.entry.id}."
            yield advice(other.entry, other.place, problem, "Bedakan, atau pindahkan ke entri yang paling tepat.")


def _examples(entries: Sequence[Entry], context: Context) -> list[_Example]:
    texts = [
        (entry, place, text)
        for entry in entries
        for place, text in [
            *((f"contoh.{number}", text) for number, text in enumerate(entry.examples)),
            ("judul", context.fill(entry.title)),
        ]
    ]
    return [_Example(*place, form) for place in texts if (form := _words(place[2], context))]


def _words(text: str, context: Context) -> str:
    """The normal form without its sentence marks, which make no other question."""
    return " ".join(word for word in context.normalise(text).split() if word[0].isalnum())


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())


def _trigrams(form: str) -> frozenset[str]:
    padded = f" {form} "
    return frozenset(padded[at : at + 3] for at in range(len(padded) - 2))


def _near_pairs(grams: Sequence[frozenset[str]]) -> Iterator[tuple[int, int]]:
    """Pairs (earlier, later) of sets whose likeness reaches the bound.

    Two such sets must share one of their rarest few members (prefix filtering), so that only sets which stand
    together in the index of those members are compared: 5,400 examples in about a second.
    """
    frequency = Counter(gram for members in grams for gram in members)
    index: dict[str, list[int]] = defaultdict(list)
    for later, members in enumerate(grams):
        rarest = sorted(members, key=lambda gram: (frequency[gram], gram))
        prefix = rarest[: len(members) - (len(members) * _NEAR[0] + _NEAR[1] - 1) // _NEAR[1] + 1]
        for earlier in sorted({candidate for gram in prefix for candidate in index[gram]}):
            shared = len(members & grams[earlier])
            if shared * _NEAR[1] >= (len(members) + len(grams[earlier]) - shared) * _NEAR[0]:
                yield earlier, later
        for gram in prefix:
            index[gram].append(later)
