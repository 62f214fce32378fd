"""Login, throttle, sessions, passwords."""

import pytest

from bot.core.accounts import Role, Step
from bot.core.errors import InputRefused, LoginError, LoginRefused, LoginThrottled, NotLoggedIn, PermissionRefused
from bot.services import accounts, audit, credentials, housekeeping, own_account, screen, staff
from bot.services.kit import Kit
from tests.fakes import FakeClock

PASSWORD = "sandi-admin-1"


@pytest.fixture
def admin_kit(kit: Kit) -> Kit:
    accounts.ensure_admin(kit, PASSWORD)
    return kit


def test_first_start_makes_one_admin(kit: Kit) -> None:
    """Nothing set: a password is generated, shown once, and the second start says nothing."""
    shown = accounts.ensure_admin(kit, None)
    assert shown is not None
    assert accounts.ensure_admin(kit, None) is None
    token = accounts.log_in(kit, "admin", shown, "ip")
    assert accounts.standing(kit, token).step is Step.PASSWORD, "issue 4.6: what a terminal showed opens nothing else"
    own_account.change_password(kit, accounts.standing(kit, token).actor, shown, "sandi-sendiri-1", keep=token)
    assert accounts.authenticate(kit, token).roles == {Role.ADMIN, Role.PETUGAS}


def test_login_is_case_blind_for_the_name_only(admin_kit: Kit) -> None:
    """Phones write a capital first letter."""
    accounts.log_in(admin_kit, " Admin ", PASSWORD, "ip")
    with pytest.raises(LoginRefused):
        accounts.log_in(admin_kit, "admin", PASSWORD.upper(), "ip")


def test_unknown_user_costs_a_verification_too(admin_kit: Kit, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody learns from the time whether a name exists."""
    verified: list[str] = []

    def verify(self: object, password_hash: str, password: str) -> bool:
        verified.append(password_hash)
        return False

    monkeypatch.setattr(type(admin_kit.hasher), "verify", verify)
    with pytest.raises(LoginRefused):
        accounts.log_in(admin_kit, "siapa", "x" * 12, "ip")
    assert verified == [admin_kit.hasher.dummy]


def test_refused_logins_are_in_the_trail(admin_kit: Kit, clock: FakeClock) -> None:
    """service_rules 12.3: whose login was refused, never what was typed; a hammered door is told once in 15 minutes."""
    admin = accounts.authenticate(admin_kit, accounts.log_in(admin_kit, "admin", PASSWORD, "office"))
    with pytest.raises(LoginRefused):
        accounts.log_in(admin_kit, "sandi-yang-terketik-di-kolom-nama", "x" * 12, "stranger")
    for _ in range(8):
        with pytest.raises(LoginError):
            accounts.log_in(admin_kit, "admin", "salah-salah", "stranger")
    screen.set_pin(admin_kit, admin, PASSWORD, "2580")
    token = accounts.log_in(admin_kit, "admin", PASSWORD, "office")
    screen.leave(admin_kit, token)
    with pytest.raises(LoginRefused):
        screen.unlock(admin_kit, token, "1111")
    told = [
        (each.row.action, each.row.subject)
        for each in reversed(audit.trail(admin_kit, admin))
        if each.row.action in credentials.FAILURES
    ]
    assert told == [
        ("account.login_failed", "tidak dikenal"),
        *[("account.login_failed", admin.id)] * 5,
        ("account.login_throttled", admin.id),
        ("account.unlock_failed", admin.id),
    ]
    [shown] = staff.accounts_of_staff(admin_kit, admin)
    assert shown.failed_logins == 7
    clock.advance(901)
    for _ in range(6):
        with pytest.raises(LoginError):
            accounts.log_in(admin_kit, "admin", "salah-salah", "stranger")
    assert len(audit.trail(admin_kit, admin, action="account.login_throttled")) == 2
    clock.advance(7 * 24 * 3600)
    [forgotten] = staff.accounts_of_staff(admin_kit, admin)
    assert forgotten.failed_logins == 0


def test_throttle_by_name_and_address(admin_kit: Kit, clock: FakeClock) -> None:
    """Five failures stop that address for that name; the officer elsewhere is not locked out by a stranger."""
    for _ in range(5):
        with pytest.raises(LoginRefused):
            accounts.log_in(admin_kit, "admin", "salah-salah", "stranger")
    with pytest.raises(LoginThrottled) as caught:
        accounts.log_in(admin_kit, "admin", PASSWORD, "stranger")
    assert caught.value.retry_after_s == 900
    accounts.log_in(admin_kit, "admin", PASSWORD, "office")
    clock.advance(901)
    accounts.log_in(admin_kit, "admin", PASSWORD, "stranger")


def test_one_address_cannot_try_many_names(admin_kit: Kit) -> None:
    """Thirty failures of one address stop it for all names."""
    for number in range(30):
        with pytest.raises(LoginRefused):
            accounts.log_in(admin_kit, f"user{number}", "salah-salah", "stranger")
    with pytest.raises(LoginThrottled):
        accounts.log_in(admin_kit, "admin", PASSWORD, "stranger")


def test_session_ends_by_idleness_and_by_age(admin_kit: Kit, clock: FakeClock) -> None:
    """60 idle minutes, 12 hours in all."""
    token = accounts.log_in(admin_kit, "admin", PASSWORD, "ip")
    for _ in range(79):
        clock.advance(9 * 60)
        accounts.authenticate(admin_kit, token)
    clock.advance(9 * 60)
    with pytest.raises(NotLoggedIn):
        accounts.authenticate(admin_kit, token)
    idle = accounts.log_in(admin_kit, "admin", PASSWORD, "ip")
    clock.advance(60 * 60)
    with pytest.raises(NotLoggedIn, match="log in again"):
        accounts.authenticate(admin_kit, idle)


def test_log_out_and_password_change_end_sessions(admin_kit: Kit) -> None:
    """A changed password leaves only the session it was changed in."""
    kept, other, left = (accounts.log_in(admin_kit, "admin", PASSWORD, "ip") for _ in range(3))
    actor = accounts.authenticate(admin_kit, kept)
    accounts.log_out(admin_kit, left)
    with pytest.raises(LoginRefused):
        own_account.change_password(admin_kit, actor, "salah-salah", "sandi-baru-1", keep=kept)
    with pytest.raises(InputRefused, match="sandi_terlalu_pendek"):
        own_account.change_password(admin_kit, actor, PASSWORD, "pendek", keep=kept)
    own_account.change_password(admin_kit, actor, PASSWORD, "sandi-baru-1", keep=kept)
    accounts.authenticate(admin_kit, kept)
    for gone in (other, left):
        with pytest.raises(NotLoggedIn):
            accounts.authenticate(admin_kit, gone)
    accounts.log_in(admin_kit, "admin", "sandi-baru-1", "ip")


def test_accounts_are_made_by_admins_only(admin_kit: Kit) -> None:
    """Names are checked and unique; an officer makes no accounts."""
    admin = accounts.authenticate(admin_kit, accounts.log_in(admin_kit, "admin", PASSWORD, "ip"))
    accounts.create_officer(admin_kit, admin, "Rina", "Rina Wati", "sandi-petugas")
    rina = accounts.authenticate(admin_kit, accounts.log_in(admin_kit, "rina", "sandi-petugas", "ip"))
    with pytest.raises(PermissionRefused):
        accounts.create_officer(admin_kit, rina, "budi", "Budi", "sandi-petugas")
    with pytest.raises(InputRefused, match="dipakai"):
        accounts.create_officer(admin_kit, admin, "rina", "Rina", "sandi-petugas")
    with pytest.raises(InputRefused, match="nama_pengguna"):
        accounts.create_officer(admin_kit, admin, "<b>", "Rina", "sandi-petugas")


def test_tokens_are_not_stored(admin_kit: Kit) -> None:
    """A stolen database opens no session: only the token's hash is kept."""
    token = accounts.log_in(admin_kit, "admin", PASSWORD, "ip")
    with admin_kit.uow.read() as uow:
        assert uow.sessions.get(token) is None


def test_housekeeping_forgets_what_expired(admin_kit: Kit, clock: FakeClock) -> None:
    """Sessions and attempts do not stay for ever."""
    accounts.log_in(admin_kit, "admin", PASSWORD, "ip")
    with pytest.raises(LoginRefused):
        accounts.log_in(admin_kit, "admin", "salah-salah", "ip")
    assert housekeeping.purge(admin_kit) == 0
    clock.advance(3600)
    assert housekeeping.purge(admin_kit) == 2
