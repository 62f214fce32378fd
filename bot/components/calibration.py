"""Makes confidences true: of all answers given at 0.8, about eight in ten should be right."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from bot.components.regression import ROUGH, Linear, fit

_RANGE = (0.3, 5.0)


def softmax(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Probabilities of each row of scores: same shape, rows sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.floating[Any]] = shifted / shifted.sum(axis=1, keepdims=True)
    return shares


def fit_and_calibrate(
    rows: NDArray[np.floating[Any]], targets: NDArray[np.str_], strength: float, held_out: float, seed: int = 0
) -> tuple[Linear, float]:
    """The model of all rows, and the temperature with the least log loss on rows a first model did not see.

    Args:
        rows: shape (examples, dimensions).
        targets: label of each row.
        strength: inverse of the regularisation.
        held_out: share of the examples kept aside for the temperature, 0 to 1; with 0 it is 1.
        seed: of the shuffle that chooses them.
    """
    if held_out <= 0:
        return fit(rows, targets, strength), 1.0
    aside = np.random.default_rng(seed).random(len(rows)) < held_out
    first = fit(rows[~aside], targets[~aside], strength, tolerance=ROUGH)
    judged = aside & np.isin(targets, first.labels)
    temperature = _best_temperature(first.scores(rows[judged]), np.searchsorted(first.labels, targets[judged]))
    return fit(rows, targets, strength, start=first), temperature


def _best_temperature(scores: NDArray[np.floating[Any]], right: NDArray[np.intp]) -> float:
    def loss(temperature: float) -> float:
        return -float(np.log(softmax(scores / temperature)[np.arange(len(right)), right] + 1e-12).sum())

    return float(minimize_scalar(loss, bounds=_RANGE, method="bounded").x)
