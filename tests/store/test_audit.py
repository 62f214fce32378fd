"""The trail on both databases: one chain whoever writes, and nobody edits it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from bot.core.accounts import Actor
from bot.services import accounts, audit, staff
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.unit import SqlUnits
from tests.fakes import MONDAY_TEN
from tests.store.test_store import at_once


def write(kit: Kit, action: str = "account.created", subject: str = "u") -> None:
    with kit.uow() as uow:
        uow.audit.add(at=kit.clock(), actor_id=None, action=action, subject=subject, detail={"n": "1"})
        uow.commit()


@pytest.fixture
def unguarded(engine: Engine) -> Iterator[Connection]:
    """Somebody with the database's own password, who switches the triggers off."""
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_no_update"))
            connection.execute(text("DROP TRIGGER audit_no_delete"))
        else:
            connection.execute(text("SET session_replication_role = replica"))
        yield connection
        if engine.dialect.name == "postgresql":
            connection.rollback()
            connection.execute(text("SET session_replication_role = DEFAULT"))
            connection.commit()


def test_writers_at_once_make_one_chain(kit: Kit) -> None:
    """Two writers never fork it: ids and hashes follow one another without a gap."""
    assert at_once(*[lambda n=n: write(kit, subject=f"u{n}") for n in range(12)]) == [None] * 12
    verdict = audit.verify(kit)
    assert (verdict.rows, verdict.broken_id) == (12, None)


def test_what_is_rolled_back_leaves_no_gap(kit: Kit) -> None:
    """A use case that fails is not in the trail."""
    write(kit)
    with kit.uow() as uow:
        uow.audit.add(at=MONDAY_TEN, actor_id=None, action="account.created", subject="u", detail={})
    write(kit)
    assert audit.verify(kit).rows == 2


@pytest.mark.parametrize("statement", ["UPDATE audit SET subject = 'x'", "DELETE FROM audit", "TRUNCATE audit"])
def test_the_database_refuses_to_change_it(kit: Kit, engine: Engine, statement: str) -> None:
    """An audit log that cannot be edited, not by a slip of ours either."""
    write(kit)
    if engine.dialect.name == "sqlite" and statement.startswith("TRUNCATE"):
        statement = "DELETE FROM audit WHERE 1 = 1"  # SQLite knows no other
    with engine.connect() as connection, pytest.raises(DBAPIError, match="audit rows are never changed"):
        connection.execute(text(statement))
    assert audit.verify(kit).rows == 1


TAMPERING = [
    pytest.param("UPDATE audit SET subject = 'x' WHERE id = 3", 3, id="changed"),
    pytest.param("DELETE FROM audit WHERE id = 2", 3, id="deleted"),
    pytest.param("DELETE FROM audit WHERE id = 1", 2, id="the first one deleted"),
    pytest.param("UPDATE audit SET hash = prev_hash WHERE id = 4", 4, id="hash changed"),
    pytest.param("UPDATE audit SET at = '2026-11-23 04:00:00' WHERE id = 2", 2, id="time changed"),
]


@pytest.mark.parametrize(("statement", "broken"), TAMPERING)
def test_tampering_is_found(kit: Kit, unguarded: Connection, statement: str, broken: int) -> None:
    """`python -m bot audit verify` names the first broken row."""
    for _ in range(5):
        write(kit)
    unguarded.execute(text(statement))
    unguarded.commit()
    assert audit.verify(kit).broken_id == broken


def test_rows_from_before_the_chain_are_chained(tmp_path: Path) -> None:
    """Upgrading an office keeps what is there, and it verifies."""
    engine = open_engine(f"sqlite:///{tmp_path / 'pst.sqlite'}")
    migrate(engine, "0002")
    row = (
        "INSERT INTO audit (id, at, action, subject, detail) VALUES (:id, '2026-11-23 03:00:00.000000', 'a.b', 'é', :d)"
    )
    with engine.begin() as connection:
        for row_id in (3, 4, 9):
            connection.execute(text(row), {"id": row_id, "d": '{"k": "1"}'})
    migrate(engine)
    with engine.connect() as connection:
        ids = connection.execute(text("SELECT id FROM audit ORDER BY id")).scalars().all()
    assert ids == [1, 2, 3]
    with SqlUnits(engine, Hub()).read() as uow:
        first, second, third = uow.audit.after(0, 10)
    assert first.follows(None)
    assert second.follows(first)
    assert third.follows(second)
    engine.dispose()


def test_who_may_read_it_and_narrow_it(kit: Kit) -> None:
    """Stories 8: admin and pimpinan; by user, by action, page by page."""
    accounts.ensure_admin(kit, "sandi-admin-1")
    admin: Actor = accounts.authenticate(kit, accounts.log_in(kit, "admin", "sandi-admin-1", "ip"))
    staff.create(kit, admin, "rina", "Rina", admin.roles)
    entries = audit.trail(kit, admin)
    assert [(each.row.action, each.actor_name, each.subject_name) for each in entries] == [
        ("account.created", "Admin", "Rina"),
        ("account.logged_in", "Admin", "Admin"),
    ]
    assert [each.row.id for each in audit.trail(kit, admin, action="account.logged_in")] == [1]
    assert [each.row.id for each in audit.trail(kit, admin, user_id=admin.id, before=2)] == [1]
    assert audit.trail(kit, admin, user_id="tidak-ada") == []
    names, actions = audit.choices(kit, admin)
    assert sorted(names.values()) == ["Admin", "Rina"]
    assert actions == ["account.created", "account.logged_in"]
