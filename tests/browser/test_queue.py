"""The queue as an officer sees it: who is next, and the colour of each clock (stories 24g, service_rules 6.7, 6.8)."""

from datetime import date, timedelta

from playwright.sync_api import Locator, Page, expect

from bot.core.accounts import Actor
from bot.core.consultations import Category, Need
from bot.core.turns import RequestOfficer
from bot.services import accounts, handoff, holding, presence, webchat
from bot.services import desk as use_desk
from tests.browser.conftest import Server
from tests.browser.test_console import log_in
from tests.browser.test_officers_day import new_officer
from tests.fakes import MONDAY_TEN
from tests.web.conftest import OFFICER, OFFICER_PASSWORD

TUESDAY_TEN = MONDAY_TEN + timedelta(days=1)
PROMISED = "dijanjikan Selasa, 24 November"


def asks(server: Server, question: str) -> str:
    """Somebody asks for an officer now; the conversation."""
    session = webchat.conversation_of(server.kit, webchat.open_session(server.kit))
    request = RequestOfficer(question=question, category=Category.DATA, need=Need())
    with server.kit.uow() as uow:
        conversation = holding.locked(uow, session.conversation_id)
        changed, _ = handoff.hand_over(uow, server.kit, conversation, request, server.clock())
        uow.conversations.save(changed)
        uow.commit()
    return session.conversation_id


def serves(server: Server, officer: Actor, conversation_id: str, promised_for: date | None = None) -> None:
    """The officer takes and says something, with a day for the answer or without."""
    presence.beat(server.kit, officer)
    use_desk.take(server.kit, officer, conversation_id)
    use_desk.reply(server.kit, officer, conversation_id, "saya carikan", conversation_id, promised_for=promised_for)


def rows(page: Page) -> Locator:
    return page.locator(".pst-row")


def colours(page: Page) -> list[str]:
    """The colour of each row's clock, from the top."""
    drawn: list[str] = rows(page).evaluate_all(
        "rows => rows.map(row => ['soon', 'late', 'calm'].find(each => row.classList.contains(each)) || '')"
    )
    return drawn


def test_the_order_of_arrival_and_the_colours_of_the_minutes(server: Server, desk: Page) -> None:
    """Rules 6.7, 6.8: first come first; one's own above; calm, amber after two thirds, red when it is over."""
    server.clock.now = TUESDAY_TEN
    budi = accounts.authenticate(server.kit, accounts.log_in(server.kit, OFFICER, OFFICER_PASSWORD, "t"))
    siti = new_officer(server.kit, "siti", "Siti")
    for minutes, question in ((16, "pertama"), (1, "kedua"), (10, "ketiga")):
        asks(server, question)
        server.clock.advance(minutes * 60)
    serves(server, siti, asks(server, "dilayani Siti"))
    serves(server, budi, asks(server, "milik saya"))
    log_in(desk, server)
    expect(rows(desk).locator(".question")).to_have_text(["milik saya", "pertama", "kedua", "ketiga", "dilayani Siti"])
    assert colours(desk) == ["calm", "late", "soon", "soon", "calm"]
    expect(rows(desk).nth(1).locator(".clock")).to_have_text("Jawaban pertama (target): 27 menit (lewat)")
    red, amber = (rows(desk).nth(place).locator(".clock") for place in (1, 2))
    expect(red).to_have_css("color", "rgb(255, 255, 255)")
    assert red.evaluate("box => getComputedStyle(box).backgroundColor") != amber.evaluate(
        "box => getComputedStyle(box).backgroundColor"
    )
    server.clock.advance(5 * 60 + 1)
    expect(rows(desk).nth(3)).to_have_class("pst-row waits late")


def test_a_promised_day_comes_first_and_changes_colour(server: Server, desk: Page) -> None:
    """stories 24g: one's own promise of today stands on top in amber, the next day in red; words say it too."""
    budi = accounts.authenticate(server.kit, accounts.log_in(server.kit, OFFICER, OFFICER_PASSWORD, "t"))
    serves(server, budi, asks(server, "baru saja"))
    serves(server, budi, asks(server, "dijanjikan"), date(2026, 11, 24))
    log_in(desk, server)
    expect(rows(desk).locator(".question")).to_have_text(["baru saja", "dijanjikan"])
    assert colours(desk) == ["calm", "calm"]
    server.clock.now = TUESDAY_TEN
    log_in(desk, server)
    expect(rows(desk).locator(".question")).to_have_text(["dijanjikan", "baru saja"])
    expect(rows(desk).first.locator(".holder")).to_contain_text(f"{PROMISED} (hari ini)")
    assert colours(desk)[0] == "soon"
    server.clock.now = TUESDAY_TEN + timedelta(days=1)
    log_in(desk, server)
    expect(rows(desk).first.locator(".holder")).to_contain_text(f"{PROMISED} (lewat)")
    assert colours(desk)[0] == "late"
