"""An example that stands in a FAQ file is understood as just that entry (design: content staff's own words)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.components.by_heart import LearntByHeart, learn

LABELS = np.array(["sapaan", "tanya_data/data_ipm", "terima_kasih"])
TEXTS = ["kulo nuwun", "ipm berapa ?", "ya begitu", "ya begitu"]
TARGETS = ["sapaan", "tanya_data/data_ipm", "sapaan", "terima_kasih"]


@pytest.mark.parametrize(
    ("text", "best"),
    [
        ("kulo nuwun", 0),
        ("ipm berapa", 1),  # with or without the mark at its end
        ("ya begitu", 2),  # stands under two: the weights decide
        ("matur nuwun", 2),  # known to nobody
        ("", 2),
    ],
)
def test_an_example_in_its_own_words_is_surely_understood(text: str, best: int, tmp_path: Path) -> None:
    """What the weights favour does not matter for words that staff wrote themselves, also after a restart."""
    learn(TEXTS, TARGETS, LABELS).save(tmp_path / "known.npz")
    row = np.array([[0.1, 0.1, 0.8]])

    LearntByHeart.load(tmp_path / "known.npz").raise_known([text], row)

    assert int(row.argmax()) == best
    assert row.sum() == pytest.approx(1.0)
