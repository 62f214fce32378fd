"""The second factor: enrolment, one code a device, recovery codes, what the office may oblige (stories 25)."""

from dataclasses import replace

import pytest

from bot.core.accounts import Actor, Role, Step
from bot.core.errors import InputRefused, LoginRefused, LoginThrottled, NotLoggedIn, StepNeeded
from bot.core.totp import code_at, step_of
from bot.services import accounts, audit, housekeeping, second_factor, staff
from bot.services.kit import Kit
from bot.services.live_office import LiveOffice
from bot.store.totp_seal import TotpSeal
from tests.fakes import FakeClock

PASSWORD, DEVICE, DAY = "sandi-admin-1", "perangkat-1", 24 * 3600


@pytest.fixture
def admin(kit: Kit) -> Actor:
    accounts.ensure_admin(kit, PASSWORD)
    return accounts.authenticate(kit, accounts.log_in(kit, "admin", PASSWORD, "ip"))


@pytest.fixture
def secret(kit: Kit, clock: FakeClock, admin: Actor) -> str:
    """An enrolled admin's secret, at a later moment than the enrolment's code."""
    secret = second_factor.begin_enrolment(kit, admin).secret
    second_factor.confirm_enrolment(kit, admin, code_at(secret, step_of(clock.now)))
    clock.advance(60)
    return secret


def logged_in(kit: Kit, device: str | None = None) -> str:
    return accounts.log_in(kit, "admin", PASSWORD, "ip", device=device)


def test_enrolment_counts_only_after_a_right_code(kit: Kit, clock: FakeClock, admin: Actor) -> None:
    """Nobody locks oneself out with an app that was set up wrongly; the secret can be typed in groups of four."""
    enrolment = second_factor.begin_enrolment(kit, admin)
    assert second_factor.begin_enrolment(kit, admin) == enrolment
    assert enrolment.in_groups.replace(" ", "") == enrolment.secret
    with pytest.raises(LoginRefused):
        second_factor.confirm_enrolment(kit, admin, "000000")
    assert accounts.standing(kit, logged_in(kit)).step is None
    codes = second_factor.confirm_enrolment(kit, admin, code_at(enrolment.secret, step_of(clock.now)))
    assert len(set(codes)) == 8
    assert accounts.standing(kit, logged_in(kit)).step is Step.CODE
    with pytest.raises(InputRefused, match="sudah_dua_langkah"):
        second_factor.begin_enrolment(kit, admin)


def test_a_password_alone_opens_nothing(kit: Kit, clock: FakeClock, secret: str) -> None:
    """The session waits for a code; then it may act."""
    token = logged_in(kit)
    with pytest.raises(StepNeeded):
        accounts.authenticate(kit, token)
    second_factor.prove(kit, token, code_at(secret, step_of(clock.now)), "ip", DEVICE)
    accounts.authenticate(kit, token)
    with pytest.raises(NotLoggedIn):
        second_factor.prove(kit, token, code_at(secret, step_of(clock.now)), "ip", DEVICE)


def test_a_device_is_asked_once_in_thirty_days(kit: Kit, clock: FakeClock, secret: str) -> None:
    """Stories 25; another device, or the same after 30 days, is asked."""
    second_factor.prove(kit, logged_in(kit), code_at(secret, step_of(clock.now)), "ip", DEVICE)
    assert accounts.standing(kit, logged_in(kit, DEVICE)).step is None
    assert accounts.standing(kit, logged_in(kit, "perangkat-2")).step is Step.CODE
    clock.advance(30 * DAY - 1)
    assert accounts.standing(kit, logged_in(kit, DEVICE)).step is None
    clock.advance(1)
    assert accounts.standing(kit, logged_in(kit, DEVICE)).step is Step.CODE
    housekeeping.purge(kit)
    with kit.uow.read() as uow:
        assert uow.trusted_devices.trusted_at("x", "x") is None


def test_a_device_is_trusted_for_one_user_only(kit: Kit, clock: FakeClock, admin: Actor, secret: str) -> None:
    """The shared computer: a colleague's code does not stand for mine."""
    accounts.create_officer(kit, admin, "rina", "Rina", "sandi-petugas")
    rina = accounts.authenticate(kit, accounts.log_in(kit, "rina", "sandi-petugas", "ip"))
    hers = second_factor.begin_enrolment(kit, rina).secret
    second_factor.confirm_enrolment(kit, rina, code_at(hers, step_of(clock.now)))
    second_factor.prove(kit, logged_in(kit), code_at(secret, step_of(clock.now)), "ip", DEVICE)
    token = accounts.log_in(kit, "rina", "sandi-petugas", "ip", device=DEVICE)
    assert accounts.standing(kit, token).step is Step.CODE


def test_wrong_codes_end_the_session_and_slow_the_next(kit: Kit, secret: str, admin: Actor) -> None:
    """Five tries, each in the trail; somebody who knows the password cannot go on guessing codes."""
    token = logged_in(kit)
    for _ in range(4):
        with pytest.raises(LoginRefused):
            second_factor.prove(kit, token, "000000", "ip", DEVICE)
    with pytest.raises(NotLoggedIn):
        second_factor.prove(kit, token, "000000", "ip", DEVICE)
    with pytest.raises(LoginThrottled):
        logged_in(kit)
    refused = audit.trail(kit, admin, action="account.code_failed")
    assert [each.row.subject for each in refused] == [admin.id] * 5


def test_a_code_is_good_once(kit: Kit, clock: FakeClock, secret: str) -> None:
    """RFC 6238 5.2."""
    code = code_at(secret, step_of(clock.now))
    second_factor.prove(kit, logged_in(kit), code, "ip", DEVICE)
    with pytest.raises(LoginRefused):
        second_factor.prove(kit, logged_in(kit), code, "ip", DEVICE)


def test_a_recovery_code_stands_for_a_lost_phone_once(kit: Kit, secret: str, admin: Actor) -> None:
    """Typed in capitals or without hyphens; new ones make the old void."""
    old = second_factor.renew_recovery_codes(kit, admin, PASSWORD)
    codes = second_factor.renew_recovery_codes(kit, admin, PASSWORD)
    second_factor.prove(kit, logged_in(kit), codes[0].upper().replace("-", " "), "ip", DEVICE)
    for void in (codes[0], old[1]):
        with pytest.raises(LoginRefused):
            second_factor.prove(kit, logged_in(kit), void, "ip", DEVICE)
    with pytest.raises(LoginRefused):
        second_factor.renew_recovery_codes(kit, admin, "salah-salah")


def test_what_an_older_version_kept_in_the_open_is_sealed(kit: Kit, clock: FakeClock, secret: str) -> None:
    """service_rules 12.3: also after the restore of an old backup; the phone goes on, and nothing is sealed twice."""
    with kit.uow() as uow:
        user = uow.users.by_username("admin")
        assert user is not None
        assert secret not in (user.totp_secret or "")
        uow.users.save(replace(user, totp_secret=secret))
        uow.commit()
    assert [second_factor.seal_open_secrets(kit), second_factor.seal_open_secrets(kit)] == [1, 0]
    with kit.uow.read() as uow:
        sealed = uow.users.by_username("admin")
    assert sealed is not None
    assert sealed.totp_secret not in (None, secret)
    second_factor.prove(kit, logged_in(kit), code_at(secret, step_of(clock.now)), "ip", DEVICE)


def test_without_the_key_paper_still_opens(kit: Kit, clock: FakeClock, secret: str, admin: Actor) -> None:
    """docs, Files in var/: who lost the key logs in with a recovery code and puts the app in anew."""
    codes = second_factor.renew_recovery_codes(kit, admin, PASSWORD)
    moved = replace(kit, seal=TotpSeal("another machine's key"))
    with pytest.raises(LoginRefused):
        second_factor.prove(moved, logged_in(kit), code_at(secret, step_of(clock.now)), "ip", DEVICE)
    assert audit.trail(kit, admin, action="account.code_unreadable"), "the admin sees why"
    second_factor.prove(moved, logged_in(kit), codes[0], "ip", DEVICE)
    second_factor.switch_off(moved, admin, PASSWORD)
    fresh = second_factor.begin_enrolment(moved, admin).secret
    second_factor.confirm_enrolment(moved, admin, code_at(fresh, step_of(clock.now)))


def test_a_sealed_secret_is_good_for_its_account_only(kit: Kit) -> None:
    """service_rules 12.3: who can write into the database cannot give an account another one's app."""
    sealed = kit.seal.seal("A" * 32, "u1")
    assert (kit.seal.open(sealed, "u1"), kit.seal.open(sealed, "u2"), kit.seal.open("x", "u1")) == (
        "A" * 32,
        None,
        None,
    )


def test_it_is_switched_off_with_the_password(kit: Kit, secret: str, admin: Actor) -> None:
    """An open page alone is not enough; an admin can do it for somebody who lost everything."""
    with pytest.raises(LoginRefused):
        second_factor.switch_off(kit, admin, "salah-salah")
    second_factor.switch_off(kit, admin, PASSWORD)
    assert accounts.standing(kit, logged_in(kit)).step is None


def test_an_admin_helps_who_lost_phone_and_codes(kit: Kit, clock: FakeClock, secret: str, admin: Actor) -> None:
    """The other account logs in with the password alone and can enrol again."""
    accounts.create_officer(kit, admin, "kepala", "Kepala", "sandi-kepala", [Role.ADMIN])
    kepala = accounts.authenticate(kit, accounts.log_in(kit, "kepala", "sandi-kepala", "ip"))
    staff.reset_second_factor(kit, kepala, admin.id)
    assert accounts.standing(kit, logged_in(kit)).step is None


@pytest.mark.parametrize(
    ("role", "step"),
    [
        (Role.ADMIN, Step.ENROL), (Role.PENGADUAN, Step.ENROL), (Role.PIMPINAN, Step.ENROL),
        (Role.PETUGAS, None), (Role.KONTEN, None),
    ],
)  # fmt: skip
def test_the_office_may_oblige_three_roles(kit: Kit, admin: Actor, role: Role, step: Step | None) -> None:
    """`wajib_dua_langkah` in office.yml: accounts, complaints and reports; others as they like."""
    office = replace(kit.office, two_steps_required=True)
    strict = replace(kit, live=LiveOffice(kit.uow, kit.clock, office, kit.texts, kit.hours.holidays))
    accounts.create_officer(kit, admin, "seseorang", "Seseorang", "sandi-seseorang", [role])
    token = accounts.log_in(strict, "seseorang", "sandi-seseorang", "ip")
    assert accounts.standing(strict, token).step is step
    assert accounts.standing(kit, token).step is None
