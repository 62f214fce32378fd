"""A citizen at the keyboard."""

from __future__ import annotations

from collections.abc import AsyncIterator

from bot.simulators.base import Accepted, Offered
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.terminal import converse
from tests.fakes import MONDAY_TEN
from tests.simulators.service import run

WARGA = "1001"
OFFER = Accepted(
    recipient=WARGA, text="Maksud Anda?", our_id=None, at=MONDAY_TEN, external_id="1", kind="text",
    buttons=(Offered("Angka", "t1"), Offered("Penjelasan", "t2")),
)  # fmt: skip
TABLE = Accepted(recipient=WARGA, text="Tabel", our_id=None, at=MONDAY_TEN, external_id="2", kind="document")
OTHER = Accepted(recipient="1002", text="bukan untukmu", our_id=None, at=MONDAY_TEN, external_id="3")


def test_lines_numbers_and_replies() -> None:
    """A line is a message, a number a button if there is one, and only this person's replies are shown."""
    shown: list[str] = []
    simulator = TelegramSimulator()

    async def lines() -> AsyncIterator[str]:
        for line in ("ipm", "2", ""):
            yield line
        for sent in (OFFER, OTHER, TABLE):
            simulator.accept(sent)
        for line in ("2", "7", ":keluar", "tidak terkirim"):
            yield line

    async def test() -> None:
        await converse(simulator, WARGA, lines(), shown.append)

    run(test())
    sent = [update.content.get("text") or update.content["data"] for update in simulator.updates.pending.values()]
    assert sent == ["ipm", "2", "t2", "7"]
    assert shown == ["<< Maksud Anda?\n   [1] Angka\n   [2] Penjelasan", "<< [document] Tabel"]
    assert simulator.listeners == []
