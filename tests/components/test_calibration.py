"""Confidences are true: they are what thresholds are judged by."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from bot.components.calibration import Weights, fit_and_calibrate
from bot.components.regression import fit, softmax

Rows = NDArray[np.floating[Any]]


def _noisy(seed: int, count: int = 600) -> tuple[Rows, NDArray[np.str_]]:
    """Three overlapping clouds in many dimensions: a model of few examples is too sure of itself."""
    chance = np.random.default_rng(seed)
    classes = chance.integers(0, 3, count)
    rows = chance.normal(size=(count, 60))
    rows[np.arange(count), classes] += 1.2
    return rows, np.array(["a", "b", "c"])[classes]


def test_probabilities_sum_to_one_whatever_the_scores() -> None:
    """Large scores must not overflow into NaN, which would answer anything."""
    shares = softmax(np.array([[1000.0, 0.0, -1000.0], [0.0, 0.0, 0.0]]))
    assert shares.sum(axis=1) == pytest.approx([1, 1])
    assert shares[0] == pytest.approx([1, 0, 0])
    assert shares[1] == pytest.approx([1 / 3] * 3)


def test_calibrated_confidences_are_nearer_to_the_truth() -> None:
    """Of all answers given at a confidence, about that share should be right: judged on rows never seen."""
    rows, targets = _noisy(1, 240)
    unseen, right = _noisy(2)
    model = fit_and_calibrate(["apa"] * len(rows), rows, targets, strength=15.0, held_out=0.3)
    truth = np.searchsorted(model.linear.labels, right)

    def surprise(shares: Rows) -> float:
        return -float(np.log(shares[np.arange(len(truth)), truth]).mean())

    assert model.weights.rows < 1
    judged = model.probabilities(["apa"] * len(unseen), unseen)
    assert surprise(judged) < surprise(softmax(model.linear.scores(unseen)))


def test_words_count_where_rows_say_nothing() -> None:
    """A rare name decides ("rse apa"): how much, examples kept aside tell."""
    rows, targets = _noisy(5)
    texts = [f"apa itu {'rse' if target == 'a' else 'sakernas'}" for target in targets]
    model = fit_and_calibrate(texts, rows, targets, strength=15.0, held_out=0.3)

    named = model.probabilities(["rse tu apa", "apa"], np.zeros((2, rows.shape[1])))

    assert model.weights.words > 0.5
    assert named[0].argmax() == 0
    assert named[0, 0] > named[1, 0]


def test_without_held_out_examples_nothing_is_scaled() -> None:
    """Tiny projects have no examples to spare."""
    rows, targets = _noisy(1, 60)
    assert fit_and_calibrate(["apa"] * 60, rows, targets, strength=1.0, held_out=0).weights == Weights()


def test_a_start_changes_the_time_not_the_result() -> None:
    """Design: a fit may begin from the last weights; it ends at the same decisions."""
    rows, targets = _noisy(3, 300)
    first = fit(rows[:250], targets[:250], 1.0)
    cold, warm = fit(rows, targets, 1.0), fit(rows, targets, 1.0, start=first)
    same = warm.scores(rows).argmax(axis=1) == cold.scores(rows).argmax(axis=1)
    assert same.mean() > 0.98


def test_two_labels_have_a_row_each() -> None:
    """The smallest project: an entry and its opposite."""
    rows, targets = _noisy(4, 90)
    two = np.where(targets == "c", "a", targets)
    model = fit(rows, two, 1.0)
    assert model.weights.shape == (2, 60)
    assert softmax(model.scores(rows)).argmax(axis=1).max() == 1
