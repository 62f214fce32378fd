"""What entries are called on the pages of the office."""

from pathlib import Path

from bot.knowledge.labels import Labels
from tests.knowledge.samples import path_of, write_base


def test_labels_follow_the_files_and_survive_a_wrong_one(tmp_path: Path) -> None:
    """Stories 11: an edited label is shown at once; a file that cannot be read takes no name away."""
    folder = write_base(tmp_path)
    path = path_of("metadata_inflasi", folder=folder)
    labels = Labels(folder)
    before = labels()["metadata_inflasi"]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"label: {before}", "label: Kenaikan harga"), encoding="utf-8")
    assert labels()["metadata_inflasi"] == "Kenaikan harga"
    path.write_text("bukan entri", encoding="utf-8")
    assert labels()["metadata_inflasi"] == "Kenaikan harga"
