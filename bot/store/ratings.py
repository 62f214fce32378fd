"""Ratings, and the satisfaction survey."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, and_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.skm import Survey
from bot.store.form_tables import rating, rating_offer, survey_answer, survey_link, survey_period

_SURVEY = (survey_period.c.id, survey_period.c.name, survey_period.c.first, survey_period.c.last)


class SqlRatings:
    """Implements `form_ports.Ratings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def add(
        self, *, rating_id: str, month: str, channel: str, score: int, remark: str | None, trial: bool = False
    ) -> None:
        values = {"id": rating_id, "month": month, "channel": channel, "score": score, "remark": remark, "trial": trial}
        self._connection.execute(rating.insert().values(**values))

    def remark(self, rating_id: str, remark: str) -> None:
        self._connection.execute(update(rating).where(rating.c.id == rating_id).values(remark=remark))

    def offered_at(self, contact_id: str) -> datetime | None:
        c = rating_offer.c
        return self._connection.execute(select(c.at).where(c.contact_id == contact_id)).scalar()

    def offer(self, contact_id: str, at: datetime) -> None:
        first = self._insert(rating_offer).values(contact_id=contact_id, at=at)
        self._connection.execute(first.on_conflict_do_update(index_elements=["contact_id"], set_={"at": at}))


class SqlSurveys:
    """Implements `form_ports.Surveys`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, survey: Survey, opened_by: str, at: datetime) -> None:
        self._connection.execute(survey_period.insert().values(**asdict(survey), opened_by=opened_by, opened_at=at))

    def get(self, survey_id: str) -> Survey | None:
        query = select(*_SURVEY).where(survey_period.c.id == survey_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else Survey(**row)

    def all(self) -> list[Survey]:
        query = select(*_SURVEY).order_by(survey_period.c.first.desc(), survey_period.c.id)
        return [Survey(**row) for row in self._connection.execute(query).mappings()]

    def add_links(self, survey_id: str, token_hashes: Collection[str]) -> None:
        rows = [{"token_hash": each, "period_id": survey_id, "used": False} for each in token_hashes]
        self._connection.execute(survey_link.insert(), rows)

    def of_link(self, token_hash: str) -> tuple[Survey, bool] | None:
        joined = select(*_SURVEY, survey_link.c.used).join(survey_link, survey_link.c.period_id == survey_period.c.id)
        row = self._connection.execute(joined.where(survey_link.c.token_hash == token_hash)).mappings().first()
        if row is None:
            return None
        return Survey(id=row["id"], name=row["name"], first=row["first"], last=row["last"]), row["used"]

    def use_link(self, token_hash: str) -> bool:
        unused = and_(survey_link.c.token_hash == token_hash, survey_link.c.used.is_(False))
        return self._connection.execute(update(survey_link).where(unused).values(used=True)).rowcount == 1

    def add_answer(self, *, answer_id: str, survey_id: str, scores: Sequence[int], suggestion: str | None) -> None:
        values = {"id": answer_id, "period_id": survey_id, "scores": list(scores), "suggestion": suggestion}
        self._connection.execute(survey_answer.insert().values(**values))

    def answers(self, survey_id: str) -> list[tuple[tuple[int, ...], str | None]]:
        c = survey_answer.c
        query = select(c.scores, c.suggestion).where(c.period_id == survey_id).order_by(c.id)
        return [(tuple(row.scores), row.suggestion) for row in self._connection.execute(query)]
