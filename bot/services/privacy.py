"""Requests of people about their data, for the staff who answer them in 72 hours (service_rules 12.3, stories 15)."""

import html
from dataclasses import replace
from typing import Any

from bot.core.accounts import Actor, Role
from bot.core.errors import Conflict, InputRefused, NotFound
from bot.core.privacy import DONE, REFUSED, PrivacyRequest
from bot.services.kit import Kit

_PAGE = 200
_RESULTS = frozenset({DONE, REFUSED})


def requests(kit: Kit, actor: Actor) -> list[PrivacyRequest]:
    """Open ones by urgency, then done ones.

    Raises:
        PermissionRefused: the actor is neither admin nor pimpinan.
    """
    actor.require(Role.ADMIN, Role.PIMPINAN)
    with kit.uow.read() as uow:
        return [*uow.privacy_requests.open(), *uow.privacy_requests.done(_PAGE)]


def settle(kit: Kit, actor: Actor, number: str, result: str) -> None:
    """Note that a request was carried out or refused for a duty to keep; its wish is forgotten.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: no such request.
        Conflict: it is done already.
        InputRefused: `hasil`: neither `selesai` nor `ditolak`.
    """
    actor.require(Role.ADMIN)
    if result not in _RESULTS:
        raise InputRefused("hasil")
    now = kit.clock()
    with kit.uow() as uow:
        request = uow.privacy_requests.get(number, lock=True)
        if request is None:
            raise NotFound("no such request")
        if request.done_at is not None:
            raise Conflict("this request is done")
        uow.privacy_requests.save(replace(request, done_at=now, done_by=actor.id, result=result, wish=None))
        uow.audit.add(at=now, actor_id=actor.id, action=f"privacy.{result}", subject=number, detail={})
        uow.commit()


def export_person(kit: Kit, actor: Actor, contact_id: str) -> dict[str, Any]:
    """All that is stored of one person, as JSON-able values by table; that it was handed out is recorded.

    Raises:
        PermissionRefused: the actor is no admin.
        NotFound: nothing is stored of such a person.
    """
    actor.require(Role.ADMIN)
    now = kit.clock()
    with kit.uow() as uow:
        if not uow.people.conversations_of(contact_id):
            raise NotFound("no such person")
        found = uow.people.export(contact_id)
        uow.audit.add(at=now, actor_id=actor.id, action="person.exported", subject=contact_id, detail={})
        uow.commit()
    return found


def as_html(export: dict[str, Any], office: str) -> str:
    """An export as a page to print; whatever people typed stays text."""
    parts = [f"<h1>Salinan data pribadi, {html.escape(office)}</h1>"]
    for table, rows in export.items():
        parts.append(f"<h2>{html.escape(table)}</h2>")
        for row in rows:
            cells = "".join(
                f"<dt>{html.escape(key)}</dt><dd>{html.escape('' if value is None else str(value))}</dd>"
                for key, value in row.items()
            )
            parts.append(f"<dl>{cells}</dl>")
    head = '<!doctype html><html lang="id"><meta charset="utf-8"><title>Salinan data pribadi</title>'
    return f"{head}<body>{''.join(parts)}</body></html>"
