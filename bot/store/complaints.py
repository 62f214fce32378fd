"""The register of complaints, their notes and evidence."""
# ruff: noqa: D102 - the ports say what each method does

from dataclasses import asdict
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, delete, select, update

from bot.core.complaints import OPEN_STATES, Classification, Complaint, ComplaintNote, ComplaintState, Evidence, Source
from bot.core.guests import ConsentHow
from bot.core.messages import FileState
from bot.store.form_tables import complaint, complaint_file, complaint_note
from bot.store.series import next_in
from bot.store.tables import file

_C = complaint.c


class SqlComplaints:
    """Implements `form_ports.Complaints`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def next_ordinal(self, day: date) -> int:
        return next_in(self._connection, f"PGD-{day:%Y%m%d}")

    def add(self, new: Complaint) -> None:
        self._connection.execute(complaint.insert().values(id=new.id, **_values(new)))

    def save(self, changed: Complaint) -> None:
        self._connection.execute(update(complaint).where(_C.id == changed.id).values(**_values(changed)))

    def get(self, complaint_id: str, *, lock: bool = False) -> Complaint | None:
        query = select(complaint).where(_C.id == complaint_id)
        row = self._connection.execute(query.with_for_update() if lock else query).mappings().first()
        return None if row is None else _complaint(row)

    def by_number(self, number: str) -> Complaint | None:
        row = self._connection.execute(select(complaint).where(_C.number == number)).mappings().first()
        return None if row is None else _complaint(row)

    def of_conversation(self, conversation_id: str) -> list[Complaint]:
        return self._many(_C.conversation_id == conversation_id, 20)

    def all(self, limit: int) -> list[Complaint]:
        found = self._many(_C.id.is_not(None), limit)
        return sorted(found, key=lambda each: not each.is_open)

    def open(self) -> list[Complaint]:
        c = _C.state.in_([state.value for state in OPEN_STATES])
        query = select(complaint).where(c).order_by(_C.filed_at, _C.number)
        return [_complaint(row) for row in self._connection.execute(query).mappings()]

    def add_note(self, note: ComplaintNote) -> None:
        self._connection.execute(complaint_note.insert().values(**asdict(note)))

    def notes(self, complaint_id: str) -> list[ComplaintNote]:
        c = complaint_note.c
        query = select(complaint_note).where(c.complaint_id == complaint_id).order_by(c.at, c.id)
        return [ComplaintNote(**row) for row in self._connection.execute(query).mappings()]

    def adopt_files(self, thread_id: str, complaint_id: str) -> None:
        self._connection.execute(update(file).where(file.c.thread_id == thread_id).values(thread_id=complaint_id))
        kept = (file.c.thread_id == complaint_id, file.c.state == FileState.STORED.value)
        for row in self._connection.execute(select(file).where(*kept)).mappings().all():
            values = {key: row[key] for key in ("id", "mime", "file_name", "created_at")}
            self._connection.execute(complaint_file.insert().values(**values, complaint_id=complaint_id))
        self._connection.execute(delete(file).where(*kept))

    def files(self, complaint_id: str) -> list[Evidence]:
        c = complaint_file.c
        query = select(complaint_file).where(c.complaint_id == complaint_id).order_by(c.created_at, c.id)
        return [Evidence(**row) for row in self._connection.execute(query).mappings()]

    def file(self, file_id: str) -> Evidence | None:
        query = select(complaint_file).where(complaint_file.c.id == file_id)
        row = self._connection.execute(query).mappings().first()
        return None if row is None else Evidence(**row)

    def _many(self, which: ColumnElement[bool], limit: int) -> list[Complaint]:
        query = select(complaint).where(which).order_by(_C.filed_at.desc(), _C.number.desc()).limit(limit)
        return [_complaint(row) for row in self._connection.execute(query).mappings()]


def _values(each: Complaint) -> dict[str, Any]:
    values = asdict(each)
    del values["id"]
    return values | {
        "source": each.source.value,
        "state": each.state.value,
        "consent_how": None if each.consent_how is None else each.consent_how.value,
        "classification": None if each.classification is None else each.classification.value,
        "subjects": sorted(each.subjects),
    }


def _complaint(row: RowMapping) -> Complaint:
    named, agreed = row["classification"], row["consent_how"]
    return Complaint(
        **{
            **row,
            "source": Source(row["source"]),
            "state": ComplaintState(row["state"]),
            "consent_how": None if agreed is None else ConsentHow(agreed),
            "classification": None if named is None else Classification(named),
            "subjects": frozenset(row["subjects"]),
        }
    )
