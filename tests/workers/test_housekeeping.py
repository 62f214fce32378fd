"""What happens every minute without anybody."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from bot.core.visits import VisitState
from bot.services.kit import Kit
from bot.workers.housekeeping import run_housekeeping
from tests.fakes import FakeClock
from tests.visitors import arrives, wib


def test_the_first_minute_after_a_start_ends_yesterdays_visits(kit: Kit, clock: FakeClock) -> None:
    """Stories 18: visits open at 15.30 are ended even when the server was down then."""
    visit = arrives(kit)
    clock.now = wib(kit, "2026-11-24 08:00")

    async def one_minute() -> None:
        with ThreadPoolExecutor(1) as threads:
            task = asyncio.create_task(run_housekeeping(kit, {}, threads, ""))
            while await asyncio.to_thread(state) is VisitState.WAITING:
                assert not task.done()
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    def state() -> VisitState:
        with kit.uow.read() as uow:
            found = uow.visits.get(visit.id)
        assert found is not None
        return found.state

    asyncio.run(asyncio.wait_for(one_minute(), 30))
    assert state() is VisitState.GONE
