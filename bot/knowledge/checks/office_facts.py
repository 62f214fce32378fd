"""Rules that keep the office's own facts in office.yml, so that another office changes one file (stories 20)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from bot.knowledge.checks.context import PLACEHOLDER, Context, fault, visible_passages
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault

_PLAIN = ("nama_kantor", "email", "standar")
_PHONES = ("telepon", "wa_layanan", "wa_pengaduan")
_UNTIL = r"\s*(?:-|–|—|s\.?\s?/?\s?d\.?|sampai(?: dengan)?|hingga)\s*"
_HOURS = re.compile(r"(\d{1,2})\.(\d{2})-(\d{1,2})\.(\d{2})")
_TIME = re.compile(r"(\d{1,2})\.(\d{2})")
_STREET = re.compile(r"^(?:jalan|jl\.?|jln\.?)\s+", re.IGNORECASE)
_SHORTEST_STREET = 5


@dataclass(frozen=True)
class _OfficeFact:
    pattern: re.Pattern[str]
    remedy: str


def known_placeholders(entry: Entry, context: Context) -> Iterator[Fault]:
    """Only names of office.yml may stand in double braces, and no other braces anywhere."""
    for passage in visible_passages(entry):
        for name in PLACEHOLDER.findall(passage.text):
            if name not in context.placeholders:
                near = get_close_matches(name, context.placeholders, n=1)
                remedy = f"Mungkin {_braced(near[0])}?" if near else "Lihat daftarnya di docs/howto/tambah_faq.md."
                yield fault(entry, passage.line, f"Isian {_braced(name)} tidak dikenal.", remedy)
        if set(PLACEHOLDER.sub("", passage.text)) & set("{}"):
            remedy = "Tulis isian tanpa spasi, misalnya {{alamat}}."
            yield fault(entry, passage.line, "Ada kurung kurawal yang bukan isian.", remedy)
    if set(entry.label) & set("{}"):
        yield fault(entry, "label", "Label memakai kurung kurawal.", "Tulis label tanpa isian.")


def literal_facts(entries: Sequence[Entry], context: Context) -> Iterator[Fault]:
    """Facts that office.yml knows are not written out; examples may hold them, as people type them."""
    facts = list(_office_facts(context.placeholders))
    for entry in entries:
        for passage in visible_passages(entry):
            rest = PLACEHOLDER.sub("", passage.text)
            for fact in facts:
                if found := fact.pattern.search(rest):
                    problem = f"'{found[0]}' adalah keterangan kantor dari office.yml."
                    yield fault(entry, passage.line, problem, fact.remedy)
                    rest = fact.pattern.sub(" ", rest)  # what the whole address held is not told again


def _office_facts(values: Mapping[str, str]) -> Iterator[_OfficeFact]:
    """The facts to look for, the longest of a kind first."""
    yield from _address(values.get("alamat", ""))
    for name in _PLAIN:
        if name in values:
            yield _fact(_words(values[name]), name)
    for name in _PHONES:
        if name in values:
            yield _fact(_phone(values[name]), name)
    yield from _opening_hours(values)
    yield from _links(values)


def _address(address: str) -> Iterator[_OfficeFact]:
    if not address:
        return
    yield _fact(_words(address), "alamat")
    street = _STREET.sub("", address.split(",")[0].strip())
    if len(street) >= _SHORTEST_STREET:
        yield _fact(rf"(?:jalan\s+|jln?\.?\s+)?{_words(street)}", "alamat")


def _opening_hours(values: Mapping[str, str]) -> Iterator[_OfficeFact]:
    zone = r"(?:\s*WI(?:B|TA|T))?"
    for found in _HOURS.finditer(values.get("jam_layanan", "")):
        yield _fact(_time(found[1], found[2]) + _UNTIL + _time(found[3], found[4]) + zone, "jam_layanan")
    for name in ("jam_buka", "jam_tutup"):
        if single := _TIME.match(values.get(name, "")):
            yield _fact(_time(single[1], single[2]) + zone, name)
    if days := values.get("hari_layanan"):
        yield _fact(_UNTIL.join(_words(part) for part in days.split("-")), "hari_layanan")


def _links(values: Mapping[str, str]) -> Iterator[_OfficeFact]:
    names: dict[str, list[str]] = {}
    for name, address in values.items():
        if name.startswith("tautan."):
            names.setdefault(address, []).append(name)
    for address, same in sorted(names.items(), key=lambda item: -len(item[0])):
        more = ", atau tautan lain yang sesuai pokoknya" if len(same) > 1 else ""
        pattern = rf"(?:https?://)?(?:www\.)?{_words(address)}/?"
        yield _OfficeFact(_bounded(pattern), f"Tulis {_braced(same[0])}{more}.")


def _fact(pattern: str, name: str) -> _OfficeFact:
    return _OfficeFact(_bounded(pattern), f"Tulis {_braced(name)}.")


def _bounded(pattern: str) -> re.Pattern[str]:
    """Not within a longer word, number or address."""
    return re.compile(rf"(?<![\w@/-])(?<!\w\.)(?:{pattern})(?![\w@/-]|[.,]\w)", re.IGNORECASE)


def _words(value: str) -> str:
    return r"\s+".join(re.escape(word) for word in value.split())


def _time(hour: str, minute: str) -> str:
    return rf"0?{int(hour)}[.:]{minute}"


def _phone(value: str) -> str:
    digits = re.sub(r"\D", "", value)
    trunk = "0" if digits.startswith("0") else "62" if digits.startswith("62") else ""
    start = r"\(?(?:0|\+?62)" if trunk else ""
    return start + "".join(rf"[\s().-]*{digit}" for digit in digits.removeprefix(trunk))


def _braced(name: str) -> str:
    return f"{{{{{name}}}}}"
