"""Single words speak for the entries whose examples hold them (design: understanding)."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from bot.components.word_odds import WordOdds, learn

LABELS = np.array(["luar_topik/harga", "tanya_metadata/metadata_kbji", "tanya_metadata/metadata_rse"])
TEXTS = ["apa itu rse", "rse artinya apa", "kbji itu apa", "arti kbji", "harga cabai"]
TARGETS = LABELS[[2, 2, 1, 1, 0]]


@pytest.fixture
def odds(tmp_path: Path) -> WordOdds:
    """Learnt, stored and read again, as after a restart."""
    learn(TEXTS, TARGETS, LABELS).save(tmp_path / "words.npz")
    return WordOdds.load(tmp_path / "words.npz")


def test_a_name_speaks_for_its_own_entry_only(odds: WordOdds) -> None:
    """Nobody else's examples say "rse", whatever stands around it."""
    rse, kbji, neither = odds.scores(["terus rse tu naon ?", "kbji ?", "naon ieu"])

    assert rse.argmax() == 2
    assert kbji.argmax() == 1
    assert neither.tolist() == [0.0, 0.0, 0.0]


def test_a_word_of_all_says_little(odds: WordOdds) -> None:
    """ "apa" is in half of all examples: it must not outweigh a name."""
    common, name = odds.scores(["apa", "rse"])
    assert common.max() < name.max() / 2


def test_no_word_speaks_against_an_entry(odds: WordOdds) -> None:
    """A citizen's own words around a question never make its entry less likely."""
    assert odds.scores(["rse harga cabai", "rse"])[:, 2] == pytest.approx(odds.scores(["rse"])[0, 2])
    assert (odds.scores(TEXTS) >= 0).all()
