"""What Rasa gets from the knowledge base and the fixed texts."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import yaml

from tests.small_project.build import IDS, build

if TYPE_CHECKING:
    from bot.components.importer import FaqImporter

pytestmark = pytest.mark.rasa

ENTRY = "data/faq/metadata/metadata_inflasi.md"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project to edit, as the working directory."""
    built = build(tmp_path)
    monkeypatch.chdir(built)
    return built


def _importer() -> FaqImporter:
    from bot.components.importer import FaqImporter

    return FaqImporter("config.yml", "domain.yml", ["data"])


def _change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def _intents() -> set[str]:
    return {message.get_full_intent() for message in _importer().get_nlu_data().training_examples}


def test_every_published_entry_is_an_intent_with_its_answer(folder: Path) -> None:
    """Knowledge base: `tanya_<kategori>/<id>` for each file, question and answer in one model."""
    entries = {intent.partition("/")[2] for intent in _intents() if intent.startswith("tanya_")}
    assert entries == IDS
    responses = _importer().get_domain().responses
    assert responses["utter_tanya_metadata/metadata_inflasi"][0]["text"].startswith("Inflasi adalah")


def test_its_title_is_an_example_too(folder: Path) -> None:
    """The question as staff put it must at least be understood."""
    examples = {m.get("text"): m.get_full_intent() for m in _importer().get_nlu_data().training_examples}
    assert examples["Apa itu inflasi?"] == "tanya_metadata/metadata_inflasi"


@pytest.mark.parametrize("status", ["draf", "arsip"])
def test_what_is_not_published_is_not_trained(folder: Path, status: str) -> None:
    """Knowledge base: a draft or archived entry is never an answer."""
    _change(folder / ENTRY, "status: terbit", f"status: {status}")
    for entry in (folder / "data/faq").rglob("*.md"):
        text = entry.read_text(encoding="utf-8").replace("metadata_inflasi, ", "").replace(", metadata_inflasi", "")
        entry.write_text(text.replace("[metadata_inflasi]", "[]"), encoding="utf-8")
    assert "tanya_metadata/metadata_inflasi" not in _intents()
    assert "utter_tanya_metadata/metadata_inflasi" not in _importer().get_domain().responses


def test_a_broken_file_is_named_with_its_line(folder: Path) -> None:
    """Knowledge base: every error names file, line and what to write instead, in Indonesian, also from `rasa train`."""
    from rasa.shared.exceptions import RasaException

    _change(folder / ENTRY, "keyakinan: pasti", "keyakinan: barangkali")
    with pytest.raises(RasaException, match=r"metadata_inflasi\.md:\d+: .*barangkali") as refused:
        _importer().get_nlu_data()
    assert "pasti" in str(refused.value)


def test_fixed_texts_are_responses(folder: Path) -> None:
    """One place for every fixed text: what a rule may utter stands in texts.id.yml."""
    responses = _importer().get_domain().responses
    assert {"utter_sapaan", "utter_luput", "utter_luar_topik/bpjs"} <= set(responses)
    assert "antrean_masuk" not in responses


@pytest.mark.parametrize(
    ("component", "file", "row"),
    [
        ("normaliser.IndonesianNormaliser", "data/bahasa/slang.csv", "kataujikata,kata uji\n"),
        ("ruler.StatisticsRuler", "data/bahasa/entitas.yml", "# catatan\n"),
        ("decider.DecisionMaker", "data/bahasa/setara.csv", "uji,data_ipm\n"),
        ("decider.DecisionMaker", "data/bahasa/entitas.yml", "# catatan\n"),
    ],
)
def test_an_edited_side_file_is_trained_anew(folder: Path, component: str, file: str, row: str) -> None:
    """Rasa's cache sees components and examples only; without this an edit of a list would do nothing."""
    import importlib

    module, _, name = component.partition(".")
    found = getattr(importlib.import_module(f"bot.components.{module}"), name)
    before = found.fingerprint_addon(found.get_default_config())
    assert found.fingerprint_addon(found.get_default_config()) == before
    with (folder / file).open("a", encoding="utf-8") as opened:
        opened.write(row)
    assert found.fingerprint_addon(found.get_default_config()) != before


def test_the_files_are_left_as_they_are(folder: Path) -> None:
    """Importing reads only."""
    before = {path: os.stat(path).st_mtime_ns for path in (folder / "data").rglob("*") if path.is_file()}
    _importer().get_domain()
    _importer().get_nlu_data()
    assert {path: os.stat(path).st_mtime_ns for path in (folder / "data").rglob("*") if path.is_file()} == before
    assert yaml.safe_load((folder / "domain.yml").read_text(encoding="utf-8"))["version"] == "3.1"
