"""Requests of people about their data."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from bot.core.forms.form import FormKind
from bot.core.privacy import WIPED, PrivacyRequest
from bot.store.form_tables import privacy_request
from bot.store.people import same_person
from bot.store.series import next_in

_C = privacy_request.c


class SqlPrivacyRequests:
    """Implements `form_ports.PrivacyRequests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_ordinal(self, day: date) -> int:
        return next_in(self._connection, f"DP-{day:%Y%m%d}")

    def add(self, request: PrivacyRequest) -> None:
        self._connection.execute(privacy_request.insert().values(**_values(request)))

    def save(self, request: PrivacyRequest) -> None:
        changed = update(privacy_request).where(_C.number == request.number)
        self._connection.execute(changed.values(**_values(request)))

    def get(self, number: str, *, lock: bool = False) -> PrivacyRequest | None:
        query = select(privacy_request).where(_C.number == number)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else _request(row)

    def open_of(self, contact_id: str, kind: FormKind) -> PrivacyRequest | None:
        theirs = _C.contact_id.in_(same_person(self._connection, contact_id))
        query = select(privacy_request).where(theirs, _C.kind == kind.value, _C.done_at.is_(None))
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _request(row)

    def open(self) -> list[PrivacyRequest]:
        query = select(privacy_request).where(_C.done_at.is_(None)).order_by(_C.due_at, _C.number)
        return [_request(row) for row in self._connection.execute(query).mappings()]

    def done(self, limit: int) -> list[PrivacyRequest]:
        query = select(privacy_request).where(_C.done_at.is_not(None)).order_by(_C.done_at.desc(), _C.number.desc())
        return [_request(row) for row in self._connection.execute(query.limit(limit)).mappings()]

    def wiped(self, before: datetime) -> list[PrivacyRequest]:
        query = select(privacy_request).where(_C.result == WIPED, _C.done_at < before).order_by(_C.number)
        return [_request(row) for row in self._connection.execute(query).mappings()]


def _values(request: PrivacyRequest) -> dict[str, Any]:
    return {**asdict(request), "kind": request.kind.value}


def _request(row: RowMapping) -> PrivacyRequest:
    return PrivacyRequest(**{**row, "kind": FormKind(row["kind"])})
