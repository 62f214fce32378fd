"""The register of portal consultations."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.consultations import Category, ClosingReason
from bot.core.portal import PortalCase
from bot.store.visit_tables import portal_case


class SqlPortalCases:
    """Implements `visit_ports.PortalCases`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def add(self, case: PortalCase) -> bool:
        new = self._insert(portal_case).values(**_values(case)).on_conflict_do_nothing(index_elements=["number"])
        return self._connection.execute(new.returning(portal_case.c.id)).first() is not None

    def save(self, case: PortalCase) -> None:
        self._connection.execute(update(portal_case).where(portal_case.c.id == case.id).values(**_values(case)))

    def get(self, case_id: str) -> PortalCase | None:
        query = select(portal_case).where(portal_case.c.id == case_id).with_for_update()
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _case(row)

    def has(self, number: str) -> bool:
        query = select(portal_case.c.id).where(portal_case.c.number == number)
        return self._connection.execute(query).first() is not None

    def open(self) -> list[PortalCase]:
        query = select(portal_case).where(portal_case.c.closed_at.is_(None), portal_case.c.withdrawn_at.is_(None))
        return [_case(row) for row in self._connection.execute(query).mappings()]

    def closed_since(self, since: datetime) -> list[PortalCase]:
        c = portal_case.c
        query = select(portal_case).where(c.closed_at >= since, c.withdrawn_at.is_(None)).order_by(c.closed_at.desc())
        return [_case(row) for row in self._connection.execute(query).mappings()]


def _values(case: PortalCase) -> dict[str, Any]:
    reason = case.closing_reason
    return {
        **asdict(case),
        "category": case.category.value,
        "closing_reason": None if reason is None else reason.value,
    }


def _case(row: RowMapping) -> PortalCase:
    reason = row["closing_reason"]
    return PortalCase(
        **{
            **row,
            "category": Category(row["category"]),
            "closing_reason": None if reason is None else ClosingReason(reason),
        }
    )
