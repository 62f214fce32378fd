"""The guest book of visits as a file, column by column, for the national one (stories 18)."""

from datetime import date, datetime

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused
from bot.core.guest_fields import AGE_GROUPS, EDUCATIONS, INSTITUTIONS, OCCUPATIONS, PURPOSES, SEXES
from bot.core.safe_csv import to_csv
from bot.core.visits import Visit
from bot.services.kit import Kit

DAYS_MAX = 366
HEADER = (
    "tanggal", "nomor", "nama", "kebutuhan", "email", "tidak_punya_email", "nomor_whatsapp", "kategori_instansi",
    "nama_instansi", "pemanfaatan_data", "jenis_kelamin", "kelompok_umur", "pendidikan", "pekerjaan", "jenis_layanan",
    "kategori", "topik", "daftar", "mulai", "selesai", "selesai_perkiraan", "keadaan", "sumber", "persetujuan",
)  # fmt: skip
_SERVICE = "Konsultasi Statistik"


def export(kit: Kit, actor: Actor, first: date, last: date) -> bytes:
    """The visits of a range of days as CSV; who took them out is written down.

    Raises:
        PermissionRefused: the actor is no petugas or admin.
        InputRefused: `rentang`: the last day is before the first, or more than a year is asked for.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    if not 0 <= (last - first).days < DAYS_MAX:
        raise InputRefused("rentang")
    with kit.uow() as uow:
        rows = [_cells(kit, visit) for visit in uow.visits.between(first, last)]
        detail = {"first": first.isoformat(), "last": last.isoformat(), "rows": str(len(rows))}
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="guest_book.exported", subject="visit", detail=detail)
        uow.commit()
    return to_csv(HEADER, rows)


def _cells(kit: Kit, visit: Visit) -> list[str]:
    guest = visit.guest

    def clock(at: datetime | None) -> str:
        return "" if at is None else f"{at.astimezone(kit.office.timezone):%H:%M:%S}"

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
        clock(visit.registered_at),
        clock(visit.started_at),
        clock(visit.ended_at),
        "ya" if visit.ended_estimated else "",
        visit.state.value,
        visit.source.value,
        f"{clock(visit.consent_at)} v{visit.consent_version}",
    ]
