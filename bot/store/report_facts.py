"""Facts for reports, read from the desk's own tables."""
# ruff: noqa: D102 - the ports say what each method does

from collections import Counter
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, Table, and_, func, select

from bot.core.consultations import Category
from bot.core.messages import Sending, Speaker
from bot.core.reports.facts import (
    BotSessionFact,
    ComplaintFact,
    ConsultationFact,
    MessageFact,
    MissedFact,
    RatingFact,
    SurveyFact,
    Way,
    WrongFact,
)
from bot.core.reports.month import Month
from bot.store.consultations import consultation_from
from bot.store.form_facts import complaints_between, guest_books_of, surveys_of
from bot.store.form_tables import complaint, rating
from bot.store.tables import answer_mark, bot_session, consultation, inbox, outbox
from bot.store.visit_facts import portal_cases_between, visits_between
from bot.store.visit_tables import portal_case, visit

_BEGINNINGS = (
    consultation.c.requested_at,
    bot_session.c.started_at,
    visit.c.registered_at,
    portal_case.c.submitted_at,
    complaint.c.filed_at,
)
_ARRIVED = (Sending.SENT.value, Sending.DELIVERED.value, Sending.READ.value)


class SqlReportFacts:
    """Implements `report_ports.ReportFacts`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def consultations(self, start: datetime, end: datetime) -> list[ConsultationFact]:
        c = consultation.c
        query = select(consultation).where(c.requested_at >= start, c.requested_at < end)
        rows = self._connection.execute(query.order_by(c.requested_at, c.number)).mappings()
        books = guest_books_of(self._connection, start, end)
        chats = [
            ConsultationFact(
                number=each.number,
                way=Way.CHAT,
                channel=each.channel,
                category=each.category if each.taken_at is None else each.known_category,
                topic=each.topic,
                requested_at=each.requested_at,
                started_at=each.taken_at,
                first_reply_at=each.first_reply_at,
                answered_at=each.answered_at,
                promised_for=each.promised_for,
                closed_at=each.closed_at,
                outcome=each.outcome,
                has_form=book is not None and book.was_filled,
                by_officer=each.taken_at is not None,
                institution=None if book is None else book.institution_category,
                purpose=None if book is None else book.purpose,
                trial=each.trial,
            )
            for each in map(consultation_from, rows)
            for book in [books.get(each.id)]
        ]
        visits = visits_between(self._connection, start, end)
        cases = portal_cases_between(self._connection, start, end)
        return sorted([*chats, *visits, *cases], key=lambda fact: (fact.requested_at, fact.number))

    def bot_sessions(self, start: datetime, end: datetime) -> list[BotSessionFact]:
        c = bot_session.c
        columns = (c.channel, c.started_at, c.category, c.topic, c.answered, c.missed, c.handed_over, c.trial)
        query = select(*columns).where(c.started_at >= start, c.started_at < end).order_by(c.started_at, c.id)
        return [
            BotSessionFact(**{**row, "category": None if row["category"] is None else Category(row["category"])})
            for row in self._connection.execute(query).mappings()
        ]

    def missed(self, start: datetime, end: datetime) -> list[MissedFact]:
        c = outbox.c
        is_missed = and_(c.decision["kind"].as_string() == "fallback", c.speaker == Speaker.BOT.value)
        # A turn may need several bubbles: the first one stands for all of them.
        query = select(c.created_at, c.decision["intent"].as_string()).where(
            c.created_at >= start, c.created_at < end, c.ordinal == 0, is_missed
        )
        rows = self._connection.execute(query).all()
        counts = Counter((at.astimezone(start.tzinfo).date(), intent or "luput") for at, intent in rows)
        return [MissedFact(day=day, topic=topic, count=count) for (day, topic), count in sorted(counts.items())]

    def wrong(self, start: datetime, end: datetime) -> list[WrongFact]:
        c = answer_mark.c
        query = select(c.faq, func.count()).where(c.at >= start, c.at < end).group_by(c.faq).order_by(c.faq)
        return [WrongFact(topic=faq, count=count) for faq, count in self._connection.execute(query)]

    def messages(self, start: datetime, end: datetime) -> list[MessageFact]:
        sent_in_time = and_(outbox.c.created_at >= start, outbox.c.created_at < end)
        sent = self._by_channel(outbox, and_(sent_in_time, outbox.c.sending.in_(_ARRIVED)))
        received = self._by_channel(inbox, and_(inbox.c.received_at >= start, inbox.c.received_at < end))
        return [
            MessageFact(channel=channel, received=received.get(channel, 0), sent=sent.get(channel, 0))
            for channel in sorted({*sent, *received})
        ]

    def ratings(self, month: Month) -> list[RatingFact]:
        c = rating.c
        query = select(c.channel, c.score, c.remark, c.trial).where(c.month == str(month)).order_by(c.id)
        return [RatingFact(**row) for row in self._connection.execute(query).mappings()]

    def complaints(self, start: datetime, end: datetime) -> list[ComplaintFact]:
        return complaints_between(self._connection, start, end)

    def surveys(self, month: Month) -> list[SurveyFact]:
        return surveys_of(self._connection, month)

    def first(self) -> datetime | None:
        moments = (self._connection.execute(select(func.min(column))).scalar() for column in _BEGINNINGS)
        return min((at for at in moments if at is not None), default=None)

    def _by_channel(self, table: Table, which: ColumnElement[bool]) -> dict[str, int]:
        query = select(table.c.channel, func.count()).where(which).group_by(table.c.channel)
        return {row[0]: row[1] for row in self._connection.execute(query)}
