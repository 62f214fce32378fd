"""Internal notes and canned replies."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from typing import Any

from sqlalchemy import Connection, RowMapping, delete, func, select
from sqlalchemy.dialects.postgresql import insert as pg_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from bot.core.canned import CannedFile, CannedReply
from bot.core.notes import Note, NoteKind
from bot.store.console_tables import canned_reply, note


class SqlNotes:
    """Implements `desk_ports.Notes`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, new: Note) -> None:
        self._connection.execute(note.insert().values(**{**asdict(new), "kind": new.kind.value}))

    def of(self, conversation_id: str) -> list[Note]:
        query = select(note).where(note.c.conversation_id == conversation_id).order_by(note.c.at, note.c.id)
        return [_note(row) for row in self._connection.execute(query).mappings()]

    def by_key(self, conversation_id: str, key: str) -> Note | None:
        query = select(note).where(note.c.conversation_id == conversation_id, note.c.key == key)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _note(row)


class SqlCannedReplies:
    """Implements `desk_ports.CannedReplies`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._insert = sqlite_insert if connection.dialect.name == "sqlite" else pg_insert

    def all(self) -> list[CannedReply]:
        query = select(canned_reply).order_by(func.lower(canned_reply.c.title))
        return [_canned(row) for row in self._connection.execute(query).mappings()]

    def get(self, canned_id: str) -> CannedReply | None:
        query = select(canned_reply).where(canned_reply.c.id == canned_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _canned(row)

    def by_title(self, title: str) -> CannedReply | None:
        query = select(canned_reply).where(func.lower(canned_reply.c.title) == title.lower())
        row = self._connection.execute(query).mappings().first()
        return None if row is None else _canned(row)

    def save(self, canned: CannedReply) -> None:
        values = _canned_values(canned)
        first = self._insert(canned_reply).values(id=canned.id, **values)
        self._connection.execute(first.on_conflict_do_update(index_elements=["id"], set_=values))

    def remove(self, canned_id: str) -> None:
        self._connection.execute(delete(canned_reply).where(canned_reply.c.id == canned_id))


def _note(row: RowMapping) -> Note:
    return Note(**{**row, "kind": NoteKind(row["kind"])})


def _canned_values(canned: CannedReply) -> dict[str, Any]:
    file = canned.file
    return {
        "title": canned.title,
        "text": canned.text,
        "file_id": None if file is None else file.file_id,
        "file_name": None if file is None else file.file_name,
        "mime": None if file is None else file.mime,
        "size": None if file is None else file.size,
        "updated_by": canned.updated_by,
        "updated_at": canned.updated_at,
    }


def _canned(row: RowMapping) -> CannedReply:
    file = None
    if row["file_id"] is not None:
        file = CannedFile(file_id=row["file_id"], file_name=row["file_name"], mime=row["mime"], size=row["size"])
    return CannedReply(
        id=row["id"],
        title=row["title"],
        text=row["text"],
        file=file,
        updated_by=row["updated_by"],
        updated_at=row["updated_at"],
    )
