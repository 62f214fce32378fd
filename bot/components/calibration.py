"""Makes confidences true: of all answers given at 0.8, about eight in ten should be right."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from bot.components.regression import fit

_RANGE = (0.3, 5.0)


def softmax(scores: NDArray[np.floating]) -> NDArray[np.floating]:
    """Probabilities of each row of scores: same shape, rows sum to one."""
    shifted = np.exp(scores - scores.max(axis=1, keepdims=True))
    return shifted / shifted.sum(axis=1, keepdims=True)


def fitted_temperature(
    rows: NDArray[np.float64], targets: NDArray[np.str_], strength: float, folds: int, seed: int = 0
) -> float:
    """The temperature with the least log loss on rows the weights did not see; 1 without folds.

    Args:
        rows: shape (examples, dimensions).
        targets: label of each row.
        strength: inverse of the regularisation, as for the final weights.
        folds: how many parts to hold out in turn.
        seed: of the shuffle that makes the folds.
    """
    if folds < 2:
        return 1.0
    fold_of = np.random.default_rng(seed).permutation(len(rows)) % folds
    held_out: list[tuple[NDArray[np.float64], NDArray[np.intp]]] = []
    for fold in range(folds):
        seen = fold_of != fold
        labels, weights, bias = fit(rows[seen], targets[seen], strength)
        rest = ~seen & np.isin(targets, labels)
        held_out.append((rows[rest] @ weights.T + bias, np.searchsorted(labels, targets[rest])))

    def loss(temperature: float) -> float:
        return -sum(
            float(np.log(softmax(scores / temperature)[np.arange(len(right)), right] + 1e-12).sum())
            for scores, right in held_out
        )

    return float(minimize_scalar(loss, bounds=_RANGE, method="bounded").x)
