"""Who may do what: every use case that acts for a member of staff, with every role (service_rules 12, stories 8).

A new use case is one line in `ALLOWED`; without it `test_every_use_case_has_a_row` fails.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import UTC, date, datetime
from enum import Enum
from types import UnionType
from typing import Any, Union, get_origin, get_type_hints

import pytest

import bot.services
from bot.core.accounts import Actor, Role
from bot.core.consultations import ClosingReason
from bot.core.errors import PermissionRefused, PstError
from bot.core.reports.month import Month
from bot.services import accounts
from bot.services.canned import Draft
from bot.services.erasure_ledger import ErasureLedger
from bot.services.kit import Kit
from tests.services.test_privacy import NoLedger

EVERYBODY = frozenset(Role)
DESK = frozenset({Role.PETUGAS})
DELIVERY = frozenset({Role.PETUGAS, Role.ADMIN})
ADMIN = frozenset({Role.ADMIN})
TRAIL = frozenset({Role.ADMIN, Role.PIMPINAN})

COMPLAINTS = frozenset({Role.PENGADUAN, Role.PIMPINAN})  # the head of office reads by default (stories 5)

ALLOWED = {
    "own_account.change_password": EVERYBODY,
    "accounts.create_officer": ADMIN,
    "attachments.send_file": DESK,
    "attachments.send_place": DESK,
    "audit.choices": TRAIL,
    "audit.trail": TRAIL,
    "complaints.add_note": COMPLAINTS,
    "complaints.change_state": COMPLAINTS,
    "complaints.classify": COMPLAINTS,
    "complaints.describe_event": COMPLAINTS,
    "complaints.evidence": COMPLAINTS,
    "complaints.name_subjects": COMPLAINTS,
    "complaints.open_complaint": COMPLAINTS,
    "complaints.register": COMPLAINTS,
    "complaint_copy.copy_of": COMPLAINTS,
    "complaint_entry.register_complaint": COMPLAINTS,
    "canned.filled": DESK,
    "canned.listed": DELIVERY,
    "canned.remove": DELIVERY,
    "canned.reply": DESK,
    "canned.save": DELIVERY,
    "canned.send_file": DESK,
    "correcting.correct": DESK,
    "costs.this_month": DELIVERY,
    "desk.close": DESK,
    "desk.hand_back": DESK,
    "desk.mark": DESK,
    "voice_notes.summarise": DESK,
    "desk.reply": DESK,
    "desk.take": DESK,
    "desk_history.history": DESK,
    "desk_views.earlier": DESK,
    "desk_queue.pulse": DESK,
    "desk_queue.queue": DESK,
    "desk_views.transcript": DESK,
    "duty_links.is_linked": EVERYBODY,
    "duty_links.new_code": DELIVERY | COMPLAINTS,
    "duty_links.unlink": EVERYBODY,
    "faults_seen.seen": ADMIN,
    "files.for_officer": DESK,
    "guest_completion.complete_guest_book": DESK,
    "guest_completion.guest_book_of": DESK,
    "guest_export.export": DELIVERY,
    "notes.add": DESK,
    "officers.officers": DESK,
    "office_texts.all_texts": ADMIN,
    "office_texts.set_text": ADMIN,
    "own_account.all_sessions": ADMIN,
    "own_account.end_session": EVERYBODY,  # one's own; somebody else's: tests/services/test_screen.py
    "own_account.own_account": EVERYBODY,
    "own_account.own_sessions": EVERYBODY,
    "own_account.set_full_view": EVERYBODY,
    "paper_erasure.erase": ADMIN,
    "paper_requests.copy_of": ADMIN,
    "paper_requests.correct": ADMIN,
    "paper_requests.register": ADMIN,
    "portal.close": DESK,
    "portal.enter": DESK,
    "portal.note": DESK,
    "portal.register": DESK,
    "portal_amending.amend": DESK,
    "portal_amending.withdraw": DESK,
    "presence.beat": DESK,
    "presence.keep_open": DESK,
    "presence.mark_absent": DESK,
    "presence.set_availability": DESK,
    "privacy.export_person": ADMIN,
    "privacy.on_record": TRAIL,
    "privacy.requests": TRAIL,
    "privacy.settle": ADMIN,
    "privacy_copy.hand_out": ADMIN,
    "readiness.check": ADMIN,
    "readiness.confirm": ADMIN,
    "reports.export_register": TRAIL,
    "reports.export_report": TRAIL,
    "reports.lock": TRAIL,
    "reports.months": TRAIL,
    "reports.see": TRAIL,
    "screen.has_pin": EVERYBODY,
    "screen.set_pin": EVERYBODY,
    "second_factor.begin_enrolment": EVERYBODY,
    "second_factor.confirm_enrolment": EVERYBODY,
    "second_factor.renew_recovery_codes": EVERYBODY,
    "second_factor.switch_off": EVERYBODY,
    "service_day.add_special": ADMIN,
    "service_day.close_now": DELIVERY,
    "service_day_views.desk_today": DELIVERY | {Role.PIMPINAN},
    "service_day.remove_special": ADMIN,
    "service_day.reopen_now": DELIVERY,
    "service_day.set_roster": ADMIN,
    "service_day.set_switches": ADMIN,
    "service_day.set_targets": ADMIN,
    "service_day.set_weekly_hours": ADMIN,
    "skm.issue_links": ADMIN,
    "skm.open_period": ADMIN,
    "skm.outcome": TRAIL,
    "skm.periods": TRAIL,
    "service_day_views.day_setup": ADMIN,
    "staff.accounts_of_staff": ADMIN,
    "staff.activate": ADMIN,
    "staff.create": ADMIN,
    "staff.deactivate": ADMIN,
    "staff.rename": ADMIN,
    "staff.reset_password": ADMIN,
    "staff.reset_second_factor": ADMIN,
    "staff.set_roles": ADMIN,
    "transfer.take_over": DESK,
    "transfer.transfer": DESK,
    "troubles.send_again": DELIVERY,
    "troubles.troubled": DELIVERY,
    "visit_ratings.type_in": DELIVERY,
    "visit_views.board": DESK,
    "visits.cancel": DESK,
    "visits.categorise": DESK,
    "visits.end": DESK,
    "visits.fill_in_origin": DESK,
    "visits.register_visitor": DESK,
    "visits.start": DESK,
}

VALUES: dict[str, Any] = {
    "draft": Draft(canned_id=None, title="Salam", text="Selamat pagi"),
    "canned_id": "tidak-ada",
    "name": "Nama Orang",
    "username": "orang",
    "file_name": "a.pdf",
    "content": b"%PDF-1.4 x",
    "month": Month(2026, 10),
    "first": date(2026, 10, 1),
    "last": date(2026, 10, 31),
    "channels": [],
    "unreviewed": [],
}
"""Arguments by name where the type alone does not make a plausible one; everything else comes from its type."""
BY_TYPE: dict[Any, Any] = {
    str: "tidak-ada",
    int: 0,
    bool: True,
    bytes: b"",
    date: date(2026, 11, 24),
    datetime: datetime(2026, 11, 23, tzinfo=UTC),
    ClosingReason: ClosingReason.SELESAI,
    ErasureLedger: NoLedger(),
}


def use_cases() -> Iterator[tuple[str, Callable[..., object]]]:
    """Every public function of bot.services whose first arguments are the kit and who acts."""
    for module in pkgutil.iter_modules(bot.services.__path__):
        found = importlib.import_module(f"bot.services.{module.name}")
        for name, function in inspect.getmembers(found, inspect.isfunction):
            if name.startswith("_") or function.__module__ != found.__name__:
                continue
            hints = list(get_type_hints(function).items())
            if [kind for _, kind in hints[:2]] == [Kit, Actor]:
                yield f"{module.name}.{name}", function


USE_CASES = dict(use_cases())


def arguments(function: Callable[..., object]) -> dict[str, Any]:
    """A plausible value for every argument that has no default."""
    given = {}
    hints = get_type_hints(function)
    for name, parameter in list(inspect.signature(function).parameters.items())[2:]:
        if parameter.default is not inspect.Parameter.empty:
            continue
        given[name] = VALUES[name] if name in VALUES else plausible(hints[name])
    return given


def plausible(kind: Any) -> Any:
    """A value of a type; a dataclass is built of plausible fields, an optional value is left out."""
    if "Role" in str(kind):
        return (Role.PETUGAS,)
    if kind in BY_TYPE:
        return BY_TYPE[kind]
    origin = get_origin(kind)
    if origin in (Union, UnionType):
        return None
    if origin is not None:
        return {} if issubclass(origin, Mapping) else ()
    if issubclass(kind, Enum):
        return next(iter(kind))
    assert is_dataclass(kind), f"BY_TYPE needs {kind}"
    hints = get_type_hints(kind)
    needed = [each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING]
    made: Any = kind
    return made(**{name: plausible(hints[name]) for name in needed})


def may(kit: Kit, actor: Actor, function: Callable[..., object]) -> bool:
    """Whether the actor gets past the check of roles; what happens then is another test's matter."""
    try:
        function(kit, actor, **arguments(function))
    except PermissionRefused:
        return False
    except PstError:
        return True
    return True


def test_every_use_case_has_a_row() -> None:
    """Nobody forgets to decide who may do a new thing."""
    assert sorted(ALLOWED) == sorted(USE_CASES)


@pytest.fixture
def actors(kit: Kit) -> dict[Role, Actor]:
    """One account a role, with this role alone."""
    accounts.ensure_admin(kit, "sandi-admin-1")
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", "sandi-admin-1", "ip"))
    made = {}
    for role in Role:
        accounts.create_officer(kit, admin, role.value + ".satu", role.value.title(), "sandi-petugas", [role])
        token = accounts.log_in(kit, role.value + ".satu", "sandi-petugas", "ip")
        made[role] = accounts.authenticate(kit, token)
    return made


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_every_use_case_with_every_role(kit: Kit, actors: dict[Role, Actor]) -> None:
    """service_rules 1.3-1.5: each role does its own work; the check stands in the use case, not on the page."""
    wrong = [
        f"{name} as {role.value}: expected {'allowed' if role in ALLOWED[name] else 'refused'}"
        for name, function in USE_CASES.items()
        for role, actor in actors.items()
        if may(kit, actor, function) is not (role in ALLOWED[name])
    ]
    assert wrong == []


@pytest.mark.parametrize("engine", ["sqlite"], indirect=True)
def test_an_account_without_roles_may_nothing_but_keep_its_own(kit: Kit, actors: dict[Role, Actor]) -> None:
    """An account whose roles were taken away while its page was open."""
    nobody = Actor(id=actors[Role.KONTEN].id, username="konten.satu", name="Konten", roles=frozenset())
    open_to_nobody = {name for name, function in USE_CASES.items() if may(kit, nobody, function)}
    assert open_to_nobody == {name for name, roles in ALLOWED.items() if roles == EVERYBODY}
