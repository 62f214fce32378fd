"""The stand-ins for WhatsApp and Telegram in a thread of their own, driven from a browser test."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import AsyncExitStack, contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from bot.simulators.base import Simulator, running
from bot.simulators.faults import Tempo
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.telegram_api import SECRET
from bot.simulators.telegram_api import TOKEN as BOT_TOKEN
from bot.simulators.whatsapp import VERIFY_TOKEN, WhatsAppSimulator
from bot.simulators.whatsapp_api import APP_SECRET, PHONE_ID, TOKEN
from tests.fakes import FakeClock

_WITHIN_S = 20
T = TypeVar("T")


@dataclass(frozen=True)
class Person:
    """Somebody with a phone, on one provider's channel."""

    provider: Simulator
    name: str
    loop: asyncio.AbstractEventLoop

    def says(self, text: str) -> None:
        """Write, until the service has it."""
        self._run(self.provider.say(self.name, text))
        self._run(self.provider.settled(_WITHIN_S))

    def reads(self, words: str) -> str:
        """Wait for a message that holds these words; the whole message."""
        self._run(self.provider.until(lambda: any(words in text for text in self.told), _WITHIN_S))
        return next(text for text in self.told if words in text)

    @property
    def told(self) -> list[str]:
        """All that has arrived."""
        return self.provider.texts(self.name)

    def _run(self, work: Coroutine[None, None, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self.loop).result(_WITHIN_S + 5)


@dataclass(frozen=True)
class Providers:
    """Both channels, and the settings by which the service reaches them."""

    whatsapp: WhatsAppSimulator
    telegram: TelegramSimulator
    settings: dict[str, str]
    loop: asyncio.AbstractEventLoop

    def on_whatsapp(self, number: str) -> Person:
        return Person(self.whatsapp, number, self.loop)

    def on_telegram(self, user: str) -> Person:
        return Person(self.telegram, user, self.loop)


@contextmanager
def open_providers(target: str, clock: FakeClock) -> Iterator[Providers]:
    """Run both; their messages bear the injected clock's time."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    stack = AsyncExitStack()
    try:
        yield asyncio.run_coroutine_threadsafe(_open(stack, target, clock), loop).result(_WITHIN_S)
    finally:
        asyncio.run_coroutine_threadsafe(stack.aclose(), loop).result(_WITHIN_S)
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_WITHIN_S)
        loop.close()


async def _open(stack: AsyncExitStack, target: str, clock: FakeClock) -> Providers:
    def now() -> datetime:
        return clock.now

    tempo = Tempo(first_s=0.05, longest_s=0.2)
    whatsapp = WhatsAppSimulator(target, now=now, tempo=tempo)
    telegram = TelegramSimulator(target, now=now, tempo=tempo)
    settings = {
        "PST_WHATSAPP_PHONE_ID": PHONE_ID,
        "PST_WHATSAPP_TOKEN": TOKEN,
        "PST_WHATSAPP_APP_SECRET": APP_SECRET,
        "PST_WHATSAPP_VERIFY_TOKEN": VERIFY_TOKEN,
        "PST_WHATSAPP_API_URL": await stack.enter_async_context(running(whatsapp)),
        "PST_TELEGRAM_TOKEN": BOT_TOKEN,
        "PST_TELEGRAM_SECRET": SECRET,
        "PST_TELEGRAM_API_URL": await stack.enter_async_context(running(telegram)),
    }
    return Providers(whatsapp, telegram, settings, asyncio.get_running_loop())
