"""Export of the knowledge base to a sheet, and import of an edited one: planned first, then written whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.knowledge.check import check
from bot.knowledge.checks.context import Context
from bot.knowledge.entry import Entry
from bot.knowledge.faults import Fault, KnowledgeBaseInvalid
from bot.knowledge.files import write_all
from bot.knowledge.markdown import parse_entry, read_folder, write_entry
from bot.knowledge.rows import COLUMNS, WIDTHS, to_cells, to_entries
from bot.knowledge.sheets import Sheet, read_sheet, write_sheet


@dataclass(frozen=True, kw_only=True)
class FieldChange:
    """One column of an entry, as cells show it."""

    column: str
    old: str
    new: str


@dataclass(frozen=True, kw_only=True)
class Change:
    """An entry to write; a new one lists no fields."""

    entry: Entry
    is_new: bool
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True, kw_only=True)
class ImportPlan:
    """What an import would do; entries that the sheet lacks stay as they are."""

    changes: tuple[Change, ...]
    unchanged: int
    absent: tuple[str, ...]
    advice: tuple[Fault, ...]


def export_sheet(entries: Iterable[Entry], path: Path) -> None:
    """Write one row an entry to a `.csv` or `.xlsx` file.

    Raises:
        KnowledgeBaseInvalid: the file type is unknown, or a text cannot stand in XLSX.
        OSError: the file cannot be written.
    """
    write_sheet(path, COLUMNS, [to_cells(entry) for entry in entries], WIDTHS)


def plan_import(sheet_path: Path, folder: Path, context: Context) -> ImportPlan:
    """Compare a sheet with the files below `folder` and check what would result.

    Raises:
        KnowledgeBaseInvalid: nothing must be written; faults in the sheet name row and column.
    """
    sheet = read_sheet(sheet_path)
    imported = to_entries(sheet, folder)
    current = read_folder(folder)
    existing = {entry.id: entry for entry in current}
    _refuse_moves(sheet, imported, existing)
    written = {number: parse_entry(write_entry(entry), entry.path) for number, entry in imported.items()}
    result = {entry.path: entry for entry in [*current, *written.values()]}
    faults = _in_sheet(sheet, written, check(list(result.values()), context))
    if any(fault.blocks for fault in faults):
        raise KnowledgeBaseInvalid([fault for fault in faults if fault.blocks])
    changes = {number: change for number, new in written.items() if (change := _change(existing.get(new.id), new))}
    ids = {entry.id for entry in written.values()}
    return ImportPlan(
        changes=tuple(changes.values()),
        unchanged=len(written) - len(changes),
        absent=tuple(name for name in existing if name not in ids),
        advice=tuple(fault for fault in faults if fault.path == sheet_path and fault.line in changes),
    )


def carry_out(plan: ImportPlan) -> None:
    """Write the changed entries: all, or none.

    Raises:
        OSError: nothing has changed.
    """
    write_all({change.entry.path: write_entry(change.entry) for change in plan.changes})


def tidy(entries: Iterable[Entry]) -> list[Path]:
    """Rewrite the files that are not in the canonical form; returns their paths.

    Raises:
        OSError: nothing has changed.
    """
    texts = {entry.path: write_entry(entry) for entry in entries}
    untidy = {path: text for path, text in texts.items() if path.read_bytes() != text.encode()}
    write_all(untidy)
    return list(untidy)


def _refuse_moves(sheet: Sheet, imported: Mapping[int, Entry], existing: Mapping[str, Entry]) -> None:
    faults = [
        sheet.fault(
            number,
            "kategori",
            f"Entri '{entry.id}' ada di kategori {existing[entry.id].category}.",
            "Kategori tidak diubah lewat lembar; pindahkan berkasnya.",
        )
        for number, entry in imported.items()
        if entry.id in existing and existing[entry.id].category is not entry.category
    ]
    if faults:
        raise KnowledgeBaseInvalid(faults)


def _in_sheet(sheet: Sheet, written: Mapping[int, Entry], faults: Sequence[Fault]) -> list[Fault]:
    """Faults of imported entries, told by row and column instead of file and line."""
    rows = {entry.path: (number, entry) for number, entry in written.items()}
    told: list[Fault] = []
    for fault in faults:
        if fault.path in rows:
            number, entry = rows[fault.path]
            column = _column_at(entry, fault.line)
            told.append(sheet.fault(number, column, fault.problem, fault.remedy, blocks=fault.blocks))
        else:
            told.append(fault)
    return sorted(told)


def _column_at(entry: Entry, line: int) -> str:
    """The column that holds a line of the entry's canonical file; the first lines are about the id."""
    starts = [(start, name.partition(".")[0]) for name, start in entry.lines.items() if start <= line]
    return max(starts)[1] if line > 1 and starts else "id"


def _change(old: Entry | None, new: Entry) -> Change | None:
    if old is None:
        return Change(entry=new, is_new=True, fields=())
    cells = zip(COLUMNS, to_cells(old), to_cells(new), strict=True)
    fields = tuple(FieldChange(column=name, old=was, new=now) for name, was, now in cells if was != now)
    return Change(entry=new, is_new=False, fields=fields) if fields else None
