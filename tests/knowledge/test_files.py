"""Writing several files is one step: all of them, or none."""

from pathlib import Path

import pytest

from bot.knowledge.files import write_all


def test_all_files_are_written_with_their_folders(tmp_path: Path) -> None:
    """An import may bring the first entry of a category."""
    texts = {tmp_path / "data/a.md": "satu é\n", tmp_path / "b.md": "dua\n"}
    write_all(texts)
    assert {path: path.read_bytes().decode() for path in texts} == texts
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["a.md", "b.md"]


@pytest.mark.parametrize("order", [1, -1], ids=["fails last", "fails first"])
def test_a_failure_leaves_everything_as_it_was(tmp_path: Path, order: int) -> None:
    """All or nothing: half an import would publish entries that refer to missing ones."""
    old, new, impossible = tmp_path / "old.md", tmp_path / "new.md", tmp_path / "folder.md"
    old.write_text("lama", encoding="utf-8")
    (impossible / "x").mkdir(parents=True)  # a file cannot take a folder's name
    with pytest.raises(OSError):  # noqa: PT011 - the kind differs between systems
        write_all(dict([(old, "baru"), (new, "baru"), (impossible, "baru")][::order]))
    assert old.read_text(encoding="utf-8") == "lama"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder.md", "old.md"]
