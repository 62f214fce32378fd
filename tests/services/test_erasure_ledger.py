"""Erased people stay erased after an older backup came back (service_rules 12.4)."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.core.conversations import Address
from bot.services import erasure_ledger
from bot.services.kit import Kit
from bot.store.erasures import ErasuresOnDisk

WA = Address(channel="wa", kind="wa_id", value="62000111")
OTHER = Address(channel="wa", kind="wa_id", value="62000222")


@pytest.fixture
def ledger(kit: Kit, tmp_path: Path) -> ErasuresOnDisk:
    return ErasuresOnDisk(tmp_path / "var/erasures.jsonl", tmp_path / "disk/erasures.jsonl", kit.uow, kit.clock)


@pytest.fixture
def elsewhere(kit: Kit, tmp_path: Path) -> ErasuresOnDisk:
    """Another list."""
    return ErasuresOnDisk(tmp_path / "var2/erasures.jsonl", tmp_path / "disk2/erasures.jsonl", kit.uow, kit.clock)


def contact(kit: Kit, address: Address) -> str:
    """Somebody writes for the first time."""
    with kit.uow() as uow:
        found = uow.conversations.at(address, kit.new_id, kit.clock())
        uow.commit()
    return found.contact_id


def test_only_who_was_erased_is_found(kit: Kit, ledger: ErasuresOnDisk) -> None:
    """By the contact's id."""
    assert erasure_ledger.returned(kit, ledger) == []
    erased, _ = contact(kit, WA), contact(kit, OTHER)
    ledger.add(erased)
    assert erasure_ledger.returned(kit, ledger) == [erased]


def test_the_same_number_under_another_id_is_found(kit: Kit, ledger: ErasuresOnDisk, elsewhere: ErasuresOnDisk) -> None:
    """An older backup may know the person under a contact that was joined with another later."""
    known = contact(kit, WA)
    ledger.add(known)
    elsewhere.merge(replace(stone, contact_id="joined-later") for stone in ledger.stones())
    assert erasure_ledger.returned(kit, elsewhere) == [known]


def test_who_writes_again_afterwards_stays(kit: Kit, ledger: ErasuresOnDisk, elsewhere: ErasuresOnDisk) -> None:
    """Erased on Monday, back on Tuesday under the same number: a new contact with a new consent."""
    known = contact(kit, WA)
    ledger.add(known)
    day = timedelta(days=1)
    elsewhere.merge(replace(stone, contact_id="gone", at=stone.at - day) for stone in ledger.stones())
    assert erasure_ledger.returned(kit, elsewhere) == []


def test_the_list_tells_nobody_who_it_was(kit: Kit, ledger: ErasuresOnDisk, tmp_path: Path) -> None:
    """Salted, slow hashes; one salt for the whole list; readable by its owner only."""
    ledger.add(contact(kit, WA))
    ledger.add(contact(kit, OTHER))
    path = tmp_path / "var/erasures.jsonl"
    assert "62000" not in path.read_text()
    assert len({stone.salt for stone in ledger.stones()}) == 1
    assert path.stat().st_mode & 0o077 == 0
    assert path.read_text() == (tmp_path / "disk/erasures.jsonl").read_text()


def test_a_backup_disk_that_is_away_holds_nobody_up(kit: Kit, ledger: ErasuresOnDisk, tmp_path: Path) -> None:
    """The erasure goes on; the copy beside the backups is brought up to date when the disk is back."""
    (tmp_path / "disk").write_text("no folder")
    ledger.add(contact(kit, WA))
    assert len(ledger.stones()) == 1
    (tmp_path / "disk").unlink()
    ledger.copy_beside_backups()
    assert (tmp_path / "disk/erasures.jsonl").read_text() == (tmp_path / "var/erasures.jsonl").read_text()


def test_every_returned_person_is_erased_again(kit: Kit, ledger: ErasuresOnDisk) -> None:
    """The hook is called once a person, and the number is told."""
    erased = contact(kit, WA)
    ledger.add(erased)
    ledger.add(erased)
    called: list[str] = []
    assert erasure_ledger.reapply(kit, ledger, lambda _, who: called.append(who)) == 1
    assert called == [erased]
