"""Ratings of visits, apart from visit and officer (service_rules 4.6 and 9, stories 15 and 18)."""

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Role
from bot.core.consultations import Category
from bot.core.errors import InputRefused, PermissionRefused, VisitMoved, VisitUnknown
from bot.core.visits import Visit
from bot.services import visit_ratings, visits
from bot.store.form_tables import rating
from tests.visitors import arrives
from tests.world import World


def ratings(engine: Engine) -> list[tuple[str, str, int, str | None]]:
    with engine.connect() as connection:
        rows = connection.execute(select(rating)).mappings()
        return [(row["month"], row["channel"], row["score"], row["remark"]) for row in rows]


def served(world: World, form_key: str = "a") -> Visit:
    """A visit that rina has served and ended."""
    rina = world.officer(f"rina{form_key}")
    visit = arrives(world.kit, form_key)
    visits.start(world.kit, rina, visit.id)
    visits.end(world.kit, rina, visit.id, Category.DATA)
    return visit


def code_of(visit: Visit) -> str:
    assert visit.rating_code is not None
    return visit.rating_code


def test_a_visitor_rates_once(world: World, engine: Engine) -> None:
    """4.6, stories 15: month, channel, score, remark - nothing that leads to the person or the officer."""
    visit = served(world)
    visit_ratings.check_code(world.kit, code_of(visit))
    visit_ratings.rate(world.kit, code_of(visit).lower(), 4, " ramah ")
    assert ratings(engine) == [("2026-11", "langsung", 4, "ramah")]
    assert set(rating.c.keys()) == {"id", "month", "channel", "score", "remark", "trial"}
    with pytest.raises(VisitUnknown):
        visit_ratings.rate(world.kit, code_of(visit), 1, "")
    assert len(ratings(engine)) == 1


def test_the_rating_comes_after_the_consultation(world: World) -> None:
    """4.5 before 4.6: who has not been served has nothing to rate yet."""
    visit = arrives(world.kit)
    with pytest.raises(VisitMoved):
        visit_ratings.check_code(world.kit, code_of(visit))
    visits.start(world.kit, world.officer("rina"), visit.id)
    visit_ratings.rate(world.kit, code_of(visit), 3, "")


def test_a_link_works_for_a_week(world: World) -> None:
    """A code found later opens nothing; a made-up one neither."""
    visit = served(world)
    for code in ("", "AAAAAAAAAA", "\x00"):
        with pytest.raises(VisitUnknown):
            visit_ratings.check_code(world.kit, code)
    world.clock.advance(8 * 24 * 3600)
    with pytest.raises(VisitUnknown):
        visit_ratings.rate(world.kit, code_of(visit), 4, "")


def test_who_left_unserved_does_not_rate(world: World) -> None:
    """The link ends with the visit."""
    visit = arrives(world.kit)
    visits.cancel(world.kit, world.officer("rina"), visit.id)
    with pytest.raises(VisitUnknown):
        visit_ratings.check_code(world.kit, code_of(visit))


@pytest.mark.parametrize("score", [0, 5, -1, 10])
def test_a_score_is_1_to_4(world: World, score: int) -> None:
    """9.2: the scale of the standard."""
    with pytest.raises(InputRefused, match="nilai"):
        visit_ratings.rate(world.kit, code_of(served(world)), score, "")


def test_a_long_remark_is_refused_and_nothing_lost(world: World, engine: Engine) -> None:
    """The code stays good: the person shortens and sends again."""
    visit = served(world)
    with pytest.raises(InputRefused, match="terlalu_panjang"):
        visit_ratings.rate(world.kit, code_of(visit), 4, "x" * 501)
    visit_ratings.rate(world.kit, code_of(visit), 4, "x" * 500)
    assert len(ratings(engine)) == 1


def test_paper_is_typed_in_by_somebody_else(world: World, engine: Engine) -> None:
    """Stories 18: never by the officer who served; the code dies with it, so that nobody rates twice."""
    visit, budi = served(world), world.officer("budi")
    rina = world.officer("rinalain")
    with world.kit.uow.read() as uow:
        stored = uow.visits.get(visit.id)
        assert stored is not None
        assert stored.officer_id is not None
        user = uow.users.get(stored.officer_id)
    assert user is not None
    with pytest.raises(InputRefused, match="petugas_sendiri"):
        visit_ratings.type_in(world.kit, user.as_actor(), visit.id, 4, "")
    visit_ratings.type_in(world.kit, budi, visit.id, 2, "lama")
    assert ratings(engine) == [("2026-11", "langsung", 2, "lama")]
    with pytest.raises(VisitMoved):
        visit_ratings.type_in(world.kit, rina, visit.id, 4, "")
    with pytest.raises(VisitUnknown):
        visit_ratings.check_code(world.kit, code_of(visit))


def test_paper_needs_an_ended_visit_of_the_week(world: World) -> None:
    """Typed in for nobody, too early or too late: refused."""
    budi, visit = world.officer("budi"), arrives(world.kit, "b")
    with pytest.raises(VisitMoved):
        visit_ratings.type_in(world.kit, budi, visit.id, 4, "")
    with pytest.raises(VisitUnknown):
        visit_ratings.type_in(world.kit, budi, "no-such", 4, "")
    done = served(world, "c")
    world.clock.advance(8 * 24 * 3600)
    with pytest.raises(VisitUnknown):
        visit_ratings.type_in(world.kit, budi, done.id, 4, "")


@pytest.mark.parametrize("role", [Role.KONTEN, Role.PENGADUAN, Role.PIMPINAN])
def test_paper_is_for_officers_and_admin(world: World, role: Role) -> None:
    """Design: the check stands in the use case."""
    visit, other = served(world), world.officer("lain", role)
    with pytest.raises(PermissionRefused):
        visit_ratings.type_in(world.kit, other, visit.id, 4, "")
    visit_ratings.type_in(world.kit, world.officer("adm", Role.ADMIN), visit.id, 4, "")


def test_no_log_of_who_gave_what(world: World, engine: Engine) -> None:
    """Stories 15: the audit says that a paper was typed in, never the score or the remark."""
    visit = served(world)
    visit_ratings.type_in(world.kit, world.officer("budi"), visit.id, 1, "petugas ketus")
    from bot.store.account_tables import audit

    with engine.connect() as connection:
        details = [dict(row) for row in connection.execute(select(audit.c.action, audit.c.detail)).mappings()]
    assert {"action": "visit.rating_typed", "detail": {}} in details
    assert "ketus" not in str(details)
