"""Makes confidences true: of all answers given at 0.8, about eight in ten should be right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from bot.components import word_odds
from bot.components.regression import Linear, fit, softmax
from bot.components.word_odds import WordOdds

Scores = NDArray[np.floating[Any]]

_BEGIN = (1.0, 0.3)
"""Weights of rows and words from which the best are looked for."""


@dataclass(frozen=True)
class Weights:
    """How much each kind of score counts.

    Attributes:
        rows: of the regression's; what others call 1 / temperature.
        words: of the single words'.
    """

    rows: float = 1.0
    words: float = 0.0


@dataclass(frozen=True)
class Model:
    """All that turns a message into probabilities.

    Attributes:
        linear: judges rows of features.
        odds: judges the words.
        weights: how much each of them counts.
    """

    linear: Linear
    odds: WordOdds
    weights: Weights

    def probabilities(self, texts: Sequence[str], rows: NDArray[np.floating[Any]]) -> Scores:
        """Probability of every label for every message: shape (texts, labels), rows sum to one.

        Args:
            texts: normal forms.
            rows: their features, shape (texts, dimensions).
        """
        return softmax(self.weights.rows * self.linear.scores(rows) + self.weights.words * self.odds.scores(texts))


def fit_and_calibrate(
    texts: Sequence[str],
    rows: NDArray[np.floating[Any]],
    targets: NDArray[np.str_],
    strength: float,
    held_out: float,
    seed: int = 0,
) -> Model:
    """The model of all examples, and the weights with the least log loss on examples a first model did not see.

    Args:
        texts: normal forms of the examples.
        rows: their features, shape (examples, dimensions).
        targets: label of each.
        strength: inverse of the regularisation.
        held_out: share of the examples kept aside for the weights, 0 to 1; with 0 the rows alone count.
        seed: of the shuffle that chooses them.
    """
    if held_out <= 0:
        linear = fit(rows, targets, strength)
        return Model(linear, word_odds.learn(texts, targets, linear.labels), Weights())
    aside = np.random.default_rng(seed).random(len(rows)) < held_out
    first = fit(rows[~aside], targets[~aside], strength)
    odds = word_odds.learn(_chosen(texts, ~aside), targets[~aside], first.labels)
    judged = aside & np.isin(targets, first.labels)
    right = np.searchsorted(first.labels, targets[judged])
    weights = _best_weights(first.scores(rows[judged]), odds.scores(_chosen(texts, judged)), right)
    linear = fit(rows, targets, strength, start=first)
    return Model(linear, word_odds.learn(texts, targets, linear.labels), weights)


def _chosen(texts: Sequence[str], which: NDArray[np.bool_]) -> list[str]:
    return [texts[number] for number in np.flatnonzero(which)]


def _best_weights(of_rows: Scores, of_words: Scores, right: NDArray[np.intp]) -> Weights:
    def loss(weights: NDArray[np.floating[Any]]) -> float:
        shares = softmax(weights[0] * of_rows + weights[1] * of_words)
        return -float(np.log(shares[np.arange(len(right)), right] + 1e-12).mean())

    found = minimize(loss, _BEGIN, method="Nelder-Mead", bounds=((0.1, 4), (0, 4)))
    return Weights(float(found.x[0]), float(found.x[1]))
