"""Import of an edited sheet: planned, checked, and written whole or not at all (KNOW 2)."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from bot.knowledge.exchange import ImportPlan, carry_out, export_sheet, plan_import, tidy
from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.knowledge.markdown import read_folder
from bot.knowledge.rows import COLUMNS
from tests.knowledge.samples import SAMPLE, context, edited, path_of, write_base

SUFFIXES = [".csv", ".xlsx"]
INFLASI, PENDUDUK = 3, 2
"""Rows of the exported sheet: files come in the order of their paths."""


def edit_cells(path: Path, edits: dict[tuple[int, str], object]) -> Path:
    """Change cells of an exported workbook by row and column name, as staff do."""
    book = load_workbook(path)
    sheet = book.worksheets[0]
    for (row, column), value in edits.items():
        sheet.cell(row, COLUMNS.index(column) + 1).value = value  # type: ignore[assignment]
    book.save(path)
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_base(tmp_path)


@pytest.fixture
def sheet(folder: Path, tmp_path: Path) -> Path:
    path = tmp_path / "faq.xlsx"
    export_sheet(read_folder(folder), path)
    return path


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def told(plan: ImportPlan) -> list[tuple[str, bool, list[tuple[str, str, str]]]]:
    return [
        (change.entry.id, change.is_new, [(field.column, field.old, field.new) for field in change.fields])
        for change in plan.changes
    ]


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_importing_an_export_changes_nothing(folder: Path, tmp_path: Path, suffix: str) -> None:
    """KNOW 2: a round trip is the identity."""
    path = tmp_path / f"faq{suffix}"
    export_sheet(read_folder(folder), path)
    before = snapshot(folder)
    plan = plan_import(path, folder, context())
    carry_out(plan)
    assert (plan.changes, plan.unchanged, plan.absent) == ((), 2, ())
    assert snapshot(folder) == before


def test_a_plan_shows_old_and_new_and_writes_nothing(folder: Path, sheet: Path) -> None:
    """A dry run is read before anything is written."""
    before = snapshot(folder)
    edit_cells(sheet, {(INFLASI, "label"): "Inflasi itu", (INFLASI, "berlaku_sampai"): "31/12/2027"})
    plan = plan_import(sheet, folder, context())
    fields = [("label", "Arti inflasi", "Inflasi itu"), ("berlaku_sampai", "", "2027-12-31")]
    assert told(plan) == [("metadata_inflasi", False, fields)]
    assert snapshot(folder) == before


def test_an_import_writes_only_what_changed(folder: Path, sheet: Path) -> None:
    """Files that nobody changed keep their bytes, also where they are not in canonical form."""
    untidy = path_of("data_penduduk", "data", folder)
    untidy.write_text(untidy.read_text(encoding="utf-8") + "\n\n", encoding="utf-8")
    before = snapshot(folder)
    carry_out(plan_import(edit_cells(sheet, {(INFLASI, "label"): "Inflasi itu"}), folder, context()))
    expected = edited(SAMPLE, ("Arti inflasi", "Inflasi itu")).encode()
    assert snapshot(folder) == before | {"metadata/metadata_inflasi.md": expected}


def test_a_new_row_becomes_a_file(folder: Path, sheet: Path) -> None:
    """Design: adding a question is one file, and nothing else."""
    path = path_of("metadata_inflasi", folder=folder)
    path.unlink()
    plan = plan_import(sheet, folder, context())
    assert told(plan) == [("metadata_inflasi", True, [])]
    carry_out(plan)
    assert path.read_text(encoding="utf-8") == SAMPLE


def test_a_row_taken_out_of_the_sheet_deletes_nothing(folder: Path, tmp_path: Path) -> None:
    """Staff filter and send a part of the sheet; to withdraw an answer is `status: arsip`."""
    path = tmp_path / "faq.csv"
    export_sheet([entry for entry in read_folder(folder) if entry.id == "metadata_inflasi"], path)
    plan = plan_import(path, folder, context())
    assert (plan.changes, plan.absent) == ((), ("data_penduduk",))


FAULTS: list[tuple[str, dict[tuple[int, str], object], int, str]] = [
    ("id that is a path", {(INFLASI, "id"): "../../x"}, INFLASI, "kolom A (id): id '../../x' tidak sah"),
    ("id twice", {(INFLASI, "id"): "data_penduduk"}, INFLASI, "kolom A (id): id 'data_penduduk' sudah ada di baris 2"),
    ("category moved", {(INFLASI, "kategori"): "data"}, INFLASI, "kolom B (kategori): Entri 'metadata_inflasi' ada di"),
    ("unknown category", {(INFLASI, "kategori"): "berita"}, INFLASI, "kolom B (kategori): 'berita' tidak dikenal"),
    ("empty label", {(INFLASI, "label"): " "}, INFLASI, "kolom D (label): Sel ini kosong"),
    ("title of two lines", {(INFLASI, "judul"): "a\nb"}, INFLASI, "kolom C (judul): Isi lebih dari satu baris"),
    ("unknown status", {(INFLASI, "status"): "tayang"}, INFLASI, "kolom J (status): 'tayang' tidak dikenal"),
    ("no day", {(INFLASI, "berlaku_sampai"): "besok"}, INFLASI, "kolom I (berlaku_sampai): 'besok' bukan tanggal"),
    ("day or month first", {(INFLASI, "berlaku_sampai"): "06/07/2027"}, INFLASI, "'06/07/2027' dapat dibaca dua cara"),
    ("review by nobody", {(INFLASI, "ditinjau"): "2026-11-01"}, INFLASI, "kolom H (ditinjau): Nama pemeriksa belum"),
    ("label too long", {(INFLASI, "label"): "A" * 21}, INFLASI, "kolom D (label): Label"),
    ("too few examples", {(PENDUDUK, "contoh"): "satu saja"}, PENDUDUK, "kolom E (contoh): Baru ada 1 contoh"),
    ("unknown source address", {(INFLASI, "sumber"): "a\nb.example.com"}, INFLASI, "kolom F (sumber): Alamat b.exam"),
    ("unknown related", {(INFLASI, "terkait"): "data_penduduk\ndata_x"}, INFLASI, "kolom K (terkait): Entri terkait"),
    ("fault deep in the answer", {(INFLASI, "jawaban"): "Ya.\nIni sesi."}, INFLASI, "kolom L (jawaban): Ungkapan"),
]


@pytest.mark.parametrize(("edits", "row", "problem"), [row[1:] for row in FAULTS], ids=[row[0] for row in FAULTS])
def test_a_fault_names_row_and_column_and_nothing_is_written(
    folder: Path, sheet: Path, edits: dict[tuple[int, str], object], row: int, problem: str
) -> None:
    """KNOW 2: all or nothing, each fault where staff can find it."""
    before = snapshot(folder)
    with pytest.raises(KnowledgeBaseInvalid) as caught:
        plan_import(edit_cells(sheet, edits), folder, context())
    found = [fault for fault in caught.value.faults if problem in fault.problem]
    assert [(fault.path, fault.line, fault.blocks) for fault in found] == [(sheet, row, True)], caught.value.faults
    assert found[0].problem.startswith(f"Baris {row} kolom ")
    assert found[0].remedy
    assert snapshot(folder) == before


def test_a_date_made_by_excel_in_a_text_column_is_told(folder: Path, sheet: Path) -> None:
    """Excel turns "Mei 2024" into a date; writing it back as one would lose the label."""
    edits: dict[tuple[int, str], object] = {
        (INFLASI, "label"): context().today,
        (INFLASI, "berlaku_sampai"): context().today,
    }
    with pytest.raises(KnowledgeBaseInvalid) as caught:
        plan_import(edit_cells(sheet, edits), folder, context())
    assert ["kolom D (label): Excel mengubah isi ini" in fault.problem for fault in caught.value.faults] == [True]


def test_a_date_cell_is_a_date_and_choices_may_be_in_capitals(folder: Path, sheet: Path) -> None:
    """Excel's habits: a typed date becomes a date cell, a first letter a capital."""
    edits: dict[tuple[int, str], object] = {(INFLASI, "berlaku_sampai"): context().today, (INFLASI, "status"): "Arsip"}
    plan = plan_import(edit_cells(sheet, edits), folder, context())
    fields = [("berlaku_sampai", "", "2026-11-23"), ("status", "terbit", "arsip")]
    assert told(plan) == [("metadata_inflasi", False, fields)]


def test_advice_is_told_for_changed_rows_only(folder: Path, sheet: Path) -> None:
    """The editor of one row is not shown the others' homework."""
    edit_cells(sheet, {(INFLASI, "berlaku_sampai"): "2026-01-01"})
    assert [(fault.line, fault.blocks) for fault in plan_import(sheet, folder, context()).advice] == [(INFLASI, False)]
    carry_out(plan_import(sheet, folder, context()))
    assert plan_import(sheet, folder, context()).advice == ()


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("id,kategori", "Kolom 'judul' tidak ada"),
        (",".join([*COLUMNS, "catatan"]), "Kolom 'catatan' tidak dikenal"),
        (",".join([*COLUMNS, "label"]), "Kolom 'label' ada dua kali"),
    ],
    ids=["missing", "unknown", "twice"],
)
def test_a_fault_of_the_header_is_told(folder: Path, tmp_path: Path, header: str, problem: str) -> None:
    """A misnamed column must not empty a field in silence."""
    path = tmp_path / "faq.csv"
    path.write_text(header + "\n", encoding="utf-8")
    with pytest.raises(KnowledgeBaseInvalid, match=problem):
        plan_import(path, folder, context())


def test_tidying_changes_the_form_and_not_the_content(folder: Path) -> None:
    """KNOW 2: one canonical form, so that a diff shows what was meant."""
    before, entries = snapshot(folder), read_folder(folder)
    path = path_of("metadata_inflasi", folder=folder)
    path.write_text(edited(SAMPLE, ("[Konsep Inflasi]", '\n  - "Konsep Inflasi" # kata')), encoding="utf-8")
    assert tidy(read_folder(folder)) == [path]
    assert (snapshot(folder), read_folder(folder)) == (before, entries)
    assert tidy(read_folder(folder)) == []
