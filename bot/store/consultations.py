"""Consultations with their numbers, and marks on wrong answers."""
# ruff: noqa: D102 - the ports say what each method does

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, select, update

from bot.core.consultations import Category, ClosingReason, Consultation, Need
from bot.store.series import next_in
from bot.store.tables import answer_mark, consultation, conversation


class SqlConsultations:
    """Implements `ports.Consultations`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_ordinal(self, day: date) -> int:
        return next_in(self._connection, f"PST-{day:%Y%m%d}")

    def add(self, new: Consultation) -> None:
        self._connection.execute(consultation.insert().values(id=new.id, **_values(new)))

    def save(self, changed: Consultation) -> None:
        self._connection.execute(update(consultation).where(consultation.c.id == changed.id).values(**_values(changed)))

    def latest(self, conversation_id: str) -> Consultation | None:
        c = consultation.c
        query = select(consultation).where(c.conversation_id == conversation_id)
        row = self._connection.execute(query.order_by(c.requested_at.desc(), c.number.desc())).mappings().first()
        return None if row is None else consultation_from(row)

    def get(self, consultation_id: str) -> Consultation | None:
        query = select(consultation).where(consultation.c.id == consultation_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else consultation_from(row)

    def by_number(self, number: str) -> Consultation | None:
        row = self._connection.execute(select(consultation).where(consultation.c.number == number)).mappings().first()
        return None if row is None else consultation_from(row)

    def held_by(self, user_id: str) -> list[Consultation]:
        c = consultation.c
        query = (
            select(consultation)
            .join(conversation, conversation.c.id == c.conversation_id)
            .where(c.closed_at.is_(None), conversation.c.holder_id == user_id)
            .order_by(c.waiting_since, c.number)
        )
        return [consultation_from(row) for row in self._connection.execute(query).mappings()]


class SqlAnswerMarks:
    """Implements `ports.AnswerMarks`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *, mark_id: str, conversation_id: str, inbox_id: str, faq: str | None, at: datetime) -> None:
        self._connection.execute(
            answer_mark.insert().values(id=mark_id, conversation_id=conversation_id, inbox_id=inbox_id, faq=faq, at=at)
        )


def _values(each: Consultation) -> dict[str, Any]:
    return {
        "number": each.number,
        "conversation_id": each.conversation_id,
        "channel": each.channel,
        "category": each.category.value,
        "category_chosen": each.category_chosen,
        "topic": each.topic,
        "question": each.question,
        "indicator": each.need.indicator,
        "region": each.need.region,
        "year": each.need.year,
        "requested_at": each.requested_at,
        "waiting_since": each.waiting_since,
        "queued_at": each.queued_at,
        "taken_at": each.taken_at,
        "taken_by": each.taken_by,
        "first_reply_at": each.first_reply_at,
        "answered_at": each.answered_at,
        "settled_at": each.settled_at,
        "promised_for": each.promised_for,
        "waiting_told_at": each.waiting_told_at,
        "warned_at": each.warned_at,
        "carried_at": each.carried_at,
        "closed_at": each.closed_at,
        "closing_reason": None if each.closing_reason is None else each.closing_reason.value,
        "rated": each.rated,
        "trial": each.trial,
    }


def consultation_from(row: RowMapping) -> Consultation:
    """The value of a row, which may have more columns than the table."""
    values = {column.name: row[column.name] for column in consultation.columns}
    need = Need(indicator=values.pop("indicator"), region=values.pop("region"), year=values.pop("year"))
    reason = values.pop("closing_reason")
    return Consultation(
        **{**values, "category": Category(row["category"])},
        need=need,
        closing_reason=None if reason is None else ClosingReason(reason),
    )
