"""The parts of a message cost as much as the whole; they are looked at where they can matter (stories 23)."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import numpy as np
import pytest
from numpy.typing import NDArray
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message
from scipy.sparse import csr_array

from bot.components.ahead import encode_ahead
from bot.components.attributes import PARTS, RANKINGS
from bot.components.calibration import Model, Weights
from bot.components.classifier import FaqClassifier
from bot.components.features import add_rows
from bot.components.regression import Linear
from bot.components.word_odds import WordOdds

WHOLE, FIRST, SECOND = "jam buka berapa, bayar atau tidak?", "jam buka berapa", "bayar atau tidak"
FEE_ASKED = "bayar berapa"
HOURS, FEE, THANKS = "tanya_layanan/layanan_jam_operasional", "tanya_layanan/layanan_biaya", "terima_kasih"


def classified(scores: dict[str, list[float]], parts: list[str]) -> tuple[Message, list[str]]:
    """A message after the classifier, and the texts whose features were computed."""
    computed: list[str] = []

    def featurize(texts: list[str]) -> NDArray[np.float32]:
        computed.extend(texts)
        return np.array([scores[text] for text in texts], dtype=np.float32)

    message = Message({TEXT: WHOLE, PARTS: parts})
    add_rows(message, "test", featurize)
    labels = np.array([HOURS, FEE, THANKS])
    linear = Linear(labels, np.eye(3, dtype=np.float32), np.zeros(3, dtype=np.float32))
    model = Model(linear, WordOdds([WHOLE], csr_array((1, 3))), Weights())
    FaqClassifier(FaqClassifier.get_default_config(), None, None, model).process([message])
    return message, computed


def test_a_message_that_surely_asks_one_thing_is_read_once() -> None:
    """Stories 23: nothing in the parts could bring a second answer, so nobody waits for them."""
    message, computed = classified({WHOLE: [9.0, 0.0, 0.0]}, [WHOLE, FIRST, SECOND])

    assert computed == [WHOLE]
    assert [label for label, _ in message.get(RANKINGS)[0]][:1] == [HOURS]


@pytest.mark.parametrize("whole", [[3.0, 2.0, 0.0], [0.0, 0.0, 9.0]], ids=["a second entry has a trace", "small talk"])
def test_a_doubt_in_the_whole_has_every_part_read(whole: list[float]) -> None:
    """Stories 23: two questions get two answers, and a greeting around a question does not hide it."""
    scores = {WHOLE: whole, FIRST: [9.0, 0.0, 0.0], SECOND: [0.0, 9.0, 0.0]}

    message, computed = classified(scores, [WHOLE, FIRST, SECOND])

    assert computed == [WHOLE, FIRST, SECOND]
    assert [ranking[0][0] for ranking in message.get(RANKINGS)[1:]] == [HOURS, FEE]


@pytest.mark.parametrize(("parts", "read"), [([FIRST, FEE_ASKED], 3), ([FIRST, SECOND], 1)])
def test_two_parts_that_ask_outright_are_read_on_a_smaller_doubt(parts: list[str], read: int) -> None:
    """Stories 23: "romantik itu apa dan epss itu apa" is surely two questions, also where one drowns the other."""
    scores = {WHOLE: [6.0, 0.0, 0.0], FIRST: [9.0, 0.0, 0.0], SECOND: [0.0, 9.0, 0.0], FEE_ASKED: [0.0, 9.0, 0.0]}

    _, computed = classified(scores, [WHOLE, *parts])

    assert len(computed) == read


def test_without_a_pipeline_of_ours_nothing_is_prepared() -> None:
    """`rasa` users may leave the encoder out of config.yml: a turn goes on without it."""
    agent = SimpleNamespace(processor=SimpleNamespace(graph_runner=SimpleNamespace(_instantiated_nodes={})))

    asyncio.run(encode_ahead(agent, WHOLE))
