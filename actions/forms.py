"""Wanting to fill something in: the service runs the forms, which work also while an officer holds the conversation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.types import DomainDict

_FORMS: Mapping[str, str] = {
    "pengaduan": "pengaduan",
    "beri_penilaian": "penilaian",
    "isi_buku_tamu": "buku_tamu",
    "privasi": "privasi",
    "data_saya": "data_saya",
    "perbaiki_data": "perbaiki_data",
    "hapus_data": "hapus_data",
    "tarik_persetujuan": "tarik_persetujuan",
}
"""Which form each intent begins; asking *about* one is answered by the knowledge base (stories 21a)."""


class StartForm(Action):
    """Begins the form that the intent names; its words, and what is typed into it, never come here."""

    def name(self) -> str:
        """The action's name in domain.yml."""
        return "action_mulai_formulir"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: DomainDict) -> list[dict[str, Any]]:
        """Command the form."""
        intent = str((tracker.latest_message.get("intent") or {}).get("name") or "")
        dispatcher.utter_message(json_message={"perintah": "mulai_formulir", "formulir": _FORMS[intent]})
        return []
