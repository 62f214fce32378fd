"""The dispatcher's loop over a real store and a fake Rasa."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime

import httpx

from bot.core.webchat import WebSession
from bot.dialogue.client import RasaClient
from bot.services import webchat
from bot.services.kit import Kit
from bot.services.wake import Hub, conversation_topic
from bot.workers.dispatcher import CONCURRENT_TURNS, Dispatcher
from tests.fakes import FakeRasa, Json, bubble, reply

Scene = Callable[["Stage"], Awaitable[None]]
PATIENCE_S = 20.0  # only for a broken dispatcher; nothing waits this long


class Stage:
    """A running dispatcher and browsers before it."""

    def __init__(self, kit: Kit, hub: Hub, rasa: FakeRasa, outcomes: Counter[str]) -> None:
        self.kit = kit
        self.hub = hub
        self.rasa = rasa
        self.outcomes = outcomes

    def open(self) -> WebSession:
        return webchat.conversation_of(self.kit, webchat.open_session(self.kit))

    async def say(self, session: WebSession, text: str) -> None:
        await asyncio.to_thread(webchat.send_text, self.kit, session, text, text)

    async def replies(self, session: WebSession, number: int) -> list[str]:
        """What the person was told, as soon as there is so much of it."""
        async with asyncio.timeout(PATIENCE_S):
            with self.hub.listening(conversation_topic(session.conversation_id)) as bell:
                while True:
                    seen = await asyncio.to_thread(webchat.messages_after, self.kit, session.conversation_id, 0)
                    told = [m.text for m in seen if m.speaker.value != "user"]
                    if len(told) >= number:
                        return told
                    await bell.wait(PATIENCE_S)


def play(kit: Kit, hub: Hub, rasa: FakeRasa, scene: Scene) -> Counter[str]:
    """Run a scene before a dispatcher that uses the real clock."""
    live, outcomes = replace(kit, clock=lambda: datetime.now(UTC)), Counter[str]()

    async def run() -> None:
        client = RasaClient("http://rasa.test", "s" * 32, rasa.transport())
        with ThreadPoolExecutor(4) as threads:
            dispatcher = Dispatcher(live, hub, client, threads, "w", lambda outcome, _: outcomes.update([outcome]))
            loop = asyncio.create_task(dispatcher.run())
            try:
                await scene(Stage(live, hub, rasa, outcomes))
            finally:
                loop.cancel()
                await asyncio.gather(loop, return_exceptions=True)
                await client.close()

    asyncio.run(run())
    return outcomes


def test_message_is_answered(kit: Kit, hub: Hub) -> None:
    """Stored, woken, asked, committed, seen."""

    async def scene(stage: Stage) -> None:
        session = stage.open()
        await stage.say(session, "halo")
        assert await stage.replies(session, 1) == ["jawab: halo"]

    play(kit, hub, FakeRasa(), scene)


def test_slow_person_delays_nobody_and_turns_are_bounded(kit: Kit, hub: Hub) -> None:
    """Different conversations run at once, eight at most; one conversation has one turn at a time."""
    rasa = FakeRasa()

    async def scene(stage: Stage) -> None:
        rasa.gate = asyncio.Event()
        sessions = [stage.open() for _ in range(CONCURRENT_TURNS + 2)]
        for session in sessions:
            await stage.say(session, "a")
            await stage.say(session, "b")
        async with asyncio.timeout(PATIENCE_S):
            while len(rasa.requests) < CONCURRENT_TURNS:
                await asyncio.sleep(0)
        assert len({r["conversation_id"] for r in rasa.requests}) == CONCURRENT_TURNS == len(rasa.requests)
        rasa.gate.set()
        for session in sessions:
            assert (await stage.replies(session, 1))[0].startswith("jawab: a")

    play(kit, hub, rasa, scene)


def test_fault_is_retried_until_rasa_is_back(kit: Kit, hub: Hub) -> None:
    """Rasa killed in the middle of a turn: the answer comes, once."""
    failures = [httpx.RemoteProtocolError("killed"), httpx.ConnectError("refused"), 503]

    def answer(request: Json) -> Json | int | Exception:
        return failures.pop(0) if failures else reply(bubble("akhirnya"))  # type: ignore[return-value]

    async def scene(stage: Stage) -> None:
        session = stage.open()
        await stage.say(session, "halo")
        assert await stage.replies(session, 1) == ["akhirnya"]

    quick = replace(kit, chance=lambda: 1.0)
    assert play(quick, hub, FakeRasa(answer), scene)["fault"] == 3


def test_stopping_gives_leases_back(kit: Kit, hub: Hub) -> None:
    """A restart costs nobody the ten seconds of a lease: the next worker answers at once."""
    sessions: list[WebSession] = []
    rasa = FakeRasa()

    async def stopped(stage: Stage) -> None:
        rasa.gate = asyncio.Event()
        sessions.append(stage.open())
        await stage.say(sessions[0], "halo")
        async with asyncio.timeout(PATIENCE_S):
            while not rasa.requests:
                await asyncio.sleep(0)

    async def restarted(stage: Stage) -> None:
        rasa.gate = None
        assert await stage.replies(sessions[0], 1) == ["jawab: halo"]

    play(kit, hub, rasa, stopped)
    with kit.uow.read() as uow:
        conversation = uow.conversations.get(sessions[0].conversation_id)
    assert conversation is not None
    assert conversation.lease_owner is None
    play(kit, hub, rasa, restarted)


def test_reply_that_cannot_be_stored_is_a_fault_of_the_turn(kit: Kit, hub: Hub) -> None:
    """A commit that fails is retried like a turn that fails, not forgotten."""
    tokens = iter(["same", "same", "other", "another"])
    clashing = replace(kit, new_token=lambda: next(tokens, "token-of-the-session"))
    offer = reply(bubble("pilih", ("A", {"faq": "a"}), ("B", {"faq": "b"})))

    async def scene(stage: Stage) -> None:
        session = webchat.conversation_of(kit, webchat.open_session(kit))
        await stage.say(session, "halo")
        assert await stage.replies(session, 1) == ["pilih"]

    live = replace(clashing, chance=lambda: 1.0)
    assert play(live, hub, FakeRasa(lambda request: offer), scene)["fault"] == 1
