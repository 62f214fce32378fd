"""What single words say for a label: "rse" or "kbji" names its entry, but is lost among a few hundred numbers."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array
from sklearn.feature_extraction.text import CountVectorizer

_WORD = r"""[^\s?!.,;:()"]+"""
_DOUBT = 5.0
"""Examples' worth of doubt: a label with few examples must not make much of one word in one of them."""


class WordOdds:
    """Log-odds of words under labels, as naive Bayes has them; only those in favour: a new word is nobody's fault."""

    def __init__(self, words: Sequence[str], odds: csr_array) -> None:
        """Keep what `learn` found.

        Args:
            words: in the order of the rows.
            odds: shape (words, labels).
        """
        self._words, self._odds = words, odds
        self._counting = CountVectorizer(binary=True, token_pattern=_WORD, vocabulary=words)

    def save(self, path: Path) -> None:
        """Store them; `path` ends in .npz."""
        odds = self._odds
        np.savez(
            path, words=np.array(self._words), data=odds.data, indices=odds.indices, starts=odds.indptr, size=odds.shape
        )

    @classmethod
    def load(cls, path: Path) -> WordOdds:
        """What `save` stored."""
        with np.load(path, allow_pickle=False) as stored:
            odds = csr_array((stored["data"], stored["indices"], stored["starts"]), shape=tuple(stored["size"]))
            return cls(stored["words"].tolist(), odds)

    def scores(self, texts: Sequence[str]) -> NDArray[np.floating[Any]]:
        """The sum over the words of each text: shape (texts, labels)."""
        scores: NDArray[np.floating[Any]] = (csr_array(self._counting.transform(texts)) @ self._odds).toarray()
        return scores


def learn(texts: Sequence[str], targets: NDArray[np.str_], labels: NDArray[np.str_]) -> WordOdds:
    """Count in how many examples of each label a word stands, beside how many of all.

    Args:
        texts: normal forms of the examples.
        targets: the label of each.
        labels: all labels, sorted.
    """
    counting = CountVectorizer(binary=True, token_pattern=_WORD)
    holds = csr_array(counting.fit_transform(texts), dtype=np.float32)
    label_of = np.searchsorted(labels, targets)
    belongs = csr_array((np.ones(len(texts), np.float32), (np.arange(len(texts)), label_of)), (len(texts), len(labels)))
    seen = (holds.T @ belongs).tocoo()
    usual = holds.sum(axis=0) / len(texts)
    sizes = belongs.sum(axis=0)
    share = (seen.data + _DOUBT * usual[seen.row]) / (sizes[seen.col] + _DOUBT)
    odds = np.log(share / usual[seen.row]).clip(0).astype(np.float32)
    return WordOdds(
        counting.get_feature_names_out().tolist(), csr_array((odds, (seen.row, seen.col)), shape=seen.shape)
    )
