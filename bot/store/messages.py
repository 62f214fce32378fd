"""The transcript: what people saw."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict

from sqlalchemy import Connection, RowMapping, select

from bot.core.messages import Kind, SeenMessage, Speaker
from bot.store.outbox_rows import buttons_of
from bot.store.tables import message


class SqlMessages:
    """Implements `ports.Messages`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, seen: SeenMessage) -> None:
        self._connection.execute(
            message.insert().values(
                conversation_id=seen.conversation_id,
                seq=seen.seq,
                speaker=seen.speaker.value,
                text=seen.text,
                buttons=[asdict(each) for each in seen.buttons],
                at=seen.at,
                outbox_id=seen.outbox_id,
                kind=seen.kind.value,
                file_id=seen.file_id,
            )
        )

    def after(self, conversation_id: str, seq: int, limit: int) -> list[SeenMessage]:
        c = message.c
        query = select(message).where(c.conversation_id == conversation_id, c.seq > seq).order_by(c.seq).limit(limit)
        return [_seen(row) for row in self._connection.execute(query).mappings()]

    def before(self, conversation_id: str, seq: int, limit: int) -> list[SeenMessage]:
        c = message.c
        query = select(message).where(c.conversation_id == conversation_id, c.seq < seq).order_by(c.seq.desc())
        return [_seen(row) for row in self._connection.execute(query.limit(limit)).mappings()][::-1]

    def seq_of(self, outbox_id: str) -> int | None:
        return self._connection.execute(select(message.c.seq).where(message.c.outbox_id == outbox_id)).scalar()


def _seen(row: RowMapping) -> SeenMessage:
    values = {**row, "speaker": Speaker(row["speaker"]), "buttons": buttons_of(row), "kind": Kind(row["kind"])}
    return SeenMessage(**values)
