"""WhatsApp and Telegram with real processes: every fault we can make, and nobody is dropped or told twice."""

from __future__ import annotations

import asyncio
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from bot.simulators.base import Accepted, Simulator, running
from bot.simulators.faults import Fault, FaultPlan, Mischief, Tempo
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_api import SECRET
from bot.simulators.telegram_api import TOKEN as BOT_TOKEN
from bot.simulators.whatsapp import VERIFY_TOKEN, WhatsAppSimulator
from bot.simulators.whatsapp_api import APP_SECRET, PHONE_ID, TOKEN
from tests.acceptance.office import Office
from tests.ports import free_port

pytestmark = [pytest.mark.acceptance, pytest.mark.rasa]

SEED = 20261124
TIMES = int(os.environ.get("SOAK", "1"))
"""How many times longer than in the test suite: `make soak`."""
PEOPLE, EACH = 200, 10 * TIMES
SENDERS = 24
QUESTIONS = ("Apa itu inflasi?", "apa itu ipm", "Di mana alamat kantor BPS Seruyan?", "ipm seruyan 2023")
KILLS = 5 * TIMES
SETTLED_WITHIN_S = 240.0 * TIMES
FAULTS = {
    Fault.HTTP_500: 0.03,
    Fault.HTTP_429: 0.02,
    Fault.REFUSED: 0.02,
    Fault.SLOW: 0.03,
    Fault.ACCEPT_THEN_NO_ANSWER: 0.02,
    Fault.ACCEPT_THEN_500: 0.01,
}


@dataclass
class Town:
    """200 people on two channels, and how many of their messages are on their way."""

    whatsapp: WhatsAppSimulator
    telegram: TelegramSimulator
    sent: dict[str, int] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(self.sent.values())

    def provider_of(self, person: str) -> Simulator:
        return self.whatsapp if person.startswith("62") else self.telegram

    async def talk(self, people: Iterable[str], chance: random.Random) -> None:
        """Everybody asks their questions; nobody waits for an answer before the next one."""
        queue = [person for person in people for _ in range(EACH)]
        chance.shuffle(queue)
        gate = asyncio.Semaphore(SENDERS)

        async def ask(person: str) -> None:
            async with gate:
                await self.provider_of(person).say(person, chance.choice(QUESTIONS))
                self.sent[person] = self.sent.get(person, 0) + 1
                await asyncio.sleep(chance.uniform(0.1, 0.5))

        await asyncio.gather(*(ask(person) for person in queue))


def _people() -> list[str]:
    return [f"620000{number:06d}" if number % 2 else f"{1_000_000_000 + number}" for number in range(PEOPLE)]


def test_two_thousand_messages_through_every_fault(project: Path, tmp_path: Path) -> None:
    """Issue 3, proof: each message has exactly one fate, no reply is sent twice, order is kept per person."""
    asyncio.run(_play(project, tmp_path))


async def _play(project: Path, var: Path) -> None:
    chance = random.Random(SEED)
    async with AsyncExitStack() as open_things:
        whatsapp, telegram, office = await _open(project, var, open_things)
        town = Town(whatsapp, telegram)
        killing = asyncio.create_task(_kill_now_and_then(office, town, chance))
        await town.talk(_people(), chance)
        await killing
        await whatsapp.settled(SETTLED_WITHIN_S)
        await telegram.settled(SETTLED_WITHIN_S)
        await _until_quiet(office)
        _assert_one_fate_each(office, town)
        _assert_nothing_twice(office, town)
        _assert_order(office, town)
        _print_figures(office, town)


async def _open(
    project: Path, var: Path, open_things: AsyncExitStack
) -> tuple[WhatsAppSimulator, TelegramSimulator, Office]:
    ports = {"whatsapp": free_port(), "telegram": free_port()}
    office = Office(
        project,
        var,
        PST_WHATSAPP_PHONE_ID=PHONE_ID,
        PST_WHATSAPP_TOKEN=TOKEN,
        PST_WHATSAPP_APP_SECRET=APP_SECRET,
        PST_WHATSAPP_VERIFY_TOKEN=VERIFY_TOKEN,
        PST_WHATSAPP_API_URL=f"http://127.0.0.1:{ports['whatsapp']}",
        PST_TELEGRAM_TOKEN=BOT_TOKEN,
        PST_TELEGRAM_SECRET=SECRET,
        PST_TELEGRAM_API_URL=f"http://127.0.0.1:{ports['telegram']}",
    )
    mischief = Mischief(seed=SEED, duplicate=0.1, reorder=0.1, delay=0.1, delay_s=0.5, batch=8, split=0.2, parallel=4)
    faults, tempo = FaultPlan(seed=SEED, rates=FAULTS, slow_s=0.5), Tempo(longest_s=2.0)
    whatsapp = WhatsAppSimulator(office.url, faults=faults, mischief=mischief, tempo=tempo)
    telegram = TelegramSimulator(office.url, faults=faults, mischief=mischief, tempo=tempo)
    await open_things.enter_async_context(running(whatsapp, ports["whatsapp"]))
    await open_things.enter_async_context(running(telegram, ports["telegram"]))
    open_things.callback(office.stop)
    await asyncio.to_thread(office.start)
    return whatsapp, telegram, office


async def _kill_now_and_then(office: Office, town: Town, chance: random.Random) -> None:
    """kill -9 of the service four times and of Rasa once, each somewhere among the messages."""
    moments = sorted(chance.sample(range(100, PEOPLE * EACH - 200), KILLS))
    victims = [office.service, office.rasa, office.service, office.service, office.service] * TIMES
    for moment, process in zip(moments, victims, strict=True):
        while town.total < moment:
            await asyncio.sleep(0.02)
        await asyncio.to_thread(process.kill)
        await asyncio.to_thread(process.start)


async def _until_quiet(office: Office) -> None:
    """Until nothing is received, queued or being sent any more."""
    open_work = (
        "SELECT (SELECT count(*) FROM inbox WHERE fate = 'received')"
        " + (SELECT count(*) FROM outbox WHERE sending IN ('queued', 'sending'))"
    )
    async with asyncio.timeout(SETTLED_WITHIN_S):
        while (await asyncio.to_thread(office.rows, open_work))[0][0]:
            await asyncio.sleep(1)


def _assert_one_fate_each(office: Office, town: Town) -> None:
    fates = _counts(office, "SELECT fate, count(*) FROM inbox GROUP BY fate")
    assert sum(fates.values()) == town.total == PEOPLE * EACH
    assert set(fates) <= {"done", "dead"}
    sendings = {row[0] for row in office.rows("SELECT DISTINCT sending FROM outbox")}
    assert sendings <= {"sent", "delivered", "read", "unknown"}, "no reply may be given up for a passing fault"


def _assert_nothing_twice(office: Office, town: Town) -> None:
    doubled = [our for our, times in Counter(each.our_id for each in town.whatsapp.accepted).items() if times > 1]
    assert doubled == []
    stored = _replies(office, "telegram")
    for person, given in _by_person(town.telegram.accepted).items():
        assert len(given) <= len(stored[person]), "more messages reached a person than were ever stored"


def _assert_order(office: Office, town: Town) -> None:
    """What reached a person is what was stored for them, in that order; what is unknown may be missing."""
    for channel, provider in (("whatsapp", town.whatsapp), ("telegram", town.telegram)):
        stored = _replies(office, channel)
        for person, given in _by_person(provider.accepted).items():
            rest = iter(stored[person])
            assert all(text in rest for text in given), f"order or content differs on {channel}"


def _replies(office: Office, channel: str) -> dict[str, list[str]]:
    query = (
        "SELECT i.value, o.text FROM outbox o JOIN conversation c ON c.id = o.conversation_id"
        " JOIN contact_identifier i ON i.contact_id = c.contact_id AND i.channel = c.channel"
        f" WHERE o.channel = '{channel}' AND i.kind IN ('wa_id', 'chat_id') ORDER BY o.place"
    )
    found: dict[str, list[str]] = {}
    for person, text in map(tuple, office.rows(query)):
        found.setdefault(person, []).append(text)
    return found


def _by_person(accepted: Iterable[Accepted]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for each in accepted:
        found.setdefault(each.recipient, []).append(each.text)
    return found


def _print_figures(office: Office, town: Town) -> None:
    """What the run was made of; `make soak` reads these lines."""
    figures: dict[str, Any] = {
        "messages": town.total,
        "fates": _counts(office, "SELECT fate, count(*) FROM inbox GROUP BY fate"),
        "replies": _counts(office, "SELECT sending, count(*) FROM outbox GROUP BY sending"),
        "webhooks": {"whatsapp": len(town.whatsapp.posts), "telegram": len(town.telegram.posts)},
        "requests": {"whatsapp": town.whatsapp.requests, "telegram": town.telegram.requests},
    }
    sys.stdout.write("\n" + "".join(f"{name}: {value}\n" for name, value in figures.items()))


def _counts(office: Office, query: str) -> dict[str, int]:
    return dict(map(tuple, office.rows(query)))
