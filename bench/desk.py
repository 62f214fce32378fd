"""A desk as after a year: 5,000 past consultations, and 200 people who are being served right now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

from bot.bootstrap import build
from bot.core.accounts import Actor
from bot.core.consultations import Category, ClosingReason, Consultation, Need, number_for
from bot.core.conversations import Address
from bot.core.messages import SeenMessage, Speaker
from bot.core.turns import RequestOfficer
from bot.services import accounts, desk, handoff, holding, webchat
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.settings import load_settings

ADMIN_PASSWORD = "sandi-admin-pengukuran"
OFFICER, OFFICER_PASSWORD = "petugas0", "sandi-petugas-pengukuran"
PAST, OPEN, OFFICERS, LINES = 5_000, 200, 5, 6
_CHUNK = 250
_QUESTIONS = ("jumlah penduduk Hanau 2023", "kemiskinan Seruyan 2024", "kode KBLI warung makan", "arti IPM")


@dataclass(frozen=True, kw_only=True)
class Person:
    """Somebody who is being served."""

    conversation_id: str
    token: str  # of the web chat


@dataclass(frozen=True, kw_only=True)
class Desk:
    """Who is at the desk; `watched` is held by the officer who looks."""

    people: tuple[Person, ...]
    watched: Person


def filled(environment: Mapping[str, str], place: Path) -> Desk:
    """Make the database of the service that these variables start, and fill it."""
    app = build(load_settings(environment, place))
    app.prepare()
    try:
        officers = _officers(app.kit)
        for first in range(0, PAST, _CHUNK):
            with app.kit.uow() as uow:
                for number in range(first, first + _CHUNK):
                    _add_past(uow, app.kit, number, officers[number % OFFICERS])
                uow.commit()
        people = tuple(_serve(app.kit, number, officers[number % OFFICERS]) for number in range(OPEN))
    finally:
        app.engine.dispose()
    return Desk(people=people, watched=people[0])


def _officers(kit: Kit) -> list[Actor]:
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", ADMIN_PASSWORD, "bench"))
    found = []
    for number in range(OFFICERS):
        name = f"petugas{number}"
        accounts.create_officer(kit, admin, name, f"Petugas {number}", OFFICER_PASSWORD)
        found.append(accounts.authenticate(kit, accounts.log_in(kit, name, OFFICER_PASSWORD, "bench")))
    return found


def _add_past(uow: UnitOfWork, kit: Kit, number: int, officer: Actor) -> None:
    at = kit.clock() - timedelta(hours=24 + 1.5 * (PAST - number))
    conversation = uow.conversations.at(Address(channel="webchat", kind="session", value=f"p{number}"), kit.new_id, at)
    question = f"{_QUESTIONS[number % len(_QUESTIONS)]}, nomor {number}"
    for seq in range(1, LINES + 1):
        speaker = Speaker.USER if seq % 2 else Speaker.OFFICER
        line = SeenMessage(
            conversation_id=conversation.id,
            seq=seq,
            speaker=speaker,
            text=f"{question}: baris {seq}",
            buttons=(),
            at=at,
        )
        uow.messages.add(line)
    uow.conversations.save(replace(conversation, last_seq=LINES))
    day = at.astimezone(kit.zone).date()
    uow.consultations.add(
        Consultation(
            id=kit.new_id(),
            number=number_for(day, number + 1),
            conversation_id=conversation.id,
            channel="webchat",
            category=Category.DATA,
            question=question,
            need=Need(),
            requested_at=at,
            waiting_since=at,
            taken_at=at,
            taken_by=officer.id,
            first_reply_at=at,
            answered_at=at,
            settled_at=at,
            closed_at=at + timedelta(minutes=20),
            closing_reason=ClosingReason.SELESAI,
        )
    )


def _serve(kit: Kit, number: int, officer: Actor) -> Person:
    token = webchat.open_session(kit)
    conversation_id = webchat.conversation_of(kit, token).conversation_id
    webchat.send_text(kit, webchat.conversation_of(kit, token), f"k{number}", "minta petugas")
    request = RequestOfficer(question=f"permintaan {number}", category=Category.DATA, need=Need())
    with kit.uow() as uow:
        changed, _ = handoff.hand_over(uow, kit, holding.locked(uow, conversation_id), request, kit.clock())
        uow.conversations.save(changed)
        uow.commit()
    desk.take(kit, officer, conversation_id)
    return Person(conversation_id=conversation_id, token=token)
