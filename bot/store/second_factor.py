"""Trusted devices and recovery codes."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import Connection, delete, func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store.account_tables import recovery_code, trusted_device


class SqlTrustedDevices:
    """Implements `account_ports.TrustedDevices`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def trust(self, token_hash: str, user_id: str, at: datetime) -> None:
        statement = self._insert(trusted_device).values(token_hash=token_hash, user_id=user_id, trusted_at=at)
        keys = ["token_hash", "user_id"]
        self._connection.execute(statement.on_conflict_do_update(index_elements=keys, set_={"trusted_at": at}))

    def trusted_at(self, token_hash: str, user_id: str) -> datetime | None:
        c = trusted_device.c
        query = select(c.trusted_at).where(c.token_hash == token_hash, c.user_id == user_id)
        return self._connection.execute(query).scalar()

    def forget(self, user_id: str) -> None:
        self._connection.execute(delete(trusted_device).where(trusted_device.c.user_id == user_id))

    def purge(self, before: datetime) -> int:
        return self._connection.execute(delete(trusted_device).where(trusted_device.c.trusted_at <= before)).rowcount


class SqlRecoveryCodes:
    """Implements `account_ports.RecoveryCodes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def replace(self, user_id: str, code_hashes: Collection[str]) -> None:
        self._connection.execute(delete(recovery_code).where(recovery_code.c.user_id == user_id))
        if code_hashes:
            rows = [{"user_id": user_id, "code_hash": each} for each in code_hashes]
            self._connection.execute(recovery_code.insert(), rows)

    def use(self, user_id: str, code_hash: str) -> bool:
        c = recovery_code.c
        gone = delete(recovery_code).where(c.user_id == user_id, c.code_hash == code_hash)
        return self._connection.execute(gone).rowcount == 1

    def count(self, user_id: str) -> int:
        query = select(func.count()).where(recovery_code.c.user_id == user_id)
        return self._connection.execute(query).scalar_one()
