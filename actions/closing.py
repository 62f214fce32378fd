"""Ending a conversation, and being told that an answer was wrong."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict


class Finish(Action):
    """The person is done (service_rules 7.1)."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_selesai"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Say goodbye and tell the service."""
        dispatcher.utter_message(response="utter_selesai")
        dispatcher.utter_message(json_message={"perintah": "selesai"})
        return []


class MarkAnswer(Action):
    """*Salah*, *tidak membantu*: thanks, marks the answer, offers an officer (stories 9)."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_salah_jawaban"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Thank and command the mark; before any answer there is nothing to mark."""
        if not tracker.get_slot("faq"):
            dispatcher.utter_message(response="utter_belum_membantu")
            return []
        dispatcher.utter_message(response="utter_salah_jawaban")
        dispatcher.utter_message(json_message={"perintah": "tandai_salah", "faq": tracker.get_slot("faq")})
        return []
