"""The guest book of direct visits."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict, fields
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, select, update

from bot.core.consultations import Category
from bot.core.guest_fields import Guest
from bot.core.visits import Source, Visit
from bot.store.series import next_in
from bot.store.visit_tables import visit

_GUEST = tuple(field.name for field in fields(Guest))


class SqlVisits:
    """Implements `visit_ports.Visits`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_number(self, day: date) -> int:
        return next_in(self._connection, f"TAMU-{day:%Y%m%d}")

    def add(self, new: Visit) -> None:
        self._connection.execute(visit.insert().values(id=new.id, **_values(new)))

    def save(self, changed: Visit) -> None:
        self._connection.execute(update(visit).where(visit.c.id == changed.id).values(**_values(changed)))

    def get(self, visit_id: str) -> Visit | None:
        return self._one(visit.c.id == visit_id)

    def by_request(self, request_key: str) -> Visit | None:
        return self._one(visit.c.request_key == request_key)

    def by_rating_code(self, code: str) -> Visit | None:
        return self._one(visit.c.rating_code == code)

    def between(self, first: date, last: date) -> list[Visit]:
        c = visit.c
        return self._many(select(visit).where(c.day >= first, c.day <= last).order_by(c.day, c.number))

    def open(self) -> list[Visit]:
        c = visit.c
        return self._many(select(visit).where(c.ended_at.is_(None)).order_by(c.day, c.number))

    def uncategorised(self) -> list[Visit]:
        c = visit.c
        done = c.started_at.is_not(None), c.ended_at.is_not(None), c.category.is_(None)
        return self._many(select(visit).where(*done).order_by(c.day.desc(), c.number.desc()))

    def unrated(self, since: date) -> list[Visit]:
        c = visit.c
        done = c.started_at.is_not(None), c.ended_at.is_not(None), c.rated.is_(False), c.day >= since
        return self._many(select(visit).where(*done).order_by(c.day.desc(), c.number.desc()))

    def _one(self, condition: ColumnElement[bool]) -> Visit | None:
        row = self._connection.execute(select(visit).where(condition).with_for_update()).mappings().first()
        return None if row is None else _visit(row)

    def _many(self, query: Select[Any]) -> list[Visit]:
        return [_visit(row) for row in self._connection.execute(query).mappings()]


def _values(each: Visit) -> dict[str, Any]:
    values = {field.name: getattr(each, field.name) for field in fields(Visit) if field.name not in ("id", "guest")}
    return {
        **values,
        **asdict(each.guest),
        "source": each.source.value,
        "category": None if each.category is None else each.category.value,
    }


def _visit(row: RowMapping) -> Visit:
    values = dict(row)
    guest = Guest(**{name: values.pop(name) for name in _GUEST})
    values["source"] = Source(values["source"])
    values["category"] = None if values["category"] is None else Category(values["category"])
    return Visit(guest=guest, **values)
