"""Two indicators in one message, and nothing else (stories 3, 23)."""

from __future__ import annotations

import pytest
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.components.attributes import DECISION, NEED, NORMAL, PARTS, RANKINGS
from bot.components.decider import DecisionMaker

pytestmark = pytest.mark.rasa

NOTHING_SURE = [("tanya_metadata/metadata_ipm", 0.3), ("luar_topik/umum", 0.2)]
DENSITY = [("tanya_data/data_kepadatan_penduduk", 0.4), ("tanya_metadata/metadata_ipm", 0.3)]


def answered(parts: dict[str, str], whole: str, last: list[tuple[str, float]] = NOTHING_SURE) -> tuple[str, ...]:
    """The entries given to `whole`, whose parts name the indicators."""
    named = [None, *parts.values()]
    need = [{"indikator": name, "wilayah": None, "tahun": "2023" if "2023" in whole else None} for name in named]
    rankings = [NOTHING_SURE, *[NOTHING_SURE] * (len(parts) - 1), last]
    message = Message({NORMAL: whole, PARTS: [whole, *parts], RANKINGS: rankings, NEED: need})
    DecisionMaker(DecisionMaker.get_default_config()).process([message], DialogueStateTracker("uji", []))
    decision = message.get(DECISION)
    return tuple(decision["faq"]) if decision["kind"] == "answer" else ()


def test_two_named_indicators_get_both_figures() -> None:
    """Stories 23: both are answered, in the order asked, although each alone might ask for its meaning."""
    assert answered({"kemiskinan": "kemiskinan", "ipm 2023": "ipm"}, "kemiskinan sama ipm 2023") == (
        "data_kemiskinan",
        "data_ipm",
    )


def test_a_finer_name_is_answered_as_such() -> None:
    """Stories 3: the density is not answered with the number of people."""
    parts = {"luas wilayah": "luas_wilayah", "kepadatan penduduknya": "penduduk"}
    assert answered(parts, "data luas wilayah sama kepadatan penduduknya", DENSITY) == (
        "data_geografi_luas",
        "data_kepadatan_penduduk",
    )


@pytest.mark.parametrize(
    ("parts", "whole"),
    [
        ({"ipm": "ipm", "gini": "gini"}, "ipm sama gini"),  # figures or meaning? stories 21b
        ({"data ipm": "ipm", "cara hitung gini": "gini"}, "data ipm sama cara hitung gini"),
    ],
)
def test_more_than_names_is_not_decided_by_them(parts: dict[str, str], whole: str) -> None:
    """Stories 21b: a bare noun does not say what is wanted, and other words do."""
    assert answered(parts, whole) == ()
