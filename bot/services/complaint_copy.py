"""A complaint as its copy for who filed it, made by a reader whom it does not name (service_rules 10.4, 12.3)."""

from datetime import datetime
from enum import Enum
from typing import Any

from bot.core.accounts import Actor
from bot.core.complaints import READERS, Complaint, Evidence
from bot.services.complaints import readable
from bot.services.kit import Kit

_GIVEN = (
    "number source filed_at state reason closed_at classification name contact story event_time event_place"
    " consent_at consent_version consent_how"
).split()


def copy_of(kit: Kit, actor: Actor, complaint_id: str) -> dict[str, Any]:
    """What is stored of a complaint but the readers' own notes, as JSON-able values; the making is recorded.

    Raises:
        PermissionRefused: the actor reads no complaints.
        NotFound: there is none, or it names the actor.
    """
    actor.require(*READERS)
    with kit.uow() as uow:
        complaint = readable(uow, actor, complaint_id)
        evidence = uow.complaints.files(complaint_id)
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="complaint.copied", subject=complaint_id, detail={})
        uow.commit()
    return {"aduan": [_row(complaint)], "bukti": [_file(each) for each in evidence]}


def _row(complaint: Complaint) -> dict[str, Any]:
    return {field: _plain(getattr(complaint, field)) for field in _GIVEN}


def _file(evidence: Evidence) -> dict[str, Any]:
    return {"file_name": evidence.file_name, "mime": evidence.mime, "created_at": _plain(evidence.created_at)}


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return value.isoformat()
    return value.value if isinstance(value, Enum) else value
