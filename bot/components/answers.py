"""Rasa's `nlg:` class: words every `utter_…` inside the process, so that an answer needs no action call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from rasa.core.nlg.response import TemplatedNaturalLanguageGenerator
from rasa.shared.core.domain import Domain
from rasa.shared.core.trackers import DialogueStateTracker
from rasa.utils.endpoints import EndpointConfig

from bot.components import resources
from bot.components.answer_book import answers_in
from bot.components.lexicon import load_lexicon
from bot.components.wording import Asked, Reply, Wording
from bot.core.days import part_of_day
from bot.core.office import load_office
from bot.core.question import Need
from bot.core.service_hours import ServiceHours, national_holidays
from bot.core.texts import load_texts

_YEARS_AHEAD = 2
_OFFICER_OFFERED = frozenset(
    {"utter_bukan_itu", "utter_salah_jawaban", "utter_luput_lagi", "utter_tulisan", "utter_luar_topik/politik"}
)
_MEDIA = "utter_kirim_"
_MISSES_BEFORE_OFFICER = 2


class AnswerGenerator(TemplatedNaturalLanguageGenerator):
    """Words a turn from the model's answers, the office's file and the fixed texts.

    Rasa hands a templated generator the model's responses whenever it loads a model, by setting `responses`.
    """

    def __init__(self, endpoint_config: EndpointConfig | None = None, domain: Domain | None = None) -> None:
        """Read the side files; the answers come with the model."""
        office = load_office(resources.OFFICE)
        self._texts = load_texts(resources.TEXTS, office.placeholders())
        self._office = office
        this_year = datetime.now(office.timezone).year
        self._hours = ServiceHours(office, national_holidays(range(this_year, this_year + _YEARS_AHEAD)))
        super().__init__(domain.responses if domain else {})

    @property
    def responses(self) -> dict[str, list[dict[str, Any]]]:
        """The model's responses."""
        return self._responses

    @responses.setter
    def responses(self, responses: dict[str, list[dict[str, Any]]]) -> None:
        self._responses = responses
        lexicon = load_lexicon(resources.ENTITIES)
        self._wording = Wording(answers_in(responses), self._texts, lexicon, self._hours, self._office.region)

    async def generate(
        self, utter_action: str, tracker: DialogueStateTracker, output_channel: str, **kwargs: Any
    ) -> dict[str, Any] | None:
        """One bubble as Rasa's response dictionary; blank lines are taken out, for Rasa splits bubbles at them."""
        reply = self._reply(utter_action, tracker)
        return {"text": reply.text.replace("\n\n", "\n"), "buttons": list(reply.buttons)}

    def _reply(self, utter_action: str, tracker: DialogueStateTracker) -> Reply:
        parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
        decision = dict(parsed.get("decision") or {})
        now = self._now(tracker)
        if utter_action.startswith("utter_tanya_") and "/" in utter_action:
            return self._wording.answer(utter_action.partition("/")[2], _asked(tracker, decision), now)
        special = self._special().get(utter_action)
        return special(tracker, decision, now) if special else self._plain(utter_action)

    def _special(self) -> dict[str, Callable[[DialogueStateTracker, dict[str, Any], datetime], Reply]]:
        return {
            "utter_tanya_ganda": lambda _, decision, now: self._wording.answers(decision["faq"], now),
            "utter_ragu": lambda _, decision, __: self._wording.options(decision["options"]),
            "utter_tanya_indikator": lambda tracker, decision, _: self._wording.figure_or_meaning(
                tracker.latest_message.text.strip(" ?!.") if tracker.latest_message else "", *decision["options"]
            ),
            "utter_luput": self._miss,
            "utter_sapaan": self._greeting,
        }

    def _plain(self, utter_action: str) -> Reply:
        if utter_action.startswith(_MEDIA):
            return Reply(text=self._texts.fill(utter_action), buttons=self._wording.person_or_words())
        buttons = [self._wording.officer_button()] if utter_action in _OFFICER_OFFERED else []
        return Reply(text=self._texts.fill(utter_action), buttons=buttons)

    def _miss(self, tracker: DialogueStateTracker, decision: dict[str, Any], now: datetime) -> Reply:
        text = tracker.latest_message.text if tracker.latest_message else ""
        if not any(character.isalnum() for character in text or ""):
            return self._plain("utter_tulisan")
        misses = int(tracker.get_slot("luput") or 0)
        return self._plain("utter_luput_lagi" if misses >= _MISSES_BEFORE_OFFICER else "utter_luput")

    def _greeting(self, tracker: DialogueStateTracker, decision: dict[str, Any], now: datetime) -> Reply:
        """Greet once a day; later greetings only invite the question (stories 12)."""
        if decision.get("topic") == "mau_tanya" or decision.get("greeted"):
            return self._plain("utter_sapaan_lagi")
        text = self._texts.fill("utter_sapaan", waktu=part_of_day(now))
        if not self._hours.is_open(now):
            text += "\n" + self._texts.fill("utter_sapaan_luar_jam")
        return Reply(text=text)

    def _now(self, tracker: DialogueStateTracker) -> datetime:
        """The turn's own time; the clock only for `rasa shell`, whose messages carry none."""
        metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
        return datetime.fromisoformat(metadata["now"]) if "now" in metadata else datetime.now(self._office.timezone)


def _asked(tracker: DialogueStateTracker, decision: dict[str, Any]) -> Asked:
    entities = {entity["entity"]: entity["value"] for entity in tracker.latest_message.entities or ()}
    return Asked(
        need=Need(indicator=entities.get("indikator"), region=entities.get("wilayah"), year=entities.get("tahun")),
        level=decision.get("level"),
        figure=bool(decision.get("asks_figure")),
        day=date.fromisoformat(decision["day"]) if decision.get("day") else None,
    )
