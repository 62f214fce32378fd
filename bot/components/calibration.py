"""Makes confidences true: of all answers given at 0.8, about eight in ten should be right."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from bot.components.regression import fit

_RANGE = (0.3, 5.0)


def softmax(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Probabilities of each row of scores: same shape, rows sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares: NDArray[np.floating[Any]] = shifted / shifted.sum(axis=1, keepdims=True)
    return shares


def fitted_temperature(
    rows: NDArray[np.floating[Any]], targets: NDArray[np.str_], strength: float, held_out: float, seed: int = 0
) -> float:
    """The temperature with the least log loss on rows the weights did not see; 1 when none are held out.

    Args:
        rows: shape (examples, dimensions).
        targets: label of each row.
        strength: inverse of the regularisation, as for the final weights.
        held_out: share of the examples kept aside, 0 to 1.
        seed: of the shuffle that chooses them.
    """
    if held_out <= 0:
        return 1.0
    aside = np.random.default_rng(seed).random(len(rows)) < held_out
    labels, weights, bias = fit(rows[~aside], targets[~aside], strength)
    aside &= np.isin(targets, labels)
    scores = rows[aside] @ weights.T + bias
    right = np.searchsorted(labels, targets[aside])

    def loss(temperature: float) -> float:
        return -float(np.log(softmax(scores / temperature)[np.arange(len(right)), right] + 1e-12).sum())

    return float(minimize_scalar(loss, bounds=_RANGE, method="bounded").x)
