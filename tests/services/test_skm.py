"""The satisfaction survey by link (service_rules 9)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from bot.core.accounts import Role
from bot.core.errors import Conflict, InputRefused, NotFound, PermissionRefused
from bot.services import skm
from tests.world import World

FIRST, LAST = date(2026, 11, 1), date(2026, 11, 30)


def test_once_a_link_and_counted(world: World) -> None:
    """rules 9.2-9.6: nine elements, once a link; the result with n."""
    admin = world.officer("ani", Role.ADMIN)
    survey = skm.open_period(world.kit, admin, "SKM 2026", FIRST, LAST)
    assert skm.outcome(world.kit, admin, survey.id).result.respondents == 0
    first, second = skm.issue_links(world.kit, admin, survey.id, 2)
    skm.answer(world.kit, first, [4] * 9, "")
    skm.answer(world.kit, second, [3] * 9, "  parkir sempit ")
    with pytest.raises(Conflict, match="sudah_diisi"):
        skm.answer(world.kit, first, [1] * 9, "")
    found = skm.outcome(world.kit, world.officer("kepala", Role.PIMPINAN), survey.id)
    assert (found.result.index, found.result.band, found.result.respondents) == (Decimal("87.50"), "B", 2)
    assert found.suggestions == ("parkir sempit",)
    assert skm.periods(world.kit, admin) == [survey]


def test_refusals(world: World) -> None:
    """rule 9.6: an incomplete form is refused and the link stays good; outside its period nothing is taken."""
    admin = world.officer("ani", Role.ADMIN)
    survey = skm.open_period(world.kit, admin, "SKM 2026", FIRST, LAST)
    (token,) = skm.issue_links(world.kit, admin, survey.id, 1)
    with pytest.raises(InputRefused, match="tidak_lengkap"):
        skm.answer(world.kit, token, [4] * 8, "")
    assert skm.survey_of(world.kit, token) == survey
    with pytest.raises(NotFound):
        skm.survey_of(world.kit, "unknown")
    world.clock.now += timedelta(days=30)
    with pytest.raises(Conflict, match="tidak_dibuka"):
        skm.survey_of(world.kit, token)
    with pytest.raises(InputRefused, match="tanggal"):
        skm.open_period(world.kit, admin, "SKM", LAST, FIRST)
    with pytest.raises(InputRefused, match="jumlah"):
        skm.issue_links(world.kit, admin, survey.id, 501)


def test_rights(world: World) -> None:
    """rule 9.2: opened by the admin; officers see no result."""
    officer = world.officer("rina")
    for act in (
        lambda: skm.open_period(world.kit, officer, "SKM", FIRST, LAST),
        lambda: skm.issue_links(world.kit, officer, "x", 1),
        lambda: skm.periods(world.kit, officer),
        lambda: skm.outcome(world.kit, officer, "x"),
    ):
        with pytest.raises(PermissionRefused):
            act()
