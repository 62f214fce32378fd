"""Visits, cases of the portal and ratings as facts for the monthly report, on both databases."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.core.accounts import Role
from bot.core.consultations import Outcome
from bot.core.reports.facts import RatingFact
from bot.core.reports.month import Month
from bot.services import reports
from bot.store.form_tables import rating
from bot.store.visit_tables import portal_case, visit
from tests.world import World

NOVEMBER = Month(2026, 11)


def at(hour: int, minute: int = 0) -> datetime:
    """A time of Monday the 23rd in UTC."""
    return datetime(2026, 11, 23, hour, minute, tzinfo=UTC)


def a_visit(number: int, **changes: Any) -> dict[str, Any]:
    values = {
        "id": f"v{number}",
        "day": date(2026, 11, 23),
        "number": number,
        "name": "Tamu Uji",
        "need": "data ipm",
        "has_email": False,
        "institution_category": "pemda",
        "purpose": "perencanaan",
        "consent_at": at(2),
        "consent_version": "1",
        "source": "petugas",
        "registered_at": at(2),
        "ended_estimated": False,
        "category": None,
        "rated": False,
    }
    return values | changes


@pytest.fixture
def filled(world: World, engine: Engine) -> World:
    """Three visitors: served in time, gone after 25 minutes, still waiting; two cases; a rating of another month."""
    siti = world.officer("siti")
    with engine.begin() as connection:
        for row in (
            a_visit(1, started_at=at(2, 5), ended_at=at(2, 30), category="metadata", topic="metadata_ipm"),
            a_visit(2, ended_at=at(2, 25)),
            a_visit(3, registered_at=at(2, 58)),
        ):
            connection.execute(visit.insert().values(row))
        case = {"category": "data", "submitted_at": at(1), "entered_at": at(1), "entered_by": siti.id}
        connection.execute(portal_case.insert().values(id="p1", number="P-1", first_answer_at=at(4), **case))
        closed = {"closed_at": at(5), "closing_reason": "tidak_merespon_3hk"}
        connection.execute(portal_case.insert().values(id="p2", number="P-2", first_answer_at=at(4), **closed, **case))
        for key, month, score in (("r1", "2026-11", 4), ("r2", "2026-10", 1)):
            connection.execute(
                rating.insert().values(id=key, month=month, channel="langsung", score=score, remark=None, trial=False)
            )
    return world


def test_visits_and_cases_are_consultations(filled: World) -> None:
    """Stories 8: visit, portal and chat in one figure; numbers in the order of their beginning."""
    with filled.kit.uow.read() as uow:
        facts = uow.facts.consultations(*NOVEMBER.span(filled.kit.zone))
        assert uow.facts.ratings(NOVEMBER) == [RatingFact(channel="langsung", score=4, remark=None)]
        assert uow.facts.first() == at(1)
    assert [(fact.number, fact.outcome) for fact in facts] == [
        ("P-1", Outcome.OPEN),
        ("P-2", Outcome.NO_REPLY),
        ("TAMU-20261123-0001", Outcome.OFFICER),
        ("TAMU-20261123-0002", Outcome.CANCELLED),
        ("TAMU-20261123-0003", Outcome.OPEN),
    ]


def test_the_report_of_a_day_with_visitors(filled: World) -> None:
    """Stories 8, rules 4.8 and 5.2: the sentence, the promises, and the visitor who went home."""
    head = filled.officer("kepala", Role.PIMPINAN)
    report = reports.see(filled.kit, head, NOVEMBER).report
    assert report.sentence == (
        "November 2026: 4 konsultasi (langsung 2, portal 2, chat 0; 1 kategori belum dipilih), 0 percakapan mandiri, "
        "0 pengaduan, penilaian 4,0 dari 4 (n=1)."
    )
    kept, late = report.sheets[3].tables
    assert [row[1:5] for row in kept.rows] == [(1, 1, 1, 3), (2, 0, 0, 2), (0, 0, 0, 0)]
    assert [(row[0], row[-1]) for row in late.rows] == [
        ("TAMU-20261123-0002", "Menunggu 25 menit kerja, lalu pulang."),
    ]
    assert "Tamu Uji" not in repr(report)
