"""Fits the classifier's weights: multinomial logistic regression in single precision.

scikit-learn's takes twice as long here: it turns all rows into double precision at every step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

_STEPS = 400
_REMEMBERED = 20
"""Steps that L-BFGS keeps: more than its usual ten, for a step costs far more than what is kept."""
_MEANS = 20.0
"""The mean of a label's rows, this many times, is a good first guess of its weights: it saves a fifth of the steps."""
_TOLERANCE = 2e-4
"""Of the gradient. A fit that stops earlier depends on where it happens to stop: answers move between trainings."""


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


def softmax(scores: NDArray[np.floating[Any]]) -> NDArray[np.floating[Any]]:
    """Probabilities of each row of scores: same shape, rows sum to one."""
    shares: NDArray[np.floating[Any]] = np.exp(scores - scores.max(axis=1, keepdims=True))
    shares /= shares.sum(axis=1, keepdims=True)
    return shares


def fit(
    rows: NDArray[np.floating[Any]], targets: NDArray[np.str_], strength: float, start: Linear | None = None
) -> Linear:
    """Minimise the mean log loss plus the weights' squares / (2 × strength × examples), by L-BFGS.

    Args:
        rows: shape (examples, dimensions).
        targets: label of each row.
        strength: inverse of the regularisation.
        start: a model of nearly the same examples to begin from.
    """
    labels, right = np.unique(targets, return_inverse=True)
    loss = _Loss(rows.astype(np.float32), right, len(labels), strength)
    if start is not None and np.array_equal(start.labels, labels):
        begin = np.column_stack([start.weights, start.bias])
    else:
        begin = _first_guess(rows, right, len(labels))
    options = {"maxiter": _STEPS, "gtol": _TOLERANCE, "maxcor": _REMEMBERED}
    found = minimize(loss, begin.ravel(), method="L-BFGS-B", jac=True, options=options).x.reshape(loss.shape)
    return Linear(labels, found[:, :-1].astype(np.float32), found[:, -1].astype(np.float32))


def _first_guess(rows: NDArray[np.floating[Any]], right: NDArray[np.intp], labels: int) -> NDArray[np.float64]:
    """Weights along the mean row of each label, without bias: shape (labels, dimensions + 1)."""
    means = np.stack([rows[right == label].mean(axis=0) for label in range(labels)])
    guess = np.zeros((labels, rows.shape[1] + 1))
    guess[:, :-1] = _MEANS * (means - means.mean(axis=0))
    return guess


class _Loss:
    """The loss and its gradient at one point; the large arrays are made once."""

    def __init__(self, rows: NDArray[np.float32], right: NDArray[np.intp], labels: int, strength: float) -> None:
        self.shape = labels, rows.shape[1] + 1
        self._rows, self._right = rows, right
        self._each = np.arange(len(rows))
        self._shrink = np.float32(1 / (strength * len(rows)))
        self._shares = np.empty((len(rows), labels), np.float32)

    def __call__(self, point: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        """The loss and its gradient at the weights, with the bias behind each row."""
        at = point.reshape(self.shape).astype(np.float32)
        weights, shares, count = np.ascontiguousarray(at[:, :-1]), self._shares, len(self._rows)
        np.matmul(self._rows, weights.T, out=shares)
        shares += at[:, -1]
        shares -= shares.max(axis=1, keepdims=True)
        of_right = shares[self._each, self._right].sum(dtype=np.float64)
        np.exp(shares, out=shares)
        sums = shares.sum(axis=1, keepdims=True)
        squares = float(np.einsum("ij,ij->", weights, weights))
        loss = (float(np.log(sums).sum(dtype=np.float64)) - of_right) / count + float(self._shrink) * squares / 2
        shares /= sums * count
        shares[self._each, self._right] -= np.float32(1 / count)
        gradient = np.empty(self.shape)
        gradient[:, :-1] = shares.T @ self._rows
        gradient[:, :-1] += self._shrink * weights
        gradient[:, -1] = shares.sum(axis=0)
        return loss, gradient.ravel()
