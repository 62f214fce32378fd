"""The shared computer: screen lock, PIN, changing places, the list of sessions (stories 25)."""

import pytest

from bot.core.accounts import Actor, Role, Step
from bot.core.errors import InputRefused, LoginRefused, NotFound, NotLoggedIn, PermissionRefused, StepNeeded
from bot.services import accounts, housekeeping, own_account, screen
from bot.services.kit import Kit
from tests.fakes import FakeClock

PASSWORD, PIN = "sandi-petugas", "7391"


@pytest.fixture
def admin(kit: Kit) -> Actor:
    accounts.ensure_admin(kit, "sandi-admin-1")
    actor = accounts.authenticate(kit, accounts.log_in(kit, "admin", "sandi-admin-1", "ip"))
    for name in ("rina", "budi"):
        accounts.create_officer(kit, actor, name, name.title(), PASSWORD)
    return actor


def logged_in(kit: Kit, name: str, pin: str | None = None) -> tuple[str, Actor]:
    token = accounts.log_in(kit, name, PASSWORD, "ip", agent="Firefox, Windows")
    actor = accounts.authenticate(kit, token)
    if pin is not None:
        screen.set_pin(kit, actor, PASSWORD, pin)
    return token, actor


def test_ten_idle_minutes_lock_the_screen(kit: Kit, clock: FakeClock, admin: Actor) -> None:
    """A sign of life keeps it open; the PIN opens it again, without a login."""
    token, _ = logged_in(kit, "rina", PIN)
    clock.advance(9 * 60)
    accounts.authenticate(kit, token)
    clock.advance(9 * 60)
    accounts.authenticate(kit, token, sign_of_life=False)
    clock.advance(60)
    with pytest.raises(StepNeeded) as caught:
        accounts.authenticate(kit, token)
    assert caught.value.step is Step.UNLOCK
    screen.unlock(kit, token, PIN)
    accounts.authenticate(kit, token)


def test_without_a_pin_the_password_opens_it(kit: Kit, clock: FakeClock, admin: Actor) -> None:
    """Nobody is obliged to have a PIN; after an hour such a session has ended."""
    token, _ = logged_in(kit, "rina")
    clock.advance(10 * 60)
    with pytest.raises(LoginRefused):
        screen.unlock(kit, token, PIN)
    screen.unlock(kit, token, PASSWORD)
    clock.advance(60 * 60)
    with pytest.raises(NotLoggedIn):
        screen.unlock(kit, token, PASSWORD)


def test_five_wrong_pins_ask_for_the_full_login(kit: Kit, clock: FakeClock, admin: Actor) -> None:
    """Four to six digits are few: five tries, then the session is gone."""
    token, _ = logged_in(kit, "rina", PIN)
    clock.advance(10 * 60)
    for _ in range(4):
        with pytest.raises(LoginRefused):
            screen.unlock(kit, token, "1111")
    with pytest.raises(NotLoggedIn):
        screen.unlock(kit, token, "1111")
    with pytest.raises(NotLoggedIn):
        screen.unlock(kit, token, PIN)


def test_a_right_pin_forgets_the_wrong_ones(kit: Kit, clock: FakeClock, admin: Actor) -> None:
    """Mistyping now and then never adds up."""
    token, _ = logged_in(kit, "rina", PIN)
    for _ in range(3):
        clock.advance(10 * 60)
        for _ in range(4):
            with pytest.raises(LoginRefused):
                screen.unlock(kit, token, "1111")
        screen.unlock(kit, token, PIN)


def test_users_change_places_with_a_pin(kit: Kit, clock: FakeClock, admin: Actor) -> None:
    """The session that rests is locked at once and stays until its 12 hours are over, also past an idle hour."""
    hers, _ = logged_in(kit, "rina", PIN)
    assert screen.leave(kit, hers)
    with pytest.raises(StepNeeded):
        accounts.authenticate(kit, hers)
    his, _ = logged_in(kit, "budi", "8264")
    clock.advance(3 * 3600)
    assert [seat.name for seat in screen.seats(kit, [hers, his, "tidak-ada"])] == ["Rina", "Budi"]
    assert housekeeping.purge(kit) == 1  # the admin's, without a PIN
    screen.unlock(kit, hers, PIN)
    accounts.authenticate(kit, hers)
    clock.advance(9 * 3600)
    assert screen.seats(kit, [hers, his]) == []


def test_a_session_without_pin_cannot_rest(kit: Kit, admin: Actor) -> None:
    """Leaving then is logging out."""
    token, _ = logged_in(kit, "rina")
    assert not screen.leave(kit, token)
    with pytest.raises(NotLoggedIn):
        accounts.standing(kit, token)


@pytest.mark.parametrize("pin", ["", "123", "1234567", "12a4", "１２３４", "1234", "987654", "0000"])
def test_pins_that_a_colleague_would_guess_are_refused(kit: Kit, admin: Actor, pin: str) -> None:
    """Four to six digits, no row and no repeated digit; the password is asked too."""
    _, rina = logged_in(kit, "rina")
    with pytest.raises(InputRefused, match="pin"):
        screen.set_pin(kit, rina, PASSWORD, pin)
    with pytest.raises(LoginRefused):
        screen.set_pin(kit, rina, "salah-salah", PIN)
    assert not screen.has_pin(kit, rina)


def test_everybody_sees_and_ends_the_own_sessions(kit: Kit, admin: Actor) -> None:
    """A login forgotten on another computer can be ended from here; ids open nothing."""
    first, rina = logged_in(kit, "rina")
    second, _ = logged_in(kit, "rina")
    found = own_account.own_sessions(kit, rina, second)
    assert [each.present for each in found].count(True) == 1
    assert {each.agent for each in found} == {"Firefox, Windows"}
    [other] = [each for each in found if not each.present]
    with pytest.raises(NotLoggedIn):
        accounts.standing(kit, other.id)
    own_account.end_session(kit, rina, other.id)
    with pytest.raises(NotLoggedIn):
        accounts.authenticate(kit, first)
    with pytest.raises(NotFound):
        own_account.end_session(kit, rina, other.id)


def test_an_admin_ends_anybodys_session(kit: Kit, admin: Actor) -> None:
    """Others end only their own."""
    token, rina = logged_in(kit, "rina")
    _, budi = logged_in(kit, "budi")
    [hers] = own_account.own_sessions(kit, rina, token)
    with pytest.raises(PermissionRefused):
        own_account.end_session(kit, budi, hers.id)
    with pytest.raises(PermissionRefused):
        own_account.all_sessions(kit, budi, token)
    assert {each.user_name for each in own_account.all_sessions(kit, admin, token)} == {"Admin", "Rina", "Budi"}
    own_account.end_session(kit, admin, hers.id)
    with pytest.raises(NotLoggedIn):
        accounts.authenticate(kit, token)


def test_the_own_account_shows_what_is_set_up(kit: Kit, admin: Actor) -> None:
    """*Akun saya*: roles, PIN, second factor, how the menu looks; no secret."""
    _, rina = logged_in(kit, "rina", PIN)
    shown = own_account.own_account(kit, rina)
    assert (shown.has_pin, shown.two_steps, shown.recovery_codes, shown.roles) == (
        True,
        False,
        0,
        frozenset({Role.PETUGAS}),
    )
    own_account.set_full_view(kit, rina, True)
    assert accounts.authenticate(kit, accounts.log_in(kit, "rina", PASSWORD, "ip")).full_view
