"""The bell."""

import asyncio

import pytest

from bot.services.wake import Hub


def test_ring_between_look_and_wait_is_heard() -> None:
    """A long poll listens before it looks: what is committed in between wakes it at once."""

    async def scene() -> bool:
        hub = Hub()
        with hub.listening("c:1", "desk") as bell:
            await asyncio.to_thread(hub.fire, "c:1")
            return await bell.wait(20)

    assert asyncio.run(scene())


def test_other_topics_and_closed_loops_ring_nothing() -> None:
    """A browser that left costs nothing and breaks nothing."""
    hub = Hub()

    async def scene() -> bool:
        with hub.listening("c:1") as bell:
            hub.fire("c:2")
            return await bell.wait(0)

    assert not asyncio.run(scene())
    hub.fire("c:1")


def test_cancellation_that_meets_a_ring_is_not_lost() -> None:
    """A worker must stop when told, also at the moment a message comes (asyncio.wait_for of 3.11 went on)."""

    async def scene() -> None:
        hub = Hub()
        with hub.listening("inbox") as bell:
            waiting = asyncio.create_task(bell.wait(20))
            await asyncio.sleep(0)
            hub.fire("inbox")
            await asyncio.sleep(0)
            waiting.cancel()
            with pytest.raises(asyncio.CancelledError):
                await waiting

    asyncio.run(scene())


def test_a_called_listener_hears_before_the_ring_ends() -> None:
    """stories 20: who keeps a copy of the hours forgets it before the one who changed them goes on."""
    hub, heard = Hub(), list[str]()
    hub.call("office", lambda: heard.append("office"))
    hub.fire("desk")
    assert heard == []
    hub.fire("office")
    assert heard == ["office"]
