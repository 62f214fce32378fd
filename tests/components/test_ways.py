"""Which of three answers about consulting is given (stories 21c)."""

from __future__ import annotations

from typing import Any

import pytest
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.training_data.message import Message

from bot.components.attributes import DECISION, NEED, NORMAL, RANKINGS
from bot.components.decider import DecisionMaker

pytestmark = pytest.mark.rasa

TERMS, CLOSING = "layanan_persyaratan", "layanan_penutupan"
UNSURE = [(f"{TERMS}_langsung", 0.36), (f"{TERMS}_silastik", 0.2), (f"{TERMS}_whatsapp", 0.2), ("layanan_produk", 0.17)]
PORTAL = [(f"{CLOSING}_silastik", 0.9), (f"{CLOSING}_whatsapp", 0.05), ("layanan_produk", 0.05)]
OTHER = [("layanan_produk", 0.9), (f"{TERMS}_langsung", 0.06), (f"{TERMS}_whatsapp", 0.04)]


def decided(ranking: list[tuple[str, float]], normal: str, before: str | None = None) -> dict[str, Any]:
    """What is decided on a message after the answer `before`."""
    rankings = [[(f"tanya_layanan/{faq}", share) for faq, share in ranking]]
    need = [{"indikator": None, "wilayah": None, "tahun": None}]
    message = Message({NORMAL: normal, RANKINGS: rankings, NEED: need})
    tracker = DialogueStateTracker("uji", [TextSlot("faq", mappings=[{}], initial_value=before)])
    DecisionMaker(DecisionMaker.get_default_config()).process([message], tracker)
    decision: dict[str, Any] = message.get(DECISION)
    return decision


@pytest.mark.parametrize(
    ("ranking", "normal", "before", "answered"),
    [
        (UNSURE, "apa saja syaratnya ?", None, f"{TERMS}_whatsapp"),
        (PORTAL, "kapan konsultasi ditutup ?", None, f"{CLOSING}_whatsapp"),
        (PORTAL, "kapan konsultasi di portal ditutup ?", None, f"{CLOSING}_silastik"),
        (UNSURE, "apa saja syaratnya ?", "layanan_waktu_langsung", f"{TERMS}_langsung"),
        (PORTAL, "kapan ditutup ?", "layanan_waktu_langsung", f"{CLOSING}_whatsapp"),  # a visit has no such entry
        (UNSURE, "apa saja syaratnya ?", "layanan_produk", f"{TERMS}_whatsapp"),
        (OTHER, "produknya apa saja ?", None, "layanan_produk"),
    ],
)
def test_who_names_no_way_is_answered_for_the_own(
    ranking: list[tuple[str, float]], normal: str, before: str | None, answered: str
) -> None:
    """Stories 21c: on a chat it is the chat's answer, unless a way was named now or in the answer before."""
    decision = decided(ranking, normal, before)
    assert (decision["kind"], decision["intent"], decision["faq"]) == ("answer", "tanya_layanan", (answered,))


def test_an_unsure_message_that_names_its_way_is_asked_about() -> None:
    """Stories 21c: with a word of the way nothing is decided for the person."""
    decision = decided(UNSURE, "syarat di kantor")
    assert (decision["kind"], decision["any_way"]) == ("options", False)
