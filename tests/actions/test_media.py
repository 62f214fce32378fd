"""What cannot be read is acknowledged in words that offer a person (stories 16)."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from actions.server import ActionServer
from bot.core.messages import SILENT_KINDS, Kind
from tests.actions.test_actions import commands, spoken

ROOT = Path(__file__).parents[2]


def sends(kind: str, mode: str = "bot", voice_notes: int = 0, **slots: Any) -> dict[str, Any]:
    """What the action server answers when Rasa has decided that this is a file."""
    message = {
        "text": "keterangan",
        "metadata": {"mode": mode},
        "decision": {"topic": kind},
        "intent": {"name": "kirim_media"},
        "entities": [],
    }
    tracker = {
        "sender_id": "c-1",
        "slots": {"suara_ke": voice_notes, **slots},
        "latest_message": message,
        "events": [],
        "paused": False,
        "followup_action": None,
        "active_loop": {},
        "latest_action_name": "action_listen",
    }
    call = {
        "next_action": "action_kirim_media",
        "sender_id": "c-1",
        "tracker": tracker,
        "domain": {},
        "version": "3.6.21",
    }
    return asyncio.run(ActionServer().run(call))


WORDS = [
    pytest.param("voice", "utter_kirim_suara", id="a voice note"),
    pytest.param("audio", "utter_kirim_suara", id="a sound file is heard too"),
    pytest.param("image", "utter_kirim_gambar", id="a photo"),
    pytest.param("video", "utter_kirim_gambar", id="a video is looked at too"),
    pytest.param("document", "utter_kirim_berkas", id="a letter"),
    pytest.param("location", "utter_kirim_lokasi", id="a place"),
    pytest.param("contact", "utter_kirim_kontak", id="a contact"),
    pytest.param("call", "utter_panggilan", id="a missed call: the phone number and hours"),
    pytest.param("other", "utter_kirim_lain", id="what the provider cannot show"),
    pytest.param("", "utter_kirim_lain", id="nothing known"),
    pytest.param("poll", "utter_kirim_lain", id="a kind of tomorrow"),
]


@pytest.mark.parametrize(("kind", "words"), WORDS)
def test_each_kind_has_its_words(kind: str, words: str) -> None:
    """Issue 3, point 1: what the bot cannot use is acknowledged in words that offer an officer."""
    answer = sends(kind)
    assert (spoken(answer), commands(answer)) == ([words], [])


def test_all_words_exist() -> None:
    """Words that Rasa does not know would be silence."""
    texts = (ROOT / "texts.id.yml").read_text(encoding="utf-8")
    for kind in set(Kind) - SILENT_KINDS:
        [words] = spoken(sends(kind.value))
        assert f"\n{words}:\n" in texts


@pytest.mark.parametrize(
    ("mode", "voice_notes", "queued"),
    [
        pytest.param("bot", 1, False, id="the first one is offered"),
        pytest.param("bot", 2, True, id="the second one queues by itself"),
        pytest.param("bot", 3, True, id="after leaving the queue, once more"),
        pytest.param("waiting", 2, False, id="already in the queue: no second request"),
    ],
)
def test_a_second_voice_note_asks_for_an_officer(mode: str, voice_notes: int, queued: bool) -> None:
    """stories 16: who does not type is not asked to."""
    answer = sends("voice", mode, voice_notes, faq="data_ipm")
    said = [(command["perintah"], command["tanpa_formulir"]) for command in commands(answer)]
    assert said == ([("minta_petugas", True)] if queued else [])
    assert spoken(answer) == ([] if queued else ["utter_kirim_suara"])


def test_an_unset_count_is_the_first() -> None:
    """A slot that Rasa has never set is None."""
    assert spoken(sends("voice", voice_notes=None)) == ["utter_kirim_suara"]  # type: ignore[arg-type]
