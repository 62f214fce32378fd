"""Webhooks made durable: in the database, in files while it is away, or refused (issue 3, point 6)."""

import asyncio
import json
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, select
from sqlalchemy.exc import OperationalError

from bot.channels.base import Parsed
from bot.core.messages import Sending
from bot.core.sending import Status
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork, UnitsOfWork
from bot.services.wake import INBOX, Hub
from bot.store.spool import Spool
from bot.store.tables import inbox
from bot.workers.intake import POISON_AFTER, Intake, IntakeFull
from tests.fakes import MONDAY_TEN, FakeChannel

POISON = "racun"


class Provider(FakeChannel):
    """`racun` is a body that no database takes: its time has no zone."""

    def parse(self, body: bytes) -> Parsed:
        parsed = super().parse(body)
        naive = MONDAY_TEN.replace(tzinfo=None)
        incoming = tuple(replace(each, sent_at=naive) if each.text == POISON else each for each in parsed.incoming)
        return replace(parsed, incoming=incoming)


class Units:
    """A database that may be away."""

    def __init__(self, units: UnitsOfWork) -> None:
        self._units = units
        self.away = False
        self.fails = 0  # so many more times
        self.written = 0

    def __call__(self, *, durable: bool = True) -> UnitOfWork:
        self._check()
        self.written += 1
        return self._units(durable=durable)

    def read(self) -> UnitOfWork:
        self._check()
        return self._units.read()

    def _check(self) -> None:
        self.fails -= 1
        if self.away or self.fails >= 0:
            raise OperationalError("BEGIN", {}, Exception("the database is away"))


@dataclass
class Door:
    """An intake and its provider."""

    kit: Kit
    engine: Engine
    units: Units
    folder: Path
    channel: FakeChannel

    def open(self) -> Intake:
        """A process starts."""
        return Intake(self.kit, {"fake": self.channel}, Spool(self.folder))

    def body(self, *texts: str, person: str = "620000000001") -> bytes:
        return json.dumps([[person, f"id of {text}", text] for text in texts]).encode()

    async def take(self, intake: Intake, *texts: str, person: str = "620000000001") -> None:
        body = self.body(*texts, person=person)
        await intake.take("fake", body, self.channel.parse(body))

    def stored(self) -> list[str]:
        with self.engine.connect() as connection:
            query = select(inbox.c.text).order_by(inbox.c.conversation_id, inbox.c.seq)
            return list(connection.execute(query).scalars())


@pytest.fixture
def door(kit: Kit, engine: Engine, tmp_path: Path) -> Door:
    units = Units(kit.uow)
    return Door(replace(kit, uow=units), engine, units, tmp_path / "spool", Provider())


def play(scene: Callable[[], Coroutine[Any, Any, None]]) -> None:
    asyncio.run(scene())


def replayed(intake: Intake) -> int:
    """One round of `replay`, without its pause; how many bodies still wait."""
    intake._replay()
    return intake.spooled


def test_a_crowd_shares_few_commits(door: Door) -> None:
    """Issue 3, Proof: 300 updates a second: what comes while one commit runs shares the next, and none is lost."""

    async def scene() -> None:
        intake = door.open()
        await asyncio.gather(*(door.take(intake, f"t{n}", person=f"62000000{n:04}") for n in range(100)))

    play(scene)
    assert sorted(door.stored()) == sorted(f"t{n}" for n in range(100))
    assert door.units.written <= 4


def test_acknowledged_means_stored(door: Door) -> None:
    """Stored before acknowledged: when `take` returns the message is in the database."""

    async def scene() -> None:
        intake = door.open()
        for text in ("satu", "dua"):
            await door.take(intake, text)
            assert door.stored()[-1] == text
        assert intake.spooled == 0

    play(scene)


def test_nothing_to_store_writes_nothing(door: Door) -> None:
    """A webhook about other things costs no commit."""

    async def scene() -> None:
        await door.open().take("fake", b"[]", Parsed(ignored=("group",)))

    play(scene)
    assert door.units.written == 0


def test_a_poison_body_harms_no_other_and_is_set_aside(door: Door) -> None:
    """Issue 3, point 6: one that cannot be stored is kept for an engineer; all others are stored, in order."""

    async def scene() -> None:
        intake = door.open()
        await asyncio.gather(*(door.take(intake, text) for text in ("satu", POISON)))
        await door.take(intake, "dua")
        assert door.stored() == ["satu"]
        assert intake.spooled == 2  # what came after it waits behind it
        rounds = [replayed(intake) for _ in range(POISON_AFTER)]
        assert rounds == [2, 2, 0]

    play(scene)
    assert door.stored() == ["satu", "dua"]
    assert [path.read_bytes() for path in door.folder.iterdir()] == [door.body(POISON)]


def test_a_body_is_no_poison_while_the_database_is_away(door: Door) -> None:
    """Patience without limit with an absent database."""

    async def scene() -> None:
        intake = door.open()
        door.units.away = True
        await door.take(intake, "satu")
        for _ in range(10 * POISON_AFTER):
            assert replayed(intake) == 1
        door.units.away = False
        assert replayed(intake) == 0

    play(scene)
    assert door.stored() == ["satu"]


def test_database_away_keeps_files_and_order(door: Door) -> None:
    """Issue 3, point 6: spooled and acknowledged; replayed in order when it is back, new ones queue behind."""

    async def scene() -> None:
        intake = door.open()
        door.units.away = True
        await door.take(intake, "satu", "dua")
        await door.take(intake, "tiga")
        door.units.away = False
        await door.take(intake, "empat")  # the database is back, but older ones come first
        assert door.stored() == []
        assert replayed(intake) == 0
        await door.take(intake, "lima")

    play(scene)
    assert door.stored() == ["satu", "dua", "tiga", "empat", "lima"]


def test_a_restart_replays_what_was_kept(door: Door) -> None:
    """The spool survives the process."""

    async def before() -> None:
        door.units.away = True
        await door.take(door.open(), "satu")

    async def after() -> None:
        door.units.away = False
        intake = door.open()
        await door.take(intake, "dua")
        assert replayed(intake) == 0

    play(before)
    play(after)
    assert door.stored() == ["satu", "dua"]


def test_replay_wakes_the_dispatcher(door: Door, hub: Hub) -> None:
    """What was late is answered as soon as it is stored."""

    async def scene() -> None:
        intake = door.open()
        door.units.away = True
        await door.take(intake, "satu")
        door.units.away = False
        with hub.listening(INBOX) as bell:
            await asyncio.to_thread(replayed, intake)
            assert await bell.wait(20)

    play(scene)


def test_a_crash_between_store_and_unlink_stores_nothing_twice(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """platforms 4.7: a body replayed again is the same messages."""

    async def scene() -> None:
        intake = door.open()
        door.units.away = True
        await door.take(intake, "satu", "dua")
        door.units.away = False
        with monkeypatch.context() as patched:
            patched.setattr(Path, "unlink", _power_fails)
            with pytest.raises(SystemError):
                replayed(intake)
        assert door.stored() == ["satu", "dua"]
        assert replayed(door.open()) == 0

    play(scene)
    assert door.stored() == ["satu", "dua"]


def test_a_body_that_nobody_reads_any_more_is_set_aside(door: Door) -> None:
    """A channel that was switched off meanwhile must not hold up the others."""
    spool = Spool(door.folder)
    spool.keep("mati", b"[]")
    spool.keep("fake", b"bukan json")
    spool.keep("fake", door.body("satu"))
    assert replayed(door.open()) == 0
    assert door.stored() == ["satu"]
    assert len(list(door.folder.iterdir())) == 2


def test_when_nothing_can_be_written_the_provider_is_told(door: Door) -> None:
    """Issue 3, point 6: 503 when the spool fails too: never an acknowledgement without a copy."""

    async def scene() -> None:
        door.folder.write_bytes(b"a file where the folder should be")
        intake = door.open()
        door.units.away = True
        with pytest.raises(IntakeFull):
            await door.take(intake, "satu")
        door.units.away = False
        await door.take(intake, "satu")  # the provider came again

    play(scene)
    assert door.stored() == ["satu"]


def test_one_unwritable_body_refuses_only_itself(door: Door) -> None:
    """Each waiting webhook gets its own answer."""

    async def scene() -> None:
        door.folder.write_bytes(b"a file where the folder should be")
        intake = door.open()
        results = await asyncio.gather(*(door.take(intake, text) for text in ("satu", POISON)), return_exceptions=True)
        assert [type(result) for result in results] == [type(None), IntakeFull]
        await door.take(intake, "dua")

    play(scene)
    assert door.stored() == ["satu", "dua"]


def test_order_is_kept_through_a_short_fault(door: Door) -> None:
    """Issue 3, point 4: in arrival order, also when the database was locked for a moment."""

    async def scene() -> None:
        intake = door.open()
        door.units.fails = 2  # the shared commit, and the first body alone
        await asyncio.gather(*(door.take(intake, text) for text in ("satu", "dua")))
        assert replayed(intake) == 0

    play(scene)
    assert door.stored() == ["satu", "dua"]


def test_a_caller_who_hung_up_stops_nobody(door: Door) -> None:
    """A provider that closes the connection: what it sent is stored, and the next one is served."""

    async def scene() -> None:
        intake = door.open()
        impatient = asyncio.create_task(door.take(intake, "satu"))
        await asyncio.sleep(0)
        impatient.cancel()
        await asyncio.gather(impatient, return_exceptions=True)
        await door.take(intake, "dua")

    play(scene)
    assert door.stored() == ["satu", "dua"]


def test_statuses_are_taken_like_messages(door: Door) -> None:
    """A body with statuses alone is durable too."""
    status = Status(channel="fake", external_id="p-1", outbox_id=None, sending=Sending.READ, at=MONDAY_TEN)

    async def scene() -> None:
        await door.open().take("fake", b"{}", Parsed(statuses=(status,)))

    play(scene)
    with door.kit.uow.read() as uow:
        assert uow.channel_states.get("fake").last_status_at == MONDAY_TEN


def test_another_process_may_have_stored_it_already(door: Door, monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 3, Proof: two service processes share the work."""
    spool = Spool(door.folder)
    spool.keep("fake", door.body("satu"))
    spool.keep("fake", door.body("dua"))
    stale = spool.waiting()
    monkeypatch.setattr(Spool, "waiting", lambda self: [path for path in stale if path.exists() or path is stale[0]])
    stale[0].unlink()
    replayed(door.open())
    assert door.stored() == ["dua"]


def _power_fails(self: Path, missing_ok: bool = False) -> None:
    raise SystemError("power fails here")
