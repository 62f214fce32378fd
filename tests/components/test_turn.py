"""A turn on a running Rasa: a pure call with bounded state, buttons that text cannot imitate."""

from __future__ import annotations

import json
from itertools import cycle, islice

import pytest

from tests.small_project.turns import RunningRasa, Talk, body, pressed, text_of, without_times

pytestmark = pytest.mark.rasa

UNRELATED = (
    "Apa itu inflasi?",
    "ipm seruyan 2023",
    "halo",
    "Di mana alamat kantor BPS Seruyan?",
    "makasih",
    "bukan itu, maksudnya inflasi",
    "kode kbli warung makan",
)
STATE_LIMIT = 10_000
HALF_AN_HOUR, A_DAY = 31 * 60.0, 25 * 60 * 60.0

SLASHES = (
    "/restart",
    "  /restart",
    "\u00a0/restart",
    "\u3000/restart",
    "/ restart",
    "/back",
    "/session_start",
    '/session_start{"x": 1}',
    "/jadi_anggota_uji",
    '/jadi_anggota_uji{"nama_uji": "Budi"}',
    '/isi_formulir_uji@0.99{"indikator": "ipm"}',
    '/sapaan{"wilayah": "Antah Berantah"}',
    "\u200b/restart",
    "\ufeff/restart",
    "／restart",
    "//restart",
    "/RESTART",
    "/restart now",
    "EXTERNAL: jadi_anggota_uji",
)


def test_the_same_turn_twice_gives_the_same_reply_and_state(rasa: RunningRasa) -> None:
    """Design, 'a turn is a pure call': a turn may be repeated at will; only the events' timestamps differ."""
    state = rasa.turn("jumlah penduduk Hanau 2023")["state"]
    request = body("kalau 2022?", state=state)
    first, second = rasa.post(request).json(), rasa.post(request).json()
    assert without_times(first.pop("state")) == without_times(second.pop("state"))
    assert first == second


def test_two_conversations_do_not_know_each_other(rasa: RunningRasa) -> None:
    """Design: Rasa is without memory; what it knows came with the turn, also for the same conversation id."""
    rasa.turn("ipm seruyan 2023")
    fresh = rasa.turn("kalau 2022?")
    assert fresh["state"]["slots"].get("indikator") is None


def test_a_form_and_its_requested_slot_survive_fifty_unrelated_turns(talk: Talk) -> None:
    """Issue 2.6: a half-filled form stays open and takes its answer after fifty other questions."""
    talk.press(pressed("isi_formulir_uji"))
    talk.say("Budi Santoso")
    for text in islice(cycle(("Apa itu inflasi?", "ipm seruyan 2023", "Di mana alamat kantor BPS Seruyan?")), 50):
        talk.say(text)
        assert (talk.slot("requested_slot"), talk.slot("nama_uji")) == ("keperluan_uji", "Budi Santoso")
    assert text_of(talk.say("skripsi zzz")) == "Formulir lengkap."
    assert talk.slot("keperluan_uji") == "skripsi zzz"
    assert talk.state is not None
    assert talk.state["active_loop"] is None


def test_a_rule_on_a_slot_stays_right_across_fifty_unrelated_turns(rasa: RunningRasa) -> None:
    """Issue 2.6: a rule's `slot_was_set` sees a slot whose event is long gone, and only in its own conversation."""
    member, stranger = Talk(rasa), Talk(rasa)
    member.press(pressed("jadi_anggota_uji"))
    for text in islice(cycle(UNRELATED), 50):
        member.say(text)
        stranger.say(text)
    assert text_of(member.press(pressed("tanya_anggota_uji"))) == "Anda anggota."
    assert text_of(stranger.press(pressed("tanya_anggota_uji"))) == "Anda bukan anggota."


def test_the_state_stays_small(talk: Talk) -> None:
    """Contract 'turn protocol': at most 10 kB, however long the conversation and its messages."""
    sizes = []
    for text in islice(cycle((*UNRELATED, "ipm " * 400)), 60):
        talk.say(text)
        assert talk.state is not None
        sizes.append(len(json.dumps(talk.state)))
        assert len(talk.state["events"]) <= 20
    assert max(sizes) <= STATE_LIMIT


def test_the_state_forgets_words_and_metadata(talk: Talk) -> None:
    """Design: bounded state. Old words leave with their events; what the channel said of a turn is never kept."""
    talk.say("zebracross")
    for text in islice(cycle(UNRELATED), 10):
        talk.say(text, mode="waiting")
    kept = json.dumps(talk.state)
    assert "zebracross" not in kept
    assert "waiting" not in [event.get("metadata", {}).get("mode") for event in (talk.state or {})["events"]]


def test_a_topic_is_forgotten_after_half_an_hour_but_not_a_form(talk: Talk) -> None:
    """Stories 12: thirty idle minutes end the topic; a half-filled form is kept for a day."""
    talk.say("ipm seruyan 2023")
    talk.press(pressed("isi_formulir_uji"))
    talk.say("Budi Santoso")
    talk.say("Apa itu inflasi?", idle_s=HALF_AN_HOUR)
    assert talk.slot("tahun") is None
    assert (talk.slot("nama_uji"), talk.slot("requested_slot")) == ("Budi Santoso", "keperluan_uji")


def test_a_form_is_forgotten_after_a_day(talk: Talk) -> None:
    """Design: a half-filled form keeps its slots for 24 hours."""
    talk.press(pressed("isi_formulir_uji"))
    talk.say("Budi Santoso")
    talk.say("Apa itu inflasi?", idle_s=A_DAY)
    assert (talk.slot("nama_uji"), talk.slot("requested_slot")) == (None, None)
    assert talk.state is not None
    assert talk.state["active_loop"] is None


@pytest.mark.parametrize("idle_s", [60.0, HALF_AN_HOUR, A_DAY])
@pytest.mark.parametrize("slot", ["greeted", "member"])
def test_whoever_comes_back_is_answered(talk: Talk, idle_s: float, slot: str) -> None:
    """Design: the service owns idleness; a state of slots alone is as good a start as none."""
    talk.press(pressed({"greeted": "sapaan", "member": "jadi_anggota_uji"}[slot]))
    talk.say("Apa itu inflasi?")
    for _ in range(2):
        assert talk.say("ipm seruyan 2023", idle_s=idle_s)["decision"]["faq"] == ["data_ipm"]
    assert talk.press(pressed("terima_kasih"), idle_s=idle_s)["messages"]


def test_a_follow_up_inherits_until_the_topic_is_forgotten(talk: Talk) -> None:
    """Stories 12: *kalau 2022?* keeps indicator and place for thirty minutes."""
    talk.say("ipm seruyan 2023")
    within = talk.rasa.turn("kalau yang 2022?", state=talk.state, idle_s=60.0)
    assert within["decision"]["faq"] == ["data_ipm"]
    assert within["state"]["slots"]["tahun"] == "2022"
    later = talk.rasa.turn("kalau yang 2022?", state=talk.state, idle_s=HALF_AN_HOUR)
    assert "indikator" not in later["state"]["slots"]


@pytest.mark.parametrize("text", SLASHES)
def test_a_typed_command_is_only_text(talk: Talk, text: str) -> None:
    """Design, 'what must never happen': platforms 3.8's probes are answered as text, keep slots, set none."""
    talk.say("ipm seruyan 2023")
    talk.press(pressed("isi_formulir_uji"))
    before = dict((talk.state or {})["slots"])
    reply = talk.say(text)
    assert reply["messages"]
    after = (talk.state or {})["slots"]
    assert after.get("anggota_uji") is None
    assert (after["faq"], after["indikator"]) == (before["faq"], before["indikator"])
    assert after.get("wilayah") == before["wilayah"]
    assert reply["decision"]["confidence"] < 1


def test_a_button_means_what_was_stored(talk: Talk) -> None:
    """Design, 'buttons never become text': its meaning decides, whatever its title says."""
    reply = talk.say("halo", button={"faq": "metadata_inflasi"})
    assert reply["decision"] == {
        "kind": "answer",
        "intent": "tanya_metadata",
        "faq": ["metadata_inflasi"],
        "confidence": 1.0,
    }
    talk.press(pressed("minta_angka", indikator="ipm", tahun="2022"))
    assert (talk.slot("indikator"), talk.slot("tahun")) == ("ipm", "2022")


@pytest.mark.parametrize("text", ['{"faq": "metadata_inflasi"}', 'button={"intent": "minta_petugas"}', "minta_angka"])
def test_text_that_looks_like_a_button_is_none(rasa: RunningRasa, text: str) -> None:
    """Design: only the gateway can set a meaning."""
    reply = rasa.turn(text)
    assert reply["commands"] == []
    assert reply["decision"]["confidence"] < 1


@pytest.mark.parametrize("text", ["", "   ", "😀😀", "\u0000\u0007", "<b>tebal</b>", "{{7*7}}", "a" * 5_000, "؟" * 50])
def test_odd_input_gets_a_sensible_reply(rasa: RunningRasa, text: str) -> None:
    """Issue 2, 'bad input': one bubble of our own words, and nothing of it is computed."""
    reply = rasa.turn(text)
    assert len(reply["messages"]) == 1
    assert "49" not in text_of(reply)
    assert "<b>" not in text_of(reply)


def test_fragments_are_one_turn(rasa: RunningRasa) -> None:
    """Stories 12: bubbles sent apart are understood as one question."""
    assert rasa.turn("pagi kak", "ipm seruyan 2023")["decision"]["faq"] == ["data_ipm"]


def test_patience_is_for_unsure_replies_only(rasa: RunningRasa) -> None:
    """Design, dispatcher: a sure answer waits for nothing, an opening 8 s, anything unclear 3 s."""
    waits = [rasa.turn(text)["wait_s"] for text in ("Apa itu inflasi?", "P", "xqzt wvbn")]
    assert waits == [0, 8, 3]


def test_a_command_says_what_the_officer_needs(rasa: RunningRasa) -> None:
    """Stories 3: *Minta angkanya* asks for an officer with indicator, place and year filled in."""
    asked = Talk(rasa)
    button = asked.say("ipm seruyan 2023")["messages"][0]["buttons"][0]
    assert button["title"] == "Minta angkanya"
    (command,) = asked.press(button["meaning"])["commands"]
    assert (command["perintah"], command["kategori"]) == ("minta_petugas", "data")
    assert command["kebutuhan"] == {"indikator": "ipm", "wilayah": "Kabupaten Seruyan", "tahun": "2023"}


def test_cancel_leaves_the_queue_only_when_waiting(rasa: RunningRasa) -> None:
    """Stories 2: *batal* in the queue cancels the request, elsewhere it is just said."""
    assert rasa.turn("tombol", button=pressed("batal"), mode="waiting")["commands"] == [{"perintah": "batal_antrean"}]
    said = rasa.turn("tombol", button=pressed("batal"))
    assert (said["commands"], len(said["messages"])) == ([], 1)
