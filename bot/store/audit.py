"""The audit trail: one chain, whoever writes."""
# ruff: noqa: D102 - the port says what each method does

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, RowMapping, func, select, text

from bot.core.audit import GENESIS, AuditRow, check_detail
from bot.store.account_tables import audit

_LOCK = 6208_0002  # any number; the same in all our processes


class SqlAudit:
    """Implements `account_ports.AuditTrail`; rows wait until the commit, so that the chain's lock is the last one."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._waiting: list[AuditRow] = []

    def add(self, *, at: datetime, actor_id: str | None, action: str, subject: str, detail: Mapping[str, str]) -> None:
        check_detail(detail)
        self._waiting.append(
            AuditRow(id=0, at=at, actor_id=actor_id, action=action, subject=subject, detail=dict(detail), prev_hash="")
        )

    def write(self) -> None:
        """Append what waits; from here to the commit no other writer of the chain goes on."""
        if not self._waiting:
            return
        if self._connection.dialect.name == "postgresql":  # SQLite has one writer anyhow
            self._connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        newest = select(audit.c.id, audit.c.hash).order_by(audit.c.id.desc()).limit(1)
        last = self._connection.execute(newest).first()
        last_id, prev_hash = (0, GENESIS) if last is None else (last.id, last.hash)
        for row_id, row in enumerate(self._waiting, last_id + 1):
            sealed = AuditRow(**{**asdict(row), "id": row_id, "prev_hash": prev_hash}).sealed()
            self._connection.execute(audit.insert().values(asdict(sealed)))
            prev_hash = sealed.hash
        self._waiting.clear()

    def newest(self, *, user_id: str | None, action: str | None, before: int | None, limit: int) -> list[AuditRow]:
        query = select(audit).order_by(audit.c.id.desc()).limit(limit)
        if user_id is not None:
            query = query.where(audit.c.actor_id == user_id)
        if action is not None:
            query = query.where(audit.c.action == action)
        if before is not None:
            query = query.where(audit.c.id < before)
        return [_row(each) for each in self._connection.execute(query).mappings()]

    def actions(self) -> list[str]:
        return list(self._connection.execute(select(audit.c.action).distinct().order_by(audit.c.action)).scalars())

    def counts(self, actions: Collection[str], since: datetime) -> Mapping[str, int]:
        c = audit.c
        query = select(c.subject, func.count()).where(c.action.in_(actions), c.at > since).group_by(c.subject)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def after(self, row_id: int, limit: int) -> list[AuditRow]:
        query = select(audit).where(audit.c.id > row_id).order_by(audit.c.id).limit(limit)
        return [_row(each) for each in self._connection.execute(query).mappings()]


def _row(row: RowMapping) -> AuditRow:
    return AuditRow(**row)
