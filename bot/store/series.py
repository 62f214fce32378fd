"""Numbers of a series: 1, 2, 3 …, never twice."""

from sqlalchemy import Connection
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.store.tables import number_series


def next_in(connection: Connection, series: str) -> int:
    """The next number of a series, which begins at 1."""
    insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert
    first = insert(number_series).values(series=series, last=1)
    counted = first.on_conflict_do_update(index_elements=["series"], set_={"last": number_series.c.last + 1})
    ordinal: int = connection.execute(counted.returning(number_series.c.last)).scalar_one()
    return ordinal
