"""Rules on site addresses: each comes from somewhere, one link an answer, at its end (stories 10, 23)."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from bot.knowledge.checks.context import PLACEHOLDER, Context, Passage, answer_lines, fault, visible_passages
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault, KnowledgeBaseInvalid

_ENDINGS = "ai|app|biz|co|com|dev|edu|gov|id|info|int|io|link|ly|me|net|online|org|site|web|xyz"
_ADDRESS = re.compile(
    rf"(?<![\w@.-])(?:(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    rf"|(?:[a-z0-9-]+\.)+(?:{_ENDINGS})\b(?:/[^\s,;]*)?)",
    re.IGNORECASE,
)
_AFTER_A_LINK = " .!?)\"'\n"
_LINK_PLACEHOLDER = "tautan."


def load_addresses(path: Path) -> frozenset[str]:
    """Read the list of addresses that may be named, one a line, `#` for remarks.

    Raises:
        KnowledgeBaseInvalid: when there is no such file.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        remedy = "Kembalikan berkas itu dari riwayat git."
        raise KnowledgeBaseInvalid([Fault(path, 1, "Daftar alamat tidak dapat dibaca.", remedy)]) from error
    return frozenset(_canonical(line) for line in lines if line.strip() and not line.startswith("#"))


def known_addresses(entry: Entry, context: Context) -> Iterator[Fault]:
    """An address that nobody listed is invented until shown otherwise."""
    office = {_canonical(value) for value in context.placeholders.values()}
    for passage in visible_passages(entry):
        for address in _literal(passage.text):
            if _canonical(address) not in context.addresses | office:
                remedy = "Hapus, atau tambahkan ke tautan di office.yml setelah diperiksa, lalu tulis {{tautan.nama}}."
                yield fault(entry, passage.line, f"Alamat {address} tidak ada dalam daftar.", remedy)


def one_link_at_the_end(entry: Entry, _context: Context) -> Iterator[Fault]:
    """A link ends the bubble, where a thumb finds it."""
    links = [link for passage in answer_lines(entry) for link in _links(passage)]
    for second in links[1:2]:
        yield fault(entry, second.line, "Jawaban memuat lebih dari satu tautan.", "Sisakan satu, di akhir jawaban.")
    if links and entry.answer.rpartition(links[-1].text)[2].strip(_AFTER_A_LINK):
        yield fault(entry, links[-1].line, "Tautan tidak berada di akhir jawaban.", "Pindahkan ke akhir jawaban.")


def addresses_used(entries: Iterable[Entry], context: Context) -> Counter[str]:
    """Every distinct address people will see, with the number of entries that hold it (stories 10)."""
    used: Counter[str] = Counter()
    for entry in entries:
        passages = [context.fill(passage.text) for passage in visible_passages(entry)]
        used.update({_canonical(address) for text in passages for address in _literal(text)})
    return used


def _links(passage: Passage) -> Iterator[Passage]:
    """The links of one line, in order; an e-mail address is none."""
    found = [(at.start(), at[0]) for at in PLACEHOLDER.finditer(passage.text) if at[1].startswith(_LINK_PLACEHOLDER)]
    found += [(passage.text.index(address), address) for address in _literal(passage.text) if "@" not in address]
    for _, link in sorted(found):
        yield Passage(passage.line, link)


def _literal(text: str) -> list[str]:
    return [found.rstrip(".,;:!?)\"'") for found in _ADDRESS.findall(PLACEHOLDER.sub(" ", text))]


def _canonical(address: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", address.strip().casefold()).rstrip("/")
