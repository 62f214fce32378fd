"""Character and word n-grams of the normal form, reduced to a few hundred numbers by truncated SVD."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import skops.io
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sklearn.decomposition import TruncatedSVD
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.pipeline import FeatureUnion, Pipeline
from sklearn.preprocessing import Normalizer

from bot.components.attributes import NORMAL, PARTS
from bot.components.features import sentence_features
from bot.components.resources import source_fingerprint

_FILE = "ngrams.skops"
_SVD_STEPS = 2
"""Two rounds of the randomised SVD are as good as five here and cost less than half."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class NgramFeaturizer(GraphComponent):
    """Adds one dense row for each part: what words and word pieces it is made of."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`dimensions`: length of a row; fewer when the examples are few."""
        return {"dimensions": 300}

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
        self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource, model: Pipeline | None = None
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
        self._model = _pipeline(min(self._config["dimensions"], len(texts) - 1)).fit(texts)
        with self._storage.write_to(self._resource) as folder:
            skops.io.dump(self._model, folder / _FILE)
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
            path = folder / _FILE
            model = skops.io.load(path, trusted=skops.io.get_untrusted_types(file=path))
        return cls(config, model_storage, resource, model)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the row of every example."""
        examples = training_data.training_examples
        for message, row in zip(examples, self.rows([m.get(NORMAL) or "" for m in examples]), strict=True):
            message.add_features(sentence_features(row[np.newaxis, :], "NgramFeaturizer"))
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the rows of a message's parts."""
        for message in messages:
            message.add_features(sentence_features(self.rows(message.get(PARTS) or [""]), "NgramFeaturizer"))
        return messages

    def rows(self, texts: list[str]) -> NDArray[np.float64]:
        """Rows of length one: shape (len(texts), dimensions)."""
        if self._model is None:
            raise RuntimeError("NgramFeaturizer is not trained")
        rows: NDArray[np.float64] = self._model.transform(texts)
        return rows


def _pipeline(dimensions: int) -> Pipeline:
    characters = TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), sublinear_tf=True, min_df=3, dtype=np.float32)
    words = TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True, token_pattern=r"\S+", dtype=np.float32)
    return Pipeline(
        [
            ("ngrams", FeatureUnion([("characters", characters), ("words", words)])),
            ("svd", TruncatedSVD(dimensions, n_iter=_SVD_STEPS, random_state=0)),
            ("length", Normalizer()),
        ]
    )
