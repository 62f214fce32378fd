"""Changed hours in every process, and changes that meet (stories 20)."""

import asyncio
import threading
from datetime import UTC, date, datetime, timedelta
from functools import partial

from sqlalchemy import Engine

from bot.core.accounts import Role
from bot.core.service_hours import ServiceHours
from bot.services import office_texts, service_day
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.store.engine import open_engine
from bot.store.listen import listen
from tests.conftest import make_kit
from tests.fakes import MONDAY_TEN, FakeClock
from tests.store.test_store import at_once
from tests.world import World

AFTERNOON = MONDAY_TEN + timedelta(hours=3)
MORNINGS = {"senin": ["08.00-12.00"]}


def another_process(engine: Engine, clock: FakeClock, hours: ServiceHours, hub: Hub | None = None) -> Kit:
    """A kit that shares nothing with the first but the database."""
    return make_kit(engine, hub or Hub(), clock, hours)


def test_another_process_follows_within_seconds(world: World, engine: Engine, hours: ServiceHours) -> None:
    """stories 20: even when no bell reaches it, a process has the new hours after five seconds."""
    other = another_process(engine, world.clock, hours)
    assert other.hours.is_open(AFTERNOON)
    service_day.set_weekly_hours(world.kit, world.officer("kepala", Role.ADMIN), MORNINGS)
    world.clock.advance(4.9)
    assert other.hours.is_open(AFTERNOON)
    world.clock.advance(0.1)
    assert not other.hours.is_open(AFTERNOON)
    assert other.texts.fill("antrean_masuk", tiket="x").count("Senin 08.00-12.00 WIB") == 1


def test_another_process_says_changed_texts(world: World, engine: Engine, hours: ServiceHours) -> None:
    """stories 23: an own wording reaches every process, on both databases."""
    other = another_process(engine, world.clock, hours)
    assert other.texts.fill("utter_ya").startswith("Baik.")
    office_texts.set_text(world.kit, world.officer("kepala", Role.ADMIN), "utter_ya", "Siap “sekali” 👍.")
    world.clock.advance(5)
    assert other.texts.fill("utter_ya") == "Siap “sekali” 👍."
    assert other.live.now().changed == {"teks": {"utter_ya": "Siap “sekali” 👍."}}


def test_two_admins_word_two_texts_at_once(world: World, engine: Engine) -> None:
    """All texts are one setting: changes that meet are both in it."""
    admin = world.officer("kepala", Role.ADMIN)
    wordings = {"utter_ya": "Siap.", "utter_tidak": "Tidak apa.", "utter_batal": "Batal."}
    change = partial(office_texts.set_text, world.kit, admin)
    assert at_once(*[partial(change, key, template) for key, template in wordings.items()]) == [None] * 3
    assert world.kit.settings.texts == wordings


def test_a_clock_set_back_does_not_freeze_the_hours(world: World, engine: Engine, hours: ServiceHours) -> None:
    """A machine whose clock is put right by an hour still looks again."""
    other = another_process(engine, world.clock, hours)
    assert other.hours.is_open(AFTERNOON)
    service_day.set_weekly_hours(world.kit, world.officer("kepala", Role.ADMIN), MORNINGS)
    world.clock.advance(-3600)
    assert not other.hours.is_open(AFTERNOON)


def test_unchanged_settings_are_not_built_again(world: World, engine: Engine, hours: ServiceHours) -> None:
    """Looking again is cheap: the same rows give the same calendar."""
    before = world.kit.live.now()
    world.clock.advance(60)
    assert world.kit.live.now() is before
    world.clock.now = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)  # midnight in the office
    assert world.kit.live.now() is not before


def test_a_bell_of_another_process_is_heard_at_once(postgres_url: str, hours: ServiceHours) -> None:
    """stories 20: on PostgreSQL the change rings in every process; the clock stands still meanwhile."""
    engine, clock, hub = open_engine(postgres_url), FakeClock(), Hub()
    here, elsewhere = another_process(engine, clock, hours, hub), another_process(engine, clock, hours)
    session = World(kit=elsewhere, clock=clock, rasa=None, session=None)  # type: ignore[arg-type]  # only officer() is used
    admin = session.officer("kepala-bel", Role.ADMIN)

    async def scene() -> bool:
        task = asyncio.create_task(listen(engine, hub))
        try:
            async with asyncio.timeout(20):
                while here.hours.is_open(AFTERNOON):  # LISTEN starts at some moment: ring until it is heard
                    await asyncio.to_thread(service_day.set_weekly_hours, elsewhere, admin, MORNINGS)
                    await asyncio.sleep(0.05)
                return True
        finally:
            task.cancel()
            await asyncio.gather(task, return_exceptions=True)

    assert asyncio.run(scene())
    engine.dispose()


def test_two_admins_at_once_lose_nothing(world: World, engine: Engine) -> None:
    """Two changes of one list that meet are both in it."""
    admin = world.officer("kepala", Role.ADMIN)
    days = [date(2026, 12, number) for number in (1, 2, 3, 4)]

    def add(day: date) -> None:
        service_day.add_special(world.kit, admin, first=day, last=None, hours=[])

    results = at_once(*[lambda day=day: add(day) for day in days])
    assert results == [None] * 4
    assert sorted(world.kit.office.special_days) == days


def test_readers_never_wait_for_each_other_for_long(world: World) -> None:
    """A reader that is stuck with the database does not stop those who have hours to go on with."""
    before = world.kit.live.now()
    world.kit.live.forget()
    entered, leave = threading.Event(), threading.Event()
    reading = world.kit.live._reading

    def stuck() -> None:
        with reading:
            entered.set()
            leave.wait(20)

    thread = threading.Thread(target=stuck)
    thread.start()
    entered.wait(20)
    assert world.kit.live.now() is before
    leave.set()
    thread.join()
