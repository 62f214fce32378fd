"""A citizen on the web chat, with real processes and nothing faked."""

from __future__ import annotations

import signal
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import pytest

from tests.acceptance.office import Citizen, Office

pytestmark = [pytest.mark.acceptance, pytest.mark.rasa]

TRACES = ("Traceback", "Error", "Exception", "Internal", "null", "undefined")


def test_a_citizen_asks_and_is_answered(citizen: Citizen) -> None:
    """Issue 2, 'done when': an everyday question gets the answer of the knowledge base, with its buttons."""
    reply = citizen.ask("Apa itu inflasi?")
    assert reply["text"].startswith("Inflasi adalah kenaikan harga")
    follow_up = citizen.ask("ipm seruyan 2023")
    assert follow_up["text"].startswith("Tentang IPM Kabupaten Seruyan tahun 2023:")
    assert [button["title"] for button in follow_up["buttons"]] == ["Minta angkanya", "Arti IPM"]


def test_a_button_reaches_an_action_and_the_queue(citizen: Citizen) -> None:
    """Stories 3: *Minta angkanya* goes through Rasa, the action and the commit, and comes back with a number."""
    button = citizen.ask("ipm seruyan 2023")["buttons"][0]
    citizen.press(button["token"], button["title"])
    answer = citizen.await_replies(2)[-1]
    assert "nomor PST-" in answer["text"]


def test_while_waiting_the_bot_still_answers_what_it_is_sure_of(citizen: Citizen) -> None:
    """Stories 2: waiting for an officer, a sure answer is given, an unsure one only noted once."""
    button = citizen.ask("ipm seruyan 2023")["buttons"][0]
    citizen.press(button["token"], button["title"])
    citizen.await_replies(2)
    assert citizen.ask("Apa itu inflasi?")["text"].startswith("Inflasi adalah")


def test_rasa_standing_still_loses_nothing(office_processes: Office, citizen: Citizen, people: ExitStack) -> None:
    """Issue 2, 'bad input and faults': with Rasa slow, messages are kept; the answer comes once, when it is back."""
    other = people.enter_context(Citizen(office_processes.url))
    office_processes.rasa.signal(signal.SIGSTOP)
    try:
        citizen.send("Apa itu inflasi?")
        other.send("Di mana alamat kantor BPS Seruyan?")
        time.sleep(2)
        assert (citizen.replies(), other.replies()) == ([], [])
        assert [message["text"] for message in citizen.seen()] == ["Apa itu inflasi?"]
    finally:
        office_processes.rasa.signal(signal.SIGCONT)
    assert citizen.await_replies(1)[0]["text"].startswith("Inflasi adalah")
    assert "Jalan Cut Nyak Dien" in other.await_replies(1)[0]["text"]
    assert citizen.ask("ipm seruyan 2023")["text"].startswith("Tentang IPM")
    assert [len(each.replies()) for each in (citizen, other)] == [2, 1]


ODD = (
    "x" * 5_000,
    "data penduduk " * 357,
    "😀🙏🇮🇩",
    "a\u0000b\u0007c\u202ed",
    "<script>alert(1)</script><b>tebal</b>",
    "/restart",
    '/minta_petugas{"indikator": "ipm"}',
    "{{7*7}} ${7*7} {7*7}",
    "'; DROP TABLE message; --",
    "؟" * 200,
)


def test_odd_messages_get_a_sensible_reply(office_processes: Office, people: ExitStack) -> None:
    """Issue 2, 'bad input': whatever is typed is shown as typed and answered in our words, never with a trace."""
    citizens = [people.enter_context(Citizen(office_processes.url)) for _ in ODD]

    def ask(pair: tuple[Citizen, str]) -> str:
        return str(pair[0].ask(pair[1])["text"])

    with ThreadPoolExecutor(len(ODD)) as threads:
        replies = list(threads.map(ask, zip(citizens, ODD, strict=True)))
    for reply in replies:
        assert len(reply) > 10
        assert not any(trace in reply for trace in (*TRACES, "49", "<b>", "<script>"))
    waiting = office_processes.rows("SELECT question FROM consultation WHERE question LIKE '/minta%'")
    assert waiting == []


@pytest.mark.parametrize("message", ["", "   ", "\n\t", "\u0000"])
def test_an_empty_message_is_answered_too(citizen: Citizen, message: str) -> None:
    """Issue 2, 'bad input': an empty message gets a sensible reply, like every other."""
    assert "Silakan tulis" in citizen.ask(message)["text"]


def test_no_words_in_the_logs(office_processes: Office, citizen: Citizen) -> None:
    """Design, 'what must never happen': neither process logs what a person wrote or was answered."""
    citizen.ask("zebracross Apa itu inflasi?")
    logged = office_processes.logs()
    assert "zebracross" not in logged
    assert "Inflasi adalah" not in logged


def test_a_complaint_leaves_no_trace_but_its_own(office_processes: Office, citizen: Citizen) -> None:
    """Stories 5: understood by Rasa in other words, told and filed; its words are in the register alone."""
    assert citizen.ask("petugasnya kasar waktu saya tanya")["text"].startswith("Mohon maaf atas pengalaman Anda")
    citizen.ask("Kejadiannya kemarin siang di loket, petugasnya kasar dan membanting map.")
    assert "nomor PGD-" in citizen.ask("tanpa nama")["text"]
    assert office_processes.rows("SELECT 1 FROM complaint WHERE story LIKE '%membanting map%'")
    for table, column in (("message", "text"), ("inbox", "text"), ("outbox", "text"), ("conversation", "rasa_state")):
        assert office_processes.rows(f"SELECT 1 FROM {table} WHERE {column} LIKE '%kasar%'") == []
    assert "kasar" not in office_processes.logs()
