"""Bells across processes: PostgreSQL's LISTEN/NOTIFY."""

import asyncio

from bot.services.wake import INBOX, Hub
from bot.store.engine import open_engine
from bot.store.listen import listen
from bot.store.unit import SqlUnits


def test_a_commit_elsewhere_rings_here(postgres_url: str) -> None:
    """design 'Store': LISTEN/NOTIFY wakes the other processes; the one-second sweep is only the truth behind it."""
    engine, here = open_engine(postgres_url), Hub()
    elsewhere = SqlUnits(engine, Hub())

    def commit() -> None:
        with elsewhere() as uow:
            uow.wake(INBOX)
            uow.commit()

    async def scene() -> bool:
        task = asyncio.create_task(listen(engine, here))
        try:
            with here.listening(INBOX) as bell:
                async with asyncio.timeout(20):
                    while True:  # LISTEN starts at some moment: ring until it is heard
                        await asyncio.to_thread(commit)
                        if await bell.wait(0.1):
                            return True
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    assert asyncio.run(scene())
    engine.dispose()
