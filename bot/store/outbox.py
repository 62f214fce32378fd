"""Stored replies, and the transcript people saw."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, func, select, update

from bot.core.messages import OfferedButton, Outgoing, SeenMessage, Sending, Speaker
from bot.store.tables import message, outbox

_UNFINISHED = (Sending.QUEUED.value, Sending.SENDING.value)


class SqlOutbox:
    """Implements `ports.Outbox`; `place` orders a conversation's replies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, outgoing: Outgoing) -> None:
        c = outbox.c
        last = select(func.max(c.place)).where(c.conversation_id == outgoing.conversation_id)
        self._connection.execute(
            outbox.insert().values(
                id=outgoing.id,
                conversation_id=outgoing.conversation_id,
                channel=outgoing.channel,
                inbox_id=outgoing.inbox_id,
                ordinal=outgoing.ordinal,
                key=outgoing.key,
                place=(self._connection.execute(last).scalar() or 0) + 1,
                speaker=outgoing.speaker.value,
                author_id=outgoing.author_id,
                text=outgoing.text,
                buttons=[asdict(each) for each in outgoing.buttons],
                decision=outgoing.decision,
                sending=outgoing.sending.value,
                attempt=outgoing.attempt,
                due_at=outgoing.created_at,
                created_at=outgoing.created_at,
            )
        )

    def by_key(self, conversation_id: str, key: str) -> Outgoing | None:
        query = select(outbox).where(outbox.c.conversation_id == conversation_id, outbox.c.key == key)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _outgoing(row)

    def claim(self, now: datetime, lease_until: datetime, limit: int) -> list[Outgoing]:
        c, earlier = outbox.c, outbox.alias().c
        unfinished_before = select(earlier.id).where(
            earlier.conversation_id == c.conversation_id, earlier.place < c.place, earlier.sending.in_(_UNFINISHED)
        )
        first = and_(c.sending == Sending.QUEUED.value, c.due_at <= now, ~unfinished_before.exists())
        query = select(c.id).where(first).order_by(c.due_at).limit(limit).with_for_update(skip_locked=True)
        ids = self._connection.execute(query).scalars().all()
        if not ids:
            return []
        taken = update(outbox).where(c.id.in_(ids)).values(sending=Sending.SENDING.value, lease_until=lease_until)
        rows = self._connection.execute(taken.returning(outbox)).mappings().all()
        return sorted(map(_outgoing, rows), key=lambda each: ids.index(each.id))

    def settle(self, outbox_id: str, sending: Sending, external_id: str | None) -> None:
        values = {"sending": sending.value, "lease_until": None}
        if external_id is not None:
            values["external_id"] = external_id
        self._connection.execute(update(outbox).where(outbox.c.id == outbox_id).values(values))

    def postpone(self, outbox_id: str, due_at: datetime) -> None:
        values = {
            "sending": Sending.QUEUED.value,
            "due_at": due_at,
            "attempt": outbox.c.attempt + 1,
            "lease_until": None,
        }
        self._connection.execute(update(outbox).where(outbox.c.id == outbox_id).values(values))

    def expire(self, now: datetime) -> int:
        lost = and_(outbox.c.sending == Sending.SENDING.value, outbox.c.lease_until <= now)
        values = {"sending": Sending.UNKNOWN.value, "lease_until": None}
        return self._connection.execute(update(outbox).where(lost).values(values)).rowcount

    def drop_unsent_bot(self, conversation_id: str) -> None:
        c = outbox.c
        unsent = and_(
            c.conversation_id == conversation_id,
            c.sending == Sending.QUEUED.value,
            c.speaker == Speaker.BOT.value,
        )
        self._connection.execute(update(outbox).where(unsent).values(sending=Sending.DEAD.value))


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
            )
        )

    def after(self, conversation_id: str, seq: int, limit: int) -> list[SeenMessage]:
        c = message.c
        query = select(message).where(c.conversation_id == conversation_id, c.seq > seq).order_by(c.seq).limit(limit)
        return [_seen(row) for row in self._connection.execute(query).mappings()]

    def seq_of(self, outbox_id: str) -> int | None:
        return self._connection.execute(select(message.c.seq).where(message.c.outbox_id == outbox_id)).scalar()


def _buttons(row: RowMapping) -> tuple[OfferedButton, ...]:
    return tuple(OfferedButton(**each) for each in row["buttons"])


def _outgoing(row: RowMapping) -> Outgoing:
    return Outgoing(
        id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        inbox_id=row["inbox_id"],
        ordinal=row["ordinal"],
        key=row["key"],
        speaker=Speaker(row["speaker"]),
        author_id=row["author_id"],
        text=row["text"],
        buttons=_buttons(row),
        decision=row["decision"],
        created_at=row["created_at"],
        sending=Sending(row["sending"]),
        attempt=row["attempt"],
    )


def _seen(row: RowMapping) -> SeenMessage:
    return SeenMessage(**{**row, "speaker": Speaker(row["speaker"]), "buttons": _buttons(row)})
