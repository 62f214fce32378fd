"""Locked months and the office's confirmations."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict

from sqlalchemy import Connection, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.readiness import Confirmation
from bot.core.reports.month import Month
from bot.core.reports.report import LockedReport
from bot.core.reports.stored import report_from_json, report_to_json
from bot.store.report_tables import confirmation, report_lock


class SqlReportLocks:
    """Implements `report_ports.ReportLocks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def add(self, locked: LockedReport) -> bool:
        new = self._insert(report_lock).values(
            month=str(locked.report.month),
            locked_at=locked.locked_at,
            locked_by=locked.locked_by,
            data=report_to_json(locked.report),
        )
        added = new.on_conflict_do_nothing().returning(report_lock.c.month)
        return self._connection.execute(added).first() is not None

    def get(self, month: Month) -> LockedReport | None:
        query = select(report_lock).where(report_lock.c.month == str(month))
        row = self._connection.execute(query).mappings().first()
        if row is None:
            return None
        report = report_from_json(row["data"])
        return LockedReport(report=report, locked_at=row["locked_at"], locked_by=row["locked_by"])

    def has(self, month: Month) -> bool:
        query = select(report_lock.c.month).where(report_lock.c.month == str(month))
        return self._connection.execute(query).first() is not None

    def months(self) -> list[Month]:
        stored = self._connection.execute(select(report_lock.c.month)).scalars()
        return sorted(month for each in stored if (month := Month.parse(each)) is not None)


class SqlConfirmations:
    """Implements `report_ports.Confirmations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def all(self) -> list[Confirmation]:
        return [Confirmation(**row) for row in self._connection.execute(select(confirmation)).mappings()]

    def save(self, given: Confirmation) -> None:
        values = asdict(given)
        first = self._insert(confirmation).values(values)
        self._connection.execute(first.on_conflict_do_update(index_elements=["key"], set_=values))
