"""What cannot be read: voice notes, pictures, files, places; a person can hear and see them (stories 16)."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

from actions.commands import mode, request_officer

_WORDED = {
    "voice": "utter_kirim_suara",
    "audio": "utter_kirim_suara",
    "image": "utter_kirim_gambar",
    "video": "utter_kirim_gambar",
    "document": "utter_kirim_berkas",
    "location": "utter_kirim_lokasi",
    "contact": "utter_kirim_kontak",
    "call": "utter_panggilan",
}
_OTHER = "utter_kirim_lain"
_QUEUES_BY_ITSELF = 2
"""Who sends a second voice note does not type: the first had the question."""


class AcknowledgeMedia(Action):
    """Says that it is kept, and offers an officer; a second voice note asks for one by itself."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_kirim_media"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Word it, or command the hand-over."""
        kind = str((tracker.latest_message.get("decision") or {}).get("topic") or "")
        if int(tracker.get_slot("suara_ke") or 0) >= _QUEUES_BY_ITSELF and mode(tracker) == "bot":
            request = request_officer(tracker, for_figure=False)
            dispatcher.utter_message(json_message={**request, "tanpa_formulir": True})
        else:
            dispatcher.utter_message(response=_WORDED.get(kind, _OTHER))
        return []
