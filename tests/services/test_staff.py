"""What an admin does with accounts (stories 8 and 15, service_rules 13)."""

from collections.abc import Callable

import pytest

from bot.core.accounts import Actor, Role, Step
from bot.core.conversations import State
from bot.core.errors import (
    InputRefused,
    LastAdmin,
    LoginRefused,
    NotLoggedIn,
    PermissionRefused,
    StepNeeded,
    UserUnknown,
)
from bot.services import accounts, desk, own_account, staff
from bot.services.kit import Kit
from tests.fakes import reply, wants_officer
from tests.store.test_store import at_once
from tests.world import World

PASSWORD = "sandi-admin-1"


@pytest.fixture
def admin(kit: Kit) -> Actor:
    accounts.ensure_admin(kit, PASSWORD)
    return accounts.authenticate(kit, accounts.log_in(kit, "admin", PASSWORD, "ip"))


def made(kit: Kit, admin: Actor, username: str, *roles: Role) -> tuple[str, str]:
    """A new account: its id and its one-time password."""
    password = staff.create(kit, admin, username, username.title(), roles)
    [found] = [each for each in staff.accounts_of_staff(kit, admin) if each.username == username]
    return found.id, password


def test_a_new_account_must_choose_its_own_password(kit: Kit, admin: Actor) -> None:
    """Stories 25: the admin's one-time password opens nothing but the change of password."""
    user_id, password = made(kit, admin, "rina", Role.PETUGAS, Role.PENGADUAN)
    token = accounts.log_in(kit, "rina", password, "ip")
    with pytest.raises(StepNeeded) as caught:
        accounts.authenticate(kit, token)
    assert caught.value.step is Step.PASSWORD
    rina = accounts.standing(kit, token).actor
    with pytest.raises(InputRefused, match="sandi_sama"):
        own_account.change_password(kit, rina, password, password, keep=token)
    own_account.change_password(kit, rina, password, "sandi-milik-rina", keep=token)
    assert accounts.authenticate(kit, token).roles == {Role.PETUGAS, Role.PENGADUAN}
    assert accounts.authenticate(kit, token).id == user_id


def test_an_account_named_after_a_post_is_pointed_out(kit: Kit, admin: Actor) -> None:
    """service_rules 10.4: no complaint can be known to be about *Petugas 1*; the admin sees it."""
    staff.create(kit, admin, "petugas1", "Petugas Layanan 1", [Role.PETUGAS])
    staff.create(kit, admin, "kepala", "Ratna Dewi", [Role.PIMPINAN])
    hinted = {each.username: each.nameless for each in staff.accounts_of_staff(kit, admin)}
    assert hinted == {"admin": True, "kepala": False, "petugas1": True}


def test_roles_combine_and_count_at_once(kit: Kit, admin: Actor) -> None:
    """Stories 8: roles combine in one account; a change counts from the next action on."""
    accounts.create_officer(kit, admin, "rina", "Rina", "sandi-petugas", [Role.PETUGAS])
    token = accounts.log_in(kit, "rina", "sandi-petugas", "ip")
    rina = accounts.authenticate(kit, token)
    staff.set_roles(kit, admin, rina.id, [Role.PETUGAS, Role.ADMIN])
    assert accounts.authenticate(kit, token).roles == {Role.PETUGAS, Role.ADMIN}
    staff.rename(kit, admin, rina.id, "  Rina Wati ")
    assert accounts.authenticate(kit, token).name == "Rina Wati"
    with pytest.raises(InputRefused, match="peran"):
        staff.set_roles(kit, admin, rina.id, [])
    with pytest.raises(InputRefused, match="nama"):
        staff.rename(kit, admin, rina.id, " ")


def test_a_deactivated_account_is_out_at_once(kit: Kit, admin: Actor) -> None:
    """Its sessions end, its password opens nothing; activated again it is as before."""
    accounts.create_officer(kit, admin, "rina", "Rina", "sandi-petugas")
    token = accounts.log_in(kit, "rina", "sandi-petugas", "ip")
    rina = accounts.authenticate(kit, token)
    staff.deactivate(kit, admin, rina.id)
    with pytest.raises(NotLoggedIn):
        accounts.authenticate(kit, token)
    with pytest.raises(LoginRefused):
        accounts.log_in(kit, "rina", "sandi-petugas", "ip")
    staff.activate(kit, admin, rina.id)
    accounts.log_in(kit, "rina", "sandi-petugas", "ip")


LAST = [
    pytest.param(lambda kit, admin: staff.deactivate(kit, admin, admin.id), id="deactivated"),
    pytest.param(lambda kit, admin: staff.set_roles(kit, admin, admin.id, [Role.PETUGAS]), id="role taken"),
]


@pytest.mark.parametrize("remove", LAST)
def test_the_last_admin_stays(kit: Kit, admin: Actor, remove: Callable[[Kit, Actor], None]) -> None:
    """Else nobody could manage accounts; a second, deactivated admin does not count."""
    other, _ = made(kit, admin, "kepala", Role.ADMIN)
    staff.deactivate(kit, admin, other)
    with pytest.raises(LastAdmin):
        remove(kit, admin)
    staff.activate(kit, admin, other)
    remove(kit, admin)


def test_two_admins_removing_one_another_leave_one(kit: Kit, admin: Actor) -> None:
    """The rule holds when both press at the same moment."""
    accounts.create_officer(kit, admin, "kepala", "Kepala", "sandi-kepala", [Role.ADMIN])
    kepala = accounts.authenticate(kit, accounts.log_in(kit, "kepala", "sandi-kepala", "ip"))
    works = [lambda: staff.deactivate(kit, admin, kepala.id), lambda: staff.deactivate(kit, kepala, admin.id)]
    assert sorted(type(each).__name__ for each in at_once(*works)) == ["LastAdmin", "NoneType"]


def test_who_holds_conversations_gives_them_back_first(world: World) -> None:
    """What must never happen: a conversation nobody holds; the person waits again at the old place (stories 6)."""
    rina = world.officer("rina")
    admin = accounts.authenticate(world.kit, accounts.log_in(world.kit, "admin", PASSWORD, "ip"))
    world.rasa.answer = lambda request: reply(commands=[wants_officer()])
    world.say("petugas")
    world.turn()
    desk.take(world.kit, rina, world.session.conversation_id)
    staff.deactivate(world.kit, admin, rina.id)
    assert world.conversation.state is State.WAITING
    assert world.conversation.holder_id is None


def test_a_forgotten_password_is_reset_to_a_one_time_one(kit: Kit, admin: Actor) -> None:
    """The old one, its sessions and its PIN are gone; the admin never learns the new one."""
    accounts.create_officer(kit, admin, "rina", "Rina", "sandi-petugas")
    token = accounts.log_in(kit, "rina", "sandi-petugas", "ip")
    rina = accounts.authenticate(kit, token)
    once = staff.reset_password(kit, admin, rina.id)
    with pytest.raises(NotLoggedIn):
        accounts.authenticate(kit, token)
    with pytest.raises(LoginRefused):
        accounts.log_in(kit, "rina", "sandi-petugas", "ip")
    assert accounts.standing(kit, accounts.log_in(kit, "rina", once, "ip")).step is Step.PASSWORD
    with pytest.raises(InputRefused, match="diri_sendiri"):
        staff.reset_password(kit, admin, admin.id)


def test_only_an_admin_manages_accounts(kit: Kit, admin: Actor) -> None:
    """The check stands in the use case; an unknown account is said to be unknown."""
    accounts.create_officer(kit, admin, "rina", "Rina", "sandi-petugas")
    rina = accounts.authenticate(kit, accounts.log_in(kit, "rina", "sandi-petugas", "ip"))
    with pytest.raises(PermissionRefused):
        staff.set_roles(kit, rina, rina.id, [Role.ADMIN])
    with pytest.raises(PermissionRefused):
        staff.reset_password(kit, rina, admin.id)
    for change in (staff.deactivate, staff.activate, staff.reset_password, staff.reset_second_factor):
        with pytest.raises(UserUnknown):
            change(kit, admin, "tidak-ada")


def test_one_time_passwords_are_not_in_the_trail(kit: Kit, admin: Actor) -> None:
    """Privacy: ids only; the account's list holds no hash either."""
    user_id, password = made(kit, admin, "rina", Role.PETUGAS)
    with kit.uow.read() as uow:
        user = uow.users.get(user_id)
    assert user is not None
    assert password not in user.password_hash
    assert "hash" not in repr(staff.accounts_of_staff(kit, admin))
