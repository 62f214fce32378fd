"""Character and word n-grams of the normal form, reduced to a hundred numbers by truncated SVD."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from scipy.sparse import hstack
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer

from bot.components.attributes import NORMAL
from bot.components.features import add_rows, sentence_features
from bot.components.resources import source_fingerprint

_VOCABULARY, _NUMBERS = "vocabulary.json", "numbers.npz"
_SVD_STEPS = 2
"""Two rounds of the randomised SVD are as good as five here and cost less than half."""
_MANY = 64
"""Texts for which unpacking the whole projection pays: those of a training."""
_LENGTH = np.float32(0.6)
"""Of a row, beside an embedding of length one: longer, and the style of whoever wrote the examples counts too much."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Adds one dense row: what words and word pieces a message is made of."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`dimensions`: length of a row; fewer when the examples are few."""
        return {"dimensions": 100}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> NgramFeaturizer:
        """Build untrained (see the parent class)."""
        return cls(config, model_storage, resource)

    def __init__(
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Ngrams | None = None
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The code of the pipeline: Rasa itself looks at the class only."""
        return source_fingerprint(sys.modules[__name__])

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the n-grams and their reduction from all examples."""
        texts = [message.get(NORMAL) or "" for message in training_data.training_examples]
        self._model = Ngrams.learn(texts, self._config["dimensions"])
        with self._storage.write_to(self._resource) as folder:
            self._model.save(folder)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> NgramFeaturizer:
        """Load what `train` stored (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, Ngrams.load(folder))

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the row of every example."""
        examples = training_data.training_examples
        for message, row in zip(examples, self.rows([m.get(NORMAL) or "" for m in examples]), strict=True):
            message.add_features(sentence_features(row[np.newaxis, :], "NgramFeaturizer"))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the row of a message."""
        for message in messages:
            add_rows(message, "NgramFeaturizer", self.rows)
        return messages

    def rows(self, texts: list[str]) -> NDArray[np.float32]:
        """Rows of equal length: shape (len(texts), dimensions)."""
        if self._model is None:
            raise RuntimeError("NgramFeaturizer is not trained")
        return self._model.rows(texts)


class Ngrams:
    """Weighted n-grams and their projection; stored as plain JSON and NumPy, which load in a blink."""

    def __init__(self, vectorizers: tuple[TfidfVectorizer, TfidfVectorizer], projection: NDArray[np.float16]) -> None:
        """Take the fitted parts.

        Args:
            vectorizers: of characters and of words.
            projection: shape (n-grams, dimensions); in half precision, for it is the largest thing a model holds.
        """
        self._vectorizers = vectorizers
        self._projection = projection

    @classmethod
    def learn(cls, texts: list[str], dimensions: int) -> Ngrams:
        """Learn from texts; `dimensions` is lowered where they are few."""
        vectorizers = _characters(), _words()
        counts = hstack([vectorizer.fit_transform(texts) for vectorizer in vectorizers]).tocsr()
        reduction = TruncatedSVD(
            min(dimensions, *(size - 1 for size in counts.shape)), n_iter=_SVD_STEPS, random_state=0
        )
        reduction.fit(counts)
        return cls(vectorizers, np.ascontiguousarray(reduction.components_.T, dtype=np.float16))

    def save(self, folder: Path) -> None:
        """Write to a folder."""
        vocabularies = [sorted(v.vocabulary_, key=v.vocabulary_.__getitem__) for v in self._vectorizers]
        (folder / _VOCABULARY).write_text(json.dumps(vocabularies, ensure_ascii=False), encoding="utf-8")
        characters, words = (vectorizer.idf_ for vectorizer in self._vectorizers)
        np.savez(folder / _NUMBERS, characters=characters, words=words, projection=self._projection)

    @classmethod
    def load(cls, folder: Path) -> Ngrams:
        """Read what `save` wrote."""
        vocabularies = json.loads((folder / _VOCABULARY).read_text(encoding="utf-8"))
        numbers = np.load(folder / _NUMBERS, allow_pickle=False)
        characters, words = _characters(vocabularies[0]), _words(vocabularies[1])
        characters.idf_, words.idf_ = numbers["characters"], numbers["words"]
        return cls((characters, words), numbers["projection"])

    def rows(self, texts: list[str]) -> NDArray[np.float32]:
        """Rows of equal length: shape (len(texts), dimensions)."""
        counts = hstack([vectorizer.transform(texts) for vectorizer in self._vectorizers]).tocsr()
        if len(texts) < _MANY:
            bounds = zip(counts.indptr, counts.indptr[1:], strict=False)
            rows = np.stack([counts.data[a:b] @ self._projection[counts.indices[a:b]] for a, b in bounds])
        else:
            rows = counts @ self._projection.astype(np.float32)
        lengths = np.linalg.norm(rows, axis=1, keepdims=True)
        equal: NDArray[np.float32] = rows * (_LENGTH / np.maximum(lengths, 1e-9))
        return equal


def _characters(vocabulary: list[str] | None = None) -> TfidfVectorizer:
    rare = 1 if vocabulary else 4  # of pieces seen in fewer examples there are many, and they say little
    return TfidfVectorizer(
        analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=rare, dtype=np.float32, vocabulary=vocabulary
    )


def _words(vocabulary: list[str] | None = None) -> TfidfVectorizer:
    rare = 1 if vocabulary else 2
    return TfidfVectorizer(
        ngram_range=(1, 2),
        sublinear_tf=True,
        token_pattern=r"\S+",
        min_df=rare,
        dtype=np.float32,
        vocabulary=vocabulary,
    )
