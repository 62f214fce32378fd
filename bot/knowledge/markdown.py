"""Reads and writes an entry as Markdown with YAML front matter, keeping the line of every field."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import yaml

from bot.core.yaml_loader import FAST_LOADER
from bot.knowledge.entry import Category, Confidence, Entry, Review, Status
from bot.knowledge.faults import Fault, KnowledgeBaseInvalid

FIELDS = ("judul", "label", "contoh", "sumber", "keyakinan", "ditinjau", "berlaku_sampai", "status", "terkait")
_FENCE = "---"

_Choice = TypeVar("_Choice", bound=StrEnum)


def read_folder(folder: Path) -> list[Entry]:
    """Read every `<kategori>/<id>.md` below `folder`, in the order of their paths.

    Raises:
        KnowledgeBaseInvalid: with the faults of all files, not only of the first.
    """
    entries: list[Entry] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*/*.md")):
        try:
            entries.append(read_entry(path))
        except KnowledgeBaseInvalid as invalid:
            faults.extend(invalid.faults)
    if not entries and not faults:
        faults.append(Fault(folder, 1, "Tidak ada entri FAQ di folder ini.", "Isi dengan berkas <kategori>/<id>.md."))
    if faults:
        raise KnowledgeBaseInvalid(faults)
    return entries


def read_entry(path: Path) -> Entry:
    """Read one file.

    Raises:
        KnowledgeBaseInvalid: when the file does not follow the format.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise KnowledgeBaseInvalid(
            [Fault(path, 1, "Berkas ini bukan teks UTF-8.", "Simpan ulang sebagai UTF-8.")]
        ) from error
    return parse_entry(text, path)


def parse_entry(text: str, path: Path) -> Entry:
    """Parse the text of one file; `path` gives the id and the category and is named in faults."""
    return _Parser(path).parse(text.replace("\r\n", "\n"))


def write_entry(entry: Entry) -> str:
    """Write `entry` in the one canonical form; reading it again gives an equal entry."""
    review = f" {{tanggal: {entry.review.on}, oleh: {_scalar(entry.review.by, flow=True)}}}" if entry.review else ""
    valid = f" {entry.valid_until}" if entry.valid_until else ""
    lines = [
        _FENCE,
        f"judul: {_scalar(entry.title)}",
        f"label: {_scalar(entry.label)}",
        "contoh:",
        *(f"  - {_scalar(example)}" for example in entry.examples),
        f"sumber: {_flow(entry.sources)}",
        f"keyakinan: {entry.confidence}",
        f"ditinjau:{review}",
        f"berlaku_sampai:{valid}",
        f"status: {entry.status}",
        f"terkait: {_flow(entry.related)}",
        _FENCE,
        entry.answer,
    ]
    return "\n".join(lines) + "\n"


def clean_answer(text: str) -> str:
    """`text` without blanks at line ends and around the whole: they are invisible, so no editor means them."""
    return "\n".join(line.rstrip() for line in text.split("\n")).strip()


def _flow(texts: Iterable[str]) -> str:
    return f"[{', '.join(_scalar(text, flow=True) for text in texts)}]"


def _scalar(text: str, *, flow: bool = False) -> str:
    dumped: str = yaml.safe_dump([text] if flow else text, default_flow_style=flow, allow_unicode=True, width=10**6)
    plain = dumped.strip().removesuffix("...").strip()
    scalar = plain[1:-1] if flow else plain
    if scalar.startswith("'") and not set(text) & {'"', "\\"}:
        return f'"{text}"'  # the quotes that staff know; a single one would have to be doubled inside
    return scalar


class _Parser:
    """Collects every fault of a file before giving up on it."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.faults: list[Fault] = []
        self.lines: dict[str, int] = {}

    def parse(self, text: str) -> Entry:
        front, answer = self._split(text)
        values = self._front_matter(front)
        category = self._choice(Category, self.path.parent.name, 1, "Folder")
        self._known_fields(values)
        entry = Entry(
            id=self.path.stem,
            category=category,
            title=self._text(values, "judul"),
            label=self._text(values, "label"),
            examples=self._texts(values, "contoh"),
            sources=self._texts(values, "sumber"),
            confidence=self._choice(Confidence, values.get("keyakinan"), self.lines.get("keyakinan", 1), "keyakinan"),
            review=self._review(values.get("ditinjau")),
            valid_until=self._date(values.get("berlaku_sampai"), "berlaku_sampai"),
            status=self._choice(Status, values.get("status"), self.lines.get("status", 1), "status"),
            related=self._texts(values, "terkait"),
            answer=answer,
            path=self.path,
            lines=self.lines,
        )
        if self.faults:
            raise KnowledgeBaseInvalid(self.faults)
        return entry

    def _fault(self, line: int, problem: str, remedy: str) -> None:
        self.faults.append(Fault(self.path, line, problem, remedy))

    def _split(self, text: str) -> tuple[str, str]:
        lines = text.split("\n")
        if lines[0].strip() != _FENCE or _FENCE not in (line.strip() for line in lines[1:]):
            remedy = f"Mulai berkas dengan baris '{_FENCE}' dan tutup dengan '{_FENCE}'."
            self._fault(1, "Bagian depan tidak lengkap.", remedy)
            raise KnowledgeBaseInvalid(self.faults)
        end = next(number for number, line in enumerate(lines[1:], 1) if line.strip() == _FENCE)
        blank = next((count for count, line in enumerate(lines[end + 1 :]) if line.strip()), 0)
        self.lines["jawaban"] = end + 2 + blank
        return "\n".join(lines[1:end]), clean_answer("\n".join(lines[end + 1 :]))

    def _front_matter(self, front: str) -> dict[str, Any]:
        try:
            node = yaml.compose(front, Loader=FAST_LOADER)
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            remedy = "Periksa indentasi; beri tanda kutip pada teks berisi ': ' atau '#'."
            self._fault((mark.line + 2) if mark else 2, "Bagian depan tidak dapat dibaca.", remedy)
            raise KnowledgeBaseInvalid(self.faults) from error
        if not isinstance(node, yaml.MappingNode):
            self._fault(2, "Bagian depan bukan daftar 'nama: isi'.", "Ikuti contoh di docs/howto/tambah_faq.md.")
            raise KnowledgeBaseInvalid(self.faults)
        values: dict[str, Any] = {}
        for key, value in node.value:
            name, line = str(key.value), key.start_mark.line + 2
            if name in values:
                self._fault(line, f"Kolom '{name}' ditulis dua kali.", "Gabungkan menjadi satu.")
            self.lines[name] = line
            for number, item in enumerate(value.value if isinstance(value, yaml.SequenceNode) else ()):
                self.lines[f"{name}.{number}"] = item.start_mark.line + 2
            values[name] = self._value(value)
        return values

    def _value(self, node: yaml.Node) -> Any:
        try:
            return yaml.SafeLoader("").construct_document(node)
        except (yaml.YAMLError, ValueError):  # such as the date 2026-02-31
            self._fault(
                node.start_mark.line + 2, "Isi baris ini tidak dapat dibaca.", "Periksa tanggal atau tanda bacanya."
            )
            return None

    def _known_fields(self, values: Iterable[str]) -> None:
        for name in values:
            if name not in FIELDS:
                remedy = f"Kolom yang ada: {', '.join(FIELDS)}."
                self._fault(self.lines[name], f"Kolom '{name}' tidak dikenal.", remedy)
        for name in FIELDS:
            if name not in values:
                self._fault(2, f"Kolom '{name}' tidak ada.", f"Tambahkan baris '{name}:'.")

    def _text(self, values: dict[str, Any], name: str) -> str:
        value = values.get(name)
        if name in values and not _is_line(value):
            remedy = f"Tulis '{name}: …' dalam satu baris, dengan tanda kutip bila hanya angka."
            self._fault(self.lines[name], f"Kolom '{name}' kosong atau bukan satu baris teks.", remedy)
        return str(value or "").strip()

    def _texts(self, values: dict[str, Any], name: str) -> tuple[str, ...]:
        value = values.get(name)
        if value is None:
            return ()
        if not isinstance(value, list):
            remedy = "Tulis satu baris '- …' untuk tiap isi, atau [a, b]."
            self._fault(self.lines[name], f"Kolom '{name}' harus berupa daftar.", remedy)
            return ()
        for number, item in enumerate(value):
            if not _is_line(item):
                problem = f"Isi ke-{number + 1} pada '{name}' kosong atau bukan satu baris teks."
                remedy = "Hapus, atau beri tanda kutip bila berisi angka, tanggal, atau ': '."
                self._fault(self.lines[f"{name}.{number}"], problem, remedy)
        return tuple(str(item).strip() for item in value)

    def _choice(self, kind: Callable[[Any], _Choice], value: object, line: int, name: str) -> _Choice:
        options = [str(member) for member in kind]  # type: ignore[attr-defined]
        if str(value) not in options:
            self._fault(line, f"{name} '{value or ''}' tidak dikenal.", f"Pilih salah satu: {', '.join(options)}.")
            return kind(options[0])
        return kind(str(value))

    def _date(self, value: object, name: str) -> date | None:
        if value is None or (isinstance(value, date) and type(value) is date):
            return value
        remedy = "Tulis TTTT-BB-HH, misalnya 2027-06-30, atau kosongkan."
        self._fault(self.lines[name], f"Kolom '{name}' bukan tanggal.", remedy)
        return None

    def _review(self, value: object) -> Review | None:
        if value is None:
            return None
        if isinstance(value, dict) and type(value.get("tanggal")) is date and _is_line(value.get("oleh")):
            return Review(on=value["tanggal"], by=value["oleh"].strip())
        remedy = "Kosongkan, atau tulis {tanggal: 2026-12-01, oleh: nama yang memeriksa}."
        self._fault(self.lines["ditinjau"], "Kolom 'ditinjau' tidak lengkap.", remedy)
        return None


def _is_line(value: object) -> bool:
    return isinstance(value, str) and len(value.strip().splitlines()) == 1
