"""A message that only names an indicator, with a place, a period or "berapa", asks for its figures (stories 21b)."""

from __future__ import annotations

from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from rasa.shared.core.events import SlotSet
from rasa.shared.core.slots import AnySlot
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.shared.nlu.constants import TEXT
from rasa.shared.nlu.training_data.message import Message

from bot.components import resources
from bot.components.attributes import DECISION, NORMAL, PARTS, RANKINGS
from bot.components.decider import DecisionMaker
from bot.components.lexicon import load_lexicon
from bot.components.ruler import StatisticsRuler
from tests.core.test_indonesian import NORMALISE

pytestmark = pytest.mark.rasa

MISLED = [("data_saya", 0.6), ("tanya_data/data_tpak", 0.3)]
"""What the classifier says: with no such rule the answer would be wrong."""

LEXICON = load_lexicon(resources.ENTITIES)
TEMPLATES = (
    "data {}",
    "data {} 2023",
    "{} 2023",
    "berapa {}",
    "brp {} seruyan",
    "{} seruyan",
    "{} seruyan thn 2022",
    "minta data {} terbaru dong",
    "p mau tanya data {} yg 2024",
    "angka {} di seruyan 5 th terakhir",
    "jumlah {} kotim 2023",
    "nilai {} kabupaten ini brp ya min",
)


@cache
def parts() -> tuple[StatisticsRuler, DecisionMaker]:
    """The two components that know the names."""
    ruler = StatisticsRuler.create({"names": resources.ENTITIES}, None, None, None)
    return ruler, DecisionMaker(DecisionMaker.get_default_config())


def decided(*texts: str, after: dict[str, str] | None = None, now: str | None = None) -> dict[str, Any]:
    """What is decided on a whole and its parts, after the slots of an earlier turn."""
    ruler, maker = parts()
    normal = [NORMALISE(text) for text in texts]
    message = Message({TEXT: texts[0], NORMAL: normal[0], PARTS: normal, RANKINGS: [MISLED for _ in normal]})
    message.set("metadata", {"now": now} if now else {})
    ruler.process([message])
    slots = [AnySlot(name, mappings=[{}]) for name in ("faq", "indikator", "wilayah", "tahun", "luput", "pilihan")]
    tracker = DialogueStateTracker("uji", slots)
    for name, value in (after or {}).items():
        tracker.update(SlotSet(name, value))
    maker.process([message], tracker)
    decision: dict[str, Any] = message.get(DECISION)
    return decision | {"entities": {each["entity"]: each["value"] for each in message.get("entities")}}


def faq_of(text: str, after: dict[str, str] | None = None) -> str | None:
    """The one entry that is answered."""
    decision = decided(text, after=after)
    return decision["faq"][0] if decision["kind"] == "answer" else None


@pytest.mark.parametrize(("indicator", "template"), list(product(LEXICON.figures, TEMPLATES)))
def test_a_name_with_a_place_a_year_or_how_many_gets_the_figures(indicator: str, template: str) -> None:
    """Stories 21b: the noun with any of these asks for the figures, whatever it resembles."""
    name = indicator.replace("_", " ")
    name = next((each for each in LEXICON.names[indicator] if each == name), LEXICON.names[indicator][0])
    assert faq_of(template.format(name)) == LEXICON.figures[indicator]


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("jumlah penduduk jakarta 2023", "data_jumlah_penduduk"),
        ("kepadatan penduduk seruyan 2023", "data_kepadatan_penduduk"),
        ("berapa garis kemiskinan", "data_garis_kemiskinan_seruyan"),
        ("pdrb per kapita 2023", "data_pdrb_per_kapita"),
        ("penduduk per kecamatan 2023", "data_penduduk_kecamatan"),
        ("jumlah penduduk hanau", "data_penduduk_kecamatan"),
        ("ipm per kecamatan 2023", "data_ipm"),
        ("luas sawah seruyan", "data_luas_panen_padi"),
        ("curah hujan kuala pembuang", "data_kabupaten_dalam_angka"),
        ("APBD seruyan 2024", "data_bukan_bps"),
        ("luas panen per kecamatan", None),  # which table has the level is for the classifier
        ("apa arti ipm 2023", None),
        ("rumus ipm", None),
        ("cara hitung tpt 2023", None),
        ("harga cabai 2023", None),
        ("penduduk kecamatan 2023", None),
        ("angka miskin desa 2023", None),
        ("penduduk kec hanau 2023", "data_penduduk_kecamatan"),
        ("penduduk 75 berapa", None),  # an age
        ("ipm seruyan dibanding kotim", None),
        ("data apa saja ipm", None),
        ("ipm gini seruyan", None),  # two figures
        ("ipm", None),
        ("data saya", None),
    ],
)
def test_finer_names_and_other_questions(text: str, faq: str | None) -> None:
    """Stories 21b: finer names and levels keep their entries; other words ask something else."""
    assert faq_of(text) == faq


AFTER = {"faq": "data_ipm", "indikator": "ipm", "wilayah": "Kabupaten Seruyan", "tahun": "2023"}


@pytest.mark.parametrize(
    ("text", "faq"),
    [
        ("produksi jagung", "data_kabupaten_dalam_angka"),
        ("ipg seruyan 2023", "data_kabupaten_dalam_angka"),
        ("panjang jalan rusak seruyan", "data_bukan_bps"),
        ("kalau inflasi ?", "data_inflasi"),
        ("5 th terakhir", "data_ipm"),
    ],
)
def test_a_new_indicator_is_never_answered_with_the_last_one(text: str, faq: str) -> None:
    """Stories 12: a follow-up changes the topic to what it names; the classifier's guess does not matter."""
    assert faq_of(text, AFTER) == faq


@pytest.mark.parametrize(("text", "year"), [("luas panen padi seruyan", None), ("kalau inflasi ?", "2023")])
def test_a_question_of_its_own_takes_no_earlier_year(text: str, year: str | None) -> None:
    """Stories 12: the period carries over unless indicator and place are both named anew."""
    assert decided(text, after=AFTER)["entities"].get("tahun") == year


@pytest.mark.parametrize(
    ("texts", "needs"),
    [
        (
            ("kemiskinan sama ipm kotim 2023", "kemiskinan", "ipm kotim 2023"),
            [("kemiskinan", "Kotawaringin Timur", "2023"), ("ipm", "Kotawaringin Timur", "2023")],
        ),
        (
            ("data ipm seruyan dan tpt kapuas", "data ipm seruyan", "tpt kapuas"),
            [("ipm", "Kabupaten Seruyan", None), ("tpt", "Kapuas", None)],
        ),
    ],
)
def test_two_figures_each_know_place_and_year(texts: tuple[str, ...], needs: list[tuple[str, str, str | None]]) -> None:
    """Stories 3 and 23: what is said once holds for both, what is said of one is its own."""
    decision = decided(*texts)
    assert list(decision["faq"]) == [f"data_{indicator}" for indicator, *_ in needs]
    assert [tuple(need.values()) for need in decision["needs"]] == needs


@pytest.mark.parametrize(("name", "entry"), [(name, pair[1]) for name, pair in LEXICON.pairs.items()])
def test_the_meaning_of_a_bare_indicator_is_its_own(name: str, entry: str) -> None:
    """Stories 21b: *Penjelasan* after "pertumbuhan ekonomi" explains that and not the growth of the population."""
    assert name in Path(f"data/faq/metadata/{entry}.md").read_text(encoding="utf-8").lower()


@pytest.mark.parametrize(("year", "by_name"), [("2023", True), ("2031", False)])
def test_a_year_to_come_asks_for_a_projection(year: str, by_name: bool) -> None:
    """Stories 21b: no figure is counted yet for a year that has not come; the classifier knows the projection."""
    decision = decided(f"penduduk seruyan {year}", now="2026-11-23T10:00:00+07:00")
    assert (decision["kind"] == "answer") == by_name
