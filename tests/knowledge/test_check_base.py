"""The rules on all entries together, and the function that the importer inside Rasa calls."""

import subprocess
import sys
from pathlib import Path

import pytest

from bot.core.errors import ConfigError
from bot.core.office import load_office
from bot.knowledge.check import advise, check, load_and_check, make_context, read_and_check
from bot.knowledge.entry import Entry
from bot.knowledge.faults import KnowledgeBaseInvalid
from tests.knowledge.samples import OFFICE, SAMPLE, SLANG, TODAY, context, edited, other, path_of, sample, write_base

SAME_LABEL = ("Angka penduduk", "ARTI  inflasi")
UNRELATED = ("[metadata_inflasi]", "[]")

ROWS = [
    # label, second entry, line, blocks, piece of the problem
    ("unknown related entry", other(("[metadata_inflasi]", "[data_ipm]")), 22, True, "'data_ipm' tidak ada"),
    ("related to itself", other(("[metadata_inflasi]", "[data_penduduk]")), 22, True, "dengan dirinya sendiri"),
    (
        "related twice",
        other(("terkait: [metadata_inflasi]", "terkait:\n  - metadata_inflasi\n  - metadata_inflasi")),
        24,
        True,
        "ditulis dua kali",
    ),
    ("label of a related entry", other(SAME_LABEL), 3, True, "sama dengan label entri data_penduduk"),
    ("label elsewhere", other(SAME_LABEL, UNRELATED), 3, False, "sama dengan label entri data_penduduk"),
    ("same example", other(("statistik demografi", "Inflasi ITU apa, kak")), 5, True, "juga ada pada entri data_pend"),
    ("a title as example", other(("statistik demografi", "apa itu inflasi")), 2, True, "juga ada pada entri data_pend"),
    (
        "same id in two folders",
        sample(("Arti inflasi", "Lain"), category="data"),
        1,
        True,
        "sudah dipakai di data/faq/d",
    ),
]


@pytest.mark.parametrize(("second", "line", "blocks", "problem"), [r[1:] for r in ROWS], ids=[r[0] for r in ROWS])
def test_a_fault_between_entries(second: Entry, line: int, blocks: bool, problem: str) -> None:
    """Design: labels unlike their neighbours', related ids exist; an example belongs to one entry."""
    faults = check([sample(), second], context())
    found = [fault for fault in faults if problem in fault.problem]
    assert [(fault.line, fault.blocks) for fault in found] == [(line, blocks)], faults


def test_two_good_entries_have_no_faults() -> None:
    """The table above changes one thing each."""
    assert check([other(), sample()], context()) == []


def test_labels_of_one_category_must_differ() -> None:
    """Stories 11: entries of a category are offered together."""
    faults = check([sample(), other(SAME_LABEL, UNRELATED, name="x", category="metadata")], context())
    assert [(fault.path.stem, fault.line) for fault in faults if fault.blocks] == [("x", 3)]


def test_the_same_example_twice_in_one_entry_blocks() -> None:
    """It teaches nothing, and hides that there are too few."""
    (fault,) = check([sample(("- what is inflation", "- Inflasi  itu APA"))], context())
    assert (fault.line, fault.blocks) == (14, True)
    assert "ditulis dua kali" in fault.problem


LIKENESS = [
    # label, an example of each of two entries, piece of the problem or nothing, whether it blocks
    ("slang and address", "brp persen inflasi", "Kak, berapa persen inflasi?", "juga ada pada", True),
    (
        "a letter",
        "mohon penjelasan konsep inflasi tahunan",
        "mohon penjelasan konsep inflasi tahunann",
        "hampir",
        False,
    ),
    ("another word", "mohon penjelasan konsep inflasi bulanan", "mohon penjelasan konsep inflasi tahunan", "", False),
    ("an ending of a short one", "harga umum", "harga umumnya", "", False),
    ("a word twice", "data data penduduk", "data data data penduduk", "hampir sama", False),
]


@pytest.mark.parametrize(("one", "two", "problem", "blocks"), [r[1:] for r in LIKENESS], ids=[r[0] for r in LIKENESS])
def test_likeness_of_examples(one: str, two: str, problem: str, blocks: bool) -> None:
    """Stories 12: slang, marks and forms of address are no difference; at 0.9 of the trigrams it is advice."""
    entries = [sample(("what is inflation", two)), other(("statistik demografi", one))]
    faults = [*check(entries, context()), *advise(entries, context())]
    assert [(fault.path.stem, fault.line, fault.blocks) for fault in faults] == (
        [("metadata_inflasi", 14, blocks)] if problem else []
    )
    assert all(problem in fault.problem for fault in faults)


def test_faults_come_in_the_order_of_files_and_lines() -> None:
    """Staff work through the list from top to bottom."""
    broken = [("Arti inflasi", "A" * 21), ("umum.", "umum dan sesi."), ("[Konsep Inflasi]", "[]")]
    faults = check([sample(*broken), other(("Data penduduk ada", "Sesi ada"))], context())
    assert [(fault.path.stem, fault.line) for fault in faults] == [
        ("data_penduduk", 24),
        ("metadata_inflasi", 3),
        ("metadata_inflasi", 17),
        ("metadata_inflasi", 24),
    ]


def test_advice_lets_the_assistant_train(tmp_path: Path) -> None:
    """Only blocking faults stop `make run` and the importer."""
    folder = write_base(tmp_path)
    path = path_of("metadata_inflasi", folder=folder)
    path.write_text(edited(SAMPLE, ("berlaku_sampai:", "berlaku_sampai: 2026-01-01")), encoding="utf-8")
    assert [entry.id for entry in load_and_check(folder, OFFICE, SLANG, TODAY)] == ["data_penduduk", "metadata_inflasi"]


def test_a_blocking_fault_stops_training_with_its_place(tmp_path: Path) -> None:
    """Design: every error names file and line."""
    folder = write_base(tmp_path)
    path = path_of("metadata_inflasi", folder=folder)
    path.write_text(edited(SAMPLE, ("Arti inflasi", "A" * 21), ("berlaku_sampai:", "berlaku_sampai: 2026-01-01")))
    with pytest.raises(KnowledgeBaseInvalid) as caught:
        load_and_check(folder, OFFICE, SLANG, TODAY)
    assert [(fault.path, fault.line) for fault in caught.value.faults] == [(path, 3)]


@pytest.mark.parametrize("name", ["data/data_ipm.md.txt", "data_ipm.md", "data/baru/data_ipm.md"])
def test_a_file_that_would_be_passed_over_is_told(tmp_path: Path, name: str) -> None:
    """Windows saves `x.md.txt`; an editor must not wait for an answer that never comes."""
    folder = write_base(tmp_path)
    stray = folder / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_text(SAMPLE, encoding="utf-8")
    _, faults = read_and_check(folder, context())
    assert [(fault.path, fault.blocks) for fault in faults] == [(stray, True)]


def test_a_missing_list_of_addresses_is_told(tmp_path: Path) -> None:
    """Errors name what happened and what to do."""
    slang = tmp_path / "slang.csv"
    slang.write_bytes(SLANG.read_bytes())
    with pytest.raises(KnowledgeBaseInvalid, match="Daftar alamat tidak dapat dibaca"):
        make_context(load_office(OFFICE), slang, TODAY)


def test_a_missing_office_file_is_told(tmp_path: Path) -> None:
    """The check needs the office's facts to refuse them."""
    with pytest.raises(ConfigError, match=r"kantor\.yml"):
        load_and_check(write_base(tmp_path), tmp_path / "kantor.yml", SLANG, TODAY)


def test_the_check_loads_no_heavy_library() -> None:
    """It runs inside Rasa and before every start: neither pandas, spaCy nor the sheets' library."""
    program = (
        "import bot.knowledge.check, sys; print(*{'pandas', 'rasa', 'spacy', 'openpyxl', 'numpy'} & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
