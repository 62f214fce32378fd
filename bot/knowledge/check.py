"""Checks the knowledge base: what blocks publishing, and what is only advised."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from pathlib import Path

from bot.core.indonesian import Normaliser, load_slang
from bot.core.office import Office, load_office
from bot.knowledge.checks import addresses, examples, office_facts, structure, wording
from bot.knowledge.checks.context import Context
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault, KnowledgeBaseInvalid
from bot.knowledge.markdown import read_folder

ENTRY_RULES: tuple[Callable[[Entry, Context], Iterator[Fault]], ...] = (
    structure.file_name,
    structure.label_length,
    structure.has_source,
    structure.reviewed_in_past,
    structure.not_expired,
    examples.enough_examples,
    examples.readable_examples,
    wording.title_length,
    wording.answer_length,
    wording.first_sentence,
    wording.no_blank_lines,
    wording.kbli_version,
    wording.forbidden_words,
    wording.no_statistics,
    wording.no_invisible_characters,
    office_facts.known_placeholders,
    addresses.known_addresses,
    addresses.one_link_at_the_end,
)
BASE_RULES: tuple[Callable[[Sequence[Entry], Context], Iterator[Fault]], ...] = (
    structure.unique_ids,
    structure.related_entries,
    structure.distinct_labels,
    examples.repeated_examples,
    office_facts.literal_facts,
)
ADVICE_RULES: tuple[Callable[[Sequence[Entry], Context], Iterator[Fault]], ...] = (examples.similar_examples,)
"""Rules that never block and take seconds: left out before a training."""
ADDRESS_LIST = "alamat_katalog.txt"


def check(entries: Sequence[Entry], context: Context) -> list[Fault]:
    """All faults of `entries`, blocking and advice, in the order of files and lines."""
    ordered = sorted(entries, key=lambda entry: entry.path)
    faults = [fault for rule in ENTRY_RULES for entry in ordered for fault in rule(entry, context)]
    faults += [fault for rule in BASE_RULES for fault in rule(ordered, context)]
    return sorted(faults)


def advise(entries: Sequence[Entry], context: Context) -> list[Fault]:
    """Advice that takes a while to find: examples of different entries that are nearly the same."""
    ordered = sorted(entries, key=lambda entry: entry.path)
    return sorted(fault for rule in ADVICE_RULES for fault in rule(ordered, context))


def make_context(office: Office, slang_path: Path, today: date) -> Context:
    """The context of a check; the list of addresses lies beside `slang_path`.

    Raises:
        KnowledgeBaseInvalid: the list of addresses cannot be read.
        ValueError: the slang list is wrong, with file and line.
    """
    return Context(
        placeholders=office.placeholders(),
        addresses=addresses.load_addresses(slang_path.with_name(ADDRESS_LIST)),
        normalise=cache(Normaliser(load_slang(slang_path))),
        today=today,
    )


def read_and_check(folder: Path, context: Context) -> tuple[list[Entry], list[Fault]]:
    """The entries below `folder` with all their faults.

    Raises:
        KnowledgeBaseInvalid: a file does not follow the format, so that nothing else can be said.
    """
    entries = read_folder(folder)
    return entries, sorted([*_strays(folder), *check(entries, context), *advise(entries, context)])


def load_and_check(folder: Path, office_path: Path, slang_path: Path, today: date) -> list[Entry]:
    """The entries below `folder`, fit for training.

    Raises:
        KnowledgeBaseInvalid: with the blocking faults.
        ConfigError: office.yml is wrong.
        ValueError: the slang list is wrong.
    """
    entries = read_folder(folder)
    faults = [*_strays(folder), *check(entries, make_context(load_office(office_path), slang_path, today))]
    blocking = sorted(fault for fault in faults if fault.blocks)
    if blocking:
        raise KnowledgeBaseInvalid(blocking)
    return entries


def _strays(folder: Path) -> Iterator[Fault]:
    """Files that would be passed over in silence, such as `data_ipm.md.txt` as Windows saves it."""
    for path in sorted(folder.rglob("*")):
        entry = path.suffix == ".md" and len(path.relative_to(folder).parts) == 2
        if path.is_file() and not entry and not path.name.startswith("."):
            remedy = "Pindahkan, atau ubah namanya menjadi <kategori>/<nama>.md."
            yield Fault(path, 1, "Berkas ini bukan entri dan tidak terbaca.", remedy)
