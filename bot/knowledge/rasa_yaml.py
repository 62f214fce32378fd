"""The knowledge base as plain Rasa YAML, for `rasa test`, which ignores importers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

import yaml

from bot.knowledge.checks.context import Context
from bot.knowledge.entry import Entry, Status
from bot.knowledge.files import write_all

_VERSION = 'version: "3.1"\n'


def export_rasa(entries: Sequence[Entry], context: Context, folder: Path) -> None:
    """Write `nlu.yml` and `responses.yml` with what bot.components.importer gives Rasa, placeholders filled.

    That is every published entry as a retrieval intent with its answer; a title is an example too.

    Raises:
        OSError: neither file has changed.
    """
    published = [entry for entry in entries if entry.status is Status.PUBLISHED]
    write_all({folder / "nlu.yml": _nlu(published, context), folder / "responses.yml": _responses(published, context)})


def _nlu(entries: Iterable[Entry], context: Context) -> str:
    lines = [_VERSION + "nlu:"]
    for entry in entries:
        texts = dict.fromkeys((context.fill(entry.title), *entry.examples))
        lines += [f"  - intent: {entry.intent}", "    examples: |", *(f"      - {text}" for text in texts)]
    return "\n".join(lines) + "\n"


def _responses(entries: Iterable[Entry], context: Context) -> str:
    responses = {f"utter_{entry.intent}": [{"text": context.fill(entry.answer)}] for entry in entries}
    dumped: str = yaml.safe_dump({"responses": responses}, allow_unicode=True, sort_keys=False, width=10**6)
    return _VERSION + dumped
