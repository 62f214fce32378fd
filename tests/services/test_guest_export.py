"""The guest book as a file (stories 18, issue 4 point 7)."""

import csv
import io
from datetime import date

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.consultations import Category
from bot.core.errors import InputRefused, PermissionRefused
from bot.services import desk, guest_export, visits
from bot.store.account_tables import audit
from tests.fakes import reply, wants_officer
from tests.visitors import arrives
from tests.world import World

TODAY = date(2026, 11, 23)


def rows(world: World, actor: Actor, first: date = TODAY, last: date = TODAY) -> list[dict[str, str]]:
    content = guest_export.export(world.kit, actor, first, last).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline="")))


def test_a_visit_is_a_row(world: World) -> None:
    """Stories 18: column by column, in words, with the three moments in the office's time."""
    rina = world.officer("rina")
    visit = arrives(world.kit, institution_category="swasta", institution="PT Contoh", purpose="bisnis")
    world.clock.advance(120)
    visits.start(world.kit, rina, visit.id)
    world.clock.advance(600)
    visits.end(world.kit, rina, visit.id, Category.DATA, "penduduk")
    [row] = rows(world, rina)
    assert tuple(row) == guest_export.HEADER
    assert (row["nama"], row["kategori_instansi"], row["pemanfaatan_data"]) == ("Siti Aminah", "Swasta", "Bisnis")
    assert (row["daftar"], row["mulai"], row["selesai"]) == ("10:00:00", "10:02:00", "10:12:00")
    assert (row["kategori"], row["keadaan"], row["jenis_layanan"]) == ("data", "selesai", "Konsultasi Statistik")


def test_nothing_that_was_typed_runs_as_a_formula(world: World) -> None:
    """Issue 4, point 7: safe against formula injection; a phone keeps its plus behind an apostrophe."""
    rina = world.officer("rina")
    arrives(world.kit, need="=HYPERLINK(1;2)", phone="080000000001")
    [row] = rows(world, rina)
    assert (row["kebutuhan"], row["nomor_whatsapp"]) == ("'=HYPERLINK(1;2)", "'+6280000000001")


def test_only_the_days_asked_for(world: World) -> None:
    """A range of days, both included; a range the wrong way round or too long is refused."""
    rina = world.officer("rina")
    arrives(world.kit)
    assert len(rows(world, rina)) == 1
    assert rows(world, rina, date(2026, 11, 24), date(2026, 11, 30)) == []
    for first, last in ((date(2026, 11, 24), TODAY), (date(2025, 1, 1), TODAY)):
        with pytest.raises(InputRefused, match="rentang"):
            rows(world, rina, first, last)


def test_taking_it_out_is_written_down(world: World, engine: Engine) -> None:
    """Issue 4, point 6: who took personal data out, for which days; no names in the log."""
    rina = world.officer("rina")
    arrives(world.kit)
    rows(world, rina)
    with engine.connect() as connection:
        [row] = connection.execute(select(audit).where(audit.c.action == "guest_book.exported")).mappings()
    assert row["actor_id"] == rina.id
    assert row["detail"] == {"first": "2026-11-23", "last": "2026-11-23", "rows": "1"}


@pytest.mark.parametrize("role", list(Role))
def test_who_may_take_it_out(world: World, role: Role) -> None:
    """Officers and admin; not the head, who needs counts and not names."""
    actor = world.officer("lain", role)
    if role in (Role.PETUGAS, Role.ADMIN):
        assert rows(world, actor) == []
        return
    with pytest.raises(PermissionRefused):
        rows(world, actor)


def test_the_chats_guest_book_stands_in_the_same_sheet(world: World) -> None:
    """peers b3, rule 12.3: the same columns, source *chat*; only who agreed, and nothing runs as a formula."""
    rina = world.officer("rina")
    arrives(world.kit)
    world.rasa.answer = lambda request: reply(commands=[wants_officer("=1+1 angka ipm")])
    world.say("petugas")
    world.turn()
    world.say("setuju, budi, umpr, skripsi, budi@example.invalid")
    desk.take(world.kit, rina, world.session.conversation_id)
    refused = world.another()
    world.say("petugas", refused)
    world.turn()
    world.say("ani, umpr, skripsi, ani@example.invalid", refused)
    world.say("tidak", refused)
    visit, chat = rows(world, rina)
    assert (visit["nama"], visit["sumber"]) == ("Siti Aminah", "qr")
    assert (chat["nama"], chat["sumber"], chat["nomor"]) == ("budi", "chat", "PST-20261123-0001")
    assert (chat["kategori_instansi"], chat["nama_instansi"]) == ("Sekolah/Kampus/Riset", "umpr")
    assert (chat["kebutuhan"], chat["pemanfaatan_data"]) == ("'=1+1 angka ipm", "skripsi")
    assert (chat["daftar"], chat["keadaan"], chat["kategori"]) == ("10:00:00", "berjalan", "data")
    assert rows(world, rina, date(2026, 11, 24), date(2026, 11, 24)) == []
    with world.kit.uow() as uow:
        uow.guest_books.withdraw(world.conversation.contact_id)
        uow.commit()
    assert [row["sumber"] for row in rows(world, rina)] == ["qr"]
