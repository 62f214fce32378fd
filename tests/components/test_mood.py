"""Anger is met with an apology only where nothing else was asked (service_rules 6.9)."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.components.decision import Decision
from bot.components.lexicon import load_lexicon
from bot.components.mood import calmed
from bot.core.indonesian import Normaliser, load_slang

ROOT = Path(__file__).parents[2]
PHRASES = load_lexicon(ROOT / "data/bahasa/entitas.yml").upset
NORMALISE = Normaliser(load_slang(ROOT / "data/bahasa/slang.csv"))


def _other(intent: str, confidence: float = 0.9, topic: str | None = None) -> Decision:
    return Decision(kind="other", intent=intent, confidence=confidence, topic=topic)


MISS = Decision(kind="fallback", intent="luput", confidence=0.2)
ANSWER = Decision(kind="answer", intent="tanya_data", faq=("data_belum_rilis",), confidence=0.9)
OPTIONS = Decision(kind="options", intent="ragu", options=("data_brs",), confidence=0.3)


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("kok lama bgt sih, kecewa", _other("pengaduan", 0.5)),
        ("kesel bgt saya", Decision(kind="fallback", intent="luar_topik", confidence=0.8, topic="pribadi")),
        ("kok gak dibales2 sih dari tadi", _other("batal", 0.5)),
        ("payah ah", _other("sapaan", 0.45)),
        ("bertele-tele", MISS),
        ("lama amat sih", OPTIONS),
    ],
)
def test_anger_that_asks_nothing(typed: str, understood: Decision) -> None:
    """service_rules 6.9: angry user; whatever it was taken for, it is met as anger."""
    decision = calmed(understood, NORMALISE(typed), PHRASES)
    assert (decision.kind, decision.intent, decision.options) == ("other", "kesal", ())


@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("lama banget sih data terbarunya nunggu apa", ANSWER),
        ("pelayanan parah", _other("pengaduan")),  # surely a complaint: its form begins with the same apology
        ("pelayanan parah, mau saya laporin", _other("pengaduan", 0.4)),
        ("kecewa, saya mau ngadu", _other("pengaduan")),
        ("petugas lelet", _other("pengaduan")),  # about staff: the complaint path, not the officer concerned
        ("lama banget, minta orangnya aja", _other("minta_petugas")),
        ("kecewa sama jawabanmu", _other("salah_jawaban")),
        ("bintang satu, kecewa", _other("beri_penilaian", 0.4)),
        ("lama banget hujannya", Decision(kind="fallback", intent="luar_topik", confidence=0.8, topic="cuaca")),
        ("tak payah", _other("tidak")),
    ],
)
def test_what_was_asked_goes_its_own_way(typed: str, understood: Decision) -> None:
    """service_rules 6.9: an answer, a complaint in words or about staff, and an officer are not held up."""
    assert calmed(understood, NORMALISE(typed), PHRASES) == understood


def test_every_phrase_can_be_heard() -> None:
    """A phrase that the slang list rewrites into something unlisted would be dead."""
    assert [phrase for phrase in PHRASES if not any(other in NORMALISE(phrase) for other in PHRASES)] == []
