"""One multinomial logistic regression over all entries and dialogue intents."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
from numpy.typing import NDArray
from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.shared.nlu.constants import INTENT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components.attributes import RANKINGS
from bot.components.calibration import fitted_temperature, softmax
from bot.components.features import rows_of
from bot.components.regression import fit

_WEIGHTS, _LABELS = "weights.npz", "labels.json"
_RANKED = 12


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqClassifier(IntentClassifier, GraphComponent):
    """Ranks labels for every part: full retrieval intents (`tanya_data/data_ipm`) and dialogue intents."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`inverse_regularisation`: scikit-learn's C; `held_out`: share of examples that calibrate, 0 for none."""
        return {"inverse_regularisation": 15.0, "held_out": 0.2}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> FaqClassifier:
        """Build untrained (see the parent class)."""
        return cls(config, model_storage, resource)

    def __init__(self, config: dict[str, Any], model_storage: ModelStorage, resource: Resource) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._labels: list[str] = []
        self._weights: NDArray[np.float32] = np.zeros((0, 0), np.float32)
        self._bias: NDArray[np.float32] = np.zeros(0, np.float32)
        self._temperature = 1.0

    def train(self, training_data: TrainingData) -> Resource:
        """Fit the weights, then the temperature that makes cross-validated confidences true."""
        examples = [message for message in training_data.training_examples if message.get(INTENT)]
        rows = np.vstack([rows_of(message) for message in examples])
        targets = np.array([message.get_full_intent() for message in examples])
        strength = float(self._config["inverse_regularisation"])
        labels, weights, bias = fit(rows, targets, strength)
        self._labels = list(labels)
        self._weights, self._bias = weights.astype(np.float32), bias.astype(np.float32)
        self._temperature = fitted_temperature(rows, targets, strength, float(self._config["held_out"]))
        self._store()
        return self._resource

    def _store(self) -> None:
        with self._storage.write_to(self._resource) as folder:
            np.savez(folder / _WEIGHTS, weights=self._weights, bias=self._bias, temperature=self._temperature)
            (folder / _LABELS).write_text(json.dumps(self._labels), encoding="utf-8")

    @classmethod
    def load(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **kwargs: Any,
    ) -> FaqClassifier:
        """Load what `train` stored (see the parent class)."""
        loaded = cls(config, model_storage, resource)
        with model_storage.read_from(resource) as folder:
            stored = np.load(folder / _WEIGHTS, allow_pickle=False)
            loaded._weights, loaded._bias = stored["weights"], stored["bias"]
            loaded._temperature = float(stored["temperature"])
            loaded._labels = json.loads((folder / _LABELS).read_text(encoding="utf-8"))
        return loaded

    def process(self, messages: list[Message]) -> list[Message]:
        """Write the attribute RANKINGS."""
        for message in messages:
            probabilities = softmax((rows_of(message) @ self._weights.T + self._bias) / self._temperature)
            message.set(RANKINGS, [self._ranking(row) for row in probabilities])
        return messages

    def _ranking(self, probabilities: NDArray[np.floating[Any]]) -> list[tuple[str, float]]:
        best = np.argsort(-probabilities)[:_RANKED]
        return [(self._labels[label], float(probabilities[label])) for label in best]
