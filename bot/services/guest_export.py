"""The guest book of visits and of the chat as a file, column by column, for the national one (stories 18)."""

from datetime import date, datetime, time, timedelta

from bot.core.accounts import Actor, Role
from bot.core.consultations import Consultation
from bot.core.errors import InputRefused
from bot.core.guest_fields import AGE_GROUPS, EDUCATIONS, INSTITUTIONS, OCCUPATIONS, PURPOSES, SEXES
from bot.core.guests import GuestBook
from bot.core.tables_out import Table, csv_bytes
from bot.core.visits import Visit
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

DAYS_MAX = 366
HEADER = (
    "tanggal", "nomor", "nama", "kebutuhan", "email", "tidak_punya_email", "nomor_whatsapp", "kategori_instansi",
    "nama_instansi", "pemanfaatan_data", "jenis_kelamin", "kelompok_umur", "pendidikan", "pekerjaan", "jenis_layanan",
    "kategori", "topik", "daftar", "mulai", "selesai", "selesai_perkiraan", "keadaan", "sumber", "persetujuan",
)  # fmt: skip
_REGISTERED = HEADER.index("daftar")
_SERVICE = "Konsultasi Statistik"
_CHAT, _OPEN = "chat", "berjalan"


def export(kit: Kit, actor: Actor, first: date, last: date) -> bytes:
    """The visitors and the people of the chat of a range of days as CSV; who took them out is written down.

    Of the chat only who agreed and has not taken the consent back (service_rules 12.3).

    Raises:
        PermissionRefused: the actor is no petugas or admin.
        InputRefused: `rentang`: the last day is before the first, or more than a year is asked for.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    if not 0 <= (last - first).days < DAYS_MAX:
        raise InputRefused("rentang")
    with kit.uow() as uow:
        visits = [tuple(_cells(kit, visit)) for visit in uow.visits.between(first, last)]
        rows = sorted([*visits, *_of_chat(uow, kit, first, last)], key=lambda row: (row[0], row[_REGISTERED]))
        detail = {"first": first.isoformat(), "last": last.isoformat(), "rows": str(len(rows))}
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="guest_book.exported", subject="visit", detail=detail)
        uow.commit()
    return csv_bytes(Table(caption="", header=HEADER, rows=tuple(rows)))


def _of_chat(uow: UnitOfWork, kit: Kit, first: date, last: date) -> list[tuple[str, ...]]:
    start = datetime.combine(first, time(), kit.office.timezone)
    end = datetime.combine(last + timedelta(days=1), time(), kit.office.timezone)
    found = []
    for row in uow.guest_books.agreed_between(start, end):
        consultation = None if row.consultation_id is None else uow.consultations.get(row.consultation_id)
        found.append(tuple(_chat_cells(kit, row, consultation)))
    return found


def _clock(kit: Kit, at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(kit.office.timezone):%H:%M:%S}"


def _chat_cells(kit: Kit, row: GuestBook, talk: Consultation | None) -> list[str]:
    reason = None if talk is None else talk.closing_reason
    return [
        row.created_at.astimezone(kit.office.timezone).date().isoformat(),
        "" if talk is None else talk.number,
        row.name or "",
        row.need or "",
        row.email or "",
        "",
        row.phone or "",
        row.institution_category or "",
        row.institution or "",
        row.purpose or "",
        row.sex or "",
        row.age_group or "",
        row.education or "",
        row.occupation or "",
        _SERVICE,
        "" if talk is None else talk.category.value,
        "" if talk is None else talk.topic or "",
        _clock(kit, row.created_at if talk is None else talk.requested_at),
        "" if talk is None else _clock(kit, talk.taken_at),
        "" if talk is None else _clock(kit, talk.closed_at),
        "",
        "" if talk is None else _OPEN if reason is None else reason.value,
        _CHAT,
        f"{_clock(kit, row.consent_at)} v{row.consent_version}",
    ]


def _cells(kit: Kit, visit: Visit) -> list[str]:
    guest = visit.guest

    return [
        visit.day.isoformat(),
        str(visit.number),
        guest.name,
        guest.need,
        guest.email or "",
        "" if visit.has_email else "ya",
        guest.phone or "",
        INSTITUTIONS.get(guest.institution_category or "", ""),
        guest.institution or "",
        PURPOSES.get(guest.purpose or "", ""),
        SEXES.get(guest.sex or "", ""),
        AGE_GROUPS.get(guest.age_group or "", ""),
        EDUCATIONS.get(guest.education or "", ""),
        OCCUPATIONS.get(guest.occupation or "", ""),
        _SERVICE,
        "" if visit.category is None else visit.category.value,
        visit.topic or "",
        _clock(kit, visit.registered_at),
        _clock(kit, visit.started_at),
        _clock(kit, visit.ended_at),
        "ya" if visit.ended_estimated else "",
        visit.state.value,
        visit.source.value,
        f"{_clock(kit, visit.consent_at)} v{visit.consent_version}",
    ]
