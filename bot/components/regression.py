"""Fits the classifier's weights."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

_STEPS = 200
_TOLERANCE = 1e-3
ROUGH = 3e-3
"""Of a first fit that another starts from: at the same tolerance the second would stop at once and learn nothing."""


@dataclass(frozen=True)
class Linear:
    """A fitted model.

    Attributes:
        labels: sorted, shape (labels,).
        weights: shape (labels, dimensions).
        bias: shape (labels,).
    """

    labels: NDArray[np.str_]
    weights: NDArray[np.floating[Any]]
    bias: NDArray[np.floating[Any]]

    def scores(self, rows: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
        """Score of every label for every row: shape (rows, labels)."""
        scores: NDArray[np.floating[Any]] = rows @ self.weights.T + self.bias
        return scores


def fit(
    rows: NDArray[np.floating[Any]],
    targets: NDArray[np.str_],
    strength: float,
    start: Linear | None = None,
    tolerance: float = _TOLERANCE,
) -> Linear:
    """Multinomial logistic regression.

    Args:
        rows: shape (examples, dimensions).
        targets: label of each row.
        strength: inverse of the regularisation.
        start: a model of nearly the same examples to begin from, fitted more roughly.
        tolerance: of the gradient, where the fit stops.
    """
    model = LogisticRegression(C=strength, max_iter=_STEPS, tol=tolerance, warm_start=start is not None)
    if start is not None and len(start.labels) > 2 and np.array_equal(start.labels, np.unique(targets)):
        model.classes_, model.coef_, model.intercept_ = start.labels, start.weights.copy(), start.bias.copy()
    model.fit(rows, targets)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two labels
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return Linear(model.classes_, weights, bias)
