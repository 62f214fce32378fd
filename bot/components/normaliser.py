"""First of the pipeline: brings the message to its normal form and finds the questions in it.

Registered as a featurizer because in training Rasa lets only tokenizers and featurizers see the examples.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.components import resources
from bot.components.attributes import CORRECTION, MESSAGES, NORMAL, PARTS
from bot.components.followups import corrected
from bot.components.splitting import asks, own_messages_in, questions_in
from bot.core.indonesian import Normaliser, load_slang, without_opening


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER, is_trainable=False)
class IndonesianNormaliser(GraphComponent):
    """Writes the attributes NORMAL and PARTS; the text itself stays as the person typed it."""

    @staticmethod
    def get_default_config() -> dict[str, Any]:
        """The list of slang, relative to the project's folder."""
        return {"slang": str(resources.SLANG)}

    @classmethod
    def create(
        cls,
        config: dict[str, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> IndonesianNormaliser:
        """Build from the configuration (see the parent class)."""
        return cls(Normaliser(load_slang(Path(config["slang"]))))

    def __init__(self, normalise: Normaliser) -> None:
        self._normalise = normalise

    @classmethod
    def fingerprint_addon(cls, config: dict[str, Any]) -> str | None:
        """The slang list's content, so that an edit of it is trained anew."""
        return Normaliser(load_slang(Path(config["slang"]))).fingerprint

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Normalise every example; an example is one question as it stands."""
        for message in training_data.training_examples:
            normal = without_opening(self._normalise(message.get(TEXT) or ""))
            message.set(NORMAL, normal)
            message.set(PARTS, [normal])
        return training_data

    def process(self, messages: list[Message]) -> list[Message]:
        """Normalise a message and split it into the questions it may hold."""
        for message in messages:
            text = message.get(TEXT) or ""
            typed = self._normalise(text)
            normal = without_opening(corrected(typed))
            message.set(NORMAL, normal)
            message.set(CORRECTION, corrected(typed) != typed)
            pieces = questions_in(text) if corrected(typed) == typed else []
            normals = {piece: without_opening(self._normalise(piece)) for piece in pieces if asks(piece)}
            asked = [normal for normal in normals.values() if normal] if len(pieces) > 1 else []
            message.set(PARTS, [normal, *asked] if len(asked) > 1 else [normal])
            own = [normals[piece] for piece in own_messages_in(text) if normals.get(piece)]
            message.set(MESSAGES, own if len(set(own)) > 1 else [])
        return messages
