"""Gives Rasa the knowledge base and the fixed texts beside its own files."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from rasa.shared.core.domain import Domain
from rasa.shared.exceptions import RasaException
from rasa.shared.importers.rasa import RasaFileImporter
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from rasa.shared.utils.common import cached_method

from bot.components import resources
from bot.components.answer_book import fill, response_of
from bot.core.office import load_office
from bot.core.texts import load_texts
from bot.knowledge.check import load_and_check
from bot.knowledge.entry import Entry, Status
from bot.knowledge.faults import KnowledgeBaseInvalid


class FaqImporter(RasaFileImporter):
    """Adds every published entry as a retrieval intent with its response, and `utter_…` texts as responses."""

    def __init__(
        self,
        config_file: str | None = None,
        domain_path: str | None = None,
        training_data_paths: list[str] | str | None = None,
        faq: str = str(resources.FAQ_FOLDER),
    ) -> None:
        """Remember the folder.

        Args:
            config_file: see RasaFileImporter.
            domain_path: see RasaFileImporter.
            training_data_paths: see RasaFileImporter.
            faq: the knowledge base's folder, relative to the project's.
        """
        super().__init__(config_file, domain_path, training_data_paths)
        self._faq = Path(faq)

    @cached_method
    def get_domain(self) -> Domain:
        """The project's domain with the responses of entries and texts."""
        responses: dict[str, list[dict[str, Any]]] = {
            f"utter_{entry.intent}": [response_of(entry)] for entry in self._entries()
        }
        texts = load_texts(resources.TEXTS)
        responses |= {key: [{"text": text.template}] for key, text in texts.entries.items() if key.startswith("utter_")}
        return super().get_domain().merge(Domain.from_dict({"responses": responses}))

    @cached_method
    def get_nlu_data(self, language: str | None = "id") -> TrainingData:
        """The project's NLU examples with those of the entries; a title is an example too."""
        placeholders = load_office(resources.OFFICE).placeholders()
        examples = [
            Message.build(text=text, intent=entry.intent)
            for entry in self._entries()
            for text in dict.fromkeys((fill(entry.title, placeholders), *entry.examples))
        ]
        own = super().get_nlu_data(language)
        own.training_examples = [*own.training_examples, *examples]  # merging would copy every example once more
        return own

    @cached_method
    def _entries(self) -> list[Entry]:
        try:
            office = load_office(resources.OFFICE)
            today = datetime.now(office.timezone).date()
            entries = load_and_check(self._faq, resources.OFFICE, resources.SLANG, today)
        except KnowledgeBaseInvalid as invalid:
            raise RasaException(f"Basis pengetahuan belum dapat dipakai:\n{invalid}") from invalid
        return [entry for entry in entries if entry.status is Status.PUBLISHED]
