"""Does the slow part of understanding beside Rasa's event loop: Rasa runs its whole pipeline inside it."""

from __future__ import annotations

from typing import Any, TypeVar

from rasa.core.agent import Agent
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components.attributes import PARTS
from bot.components.classifier import FaqClassifier
from bot.components.embedder import SentenceEmbedder
from bot.components.ngrams import NgramFeaturizer
from bot.components.normaliser import IndonesianNormaliser

Component = TypeVar("Component")


async def encode_ahead(agent: Agent, text: str) -> None:
    """Let the loaded model's embedder remember what it will be asked; without such a component nothing is done."""
    normaliser, embedder = _loaded(agent, IndonesianNormaliser), _loaded(agent, SentenceEmbedder)
    if normaliser is None or embedder is None:
        return
    message = Message({TEXT: text})
    normaliser.process([message])
    whole, *parts = message.get(PARTS)
    await embedder.prepare([whole])
    if parts and _needs_parts(agent, message):
        await embedder.prepare(parts)


def _needs_parts(agent: Agent, message: Message) -> bool:
    ngrams, embedder, classifier = (
        _loaded(agent, NgramFeaturizer),
        _loaded(agent, SentenceEmbedder),
        _loaded(agent, FaqClassifier),
    )
    if ngrams is None or embedder is None or classifier is None:
        return True
    return classifier.needs_parts(embedder.process(ngrams.process([message]))[0])


def _loaded(agent: Agent, kind: type[Component]) -> Component | None:
    nodes: dict[str, Any] = agent.processor.graph_runner._instantiated_nodes
    return next((node._component for node in nodes.values() if isinstance(node._component, kind)), None)
