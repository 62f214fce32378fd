"""`python -m bot faq`: what staff see, and the exit code that `make check` sees."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.commands.faq import faq
from bot.knowledge.check import ADDRESS_LIST
from tests.knowledge.samples import OFFICE, SAMPLE, SLANG, edited, path_of, write_base


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return write_base(tmp_path)


def run(command: str, *arguments: str | Path, folder: Path) -> Result:
    places = ["--folder", folder] + ([] if command == "rapikan" else ["--office", OFFICE, "--slang", SLANG])
    return CliRunner().invoke(faq, [command, *map(str, [*arguments, *places])])


def change(folder: Path, *edits: tuple[str, str]) -> Path:
    path = path_of("metadata_inflasi", folder=folder)
    path.write_text(edited(SAMPLE, *edits), encoding="utf-8")
    return path


def test_a_good_base_passes_with_its_counts(folder: Path) -> None:
    """KNOW 1: the last line counts."""
    result = run("check", folder=folder)
    assert (result.exit_code, result.output) == (0, "2 entri, 0 kesalahan, 0 saran\n")


def test_advice_passes(folder: Path) -> None:
    """KNOW 1: exit code 1 only for blocking faults."""
    path = change(folder, ("berlaku_sampai:", "berlaku_sampai: 2020-01-01"))
    result = run("check", folder=folder)
    assert (result.exit_code, result.output.splitlines()[-1]) == (0, "2 entri, 0 kesalahan, 1 saran")
    assert f"{path}:20: saran: " in result.output


@pytest.mark.parametrize(
    "edit", [("Arti inflasi", "A" * 21), ("label: Arti inflasi", "label: 5")], ids=["rule", "format"]
)
def test_a_fault_fails_with_file_and_line(folder: Path, edit: tuple[str, str]) -> None:
    """KNOW 1: also when the file cannot be read at all."""
    path = change(folder, edit)
    result = run("check", folder=folder)
    assert (result.exit_code, result.output.splitlines()[-1]) == (1, "2 entri, 1 kesalahan, 0 saran")
    assert f"{path}:3: " in result.output


def test_every_address_can_be_listed(folder: Path) -> None:
    """Stories 10: `faq check` lists every distinct address."""
    assert "contohkab.example.go.id (1 entri)\n" in run("check", "--alamat", folder=folder).output


def test_a_dry_run_shows_the_difference_and_an_import_writes_it(folder: Path, tmp_path: Path) -> None:
    """KNOW 2."""
    sheet = tmp_path / "faq.csv"
    assert run("export", sheet, folder=folder).output == f"2 entri ditulis ke {sheet}.\n"
    text = sheet.read_text(encoding="utf-8").replace("Arti inflasi", "Inflasi itu").replace("what is", "why is")
    sheet.write_text(text, encoding="utf-8")
    for option in ("--coba", "--dry-run"):
        result = run("import", sheet, option, folder=folder)
        assert "  label: Arti inflasi → Inflasi itu\n" in result.output
        assert "  contoh:\n    - what is inflation\n    + why is inflation\n" in result.output
        assert "0 entri baru, 1 berubah, 1 tetap, 0 tidak ada di lembar (dibiarkan).\n" in result.output
        assert path_of("metadata_inflasi", folder=folder).read_text(encoding="utf-8") == SAMPLE
    assert run("import", sheet, folder=folder).output.endswith("1 berkas ditulis.\n")
    expected = edited(SAMPLE, ("Arti inflasi", "Inflasi itu"), ("what is", "why is"))
    assert path_of("metadata_inflasi", folder=folder).read_text(encoding="utf-8") == expected


def test_a_faulty_sheet_is_refused_with_row_and_column(folder: Path, tmp_path: Path) -> None:
    """KNOW 2: nothing is written."""
    sheet = tmp_path / "faq.csv"
    run("export", sheet, folder=folder)
    sheet.write_text(sheet.read_text(encoding="utf-8").replace("Arti inflasi", "A" * 21), encoding="utf-8")
    result = run("import", sheet, folder=folder)
    assert result.exit_code == 1
    assert f"{sheet}:3: Baris 3 kolom D (label): Label " in result.stderr
    assert path_of("metadata_inflasi", folder=folder).read_text(encoding="utf-8") == SAMPLE


def test_export_for_rasa(folder: Path, tmp_path: Path) -> None:
    """KNOW 3."""
    assert run("export", "--rasa", tmp_path / "rasa", folder=folder).exit_code == 0
    assert sorted(path.name for path in (tmp_path / "rasa").iterdir()) == ["nlu.yml", "responses.yml"]


@pytest.mark.parametrize("arguments", [[], ["a.csv", "--rasa", "b"]], ids=["neither", "both"])
def test_export_wants_one_goal(folder: Path, arguments: list[str]) -> None:
    """A misused command says so and exits with 2."""
    assert run("export", *arguments, folder=folder).exit_code == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["export", "/tidak/ada/faq.csv"], "No such file"),
        (["export", "faq.ods"], "tidak didukung"),
        (["import", "tidak-ada.csv"], "Berkas tidak ada"),
    ],
    ids=["no folder", "other type", "no file"],
)
def test_errors_are_told_without_a_traceback(folder: Path, arguments: list[str], message: str) -> None:
    """Errors name what happened and where, in one line."""
    result = run(arguments[0], *arguments[1:], folder=folder)
    assert (result.exit_code, len(result.stderr.splitlines())) == (1, 1)
    assert message in result.stderr


def test_a_faulty_slang_list_is_told(folder: Path, tmp_path: Path) -> None:
    """The list is edited by staff too."""
    slang = tmp_path / "slang.csv"
    slang.write_text("varian,baku\nbrp,\n", encoding="utf-8")
    slang.with_name(ADDRESS_LIST).touch()
    result = CliRunner().invoke(faq, ["check", "--folder", str(folder), "--office", str(OFFICE), "--slang", str(slang)])
    assert (result.exit_code, f"{slang}:2: " in result.stderr) == (1, True)


def test_tidying_tells_what_it_rewrote(folder: Path) -> None:
    """KNOW 2: run once, then nothing is left to do."""
    path = change(folder, ("Arti inflasi", '"Arti inflasi"'))
    assert run("rapikan", folder=folder).output == f"{path}\n1 berkas dirapikan.\n"
    assert run("rapikan", folder=folder).output == "0 berkas dirapikan.\n"
    assert path.read_text(encoding="utf-8") == SAMPLE
