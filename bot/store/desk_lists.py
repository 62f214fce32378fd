"""The console's lists: one joined query each, however long the history is."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Select, func, or_, select

from bot.core.consultations import Category, ClosingReason
from bot.core.conversations import State
from bot.core.desk_lists import Found, Sent, Served
from bot.core.messages import Sending, Speaker
from bot.core.sending import FAILURES
from bot.store.account_tables import user
from bot.store.consultations import consultation_from
from bot.store.form_tables import guest_book
from bot.store.tables import consultation, conversation, file, message, outbox

_C = consultation.c
_ANSWERED = (ClosingReason.SELESAI.value, ClosingReason.TIDAK_MERESPON_JAM_LAYANAN.value)
_AT_DESK = (State.WAITING.value, State.OFFICER.value)


class SqlDeskLists:
    """Implements `desk_ports.DeskLists`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open(self) -> list[Served]:
        v = conversation.c
        query = (
            select(
                consultation, v.state.label("state"), v.holder_id.label("holder_id"), user.c.name.label("holder_name")
            )
            .join(conversation, v.id == _C.conversation_id)
            .outerjoin(user, user.c.id == v.holder_id)
            .where(_C.closed_at.is_(None), v.state.in_(_AT_DESK))
            .order_by(_C.waiting_since, _C.number)
        )
        return [_served(row) for row in self._connection.execute(query).mappings()]

    def heard(self, user_id: str) -> dict[str, int]:
        query = (
            select(message.c.conversation_id, func.max(message.c.seq))
            .join(conversation, conversation.c.id == message.c.conversation_id)
            .where(conversation.c.holder_id == user_id, message.c.speaker == Speaker.USER.value)
            .group_by(message.c.conversation_id)
        )
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def waiting(self) -> list[str]:
        query = (
            select(_C.number)
            .join(conversation, conversation.c.id == _C.conversation_id)
            .where(_C.closed_at.is_(None), conversation.c.state == State.WAITING.value)
            .order_by(_C.waiting_since, _C.number)
        )
        return list(self._connection.execute(query).scalars())

    def held_counts(self) -> dict[str, int]:
        v = conversation.c
        query = select(v.holder_id, func.count()).where(v.holder_id.is_not(None)).group_by(v.holder_id)
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def closed(self, limit: int, offset: int) -> list[Found]:
        query = _with_officer().where(_C.closed_at.is_not(None)).order_by(_C.closed_at.desc(), _C.number.desc())
        return self._found(query.limit(limit).offset(offset))

    def unchosen(self) -> list[Found]:
        lacking = (
            _C.category == Category.LAYANAN.value,
            _C.category_chosen.is_(False),
            _C.closing_reason.in_(_ANSWERED),
        )
        query = _with_officer().where(_C.closed_at.is_not(None), _C.taken_at.is_not(None), *lacking)
        return self._found(query.order_by(_C.closed_at.desc(), _C.number.desc()))

    def search(self, words: Sequence[str], limit: int, offset: int) -> list[Found]:
        query = _with_officer().where(*(_occurs(word) for word in words))
        return self._found(query.order_by(_C.requested_at.desc(), _C.number.desc()).limit(limit).offset(offset))

    def sent_by_officers(self, conversation_id: str, limit: int) -> list[Sent]:
        o = outbox.c
        query = (
            select(
                o.id,
                o.text,
                o.attachment,
                o.sending,
                o.failure,
                o.created_at,
                message.c.seq,
                user.c.name.label("author"),
            )
            .outerjoin(message, message.c.outbox_id == o.id)
            .outerjoin(user, user.c.id == o.author_id)
            .where(o.conversation_id == conversation_id, o.speaker == Speaker.OFFICER.value, o.template.is_(None))
            .order_by(o.place.desc())
            .limit(limit)
        )
        return [_sent(row) for row in self._connection.execute(query).mappings()][::-1]

    def authors(self, outbox_ids: Collection[str]) -> dict[str, str]:
        if not outbox_ids:
            return {}
        o = outbox.c
        query = select(o.id, user.c.name).join(user, user.c.id == o.author_id).where(o.id.in_(outbox_ids))
        return {row[0]: row[1] for row in self._connection.execute(query)}

    def _found(self, query: Select[Any]) -> list[Found]:
        return [_found(row) for row in self._connection.execute(query).mappings()]


def _with_officer() -> Select[Any]:
    officer = user.c.name.label("officer_name")
    return select(consultation, officer).outerjoin(user, user.c.id == _C.taken_by)


def _occurs(word: str) -> ColumnElement[bool]:
    """Where a word may stand."""
    pattern = "%" + word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    said = select(message.c.seq).where(
        message.c.conversation_id == _C.conversation_id, message.c.text.ilike(pattern, escape="\\")
    )
    heard = select(file.c.id).where(
        file.c.conversation_id == _C.conversation_id,
        file.c.thread_id.is_(None),
        file.c.summary.ilike(pattern, escape="\\"),
    )
    named = select(guest_book.c.id).where(
        guest_book.c.consultation_id == _C.id, guest_book.c.name.ilike(pattern, escape="\\")
    )
    return or_(
        _C.number.ilike(pattern, escape="\\"),
        _C.question.ilike(pattern, escape="\\"),
        said.exists(),
        heard.exists(),
        named.exists(),
    )


def _served(row: RowMapping) -> Served:
    return Served(
        consultation=consultation_from(row),
        state=State(row["state"]),
        holder_id=row["holder_id"],
        holder_name=row["holder_name"],
    )


def _found(row: RowMapping) -> Found:
    return Found(consultation=consultation_from(row), officer_name=row["officer_name"])


def _sent(row: RowMapping) -> Sent:
    return Sent(
        outbox_id=row["id"],
        author=row["author"],
        text=row["text"],
        file_name="" if row["attachment"] is None else row["attachment"]["file_name"],
        sending=Sending(row["sending"]),
        failure=FAILURES.get(row["failure"] or ""),
        at=row["created_at"],
        seq=row["seq"],
    )
