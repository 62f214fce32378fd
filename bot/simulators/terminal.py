"""A citizen at the keyboard: a line is a message, a number presses a button, replies are shown as they come."""

from __future__ import annotations

import asyncio
import sys
import threading
from collections.abc import AsyncIterator, Callable

from bot.simulators.base import Accepted, Simulator

LEAVE = ":keluar"


async def converse(simulator: Simulator, person: str, lines: AsyncIterator[str], tell: Callable[[str], None]) -> None:
    """Send what is typed until the lines end or say so.

    Args:
        simulator: one that is running.
        person: who writes.
        lines: what is typed.
        tell: shows a line.
    """

    def show(sent: Accepted) -> None:
        if sent.recipient == person:
            tell(shown(sent))

    simulator.listeners.append(show)
    try:
        async for line in lines:
            if line == LEAVE:
                return
            if line:
                await _act(simulator, person, line)
    finally:
        simulator.listeners.remove(show)


async def _act(simulator: Simulator, person: str, line: str) -> None:
    """A number is a button if the newest buttons go so far; otherwise it is typed, as a citizen would."""
    if line.isdecimal():
        try:
            await simulator.press(person, line)
        except LookupError:
            await simulator.say(person, line)
        return
    await simulator.say(person, line)


def shown(sent: Accepted) -> str:
    """A reply as a person sees it, its buttons numbered."""
    kind = "" if sent.kind in {"text", "button", "list"} else f"[{sent.kind}] "
    buttons = [f"   [{number}] {button.title}" for number, button in enumerate(sent.buttons, 1)]
    return "\n".join([f"<< {kind}{sent.text}", *buttons])


async def typed_lines() -> AsyncIterator[str]:
    """What is typed at this terminal, until it is closed."""
    loop, typed = asyncio.get_running_loop(), asyncio.Queue[str]()

    def read() -> None:
        for line in sys.stdin:
            loop.call_soon_threadsafe(typed.put_nowait, line)
        loop.call_soon_threadsafe(typed.put_nowait, "")

    # Not in asyncio's own threads: Ctrl-C would wait for one that waits for the keyboard.
    threading.Thread(target=read, daemon=True).start()
    while line := await typed.get():
        yield line.strip()
