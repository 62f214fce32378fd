"""Wraps rows of numbers as Rasa's dense sentence features."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message


def sentence_features(rows: NDArray[np.floating[Any]], origin: str) -> Features:
    """Features of a message, one row for each of its parts: shape (parts, dimensions)."""
    return Features(rows.astype(np.float32), FEATURE_TYPE_SENTENCE, TEXT, origin)


def rows_of(message: Message) -> NDArray[np.float32]:
    """All dense rows of a message beside each other: shape (parts, sum of dimensions).

    Raises:
        RuntimeError: when no featurizer ran before.
    """
    _, features = message.get_dense_features(TEXT)
    if features is None:
        raise RuntimeError("the classifier needs a featurizer before it in config.yml")
    rows: NDArray[np.float32] = features.features
    return rows
