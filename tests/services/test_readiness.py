"""Siap tayang?: what is open before going live (service_rules 13, stories 10, 17)."""

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.errors import InputRefused
from bot.core.readiness import ITEMS, Access, Unreviewed, access_of
from bot.services import accounts, own_account, readiness
from bot.store.account_tables import audit
from tests.services.test_opening import opened
from tests.world import World

SURE = Unreviewed(id="data_ipm", title="Apa itu IPM?", confidence="pasti")
UNSURE = Unreviewed(id="layanan_tarif", title="Berapa tarifnya?", confidence="konfirmasi")


@pytest.fixture
def admin(world: World) -> Actor:
    world.officer("siti")
    return accounts.authenticate(world.kit, accounts.log_in(world.kit, "admin", "sandi-admin-1", "ip"))


def test_every_question_of_the_rules_is_asked() -> None:
    """Service_rules 13 and 9.8: twelve facts, the survey, channels outside the standard (stories 17)."""
    assert len(ITEMS) == 12 + 2
    assert len({item.key for item in ITEMS}) == len(ITEMS)
    assert any("14/2017" in item.hint for item in ITEMS)


def test_an_office_is_ready_when_everything_is_answered(world: World, admin: Actor) -> None:
    """Stories 10: the page counts what is open and says *Siap* at the end."""
    state = readiness.check(world.kit, admin, ["webchat"], [UNSURE, SURE], False)
    # and password, backup, the unsure entry, nobody who reads complaints
    assert state.sentence == f"Belum siap: {len(ITEMS) + 4} hal"
    world.officer("ratna", Role.PIMPINAN)
    for item in ITEMS:
        readiness.confirm(world.kit, admin, item.key, "sudah dipastikan")
    own_account.change_password(world.kit, admin, "sandi-admin-1", "sandi-admin-2")
    assert readiness.check(world.kit, admin, ["webchat"], [UNSURE], True).sentence == "Belum siap: 1 hal"
    done = readiness.check(world.kit, admin, ["webchat"], [SURE], True)
    assert (done.sentence, done.unreviewed) == ("Siap", (SURE,))
    assert done.answers["tarif"].confirmed_by == admin.id


def test_complaints_that_nobody_may_read_are_counted(world: World, admin: Actor) -> None:
    """stories 5: the first admin sees that complaints wait without a reader, and of them nothing but how many."""
    for text in ("pengaduan", "kemarin Bu Ratna membentak saya di loket", "anonim"):
        world.say(text)
    state = readiness.check(world.kit, admin, [], [], True)
    assert (state.has_complaint_reader, state.unread_complaints, state.complaints_are_read) == (False, 1, False)
    world.officer("ratna", Role.PIMPINAN)
    world.say("pengaduan")
    world.say("Bu Ratna tidak pernah ada di kantor")
    world.say("anonim")
    state = readiness.check(world.kit, admin, [], [], True)
    assert (state.has_complaint_reader, state.unread_complaints, state.complaints_are_read) == (True, 1, False)
    world.officer("wulan", Role.PENGADUAN)
    assert readiness.check(world.kit, admin, [], [], True).complaints_are_read


def test_an_answer_is_kept_with_who_and_when(world: World, admin: Actor, engine: Engine) -> None:
    """Rule 13: who answered and when; a later answer takes its place; the trail holds no content."""
    readiness.confirm(world.kit, admin, "nomor_sk", "  1\n2 ")
    world.clock.advance(60)
    readiness.confirm(world.kit, admin, "nomor_sk", "B-123/6208/2025")
    given = readiness.check(world.kit, admin, [], [], True).answers["nomor_sk"]
    assert (given.answer, given.confirmed_at) == ("B-123/6208/2025", world.clock.now)
    assert readiness.decree_number(world.kit) == "B-123/6208/2025"
    with engine.begin() as connection:
        query = select(audit.c.subject, audit.c.detail).where(audit.c.action == "readiness.confirmed")
        assert connection.execute(query).all() == [("nomor_sk", {})] * 2


@pytest.mark.parametrize(("key", "answer"), [("lain", "ada"), ("tarif", " "), ("tarif", "a"), ("tarif", "a" * 501)])
def test_bad_answers_are_refused(world: World, admin: Actor, key: str, answer: str) -> None:
    """Bad input is refused and nothing is stored."""
    with pytest.raises(InputRefused):
        readiness.confirm(world.kit, admin, key, answer)
    assert readiness.check(world.kit, admin, [], [], True).answers == {}


def test_the_number_is_empty_until_the_office_fills_it(world: World, admin: Actor) -> None:
    """A-15: the decree's number is never made up."""
    assert admin.roles >= {Role.ADMIN}
    assert readiness.decree_number(world.kit) is None


@pytest.mark.parametrize(
    ("opened", "access"),
    [
        (None, {"telegram": Access.TRIAL, "webchat": Access.TRIAL}),
        ((), {"telegram": Access.SHUT, "webchat": Access.SHUT}),
        (
            ("whatsapp", "webchat"),
            {"telegram": Access.SHUT, "webchat": Access.OPEN, "whatsapp": Access.UNREADY},
        ),
    ],
)
def test_the_page_says_how_far_each_channel_is_open(opened: tuple[str, ...] | None, access: dict[str, Access]) -> None:
    """Stories 17: what only works for trying, what is shut, and what was opened without settings are told apart."""
    assert access_of(["webchat", "telegram"], opened) == access


def test_a_channel_that_is_opened_without_its_settings_is_counted(world: World, admin: Actor) -> None:
    """Stories 17: an office is not ready while a channel that it promises cannot work."""
    world.kit = opened(world.kit, "webchat", "whatsapp")
    lacking = readiness.check(world.kit, admin, ["webchat"], [], True)
    complete = readiness.check(world.kit, admin, ["webchat", "whatsapp"], [], True)
    assert lacking.missing == complete.missing + 1
