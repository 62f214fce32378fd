"""Ratings, kept apart from whoever gave or got them."""
# ruff: noqa: D102 - the ports say what each method does

from sqlalchemy import Column, Connection, Integer, String, Table, Text

from bot.store.tables import metadata

rating = Table(
    "rating",
    metadata,
    Column("id", String(64), primary_key=True),
    Column("month", String(7), nullable=False, index=True),
    Column("channel", String(32), nullable=False),
    Column("score", Integer, nullable=False),
    Column("remark", Text),
)


class SqlRatings:
    """Implements `visit_ports.Ratings`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, *, rating_id: str, month: str, channel: str, score: int, remark: str | None) -> None:
        self._connection.execute(
            rating.insert().values(id=rating_id, month=month, channel=channel, score=score, remark=remark)
        )
