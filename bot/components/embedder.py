"""Sentence embeddings: what a message means, whatever its words."""

from __future__ import annotations

import asyncio
from collections import OrderedDict
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import e5_file, e5_forward, e5_tokens, encoders
from bot.components.attributes import NORMAL
from bot.components.embedding_cache import EmbeddingCache, cache_path
from bot.components.encoders import DEFAULT, ENCODERS, Encoder
from bot.components.features import add_rows, sentence_features
from bot.components.resources import source_fingerprint

_FILE = "centre.npy"
_REMEMBERED = 2_000
_AT_ONCE = 2
"""Messages encoded at the same time, each on one thread."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=True)
class SentenceEmbedder(GraphComponent):
    """Adds one dense row; training learns only the centre, which is taken off before any comparison."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`encoder`: a name in ENCODERS; leave the component out of config.yml to understand by n-grams alone."""
        return {"encoder": DEFAULT}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> SentenceEmbedder:
        """Build untrained (see the parent class)."""
        return cls(ENCODERS[config["encoder"]](), model_storage, resource)

    def __init__(
        self,
        encoder: Encoder,
        model_storage: ModelStorage,
        resource: Resource,
        centre: NDArray[np.float32] | None = None,
    ) -> None:
        self._encoder = encoder
        self._storage = model_storage
        self._resource = resource
        self._centre = centre
        # A small memory in the process only: people's messages are never written to the cache file.
        self._remembered: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._encoding = asyncio.Semaphore(_AT_ONCE)

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The code that encodes: Rasa itself looks at the class only."""
        return source_fingerprint(encoders, e5_forward, e5_tokens, e5_file)

    def train(self, training_data: TrainingData) -> Resource:
        """Learn the mean of the examples' rows."""
        rows = self._cached([message.get(NORMAL) or "" for message in training_data.training_examples])
        self._centre = rows.mean(axis=0)
        with self._storage.write_to(self._resource) as folder:
            np.save(folder / _FILE, self._centre)
        return self._resource

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> SentenceEmbedder:
        """Load what `train` stored (see the parent class)."""
        with model_storage.read_from(resource) as folder:
            centre = np.load(folder / _FILE, allow_pickle=False)
        return cls(ENCODERS[config["encoder"]](), model_storage, resource, centre)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Add the row of every example, from the cache file where it is known."""
        examples = training_data.training_examples
        rows = self._centred(self._cached([message.get(NORMAL) or "" for message in examples]))
        for message, row in zip(examples, rows, strict=True):
            message.add_features(sentence_features(row[np.newaxis, :], "SentenceEmbedder"))
        return training_data

    async def prepare(self, texts: list[str]) -> None:
        """Encode outside the event loop, in the order asked: Rasa answers one person meanwhile."""
        async with self._encoding:
            await asyncio.to_thread(self._known, texts)

    def process(self, messages: list[Message]) -> list[Message]:
        """Add the row of a message."""
        for message in messages:
            add_rows(message, "SentenceEmbedder", self._rows)
        return messages

    def _rows(self, texts: list[str]) -> NDArray[np.float32]:
        return self._centred(self._known(texts))

    def _known(self, texts: list[str]) -> NDArray[np.float32]:
        """Rows as the encoder gives them; of texts not seen lately in one call."""
        unknown = [text for text in dict.fromkeys(texts) if text not in self._remembered]
        if unknown:
            self._remembered |= dict(zip(unknown, self._encoder(unknown), strict=True))
        rows = np.stack([self._remembered[text] for text in texts])
        while len(self._remembered) > _REMEMBERED:
            self._remembered.popitem(last=False)
        return rows

    def _cached(self, texts: list[str]) -> NDArray[np.float32]:
        return EmbeddingCache(cache_path(), self._encoder.name, self._encoder.many).rows(texts)

    def _centred(self, rows: NDArray[np.float32]) -> NDArray[np.float32]:
        if self._centre is None:
            raise RuntimeError("SentenceEmbedder is not trained")
        off = rows - self._centre
        lengths = np.linalg.norm(off, axis=1, keepdims=True)
        centred: NDArray[np.float32] = off / np.maximum(lengths, 1e-9)
        return centred
