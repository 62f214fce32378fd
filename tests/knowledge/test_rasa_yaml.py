"""The export for `rasa test` holds what the importer would give Rasa (design, "The knowledge base")."""

from pathlib import Path

import yaml

from bot.knowledge.rasa_yaml import export_rasa
from tests.knowledge.samples import context, other, sample


def test_examples_and_answers_stand_under_the_retrieval_intent(tmp_path: Path) -> None:
    """Design: `rasa test` ignores importers, so the same content is written as Rasa YAML."""
    entries = [other(), sample(("- what is inflation", '- "inflasi: apa #itu"'))]
    export_rasa(entries, context(), tmp_path)
    nlu = yaml.safe_load((tmp_path / "nlu.yml").read_text(encoding="utf-8"))
    assert nlu["version"] == "3.1"
    assert {block["intent"]: tuple(block["examples"].splitlines()) for block in nlu["nlu"]} == {
        entry.intent: (f"- {entry.title}", *(f"- {example}" for example in entry.examples)) for entry in entries
    }


def test_only_published_entries_are_exported(tmp_path: Path) -> None:
    """Design: drafts and archived entries are not answered, so they are not tested."""
    export_rasa([other(), sample(("status: terbit", "status: draf"))], context(), tmp_path)
    for name in ("nlu.yml", "responses.yml"):
        assert "metadata_inflasi" not in (tmp_path / name).read_text(encoding="utf-8")


def test_answers_are_filled_with_the_offices_values(tmp_path: Path) -> None:
    """Rasa itself would take `{…}` for a slot."""
    export_rasa([sample()], context(), tmp_path)
    responses = yaml.safe_load((tmp_path / "responses.yml").read_text(encoding="utf-8"))
    text = "Inflasi adalah kenaikan harga secara umum.\nTabelnya ada di contohkab.example.go.id."
    assert responses == {"version": "3.1", "responses": {"utter_tanya_metadata/metadata_inflasi": [{"text": text}]}}
