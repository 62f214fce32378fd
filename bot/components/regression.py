"""Fits the classifier's weights."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

_STEPS = 200
_TOLERANCE = 1e-3


def fit(
    rows: NDArray[np.floating[Any]], targets: NDArray[np.str_], strength: float
) -> tuple[NDArray[np.str_], NDArray[np.floating[Any]], NDArray[np.floating[Any]]]:
    """Multinomial logistic regression.

    Args:
        rows: shape (examples, dimensions).
        targets: label of each row.
        strength: inverse of the regularisation.

    Returns:
        Labels (sorted), weights of shape (labels, dimensions), bias of shape (labels,).
    """
    model = LogisticRegression(C=strength, max_iter=_STEPS, tol=_TOLERANCE).fit(rows, targets)
    weights, bias = model.coef_, model.intercept_
    if len(model.classes_) == 2:  # scikit-learn keeps one row for two labels
        weights, bias = np.vstack([-weights / 2, weights / 2]), np.concatenate([-bias / 2, bias / 2])
    return model.classes_, weights, bias
