"""`python -m bot backup` and `restore`, from one folder to another."""

import shutil
import stat
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.__main__ import app
from bot.bootstrap import build
from bot.core.called_names import OFFICE_WORDS
from bot.core.conversations import Address
from bot.core.totp import code_at, step_of
from bot.services import accounts, second_factor
from bot.settings import load_settings
from tests.conftest import ROOT

KEY = "lima kata acak yang panjang"
ADMIN_PASSWORD = "sandi-admin-uji"


def machine(folder: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A fresh copy of the product in a folder; commands run there from now on."""
    (folder / OFFICE_WORDS).parent.mkdir(parents=True)
    for name in ("office.yml", "texts.id.yml", OFFICE_WORDS):
        shutil.copy(ROOT / name, folder / name)
    monkeypatch.chdir(folder)
    return folder


def run(*arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments))


def test_from_one_computer_to_another(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Docs, *Backup*: a backup on a stick, a new computer, one command; the accounts are there.

    service_rules 12.3: the database alone shows no authenticator secret, and the phone still fits after a restore.
    """
    monkeypatch.setenv("PST_BACKUP_KEY", KEY)
    monkeypatch.setenv("PST_ADMIN_PASSWORD", ADMIN_PASSWORD)
    old = machine(tmp_path / "old", monkeypatch)
    built = build(load_settings())
    built.prepare()
    admin = accounts.authenticate(built.kit, accounts.log_in(built.kit, "admin", ADMIN_PASSWORD, "ip"))
    secret = second_factor.begin_enrolment(built.kit, admin).secret
    second_factor.confirm_enrolment(built.kit, admin, code_at(secret, step_of(built.kit.clock())))
    built.engine.dispose()
    assert secret.encode() not in b"".join(path.read_bytes() for path in (old / "var").glob("pst.sqlite*"))
    (old / "office.yml").write_text((old / "office.yml").read_text() + "\n# milik kami\n")
    made = run("backup", "--to", str(tmp_path / "stick"))
    assert (made.exit_code, "MB" in made.output) == (0, True)
    [file] = (tmp_path / "stick").glob("pst-*.pstbak")

    new = machine(tmp_path / "new", monkeypatch)
    restored = run("restore", str(file))
    assert restored.exit_code == 0, restored.output
    assert "office.yml diganti isi cadangan" in restored.output
    assert (new / "office.yml").read_text().endswith("# milik kami\n")
    rebuilt = build(load_settings())
    assert rebuilt.prepare() is None  # the admin of the old computer is the admin
    token = accounts.log_in(rebuilt.kit, "admin", ADMIN_PASSWORD, "ip")
    later = step_of(rebuilt.kit.clock()) + 1  # the present code is used up
    second_factor.prove(rebuilt.kit, token, code_at(secret, later), "ip", "perangkat-1")
    assert accounts.standing(rebuilt.kit, token).step is None
    assert stat.S_IMODE((new / "var" / "account_key").stat().st_mode) == 0o600
    rebuilt.engine.dispose()
    again = run("restore", str(file))
    assert (again.exit_code, "sudah berisi" in again.output) == (1, True)


def test_without_a_key_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused clearly: an unencrypted copy of people's conversations must not lie about."""
    folder = machine(tmp_path / "old", monkeypatch)
    for arguments in (["backup"], ["restore", "x.pstbak"]):
        done = run(*arguments)
        assert done.exit_code == 1
        assert "PST_BACKUP_KEY belum diisi" in done.output
    assert not (folder / "var" / "backup").exists()


def test_mistakes_are_sentences(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A short key, a missing file, a folder that is a file: no traceback."""
    machine(tmp_path / "old", monkeypatch)
    monkeypatch.setenv("PST_BACKUP_KEY", "pendek")
    assert "PST_BACKUP_KEY: paling sedikit 16" in run("backup").output
    monkeypatch.setenv("PST_BACKUP_KEY", KEY)
    assert "tidak dapat dibaca" in run("restore", "tidak-ada.pstbak").output
    (tmp_path / "stick").write_text("x")
    built = build(load_settings())
    built.prepare()
    built.engine.dispose()
    assert "Folder cadangan tidak dapat ditulisi" in run("backup", "--to", str(tmp_path / "stick")).output


def test_who_was_erased_is_erased_again_after_a_restore(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Service_rules 12.4: an older backup never quietly brings people back."""
    monkeypatch.setenv("PST_BACKUP_KEY", KEY)
    monkeypatch.setenv("PST_BACKUP_DIR", str(tmp_path / "stick"))
    machine(tmp_path / "old", monkeypatch)
    built = build(load_settings())
    built.prepare()
    person = Address(channel="wa", kind="wa_id", value="62000111")
    with built.kit.uow() as uow:
        who = uow.conversations.at(person, built.kit.new_id, built.kit.clock()).contact_id
        uow.commit()
    assert run("backup").exit_code == 0
    built.erasures.add(who)
    built.engine.dispose()
    machine(tmp_path / "new", monkeypatch)
    [file] = (tmp_path / "stick").glob("pst-*.pstbak")
    done = run("restore", str(file))
    assert done.exit_code == 0
    assert "1 orang yang sudah dihapus" in done.output
    again = build(load_settings())
    with again.kit.uow.read() as uow:
        assert not any(person.addresses for person in uow.identifiers.everybody())
    again.engine.dispose()
