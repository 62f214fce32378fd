"""Asking for a person, and no longer wanting one."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.commands import mode, request_officer


class RequestOfficer(Action):
    """Puts the person in the officers' queue; the service words the reply, for it knows the number."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_minta_petugas"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Command the hand-over."""
        dispatcher.utter_message(json_message=request_officer(tracker, for_figure=False))
        return []


class RequestFigure(Action):
    """*Minta angkanya*: the same, with indicator, place and year filled in (stories 3)."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_minta_angka"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Command the hand-over."""
        dispatcher.utter_message(json_message=request_officer(tracker, for_figure=True))
        return []


class Cancel(Action):
    """*Batal*: leaves the queue when waiting, else just says so."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_batal"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Command or answer."""
        if mode(tracker) == "waiting":
            dispatcher.utter_message(json_message={"perintah": "batal_antrean"})
        else:
            dispatcher.utter_message(response="utter_batal")
        return []
