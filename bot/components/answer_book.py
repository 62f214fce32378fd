"""An entry as it travels inside a model: Rasa's response with what its answer needs as metadata."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from bot.knowledge.entry import Confidence, Entry

_PLACEHOLDER = re.compile(r"\{\{\s*([\w.]+)\s*\}\}")


@dataclass(frozen=True, kw_only=True)
class Answer:
    """A published answer, read back from the model's domain."""

    id: str
    title: str
    label: str
    text: str
    to_confirm: bool
    valid_until: date | None
    related: tuple[str, ...]

    def is_valid_on(self, day: date) -> bool:
        """Whether it may still be given on `day` (the office's date)."""
        return self.valid_until is None or day <= self.valid_until


def fill(text: str, placeholders: Mapping[str, str]) -> str:
    """`text` with every `{{name}}` filled from the office's placeholders."""
    return _PLACEHOLDER.sub(lambda match: placeholders[match[1]], text)


def response_of(entry: Entry) -> dict[str, Any]:
    """The response that the importer puts into the domain."""
    return {
        "text": entry.answer,
        "metadata": {
            "judul": entry.title,
            "label": entry.label,
            "konfirmasi": entry.confidence is Confidence.TO_CONFIRM,
            "berlaku_sampai": entry.valid_until.isoformat() if entry.valid_until else None,
            "terkait": list(entry.related),
        },
    }


def answers_in(responses: Mapping[str, Any]) -> dict[str, Answer]:
    """The answers of a domain's responses, by id."""
    found: dict[str, Answer] = {}
    for name, variations in responses.items():
        metadata = variations[0].get("metadata") or {}
        if name.startswith("utter_tanya_") and "judul" in metadata:
            faq = name.partition("/")[2]
            until = metadata["berlaku_sampai"]
            found[faq] = Answer(
                id=faq,
                title=metadata["judul"],
                label=metadata["label"],
                text=variations[0]["text"],
                to_confirm=metadata["konfirmasi"],
                valid_until=date.fromisoformat(until) if until else None,
                related=tuple(metadata["terkait"]),
            )
    return found
