"""What a turn says, worded for the office as it is at that moment: answers, fixed texts, hours."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.answer_book import Answer
from bot.components.lexicon import Lexicon
from bot.components.wording import Asked, Reply, Wording
from bot.core.days import part_of_day
from bot.core.question import Need
from bot.core.service_hours import ServiceHours
from bot.core.texts import Texts

_OFFICER_OFFERED = frozenset(
    {
        "utter_bukan_itu",
        "utter_salah_jawaban",
        "utter_belum_membantu",
        "utter_luput_lagi",
        "utter_tulisan",
        "utter_luar_topik/politik",
    }
)
_MEDIA = "utter_kirim_"
_MISSES_BEFORE_OFFICER = 2


class Voice:
    """Words `utter_…` actions."""

    def __init__(self, book: Mapping[str, Answer], texts: Texts, lexicon: Lexicon, hours: ServiceHours) -> None:
        """Take what the words are made of.

        Args:
            book: the model's answers by id.
            texts: fixed texts with the office's placeholders.
            lexicon: names and levels of indicators.
            hours: the service calendar.
        """
        self._texts = texts
        self._hours = hours
        self._wording = Wording(book, texts, lexicon, hours, hours.office.region)

    def say(self, utter_action: str, tracker: DialogueStateTracker, now: datetime) -> Reply:
        """One bubble."""
        parsed = tracker.latest_message.parse_data if tracker.latest_message else {}
        decision = dict(parsed.get("decision") or {})
        if utter_action.startswith("utter_tanya_") and "/" in utter_action:
            return self._wording.answer(utter_action.partition("/")[2], _asked(tracker, decision), now)
        special = self._special().get(utter_action)
        return special(tracker, decision, now) if special else self._plain(utter_action)

    def _special(self) -> dict[str, Callable[[DialogueStateTracker, dict[str, Any], datetime], Reply]]:
        return {
            "utter_tanya_ganda": lambda tracker, decision, now: self._wording.answers(
                decision["faq"], _asked_each(tracker, decision), now, decision["options"]
            ),
            "utter_ragu": lambda _, decision, __: self._wording.options(decision["options"]),
            "utter_tanya_indikator": lambda tracker, decision, _: self._wording.figure_or_meaning(
                tracker.latest_message.text.strip(" ?!.") if tracker.latest_message else "", *decision["options"]
            ),
            "utter_luput": self._miss,
            "utter_sapaan": self._greeting,
            "utter_kesal": self._apology,
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

    def _apology(self, tracker: DialogueStateTracker, decision: dict[str, Any], now: datetime) -> Reply:
        """For who is upset (service_rules 6.9)."""
        metadata = (tracker.latest_message.metadata if tracker.latest_message else None) or {}
        waiting = metadata.get("mode") == "waiting"
        text = self._texts.fill("utter_kesal_menunggu" if waiting else "utter_kesal")
        return Reply(text=text, buttons=self._wording.person_or_complaint(waiting=waiting))

    def _greeting(self, tracker: DialogueStateTracker, decision: dict[str, Any], now: datetime) -> Reply:
        """Greet once a day; later greetings only invite the question (stories 12)."""
        if decision.get("topic") == "mau_tanya" or decision.get("greeted"):
            return self._plain("utter_sapaan_lagi")
        text = self._texts.fill("utter_sapaan", waktu=part_of_day(now))
        if not self._hours.is_open(now):
            text += "\n" + (self._hours.message_at(now) or self._texts.fill("utter_sapaan_luar_jam"))
        return Reply(text=text)


def _asked_each(tracker: DialogueStateTracker, decision: dict[str, Any]) -> list[Asked]:
    """How each of several questions was put."""
    asked = _asked(tracker, decision)
    return [replace(asked, need=_need(entities)) for entities in decision["needs"]] or [asked]


def _need(entities: Mapping[str, str | None]) -> Need:
    return Need(indicator=entities.get("indikator"), region=entities.get("wilayah"), year=entities.get("tahun"))


def _asked(tracker: DialogueStateTracker, decision: dict[str, Any]) -> Asked:
    entities = {entity["entity"]: entity["value"] for entity in tracker.latest_message.entities or ()}
    return Asked(
        need=_need(entities),
        level=decision.get("level"),
        figure=bool(decision.get("asks_figure")),
        any_way=bool(decision.get("any_way")),
        day=date.fromisoformat(decision["day"]) if decision.get("day") else None,
    )
