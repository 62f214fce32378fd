"""Examples as content staff wrote them: who asks in just these words gets that entry, whatever the weights say."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

_SURE = 0.9
"""What such a label is raised to; the rest stays with what the weights say."""


class LearntByHeart:
    """The label of each normal form that stands under one label only; texts are kept as hashes."""

    def __init__(self, hashes: NDArray[np.uint64], labels: NDArray[np.int32]) -> None:
        """Keep what `learn` found.

        Args:
            hashes: of the texts, sorted, shape (texts,).
            labels: the position of each one's label, shape (texts,).
        """
        self._hashes, self._labels = hashes, labels

    def save(self, path: Path) -> None:
        """Store them; `path` ends in .npz."""
        np.savez(path, hashes=self._hashes, labels=self._labels)

    @classmethod
    def load(cls, path: Path) -> LearntByHeart:
        """What `save` stored."""
        with np.load(path, allow_pickle=False) as stored:
            return cls(stored["hashes"], stored["labels"])

    def raise_known(self, texts: Sequence[str], probabilities: NDArray[np.floating[Any]]) -> None:
        """Raise the label of every text that is known, in place.

        Args:
            texts: normal forms.
            probabilities: a row for each text, shape (texts, labels).
        """
        for text, row in zip(texts, probabilities, strict=True):
            if (label := self._label(text)) is not None:
                row *= 1 - _SURE
                row[label] += _SURE

    def _label(self, text: str) -> int | None:
        wanted = np.uint64(_hash(text))
        position = int(np.searchsorted(self._hashes, wanted))
        found = position < len(self._hashes) and self._hashes[position] == wanted
        return int(self._labels[position]) if found else None


def learn(texts: Sequence[str], targets: Sequence[str], labels: NDArray[np.str_]) -> LearntByHeart:
    """Take in examples; a text under two labels is left to the weights.

    Args:
        texts: normal forms of the examples.
        targets: the label of each.
        labels: all labels, sorted.
    """
    names: dict[int, set[str]] = {}
    for text, target in zip(texts, targets, strict=True):
        names.setdefault(_hash(text), set()).add(target)
    single = sorted((key, min(found)) for key, found in names.items() if key != _hash("") and len(found) == 1)
    positions = np.searchsorted(labels, np.array([name for _, name in single], dtype=labels.dtype))
    return LearntByHeart(np.array([key for key, _ in single], dtype=np.uint64), positions.astype(np.int32))


def _hash(text: str) -> int:
    """Of the words, without the marks around them."""
    return int.from_bytes(hashlib.blake2b(text.strip(" ?!.,;").encode(), digest_size=8).digest(), "big")
