"""Rasa's `nlg:` class on a running Rasa: which words a turn gets."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace

import pytest
from rasa.cli.utils import button_to_string, payload_from_button_question
from rasa.shared.core.trackers import DialogueStateTracker

from bot.components.answers import AnswerGenerator
from tests.small_project.turns import RunningRasa, Talk, pressed, text_of

pytestmark = pytest.mark.rasa

SUNDAY = "2026-11-29T21:00:00+07:00"


def test_the_first_greeting_of_a_day_is_long_and_the_next_short(talk: Talk) -> None:
    """Stories 12: greeted once a day; later greetings only invite the question."""
    first, second = (text_of(talk.press(pressed("sapaan"))) for _ in range(2))
    assert first.startswith("Selamat pagi. Saya asisten otomatis")
    assert second == "Ya, silakan tulis pertanyaannya."
    tomorrow = talk.press(pressed("sapaan"), now="2026-11-24T16:00:00+07:00", idle_s=1e5)
    assert text_of(tomorrow).startswith("Selamat sore.")


def test_outside_service_hours_the_greeting_says_when_officers_work(rasa: RunningRasa) -> None:
    """Service_rules 3.6: the bot answers at any time and says when people do."""
    greeting = text_of(rasa.turn("tombol", button=pressed("sapaan"), now=SUNDAY))
    assert "Petugas bekerja Senin-Jumat pukul 08.00-15.30 WIB" in greeting


def test_after_two_misses_an_officer_is_offered(talk: Talk) -> None:
    """service_rules 6.9: the first misses ask for other words, then an officer is offered first."""
    replies = [talk.press(pressed("luput")) for _ in range(3)]
    offers = [[button["title"] for button in reply["messages"][0]["buttons"]] for reply in replies]
    assert offers[0] == []
    assert "Bicara petugas" in offers[-1]


def test_an_answer_in_between_forgets_the_misses(talk: Talk) -> None:
    """Misses count in a row only."""
    talk.press(pressed("luput"))
    talk.press({"faq": "metadata_inflasi"})
    assert talk.slot("luput") == 0


def test_who_is_upset_gets_an_apology_and_a_choice(talk: Talk) -> None:
    """service_rules 6.9: no form and no guess; who waits already is told that the place is kept."""
    reply = talk.say("kok lama bgt sih, kecewa")
    assert text_of(reply).startswith("Maaf, ")
    assert [button["title"] for button in reply["messages"][0]["buttons"]] == ["Bicara petugas", "Sampaikan aduan"]
    waiting = talk.say("kok lama bgt sih, kecewa", mode="waiting")
    assert "tetap dalam antrean" in text_of(waiting)
    assert [button["title"] for button in waiting["messages"][0]["buttons"]] == ["Sampaikan aduan"]
    assert waiting["messages"][0]["sure"]


def test_yes_after_an_offer_takes_it(talk: Talk) -> None:
    """Stories 12: *ya* to "saya sambungkan ke petugas saja?" asks for one."""
    for _ in range(3):
        talk.press(pressed("luput"))
    assert [command["perintah"] for command in talk.say("ya")["commands"]] == ["minta_petugas"]


def test_yes_after_an_answer_puts_nobody_in_the_queue(talk: Talk) -> None:
    """Stories 11: *Bicara petugas* under an answer is an offer, and "ya" to an answer is only a nod."""
    answered = talk.say("ipm kotim 2023")
    assert [button["title"] for button in answered["messages"][0]["buttons"]] == ["Bicara petugas"]
    assert talk.say("ya")["commands"] == []


def test_who_would_rather_write_is_not_put_in_the_queue(talk: Talk) -> None:
    """Stories 16: the button *Saya tulis saja* beside *Ya, ke petugas* means what it says."""
    for _ in range(3):
        talk.press(pressed("luput"))
    assert talk.press(pressed("ya"))["commands"] == []


def test_a_question_about_a_day(rasa: RunningRasa) -> None:
    """Stories 10: "sabtu buka?" is answered for that Saturday."""
    assert "Sabtu, 28 November kantor tutup" in text_of(rasa.turn("hari sabtu kantor buka jam berapa"))


def test_changed_hours_come_with_the_turn(rasa: RunningRasa) -> None:
    """Stories 20: what an admin changed is in the next answer, and is not remembered by Rasa."""
    hours = {"jam_layanan": {"senin": ["08.00-12.00"], "sabtu": ["09.00-11.00"]}}
    answer = text_of(rasa.turn("tombol", button={"faq": "layanan_jam_operasional"}, office=hours))
    assert "08.00-12.00 (Sabtu 09.00-11.00) WIB" in answer
    day = text_of(rasa.turn("hari sabtu kantor buka jam berapa", office=hours))
    assert "Sabtu, 28 November kantor buka pukul 09.00-11.00 WIB" in day
    assert "Sabtu, 28 November kantor tutup" in text_of(rasa.turn("hari sabtu kantor buka jam berapa"))


def test_a_greeting_in_an_emergency_says_why(rasa: RunningRasa) -> None:
    """Stories 14: who writes while the office is closed is told at once."""
    closure = {
        "sejak": "2026-11-23T09:00:00+07:00",
        "sampai": "2026-11-24T00:00:00+07:00",
        "alasan": "banjir",
        "pesan": "Kantor tutup hari ini karena banjir.",
    }
    greeting = text_of(rasa.turn("tombol", button=pressed("sapaan"), office={"penutupan": [closure]}))
    assert greeting.endswith("Kantor tutup hari ini karena banjir.")


def test_changed_texts_come_with_the_turn(rasa: RunningRasa) -> None:
    """Stories 23: an own wording of a fixed text, an answer about a day, a button; no training, nothing kept."""
    own = {"utter_ya": "Siap.", "hari_tutup_biasa": "{hari} libur; {buka_lagi}.", "tombol_petugas": "Hubungi petugas"}
    assert text_of(rasa.turn("tombol", button=pressed("ya"), office={"teks": own})) == "Siap."
    day = text_of(rasa.turn("hari sabtu kantor buka jam berapa", office={"teks": own}))
    assert day == "Sabtu, 28 November libur; Senin, 30 November pukul 08.00 WIB."
    offered = rasa.turn("tombol", button=pressed("bukan_itu"), office={"teks": own})["messages"][0]["buttons"]
    assert offered[0]["title"] == "Hubungi petugas"
    assert text_of(rasa.turn("tombol", button=pressed("ya"))).startswith("Baik.")


def test_a_changed_text_that_no_longer_fits_is_not_said(rasa: RunningRasa) -> None:
    """An update may change a sentence's fields: the file's own is said, and the turn does not fail."""
    own = {"teks": {"utter_sapaan": "Halo {siapa}."}}
    assert text_of(rasa.turn("tombol", button=pressed("sapaan"), office=own)).startswith("Selamat pagi.")


@pytest.mark.parametrize("text", ["😀", "", "..."])
def test_no_words_are_met_with_what_can_be_read(rasa: RunningRasa, text: str) -> None:
    """Language.md 2.18: stickers, emoji and files are asked for in words, with a way to a person."""
    reply = rasa.turn(text)
    assert "hanya bisa membaca tulisan" in text_of(reply)
    assert reply["messages"][0]["buttons"][0]["title"] == "Bicara petugas"


def test_every_bubble_is_one_message(rasa: RunningRasa) -> None:
    """Stories 13: every message costs money; Rasa would split at blank lines."""
    for faq in ("data_ipm", "layanan_alamat", "klasifikasi_kbli_2025"):
        reply = rasa.turn("tombol", button={"faq": faq})
        assert len(reply["messages"]) == 1
        assert "\n\n" not in text_of(reply)


def test_a_wrong_answer_is_marked(talk: Talk) -> None:
    """Stories 9: thanks, marks which answer it was, offers an officer."""
    talk.press({"faq": "metadata_inflasi"})
    reply = talk.press(pressed("salah_jawaban"))
    assert reply["commands"] == [{"perintah": "tandai_salah", "faq": "metadata_inflasi"}]
    assert text_of(reply).startswith("Terima kasih sudah memberi tahu")


@pytest.mark.parametrize(("title", "sent"), [("Bicara petugas", "Bicara petugas"), ("Survei (SHK)", "Survei SHK")])
def test_a_button_of_rasa_shell_sends_its_title(monkeypatch: pytest.MonkeyPatch, title: str, sent: str) -> None:
    """Issue 2.2: Rasa's own channels know no meanings; a pressed button is its title typed, whole and no command."""

    async def pressed_in_shell() -> str:
        bubble = await AnswerGenerator().generate("utter_bukan_itu", DialogueStateTracker("uji", []), "cmdline")
        assert bubble is not None
        [button] = bubble["buttons"]
        label: str = button_to_string(dict(button))

        async def chosen() -> str:
            return label

        typed: str = await payload_from_button_question(SimpleNamespace(ask_async=chosen))
        return typed

    offered = {"title": title, "meaning": {"intent": "minta_petugas", "entities": []}}
    monkeypatch.setattr("bot.components.wording.Wording.officer_button", lambda _: offered)
    assert asyncio.run(pressed_in_shell()) == sent
