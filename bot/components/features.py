"""Wraps rows of numbers as Rasa's dense sentence features; those of a message's parts are computed when asked for."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.shared.nlu.constants import FEATURE_TYPE_SENTENCE, TEXT
from rasa.shared.nlu.training_data.features import Features
from rasa.shared.nlu.training_data.message import Message

from bot.components.attributes import PART_ROWS, PARTS

Featurize = Callable[[list[str]], NDArray[np.float32]]
"""Gives one row for each text: shape (len(texts), dimensions)."""


def sentence_features(rows: NDArray[np.floating[Any]], origin: str) -> Features:
    """Features of a message: shape (1, dimensions)."""
    return Features(rows.astype(np.float32), FEATURE_TYPE_SENTENCE, TEXT, origin)


def add_rows(message: Message, origin: str, featurize: Featurize) -> None:
    """Add the features of the whole message; of its parts only the way to them, for most messages do not need them."""
    whole, *parts = message.get(PARTS) or [""]
    message.add_features(sentence_features(featurize([whole]), origin))
    message.set(PART_ROWS, [*(message.get(PART_ROWS) or []), partial(featurize, parts)])


def rows_of(message: Message) -> NDArray[np.float32]:
    """All dense rows of the whole message beside each other: shape (1, sum of dimensions).

    Raises:
        RuntimeError: when no featurizer ran before.
    """
    _, features = message.get_dense_features(TEXT)
    if features is None:
        raise RuntimeError("the classifier needs a featurizer before it in config.yml")
    rows: NDArray[np.float32] = features.features
    return rows


def part_rows_of(message: Message) -> NDArray[np.float32]:
    """The same of its parts: shape (parts, sum of dimensions)."""
    return np.hstack([rows() for rows in message.get(PART_ROWS)])
