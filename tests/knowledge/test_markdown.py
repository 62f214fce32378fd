"""The format of one file: every fault names its line and what to write instead (design, "The knowledge base")."""

from datetime import date
from pathlib import Path

import pytest

from bot.knowledge.entry import Category, Review
from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.knowledge.markdown import parse_entry, read_folder, write_entry
from tests.knowledge.samples import OTHER, SAMPLE, edited, path_of, write_base

FORMAT_FAULTS = [
    # label, edit of the sample, line of the fault, piece of the problem
    ("no front matter", ("---\njudul", "judul"), 1, "Bagian depan tidak lengkap"),
    ("broken YAML", ("judul: Apa itu", "judul: Apa: itu"), 2, "tidak dapat dibaca"),
    ("a list instead of fields", (SAMPLE[4 : SAMPLE.index("\n---\nInflasi")], "- satu"), 2, "bukan daftar 'nama: isi'"),
    ("missing field", ("keyakinan: pasti\n", ""), 2, "Kolom 'keyakinan' tidak ada"),
    ("unknown field", ("status: terbit", "status: terbit\ntombol: x"), 22, "Kolom 'tombol' tidak dikenal"),
    ("a field twice", ("status: terbit", "status: terbit\nlabel: Lagi"), 22, "Kolom 'label' ditulis dua kali"),
    ("empty title", ("judul: Apa itu inflasi?", "judul:"), 2, "Kolom 'judul' kosong"),
    ("number as label", ("label: Arti inflasi", "label: 2024"), 3, "Kolom 'label' kosong atau bukan satu baris"),
    ("label of two lines", ("label: Arti inflasi", 'label: "Arti\\ninflasi"'), 3, "bukan satu baris"),
    ("number as example", ("- inflasi itu apa", "- 2024"), 5, "Isi ke-1 pada 'contoh'"),
    ("example with a colon", ("- maksud kata inflasi", "- maksud: inflasi"), 7, "Isi ke-3 pada 'contoh'"),
    ("text as list", ("sumber: [Konsep Inflasi]", "sumber: Konsep"), 17, "'sumber' harus berupa daftar"),
    ("unknown confidence", ("keyakinan: pasti", "keyakinan: yakin"), 18, "keyakinan 'yakin' tidak dikenal"),
    ("review without a name", ("ditinjau:", "ditinjau: 2026-11-01"), 19, "'ditinjau' tidak lengkap"),
    ("review by nobody", ("ditinjau:", 'ditinjau: {tanggal: 2026-11-01, oleh: " "}'), 19, "'ditinjau' tidak lengkap"),
    ("day in words", ("berlaku_sampai:", "berlaku_sampai: besok"), 20, "bukan tanggal"),
    ("a day that does not exist", ("berlaku_sampai:", "berlaku_sampai: 2026-02-31"), 20, "tidak dapat dibaca"),
    ("unknown status", ("status: terbit", "status: tayang"), 21, "status 'tayang' tidak dikenal"),
]


@pytest.mark.parametrize(
    ("edit", "line", "problem"), [row[1:] for row in FORMAT_FAULTS], ids=[r[0] for r in FORMAT_FAULTS]
)
def test_a_fault_of_the_format_names_its_line(edit: tuple[str, str], line: int, problem: str) -> None:
    """Design: every error names file, line and what to write instead."""
    with pytest.raises(KnowledgeBaseInvalid) as caught:
        parse_entry(edited(SAMPLE, edit), path_of("metadata_inflasi"))
    found = [fault for fault in caught.value.faults if problem in fault.problem]
    assert [(fault.line, fault.blocks) for fault in found] == [(line, True)]
    assert found[0].remedy


def test_an_unknown_folder_is_a_fault() -> None:
    """Design: the category is the folder."""
    with pytest.raises(KnowledgeBaseInvalid, match="Folder 'lain' tidak dikenal"):
        parse_entry(SAMPLE, path_of("x", "lain"))


def test_reading_keeps_every_field() -> None:
    """Design: the format of an entry."""
    entry = parse_entry(OTHER, path_of("data_penduduk", "data"))
    assert (entry.id, entry.category, entry.intent) == ("data_penduduk", Category.DATA, "tanya_data/data_penduduk")
    assert entry.review == Review(on=date(2026, 11, 1), by="Siti Aminah")
    assert (entry.valid_until, entry.related, len(entry.examples)) == (date(2027, 6, 30), ("metadata_inflasi",), 12)
    assert entry.lines["contoh.11"] == 16


def test_the_answers_line_is_where_its_first_word_stands() -> None:
    """Design: every error names the line; blank lines under the fence must not shift it."""
    entry = parse_entry(edited(SAMPLE, ("---\nInflasi", "---\n\n\nInflasi")), path_of("metadata_inflasi"))
    assert entry.lines["jawaban"] == 26


def test_windows_line_ends_byte_order_mark_and_trailing_blanks_do_not_matter(tmp_path: Path) -> None:
    """Staff edit on Windows: what cannot be seen must not change an entry."""
    folder = write_base(tmp_path)
    path = path_of("metadata_inflasi", folder=folder)
    path.write_bytes(b"\xef\xbb\xbf" + edited(SAMPLE, ("umum.\n", "umum.  \n")).replace("\n", "\r\n").encode())
    assert parse_entry(SAMPLE, path) in read_folder(folder)


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    """Design: every error names what to do; a wrong guess at the encoding would publish broken letters."""
    folder = write_base(tmp_path)
    path_of("metadata_inflasi", folder=folder).write_bytes(SAMPLE.replace("Arti", "Arti\u00e9").encode("cp1252"))
    with pytest.raises(KnowledgeBaseInvalid, match="bukan teks UTF-8"):
        read_folder(folder)


def test_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    """One run of the check shows all the work, not the first file's."""
    folder = write_base(tmp_path)
    for name, category in (("metadata_inflasi", "metadata"), ("data_penduduk", "data")):
        path_of(name, category, folder).write_text("tanpa pagar", encoding="utf-8")
    with pytest.raises(KnowledgeBaseInvalid) as caught:
        read_folder(folder)
    assert len(caught.value.faults) == 2


def test_an_empty_folder_is_a_fault(tmp_path: Path) -> None:
    """A wrong --folder must not look like a knowledge base without faults."""
    with pytest.raises(KnowledgeBaseInvalid, match="Tidak ada entri"):
        read_folder(tmp_path)


@pytest.mark.parametrize("text", [SAMPLE, OTHER], ids=["empty fields", "all fields"])
def test_the_samples_are_in_canonical_form(text: str) -> None:
    """The canonical form is the one that staff write by hand."""
    assert write_entry(parse_entry(text, path_of("x"))) == text
