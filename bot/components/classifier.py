"""One multinomial logistic regression over all entries and dialogue intents."""

from __future__ import annotations

import json
from pathlib import Path
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

from bot.components import by_heart, calibration, regression, word_odds
from bot.components.attributes import MESSAGES, NORMAL, PARTS, RANKINGS
from bot.components.by_heart import LearntByHeart, learn
from bot.components.calibration import Model, Weights, fit_and_calibrate
from bot.components.decision import Ranking, faq_id
from bot.components.features import part_rows_of, rows_of
from bot.components.regression import Linear
from bot.components.resources import source_fingerprint
from bot.components.splitting import asks_outright
from bot.components.word_odds import WordOdds

_WEIGHTS, _LABELS, _BY_HEART, _WORDS = "weights.npz", "labels.json", "by_heart.npz", "words.npz"
_RANKED = 12
_TWO = 2


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, is_trainable=True)
class FaqClassifier(IntentClassifier, GraphComponent):
    """Ranks labels of a message and its parts: full retrieval intents (`tanya_data/data_ipm`) and dialogue intents."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """`inverse_regularisation`: scikit-learn's C; `held_out`: share of examples that calibrate, 0 for none.

        `rival`: where no other label reaches this share, a message asks for one entry and its parts are not looked at;
        `rival_of_two`: the same for a message of two parts that both ask outright.
        """
        return {"inverse_regularisation": 15.0, "held_out": 0.2, "rival": 0.005, "rival_of_two": 0.001}

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

    def __init__(
        self,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        model: Model | None = None,
        learnt: LearntByHeart | None = None,
    ) -> None:
        self._config = config
        self._storage = model_storage
        self._resource = resource
        self._model = model
        self._learnt = learnt

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The code that fits: Rasa itself looks at the class only."""
        return source_fingerprint(by_heart, calibration, regression, word_odds)

    def train(self, training_data: TrainingData) -> Resource:
        """Fit what makes confidences on unseen examples true."""
        examples = [message for message in training_data.training_examples if message.get(INTENT)]
        rows = np.vstack([rows_of(message) for message in examples])
        texts = [message.get(NORMAL) or "" for message in examples]
        targets = np.array([message.get_full_intent() for message in examples])
        strength, held_out = float(self._config["inverse_regularisation"]), float(self._config["held_out"])
        model = fit_and_calibrate(texts, rows, targets, strength, held_out)
        with self._storage.write_to(self._resource) as folder:
            _save(model, folder)
            learn(texts, list(targets), model.linear.labels).save(folder / _BY_HEART)
        return self._resource

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
        with model_storage.read_from(resource) as folder:
            return cls(config, model_storage, resource, _load(folder), LearntByHeart.load(folder / _BY_HEART))

    def process(self, messages: list[Message]) -> list[Message]:
        """Write the attribute RANKINGS."""
        for message in messages:
            texts = message.get(PARTS) or [message.get(NORMAL) or ""]
            whole = self._rankings(texts[:1], rows_of(message))
            needed = self.needs_parts(message, whole[0])
            parts = self._rankings(texts[1:], part_rows_of(message)) if needed else []
            message.set(RANKINGS, [*whole, *parts])
        return messages

    def needs_parts(self, message: Message, whole: Ranking | None = None) -> bool:
        """Whether the parts of a message may change what is understood: it has some, and does not surely ask one thing.

        Args:
            message: with its features.
            whole: its ranking, when it is known.
        """
        parts = (message.get(PARTS) or [])[1:]
        if not parts:
            return False
        if message.get(MESSAGES):
            return True
        (label, _), (_, second), *_ = whole or self._rankings(message.get(PARTS)[:1], rows_of(message))[0]
        two_ask = len(parts) == _TWO and all(asks_outright(part) for part in parts)
        return faq_id(label) is None or second >= float(self._config["rival_of_two" if two_ask else "rival"])

    def _rankings(self, texts: list[str], rows: NDArray[np.float32]) -> list[Ranking]:
        if self._model is None:
            raise RuntimeError("FaqClassifier is not trained")
        probabilities = self._model.probabilities(texts, rows)
        if self._learnt is not None:
            self._learnt.raise_known(texts, probabilities)
        return [_ranking(self._model.linear.labels, row) for row in probabilities]


def _save(model: Model, folder: Path) -> None:
    linear, weights = model.linear, model.weights
    np.savez(
        folder / _WEIGHTS,
        weights=linear.weights,
        bias=linear.bias,
        shares=(weights.rows, weights.words),
    )
    model.odds.save(folder / _WORDS)
    (folder / _LABELS).write_text(json.dumps(list(linear.labels)), encoding="utf-8")


def _load(folder: Path) -> Model:
    with np.load(folder / _WEIGHTS, allow_pickle=False) as stored:
        labels = np.array(json.loads((folder / _LABELS).read_text(encoding="utf-8")))
        linear = Linear(labels, stored["weights"], stored["bias"])
        return Model(linear, WordOdds.load(folder / _WORDS), Weights(*stored["shares"].tolist()))


def _ranking(labels: NDArray[np.str_], probabilities: NDArray[np.floating[Any]]) -> list[tuple[str, float]]:
    best = np.argsort(-probabilities)[:_RANKED]
    return [(str(labels[label]), float(probabilities[label])) for label in best]
