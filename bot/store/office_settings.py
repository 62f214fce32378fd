"""The office's own settings."""
# ruff: noqa: D102 - the port says what each method does

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, select, text
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store.office_tables import office_setting

_ALONE = text("LOCK TABLE office_setting IN SHARE ROW EXCLUSIVE MODE")  # a row that is not there cannot be locked


class SqlOfficeSettings:
    """Implements `service_day_ports.OfficeSettings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def all(self, *, lock: bool = False) -> Mapping[str, Any]:
        if lock and self._connection.dialect.name == "postgresql":
            self._connection.execute(_ALONE)
        rows = self._connection.execute(select(office_setting.c.key, office_setting.c.value))
        return {row.key: row.value for row in rows}

    def save(self, key: str, value: Any, *, at: datetime, by: str) -> None:
        changed = {"value": value, "changed_at": at, "changed_by": by}
        statement = self._insert(office_setting).values(key=key, **changed)
        self._connection.execute(statement.on_conflict_do_update(index_elements=["key"], set_=changed))
