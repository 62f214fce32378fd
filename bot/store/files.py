"""Files of conversations, and how providers' channels are doing."""
# ruff: noqa: D102 - the ports say what each method does

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, and_, select, update
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.messages import FileState, Kind, MediaRef, StoredFile
from bot.core.sending import FAILURES, ChannelState
from bot.store.tables import channel_state, file

_C = file.c


class SqlFiles:
    """Implements `ports.Files`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, stored: StoredFile) -> None:
        self._connection.execute(file.insert().values(id=stored.id, **_values(stored)))

    def get(self, file_id: str) -> StoredFile | None:
        row = self._connection.execute(select(file).where(_C.id == file_id)).mappings().first()
        return None if row is None else _stored(row)

    def several(self, file_ids: Collection[str]) -> list[StoredFile]:
        if not file_ids:
            return []
        return [_stored(row) for row in self._connection.execute(select(file).where(_C.id.in_(file_ids))).mappings()]

    def summaries(self, conversation_id: str) -> dict[str, str]:
        said = and_(_C.conversation_id == conversation_id, _C.thread_id.is_(None), _C.summary.is_not(None))
        return {row.id: row.summary for row in self._connection.execute(select(_C.id, _C.summary).where(said))}

    def by_link(self, token: str) -> StoredFile | None:
        row = self._connection.execute(select(file).where(_C.link_token == token)).mappings().first()
        return None if row is None else _stored(row)

    def wanted(self, now: datetime, again_at: datetime, limit: int) -> list[StoredFile]:
        due = and_(_C.state == FileState.WANTED.value, _C.due_at <= now)
        query = select(_C.id).where(due).order_by(_C.due_at).limit(limit).with_for_update(skip_locked=True)
        ids = self._connection.execute(query).scalars().all()
        if not ids:
            return []
        taken = update(file).where(_C.id.in_(ids)).values(due_at=again_at).returning(file)
        return [_stored(row) for row in self._connection.execute(taken).mappings()]

    def save(self, stored: StoredFile) -> None:
        self._connection.execute(update(file).where(_C.id == stored.id).values(_values(stored)))


class SqlChannelStates:
    """Implements `ports.ChannelStates`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def all(self) -> list[ChannelState]:
        return [_state(row) for row in self._connection.execute(select(channel_state)).mappings()]

    def get(self, channel: str) -> ChannelState:
        row = (
            self._connection.execute(select(channel_state).where(channel_state.c.channel == channel)).mappings().first()
        )
        return ChannelState(channel=channel) if row is None else _state(row)

    def save(self, state: ChannelState) -> None:
        values = {
            "paused_at": state.paused_at,
            "failure": None if state.failure is None else state.failure.code,
            "detail": state.detail,
            "probe_at": state.probe_at,
        }
        self._upsert(state.channel, values)

    def heard(self, channel: str, at: datetime) -> None:
        self._upsert(channel, {"last_status_at": at})

    def _upsert(self, channel: str, values: Mapping[str, Any]) -> None:
        added = self._insert(channel_state).values(channel=channel, **values)
        self._connection.execute(added.on_conflict_do_update(index_elements=["channel"], set_=dict(values)))


def _values(stored: StoredFile) -> dict[str, Any]:
    return {
        "conversation_id": stored.conversation_id,
        "channel": stored.channel,
        "kind": stored.kind.value,
        "provider_id": stored.media.provider_id,
        "mime": stored.media.mime,
        "file_name": stored.media.file_name,
        "size": stored.media.size,
        "sha256": stored.media.sha256,
        "state": stored.state.value,
        "reason": stored.reason,
        "attempt": stored.attempt,
        "due_at": stored.due_at,
        "link_token": stored.link_token,
        "thread_id": stored.thread_id,
        "summary": stored.summary,
        "created_at": stored.created_at,
    }


def _stored(row: RowMapping) -> StoredFile:
    media = MediaRef(
        provider_id=row["provider_id"],
        mime=row["mime"],
        file_name=row["file_name"],
        size=row["size"],
        sha256=row["sha256"],
    )
    return StoredFile(
        id=row["id"],
        conversation_id=row["conversation_id"],
        channel=row["channel"],
        kind=Kind(row["kind"]),
        media=media,
        state=FileState(row["state"]),
        created_at=row["created_at"],
        reason=row["reason"],
        attempt=row["attempt"],
        due_at=row["due_at"],
        link_token=row["link_token"],
        thread_id=row["thread_id"],
        summary=row["summary"],
    )


def _state(row: RowMapping) -> ChannelState:
    return ChannelState(**{**row, "failure": FAILURES.get(row["failure"] or "")})
