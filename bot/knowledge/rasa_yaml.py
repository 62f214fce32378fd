"""The knowledge base as plain Rasa YAML, for `rasa test`, which ignores importers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from bot.knowledge.checks.context import Context
from bot.knowledge.entry import Entry
from bot.knowledge.files import write_all

_VERSION = 'version: "3.1"\n'


def export_rasa(entries: Sequence[Entry], context: Context, folder: Path) -> None:
    """Write `nlu.yml` (retrieval intents) and `responses.yml` (answers, placeholders filled) into `folder`.

    Raises:
        OSError: neither file has changed.
    """
    write_all({folder / "nlu.yml": nlu_yaml(entries), folder / "responses.yml": responses_yaml(entries, context)})


def nlu_yaml(entries: Iterable[Entry]) -> str:
    """The examples of every entry under its full retrieval intent."""
    blocks = [
        "\n".join([f"  - intent: {entry.intent}", "    examples: |", *(f"      - {text}" for text in entry.examples)])
        for entry in entries
    ]
    return _VERSION + "nlu:\n" + "\n".join(blocks) + "\n"


def responses_yaml(entries: Iterable[Entry], context: Context) -> str:
    """The answer of every entry as the response of its intent."""
    responses = {f"utter_{entry.intent}": [{"text": context.fill(entry.answer)}] for entry in entries}
    dumped: str = yaml.safe_dump({"responses": responses}, allow_unicode=True, sort_keys=False, width=10**6)
    return _VERSION + dumped
