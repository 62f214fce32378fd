"""Rasa's `nlg:` class: words every `utter_…` inside the process, so that an answer needs no action call."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.components import resources
from bot.components.answer_book import answers_in
from bot.components.lexicon import load_lexicon
from bot.components.voice import Voice
from bot.core.desk_settings_json import settings_from_json
from bot.core.office import load_office
from bot.core.service_hours import ServiceHours, national_holidays
from bot.core.text_rules import changed_texts
from bot.core.texts import load_texts

_YEARS_AHEAD = 2
_ORIGIN = "PST_PUBLIC_ORIGIN"  # as `bot.commands.processes` hands it on

_NO_BRACKETS = str.maketrans("", "", "()")

Changed = Mapping[str, Any]


class AnswerGenerator(TemplatedNaturalLanguageGenerator):
    """Words a turn from the model's answers, the office's files, and what came with the turn as changed since.

    Rasa hands a templated generator the model's responses whenever it loads a model, by setting `responses`.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Read the side files; the answers come with the model."""
        self._texts = load_texts(resources.TEXTS)
        self._office = replace(load_office(resources.OFFICE), origin=os.environ.get(_ORIGIN) or None)
        this_year = datetime.now(self._office.timezone).year
        self._holidays = national_holidays(range(this_year, this_year + _YEARS_AHEAD))
        super().__init__(domain.responses if domain else {})

    @property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        """The model's responses."""
        return self._responses

    @responses.setter
    def responses(self, responses: dict[str, list[dict[str, Any]]]) -> None:
        self._responses = responses
        self._book = answers_in(responses)
        self._lexicon = load_lexicon(resources.ENTITIES)
        self._spoken: tuple[Changed | None, date, Voice] | None = None

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """One bubble as Rasa's response dictionary; blank lines are taken out, for Rasa splits bubbles at them."""
        metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
        now = self._now(metadata)
        reply = self._voice(metadata.get("office"), now.date()).say(utter_action, tracker, now)
        buttons = [{**button, "payload": _typed(button["title"])} for button in reply.buttons]
        return {"text": reply.text.replace("\n\n", "\n"), "buttons": buttons}

    def _voice(self, changed: Changed | None, day: date) -> Voice:
        """The voice of an office with these changes; they are seldom others, so the last one is kept."""
        if self._spoken is None or self._spoken[:2] != (changed, day):
            settings = settings_from_json(changed or {})
            office = settings.applied_to(self._office)
            texts = changed_texts(replace(self._texts, common=office.placeholders(day)), settings.texts)
            voice = Voice(self._book, texts, self._lexicon, ServiceHours(office, self._holidays))
            self._spoken = (changed, day, voice)
        return self._spoken[2]

    def _now(self, metadata: Mapping[str, Any]) -> datetime:
        """The turn's own time; the clock only for `rasa shell`, whose messages carry none."""
        return datetime.fromisoformat(metadata["now"]) if "now" in metadata else datetime.now(self._office.timezone)


def _typed(title: str) -> str:
    """What a button says in Rasa's own channels: its title as if typed, without the brackets `rasa shell` cuts at."""
    return title.translate(_NO_BRACKETS)
