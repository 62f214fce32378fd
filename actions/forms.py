"""Wanting to fill something in: the service runs the forms, which work also while an officer holds the conversation."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from bot.core.forms.words import STARTED_BY


class StartForm(Action):
    """Begins the form that the intent names; its words, and what is typed into it, never come here."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_mulai_formulir"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Command the form."""
        intent = str((tracker.latest_message.get("intent") or {}).get("name") or "")
        dispatcher.utter_message(json_message={"perintah": "mulai_formulir", "formulir": STARTED_BY[intent].value})
        return []
