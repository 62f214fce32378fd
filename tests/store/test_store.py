"""The store's promises on both databases: schema, races, durability."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Engine, func, select, text

from bot.core.conversations import Address
from bot.core.messages import Incoming
from bot.services import converse, desk
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.services.wake import Hub
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.tables import contact, conversation, inbox, metadata
from bot.store.unit import SqlUnits
from tests.fakes import MONDAY_TEN, reply, wants_officer
from tests.world import World


def at_once(*works: Callable[[], Any]) -> list[Any]:
    """Run all in threads that start together; results or exceptions in order."""
    barrier = threading.Barrier(len(works))
    results: list[Any] = [None] * len(works)

    def run(index: int, work: Callable[[], Any]) -> None:
        barrier.wait()
        try:
            results[index] = work()
        except Exception as error:
            results[index] = error

    threads = [threading.Thread(target=run, args=each) for each in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_migrations_make_the_schema_of_the_tables(engine: Engine) -> None:
    """A table changed without a revision is seen here; migrating twice does nothing."""
    migrate(engine)
    with engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_first_contact_by_two_webhooks_at_once_is_one_person(kit: Kit, engine: Engine) -> None:
    """platforms 4.2: two deliveries race; one contact, one conversation, every message stored."""
    address = Address(channel="wa", kind="user", value="w-1")
    works = [lambda n=n: receive(kit, [Incoming(address=address, external_id=f"m{n}", text="x")]) for n in range(4)]
    results = at_once(*works)
    assert not [r for r in results if isinstance(r, Exception)]
    with engine.connect() as connection:
        counts = [
            connection.scalar(select(func.count()).select_from(table)) for table in (contact, conversation, inbox)
        ]
    assert counts == [1, 1, 4]


def test_same_message_by_two_webhooks_at_once_is_stored_once(kit: Kit, engine: Engine) -> None:
    """UNIQUE(channel, external_id) under a lock, not a cache."""
    same = Incoming(address=Address(channel="wa", kind="user", value="w-1"), external_id="m1", text="x")
    results = at_once(*[lambda: receive(kit, [same])[0]] * 4)
    assert sorted(r.duplicate for r in results) == [False, True, True, True]
    assert len({r.id for r in results}) == 1


def test_two_workers_racing_lease_each_conversation_once(kit: Kit) -> None:
    """platforms 4.7.2: a lease has one owner."""
    people = [Address(channel="wa", kind="user", value=f"w-{n}") for n in range(6)]
    receive(kit, [Incoming(address=each, external_id=each.value, text="x") for each in people])
    claimed = at_once(*[lambda n=n: converse.claim(kit, f"worker-{n}", 3) for n in range(3)])
    ids = [claim.conversation.id for claims in claimed for claim in claims]
    assert len(ids) == len(set(ids))
    rest = [claim.conversation.id for claim in converse.claim(kit, "late", 8)]
    assert len(set(ids + rest)) == 6


def test_two_officers_taking_at_once_one_has_it(world: World) -> None:
    """What must never happen: two officers, or none, in one conversation."""
    rina, budi = world.officer("rina"), world.officer("budi")
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    conversation_id = world.session.conversation_id
    results = at_once(*[lambda who=who: desk.take(world.kit, who, conversation_id) for who in (rina, budi)])
    assert sorted(type(r).__name__ for r in results) == ["AlreadyHeld", "NoneType"]


def test_numbers_drawn_at_once_differ(kit: Kit) -> None:
    """A consultation's number is unique and without gaps."""

    def draw() -> int:
        with kit.uow() as uow:
            ordinal = uow.consultations.next_ordinal(MONDAY_TEN.date())
            uow.commit()
        return ordinal

    assert sorted(at_once(*[draw] * 6)) == [1, 2, 3, 4, 5, 6]


def test_leaving_without_commit_changes_and_rings_nothing(
    kit: Kit, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No commit means rollback, after an error too, and nobody is woken for nothing."""
    rung: list[str] = []
    address = Address(channel="wa", kind="user", value="w-1")
    monkeypatch.setattr("bot.services.wake.Hub.fire", lambda self, topic: rung.append(topic))

    def fails_half_way() -> None:
        with kit.uow() as uow:
            uow.conversations.at(address, kit.new_id, MONDAY_TEN)
            uow.wake("inbox")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fails_half_way()
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(contact)) == 0
    with kit.uow() as uow:
        uow.wake("inbox")
        uow.commit()
    assert rung == ["inbox"]


def test_naive_times_are_refused(kit: Kit) -> None:
    """Times are aware UTC; a naive one would be read in another zone."""
    with pytest.raises(Exception, match="naive"), kit.uow() as uow:
        uow.login_attempts.add("a", "ip", datetime(2026, 11, 23))  # noqa: DTZ001 - that is the point


def test_times_come_back_as_the_same_moment(kit: Kit) -> None:
    """Written in one zone, read in UTC."""
    with kit.uow() as uow:
        uow.login_attempts.add("a", "ip", MONDAY_TEN.astimezone(kit.zone))
        uow.commit()
    with kit.uow.read() as uow:
        [at] = uow.login_attempts.of_ip("ip", MONDAY_TEN - timedelta(1))
    assert (at, at.tzinfo) == (MONDAY_TEN, UTC)


def test_sqlite_survives_a_power_failure(sqlite_url: str) -> None:
    """platforms 4.6: WAL with synchronous=FULL, also on a connection that a lease has used with less."""
    engine = open_engine(sqlite_url)
    with SqlUnits(engine, Hub())(durable=False) as uow:
        uow.commit()
    with engine.connect() as connection:  # the pool's only connection: the same one
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "wal"
        assert connection.execute(text("PRAGMA synchronous")).scalar() == 2
    engine.dispose()
