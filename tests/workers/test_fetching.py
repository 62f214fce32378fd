"""The loop that fetches people's files."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import httpx
import pytest
from sqlalchemy import Engine, select

from bot.channels.base import FileRefused
from bot.core.conversations import Address
from bot.core.messages import Incoming, Kind, MediaRef
from bot.services import files
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.services.wake import Hub
from bot.store.tables import file
from bot.workers.fetching import Fetching
from tests.fakes import FakeChannel, FakeClock, FakeFiles


class LimitedChannel(FakeChannel):
    """Refuses what is larger than it is asked for, as real channels do."""

    async def fetch(self, media: MediaRef, limit: int) -> bytes:
        content = await super().fetch(media, limit)
        if len(content) > limit:
            raise FileRefused("too_big")
        return content


def sent(kit: Kit, *handles: str, channel: str = "fake") -> None:
    """People have sent files."""
    for handle in handles:
        address = Address(channel=channel, kind="user", value="620000000001")
        media = MediaRef(provider_id=handle, mime="audio/ogg")
        receive(kit, [Incoming(address=address, external_id=handle, text=handle, kind=Kind.VOICE, media=media)])


def fetch(kit: Kit, hub: Hub, channel: FakeChannel | None, rounds: int = 1) -> int:
    async def run() -> int:
        with ThreadPoolExecutor(2) as threads:
            fetching = Fetching(kit, hub, {} if channel is None else {"fake": channel}, threads)
            return sum([await fetching.fetch_due() for _ in range(rounds)])

    return asyncio.run(run())


def fate(engine: Engine, handle: str) -> tuple[str, str | None]:
    with engine.connect() as connection:
        row = connection.execute(select(file.c.state, file.c.reason).where(file.c.provider_id == handle)).one()
    return row.state, row.reason


def test_what_people_send_is_stored(kit: Kit, hub: Hub, engine: Engine) -> None:
    """stories 16: kept for the officer, also more files than are fetched at once."""
    channel = FakeChannel()
    handles = [f"h{number}" for number in range(9)]
    channel.files = {handle: handle.encode() for handle in handles}
    sent(kit, *handles)
    assert fetch(kit, hub, channel, rounds=4) == 9
    assert isinstance(kit.files, FakeFiles)
    assert sorted(kit.files.kept.values()) == [handle.encode() for handle in handles]
    assert {fate(engine, handle) for handle in handles} == {("stored", None)}


REFUSED = [
    pytest.param(FileRefused("gone"), "gone", id="the provider no longer has it"),
    pytest.param(FileRefused("wrong_type"), "wrong_type", id="an executable"),
    pytest.param(FileRefused("wrong_host"), "wrong_host", id="an address that is not the provider's"),
    pytest.param(b"x" * (files.SIZE_MAX + 1), "too_big", id="over 20 MB"),
]


@pytest.mark.parametrize(("answer", "reason"), REFUSED)
def test_what_may_not_be_kept_is_refused_with_its_reason(
    kit: Kit, hub: Hub, engine: Engine, answer: bytes | Exception, reason: str
) -> None:
    """Issue 3, point 6: only from the provider's hosts, with size and type limits; the officer sees why."""
    channel = LimitedChannel()
    channel.files = {"h1": answer, "h2": b"baik"}
    sent(kit, "h1", "h2")
    fetch(kit, hub, channel)
    assert fate(engine, "h1") == ("refused", reason)
    assert fate(engine, "h2") == ("stored", None)  # one bad file harms no other


def test_a_provider_that_is_away_is_asked_again(kit: Kit, hub: Hub, engine: Engine, clock: FakeClock) -> None:
    """A person's file is not lost because of one bad minute."""
    channel = FakeChannel()
    channel.files = {"h1": httpx.ConnectError("refused")}
    sent(kit, "h1")
    assert fetch(kit, hub, channel) == 1
    assert fetch(kit, hub, channel) == 0
    channel.files = {"h1": b"suara"}
    clock.advance(2)
    assert fetch(kit, hub, channel) == 1
    assert fate(engine, "h1") == ("stored", None)


def test_a_provider_that_stays_away_is_given_up(kit: Kit, hub: Hub, engine: Engine, clock: FakeClock) -> None:
    """The officer reads that it is not to be had, instead of waiting for ever."""
    channel = FakeChannel()
    channel.files = {"h1": httpx.ReadTimeout("slow")}
    sent(kit, "h1")
    asked = 0
    for _ in range(40):
        asked += fetch(kit, hub, channel)
        clock.advance(301)
    assert (asked, fate(engine, "h1")) == (files.FETCH_ATTEMPTS, ("refused", "unreachable"))


def test_a_full_disk_leaves_the_file_wanted(
    kit: Kit, hub: Hub, engine: Engine, clock: FakeClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Our own trouble is no reason to refuse a person's file."""
    channel = FakeChannel()
    channel.files = {"h1": b"suara"}
    sent(kit, "h1")
    with monkeypatch.context() as patched:
        patched.setattr(kit.files, "write", _disk_full)
        fetch(kit, hub, channel)
    assert fate(engine, "h1") == ("wanted", None)
    clock.advance(2)
    fetch(kit, hub, channel)
    assert fate(engine, "h1") == ("stored", None)


def test_a_channel_that_was_switched_off(kit: Kit, hub: Hub, engine: Engine) -> None:
    """Nobody can fetch it any more: said, not tried for ever."""
    sent(kit, "h1")
    fetch(kit, hub, None)
    assert fate(engine, "h1") == ("refused", "channel_off")


def _disk_full(file_id: str, content: bytes) -> None:
    raise OSError(28, "No space left on device")
