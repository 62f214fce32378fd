"""Facts of the forms: what a filled guest book says, complaints without content, the survey."""

from datetime import datetime

from sqlalchemy import Connection, select

from bot.core.guests import GuestBook
from bot.core.reports.facts import ComplaintFact, ComplaintStatus, SurveyFact
from bot.core.reports.month import Month
from bot.store.form_tables import complaint, guest_book, survey_answer, survey_period
from bot.store.tables import consultation


def complaints_between(connection: Connection, start: datetime, end: datetime) -> list[ComplaintFact]:
    """By the time of filing."""
    c = complaint.c
    query = select(c.state, c.filed_at, c.due_at, c.followed_up_at).where(c.filed_at >= start, c.filed_at < end)
    return [
        ComplaintFact(
            status=ComplaintStatus(state), received_at=filed_at, due_at=due_at, first_follow_up_at=followed_up_at
        )
        for state, filed_at, due_at, followed_up_at in connection.execute(query.order_by(c.filed_at))
    ]


def surveys_of(connection: Connection, month: Month) -> list[SurveyFact]:
    """Answers of the periods that were open in the month; an answer itself has no date."""
    query = (
        select(survey_answer.c.scores)
        .join(survey_period, survey_period.c.id == survey_answer.c.period_id)
        .where(survey_period.c.first <= month.days[-1], survey_period.c.last >= month.first)
        .order_by(survey_answer.c.id)
    )
    return [SurveyFact(scores=tuple(scores)) for scores in connection.execute(query).scalars()]


def guest_books_of(connection: Connection, start: datetime, end: datetime) -> dict[str, GuestBook]:
    """The guest book of each consultation that was asked for in a span of time, by its id."""
    query = (
        select(guest_book)
        .join(consultation, consultation.c.id == guest_book.c.consultation_id)
        .where(consultation.c.requested_at >= start, consultation.c.requested_at < end)
    )
    books = (GuestBook(**row) for row in connection.execute(query).mappings())
    return {book.consultation_id: book for book in books if book.consultation_id is not None}
