"""What entries are called on the pages of the office."""

from pathlib import Path

from bot.knowledge.labels import Labels
from tests.fakes import FakeClock
from tests.knowledge.samples import path_of, write_base


def test_labels_follow_the_files_and_survive_a_wrong_one(tmp_path: Path, clock: FakeClock) -> None:
    """Stories 11: a published label is shown within 5 seconds; a file that cannot be read takes no name away."""
    folder = write_base(tmp_path)
    path = path_of("metadata_inflasi", folder=folder)
    labels = Labels(folder, clock)
    before = labels()["metadata_inflasi"]
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace(f"label: {before}", "label: Kenaikan harga"), encoding="utf-8")
    clock.advance(4)
    assert labels()["metadata_inflasi"] == before
    clock.advance(1)
    assert labels()["metadata_inflasi"] == "Kenaikan harga"
    path.write_text("bukan entri", encoding="utf-8")
    clock.advance(5)
    assert labels()["metadata_inflasi"] == "Kenaikan harga"
