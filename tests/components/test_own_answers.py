"""The product's own entries, as they are said when a figure or a person is needed (service_rules 6.9, 12.7)."""

from __future__ import annotations

import re
from datetime import datetime
from pathlib import Path

import pytest
import yaml

from bot.components.answer_book import answers_in, response_of
from bot.components.lexicon import load_lexicon
from bot.components.wording import Asked, Wording
from bot.core.question import Need
from bot.core.service_hours import ServiceHours
from bot.core.texts import load_texts
from bot.knowledge.markdown import read_folder

ROOT = Path(__file__).parents[2]
NAMES = ROOT / "data/bahasa/entitas.yml"
LEXICON = load_lexicon(NAMES)
WHY = yaml.safe_load(NAMES.read_text(encoding="utf-8"))["tawarkan_petugas"]
BOOK = answers_in({f"utter_{entry.intent}": [response_of(entry)] for entry in read_folder(ROOT / "data/faq")})
A_FIGURE = re.compile(r"\d\s*(?:jiwa|persen|orang|ton|ribu|juta|hektare|km2)\b|\d\s*%|\bRp\s?\d", re.IGNORECASE)


@pytest.fixture
def wording(hours: ServiceHours) -> Wording:
    texts = load_texts(ROOT / "texts.id.yml", hours.office.placeholders())
    return Wording(BOOK, texts, LEXICON, hours, hours.office.region)


@pytest.fixture
def now(hours: ServiceHours) -> datetime:
    return datetime(2026, 11, 24, 10, tzinfo=hours.office.timezone)


@pytest.mark.parametrize(("indicator", "faq"), LEXICON.figures.items())
def test_how_many(wording: Wording, now: datetime, indicator: str, faq: str) -> None:
    """service_rules 12.7 and 6.9: *berapa* names what, where and when, gives no figure, leads to an officer."""
    reply = wording.answer(faq, Asked(need=Need(indicator=indicator, year="2027"), figure=True), now)
    lead, *rest = reply.text.split("\n")
    assert lead == f"Angka {LEXICON.say(indicator)} Kabupaten Seruyan tahun 2027 belum bisa saya sebutkan di sini."
    assert A_FIGURE.search("\n".join(rest)) is None
    assert reply.buttons[0]["title"] == "Minta angkanya"


@pytest.mark.parametrize("faq", sorted(LEXICON.officer_offered))
def test_what_the_rule_lists_leads_to_a_person(wording: Wording, now: datetime, faq: str) -> None:
    """service_rules 6.9: unreleased data, custom tabulation, individual data, law, tariffs, named staff."""
    assert faq in BOOK
    assert wording.answer(faq, Asked(), now).buttons[0]["meaning"].get("intent") == "minta_petugas"


def test_every_reason_of_the_rule_has_an_entry() -> None:
    """service_rules 6.9: none of the six reasons is left without an answer that leads to a person."""
    assert set(WHY) == {"belum_rilis", "tabulasi_khusus", "perorangan", "hukum", "tarif", "nama_petugas"}
    assert all(WHY.values())
