"""kill -9 of either process at any moment: nothing lost, nothing answered twice."""

from __future__ import annotations

import random
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Lock

import pytest

from tests.acceptance.office import Citizen, Json, Office

pytestmark = [pytest.mark.acceptance, pytest.mark.rasa]

SEED = 20261123
QUESTIONS = {
    "Apa itu inflasi?": "Inflasi adalah",
    "ipm seruyan 2023": "Tentang IPM Kabupaten Seruyan tahun 2023:",
    "Di mana alamat kantor BPS Seruyan?": "Jalan Cut Nyak Dien",
    "apa itu ipm": "IPM mengukur",
}
CAREFUL, HASTY = 4, 1
EACH = 12
BURST = 3


@dataclass
class Progress:
    """How many messages are on their way, so that the killer strikes among them."""

    sent: int = 0
    lock: Lock = field(default_factory=Lock)
    moved: Event = field(default_factory=Event)

    def count(self) -> None:
        with self.lock:
            self.sent += 1
        self.moved.set()


def _careful(citizen: Citizen, progress: Progress, seed: int) -> None:
    """Asks, waits for the answer, asks the next."""
    chance = random.Random(seed)
    for number in range(EACH):
        progress.count()
        citizen.send(chance.choice(list(QUESTIONS)))
        citizen.await_replies(number + 1)


def _hasty(citizen: Citizen, progress: Progress) -> None:
    """Sends three at once, then waits until all three have been dealt with."""
    for _ in range(EACH // BURST):
        for question in list(QUESTIONS)[:BURST]:
            progress.count()
            citizen.send(question)
        citizen.await_replies(len(citizen.replies()) + 1)


def _kill_at(office: Office, progress: Progress, chance: random.Random) -> None:
    """Kill and start again: service, Rasa, service, both, each at a moment among the messages."""
    moments = sorted(chance.sample(range(6, 40), 4))
    victims = [[office.service], [office.rasa], [office.service], [office.service, office.rasa]]
    for moment, processes in zip(moments, victims, strict=True):
        while progress.sent < moment:
            progress.moved.wait(1)
            progress.moved.clear()
        time.sleep(chance.uniform(0, 0.15))
        for process in processes:
            process.kill()
        for process in processes:
            process.start()


def test_nothing_lost_nothing_doubled(project: Path, tmp_path: Path, people: ExitStack) -> None:
    """Issue 2: 60 messages of five citizens through four kills; each is answered once, in order."""
    office, progress, chance = Office(project, tmp_path), Progress(), random.Random(SEED)
    office.start()
    try:
        citizens = [people.enter_context(Citizen(office.url)) for _ in range(CAREFUL + HASTY)]
        with ThreadPoolExecutor(CAREFUL + HASTY + 1) as threads:
            work = [threads.submit(_careful, citizen, progress, n) for n, citizen in enumerate(citizens[:CAREFUL])]
            work += [threads.submit(_hasty, citizen, progress) for citizen in citizens[CAREFUL:]]
            work.append(threads.submit(_kill_at, office, progress, chance))
            for each in work:
                each.result()
        for citizen in citizens[:CAREFUL]:
            _assert_each_is_answered_in_order(citizen.seen(), citizen.sent)
        for citizen in citizens:
            _assert_seen_once(citizen)
        _assert_store_is_whole(office)
    finally:
        office.stop()


def _assert_each_is_answered_in_order(seen: list[Json], sent: list[str]) -> None:
    said = [message for message in seen if message["from"] in ("user", "bot")]
    assert [message["from"] for message in said] == ["user", "bot"] * len(sent)
    for question, answer in zip(said[::2], said[1::2], strict=True):
        assert QUESTIONS[question["text"]] in answer["text"]


def _assert_seen_once(citizen: Citizen) -> None:
    seen = citizen.seen()
    assert [message["text"] for message in seen if message["from"] == "user"] == citizen.sent
    assert [message["seq"] for message in seen] == list(range(1, len(seen) + 1))
    assert len(citizen.replies()) <= len(citizen.sent)
    assert seen[-1]["from"] == "bot"


def _assert_store_is_whole(office: Office) -> None:
    total = (CAREFUL + HASTY) * EACH
    assert office.rows("SELECT fate, count(*) FROM inbox GROUP BY fate") == [("done", total)]
    assert office.rows("SELECT 1 FROM inbox GROUP BY conversation_id, external_id HAVING count(*) > 1") == []
    answers = "SELECT 1 FROM outbox WHERE speaker = 'bot' GROUP BY inbox_id HAVING count(*) > 1"
    assert office.rows(answers) == []
    unseen = "SELECT 1 FROM outbox LEFT JOIN message ON message.outbox_id = outbox.id WHERE message.seq IS NULL"
    assert office.rows(unseen) == []
