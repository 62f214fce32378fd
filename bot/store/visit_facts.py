"""Facts of direct visits and of the portal register."""

from datetime import datetime

from sqlalchemy import Connection, RowMapping, select

from bot.core.consultations import Category, ClosingReason, Outcome, outcome_of
from bot.core.reports.facts import ConsultationFact, Way
from bot.store.visit_tables import portal_case, visit


def visits_between(connection: Connection, start: datetime, end: datetime) -> list[ConsultationFact]:
    """By the time of the registration."""
    c = visit.c
    query = select(visit).where(c.registered_at >= start, c.registered_at < end)
    return [_visit(row) for row in connection.execute(query).mappings()]


def portal_cases_between(connection: Connection, start: datetime, end: datetime) -> list[ConsultationFact]:
    """By the time of the submission; what was entered wrongly counts nowhere."""
    c = portal_case.c
    query = select(portal_case).where(c.submitted_at >= start, c.submitted_at < end, c.withdrawn_at.is_(None))
    return [_case(row) for row in connection.execute(query).mappings()]


def _visit(row: RowMapping) -> ConsultationFact:
    served, ended = row["started_at"] is not None, row["ended_at"] is not None
    return ConsultationFact(
        number=f"TAMU-{row['day']:%Y%m%d}-{row['number']:04d}",
        way=Way.LANGSUNG,
        channel=Way.LANGSUNG.value,
        category=None if row["category"] is None else Category(row["category"]),
        topic=row["topic"],
        institution=row["institution_category"],
        purpose=row["purpose"],
        requested_at=row["registered_at"],
        started_at=row["started_at"],
        first_reply_at=row["started_at"],
        answered_at=row["ended_at"] if served else None,
        closed_at=row["ended_at"],
        outcome=Outcome.OPEN if not ended else Outcome.OFFICER if served else Outcome.CANCELLED,
        has_form=True,
        by_officer=served,
        without_email=not row["has_email"],
    )


def _case(row: RowMapping) -> ConsultationFact:
    reason = row["closing_reason"]
    return ConsultationFact(
        number=row["number"],
        way=Way.PORTAL,
        channel=Way.PORTAL.value,
        category=Category(row["category"]),
        topic=row["topic"],
        requested_at=row["submitted_at"],
        started_at=row["first_answer_at"],
        first_reply_at=row["first_answer_at"],
        answered_at=row["first_answer_at"],
        closed_at=row["closed_at"],
        outcome=outcome_of(None if reason is None else ClosingReason(reason)),
        has_form=False,
        by_officer=row["first_answer_at"] is not None,
        portal_rating=row["portal_rating"],
    )
