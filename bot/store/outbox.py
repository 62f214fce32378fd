"""Stored replies, on their way and where they ended."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection, Mapping
from dataclasses import asdict
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select, update

from bot.core.messages import Outgoing, Sending, Speaker
from bot.core.sending import Failure, Trouble
from bot.store.outbox_rows import attachment_json, outgoing_of, trouble_of
from bot.store.tables import conversation, outbox

_UNFINISHED = (Sending.QUEUED.value, Sending.SENDING.value)
_ARRIVED = (Sending.SENT.value, Sending.DELIVERED.value, Sending.READ.value)
_TROUBLED = (Sending.FAILED.value, Sending.UNKNOWN.value, Sending.DEAD.value)
_C = outbox.c


class SqlOutbox:
    """Implements `ports.Outbox`; `place` orders a conversation's replies."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, outgoing: Outgoing) -> None:
        last = select(func.max(_C.place)).where(_C.conversation_id == outgoing.conversation_id)
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
                optional=outgoing.optional,
                template=outgoing.template,
                attachment=attachment_json(outgoing.attachment),
                void_ids=list(outgoing.void_ids),
                thread_id=None if outgoing.thread is None else outgoing.thread.id,
                form_kind=None if outgoing.thread is None else outgoing.thread.kind.value,
            )
        )

    def by_key(self, conversation_id: str, key: str) -> Outgoing | None:
        query = select(outbox).where(_C.conversation_id == conversation_id, _C.key == key)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else outgoing_of(row)

    def due(self, now: datetime, limits: Mapping[str, int]) -> list[Outgoing]:
        found: list[Outgoing] = []
        for channel, limit in limits.items():
            ready = and_(_C.channel == channel, _C.due_at <= now, _is_first(), _window_is_open(now))
            query = select(outbox).where(ready).order_by(_C.due_at, _C.created_at).limit(limit)
            rows = self._connection.execute(query.with_for_update(skip_locked=True, of=outbox)).mappings()
            found += [outgoing_of(row) for row in rows]
        return found

    def begin(self, outbox_ids: Collection[str], until: datetime) -> None:
        values = {"sending": Sending.SENDING.value, "lease_until": until}
        self._connection.execute(update(outbox).where(_C.id.in_(outbox_ids)).values(values))

    def get(self, outbox_id: str) -> Outgoing | None:
        row = self._connection.execute(select(outbox).where(_C.id == outbox_id)).mappings().first()
        return None if row is None else outgoing_of(row)

    def has_queued(self, conversation_id: str) -> bool:
        waiting = and_(_C.conversation_id == conversation_id, _C.sending == Sending.QUEUED.value)
        return self._connection.execute(select(_C.id).where(waiting).limit(1)).first() is not None

    def name(self, outbox_id: str, external_id: str) -> None:
        self._connection.execute(update(outbox).where(_C.id == outbox_id).values(external_id=external_id))

    def state_of(self, outbox_id: str) -> Sending | None:
        query = select(_C.sending).where(_C.id == outbox_id).with_for_update()
        found = self._connection.execute(query).scalar()
        return None if found is None else Sending(found)

    def id_of(self, channel: str, external_id: str) -> str | None:
        query = select(_C.id).where(_C.channel == channel, _C.external_id == external_id)
        return self._connection.execute(query).scalar()

    def settle(
        self,
        outbox_id: str,
        sending: Sending,
        at: datetime,
        *,
        external_id: str | None = None,
        failure: Failure | None = None,
        detail: str | None = None,
    ) -> None:
        values: dict[str, Any] = {
            "sending": sending.value,
            "status_at": at,
            "failure": None if failure is None else failure.code,
            "detail": detail,
            "lease_until": None,
        }
        if external_id is not None:
            values["external_id"] = external_id
        self._connection.execute(update(outbox).where(_C.id == outbox_id).values(values))

    def postpone(self, outbox_id: str, due_at: datetime, *, count: bool = True) -> None:
        values = {
            "sending": Sending.QUEUED.value,
            "due_at": due_at,
            "attempt": _C.attempt + int(count),
            "lease_until": None,
        }
        self._connection.execute(update(outbox).where(_C.id == outbox_id).values(values))

    def requeue(self, outbox_id: str, due_at: datetime, void_ids: Collection[str] = ()) -> None:
        values = {
            "void_ids": sorted(void_ids),
            "sending": Sending.QUEUED.value,
            "due_at": due_at,
            "attempt": 0,
            "lease_until": None,
            "external_id": None,
            "failure": None,
            "detail": None,
        }
        self._connection.execute(update(outbox).where(_C.id == outbox_id).values(values))

    def vanished(self, now: datetime) -> list[Outgoing]:
        lost = and_(_C.sending == Sending.SENDING.value, _C.lease_until <= now)
        rows = self._connection.execute(select(outbox).where(lost).with_for_update(skip_locked=True)).mappings()
        return [outgoing_of(row) for row in rows]

    def unknown(self, channels: Collection[str], before: datetime, limit: int) -> list[tuple[Outgoing, datetime]]:
        since = and_(_C.sending == Sending.UNKNOWN.value, _C.channel.in_(channels), _C.status_at <= before)
        rows = self._connection.execute(select(outbox).where(since).order_by(_C.status_at).limit(limit)).mappings()
        return [(outgoing_of(row), row["status_at"]) for row in rows]

    def drop_unsent_bot(self, conversation_id: str, at: datetime) -> None:
        unsent = and_(
            _C.conversation_id == conversation_id, _C.speaker == Speaker.BOT.value, _C.thread_id.is_(None)
        )  # a private form goes on beside the officer
        self._drop(unsent, Failure.OVERTAKEN, at)

    def drop_optional(self, channel: str, at: datetime) -> int:
        return self._drop(and_(_C.channel == channel, _C.optional.is_(True)), Failure.MONTH_SPENT, at)

    def parked(self, now: datetime, limit: int) -> list[Outgoing]:
        waiting = and_(_C.speaker == Speaker.OFFICER.value, _C.template.is_(None), _is_first(), ~_window_is_open(now))
        rows = self._connection.execute(select(outbox).where(waiting).order_by(_C.created_at).limit(limit)).mappings()
        return [outgoing_of(row) for row in rows]

    def asked_since(self, conversation_id: str, since: datetime) -> bool:
        later = and_(_C.conversation_id == conversation_id, _C.created_at > since)
        rows = self._connection.execute(select(_C.speaker, _C.decision).where(later)).mappings()
        return any(
            row["speaker"] == Speaker.OFFICER.value or (row["decision"] or {}).get("kind") == "options" for row in rows
        )

    def sent_since(self, channel: str, since: datetime) -> int:
        taken = and_(_C.channel == channel, _C.created_at >= since, _C.sending.in_(_ARRIVED))
        return self._connection.execute(select(func.count()).select_from(outbox).where(taken)).scalar() or 0

    def troubled(self, limit: int) -> list[Trouble]:
        known = (Failure.OVERTAKEN.code, Failure.MONTH_SPENT.code)
        bad = and_(_C.sending.in_(_TROUBLED), _C.failure.is_not(None), _C.failure.not_in(known))
        query = select(outbox).where(bad).order_by(_C.created_at.desc()).limit(limit)
        return [trouble_of(row) for row in self._connection.execute(query).mappings()]

    def _drop(self, which: ColumnElement[bool], why: Failure, at: datetime) -> int:
        unsent = and_(which, _C.sending == Sending.QUEUED.value)
        values = {"sending": Sending.DEAD.value, "failure": why.code, "status_at": at, "lease_until": None}
        return self._connection.execute(update(outbox).where(unsent).values(values)).rowcount


def _is_first() -> ColumnElement[bool]:
    """Queued, and nothing of its conversation before it is unfinished; a template opens the way for what waits."""
    earlier = outbox.alias().c
    unfinished_before = select(earlier.id).where(
        earlier.conversation_id == _C.conversation_id, earlier.place < _C.place, earlier.sending.in_(_UNFINISHED)
    )
    return and_(_C.sending == Sending.QUEUED.value, or_(_C.template.is_not(None), ~unfinished_before.exists()))


def _window_is_open(now: datetime) -> ColumnElement[bool]:
    shut = select(conversation.c.id).where(conversation.c.id == _C.conversation_id, conversation.c.window_until <= now)
    return or_(_C.template.is_not(None), ~shut.exists())
