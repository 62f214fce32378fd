"""A real backup restored into an empty place, on both databases, and everything is there."""

import io
import os
import shutil
import threading
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from bot.core.conversations import Address
from bot.core.errors import BackupRefused
from bot.core.messages import Incoming
from bot.core.service_hours import ServiceHours
from bot.services import accounts, audit, backups, erasure_ledger
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.services.wake import Hub
from bot.store.backup import BackupFolder, Places
from bot.store.engine import open_engine
from bot.store.erasures import FILE, ErasuresOnDisk
from bot.store.migrate import migrate
from bot.store.restore import REPLACED, Restored, restore
from bot.store.sealed import SealedWriter
from tests.conftest import POSTGRES, make_kit
from tests.fakes import FakeClock, FakeIds

KEY = "lima kata acak yang panjang"
PERSON = Address(channel="wa", kind="wa_id", value="62000111")


@dataclass(frozen=True, kw_only=True)
class Copy:
    """One installation: its database, its folders, its use cases."""

    engine: Engine
    kit: Kit
    places: Places
    erasures: ErasuresOnDisk
    vault: BackupFolder

    def say(self, address: Address, key: str) -> str:
        """A citizen writes; the contact's id."""
        receive(self.kit, [Incoming(address=address, external_id=key, text="halo")])
        with self.kit.uow() as uow:
            return uow.conversations.at(address, self.kit.new_id, self.kit.clock()).contact_id

    def restored_from(self, path: Path, key: str = KEY) -> Restored:
        return restore(path, key, self.engine, self.places, self.erasures)


class Machines:
    """Makes installations with databases of one kind."""

    def __init__(self, kind: str, folder: Path, hours: ServiceHours, clock: FakeClock) -> None:
        self.kind = kind
        self.folder = folder
        self.hours = hours
        self.clock = clock
        self.databases: list[str] = []
        self.engines: list[Engine] = []

    def make(self, name: str) -> Copy:
        home = self.folder / name
        (home / "data/faq/data").mkdir(parents=True)
        engine = open_engine(self._url(home))
        self.engines.append(engine)
        made = make_kit(engine, Hub(), self.clock, self.hours)
        kit = replace(made, new_id=FakeIds(name), new_token=FakeIds(f"token-of-the-machine-{name}"))
        places = Places(home=home, var=home / "var")
        places.var.mkdir(exist_ok=True)
        folder = home / "backup"
        erasures = ErasuresOnDisk(places.var / FILE, folder / FILE, kit.uow, self.clock)
        zone = self.hours.office.timezone
        vault = BackupFolder(folder=folder, key=KEY, engine=engine, places=places, erasures=erasures, zone=zone)
        return Copy(engine=engine, kit=kit, places=places, erasures=erasures, vault=vault)

    def _url(self, home: Path) -> str:
        if self.kind == "sqlite":
            return f"sqlite:///{home / 'var' / 'pst.sqlite'}"
        database = f"pst_{uuid.uuid4().hex[:12]}"
        self._admin(f"CREATE DATABASE {database}")
        self.databases.append(database)
        return make_url(POSTGRES).set(database=database).render_as_string(hide_password=False)

    def _admin(self, statement: str) -> None:
        admin = create_engine(POSTGRES, isolation_level="AUTOCOMMIT")
        with admin.connect() as connection:
            connection.execute(text(statement))
        admin.dispose()

    def scrap(self) -> None:
        for engine in self.engines:
            engine.dispose()
        for database in self.databases:
            self._admin(f"DROP DATABASE {database} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def machines(
    request: pytest.FixtureRequest, tmp_path: Path, hours: ServiceHours, clock: FakeClock
) -> Iterator[Machines]:
    if request.param == "postgresql":
        request.getfixturevalue("postgres_url")  # skips where there is none
        if shutil.which("pg_dump") is None:
            pytest.skip("pg_dump is not installed")
    made = Machines(request.param, tmp_path, hours, clock)
    yield made
    made.scrap()


@pytest.fixture
def old(machines: Machines) -> Copy:
    """An office with some work done."""
    copy = machines.make("old")
    migrate(copy.engine)
    accounts.ensure_admin(copy.kit, "sandi-admin-1")
    accounts.log_in(copy.kit, "admin", "sandi-admin-1", "ip")
    copy.say(PERSON, "m1")
    copy.places.files.mkdir()
    (copy.places.files / "f1").write_bytes(b"isi" * 50_000)
    (copy.places.files / "f2.new").write_bytes(b"sedang ditulis")
    (copy.places.home / "office.yml").write_text("nama_kantor: Kantor lama\n")
    (copy.places.home / "texts.id.yml").write_text("salam: Halo\n")
    (copy.places.home / "data/faq/data/a.md").write_text("jawaban kami")
    return copy


def test_everything_comes_back(machines: Machines, old: Copy) -> None:
    """Issue 4, point 6: a nightly encrypted backup whose restore is tested."""
    path = backups.take(old.kit, old.vault)
    assert b"Kantor lama" not in path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    new = machines.make("new")
    done = new.restored_from(path)
    assert done.made_at == machines.clock.now
    assert (done.files, done.replaced) == (1, ("data/faq",))
    assert (new.places.files / "f1").read_bytes() == b"isi" * 50_000
    assert (new.places.home / "office.yml").read_text() == "nama_kantor: Kantor lama\n"
    assert (new.places.home / "data/faq/data/a.md").read_text() == "jawaban kami"
    accounts.log_in(new.kit, "admin", "sandi-admin-1", "ip")
    assert new.say(PERSON, "m1") == old.say(PERSON, "m1")  # the message is known: a duplicate of the same person
    verdict = audit.verify(new.kit)
    assert (verdict.broken_id, verdict.rows) == (None, 2)
    assert not list(new.places.var.glob("restore-*"))


def test_own_files_that_differ_are_kept_aside(machines: Machines, old: Copy) -> None:
    """A fresh copy of the product brings its own office.yml: it is replaced, and not lost."""
    path = backups.take(old.kit, old.vault)
    new = machines.make("new")
    (new.places.home / "office.yml").write_text("nama_kantor: Bawaan\n")
    (new.places.home / "texts.id.yml").write_text("salam: Halo\n")
    assert new.restored_from(path).replaced == ("office.yml", "data/faq")
    assert (new.places.var / REPLACED / "office.yml").read_text() == "nama_kantor: Bawaan\n"


def test_the_copy_is_consistent_while_people_write(machines: Machines, old: Copy) -> None:
    """It is made while the service runs; what was committed before it is in it, and nothing half."""
    stop = threading.Event()
    written: list[str] = []

    def write() -> None:
        while not stop.is_set():
            key = f"w{len(written)}"
            old.say(Address(channel="wa", kind="wa_id", value=key), key)
            written.append(key)

    writer = threading.Thread(target=write)
    writer.start()
    while len(written) < 3:
        writer.join(0.01)
    before = len(written)
    path = backups.take(old.kit, old.vault)
    stop.set()
    writer.join()
    new = machines.make("new")
    new.restored_from(path)
    with new.engine.connect() as connection:
        count = "SELECT count(*) FROM "
        people, messages = (connection.scalar(text(count + table)) for table in ("contact_identifier", "inbox"))
    assert people == messages
    assert people >= before + 1


REFUSED = [
    pytest.param(lambda content: content[:-100], KEY, "terpotong atau rusak", id="truncated"),
    pytest.param(lambda content: content, "kunci lain yang panjang", "PST_BACKUP_KEY tidak cocok", id="wrong key"),
    pytest.param(lambda content: b"x" * 200, KEY, "bukan cadangan", id="another file"),
]


@pytest.mark.parametrize(("spoil", "key", "said"), REFUSED)
def test_a_bad_backup_changes_nothing(machines: Machines, old: Copy, spoil: object, key: str, said: str) -> None:
    """Checked whole before anything is written; the sentence says what to do."""
    assert callable(spoil)
    path = backups.take(old.kit, old.vault)
    path.write_bytes(spoil(path.read_bytes()))
    new = machines.make("new")
    with pytest.raises(BackupRefused, match=said):
        new.restored_from(path, key)
    assert list(new.places.var.iterdir()) == []
    assert not (new.places.home / "office.yml").exists()


def test_nothing_is_ever_overwritten(machines: Machines, old: Copy) -> None:
    """A filled database, or files, or an earlier restore's leftovers: refused, each with its reason."""
    path = backups.take(old.kit, old.vault)
    with pytest.raises(BackupRefused, match="Basis data tujuan sudah berisi"):
        old.restored_from(path)
    for name, reason in (("files/x", "files sudah berisi"), (f"{REPLACED}/x", "sisa pemulihan lama")):
        new = machines.make(f"new-{name[0]}")
        (new.places.var / name).parent.mkdir()
        (new.places.var / name).write_text("x")
        with pytest.raises(BackupRefused, match=reason):
            new.restored_from(path)


def test_a_sealed_file_of_something_else_is_refused(machines: Machines, old: Copy) -> None:
    """The key is right, but what is inside is no backup."""
    path = old.places.home / "lain.pstbak"
    content = io.BytesIO()
    writer = SealedWriter(content, KEY)
    writer.write(b"bukan arsip" * 1000)
    writer.finish()
    path.write_bytes(content.getvalue())
    with pytest.raises(BackupRefused, match="bukan arsip"):
        machines.make("new").restored_from(path)


def test_old_ones_are_taken_away(machines: Machines, old: Copy) -> None:
    """14 daily and 8 weekly stay; a night that was made is not made again."""
    folder = old.places.home / "backup"
    folder.mkdir()
    for day in range(1, 21):
        (folder / f"pst-2026-11-{day:02}-020000.pstbak").write_bytes(b"")
    (folder / "catatan.txt").write_text("milik orang lain")
    assert backups.nightly(old.kit, old.vault) is not None
    assert backups.nightly(old.kit, old.vault) is None
    taken = old.vault.taken()
    assert max(taken) == machines.clock.now
    assert len(taken) == 14 + 1  # the last 14, and 1 November, a Sunday; 8 November is among them
    assert (folder / "catatan.txt").exists()


def test_an_empty_copy_is_not_taken_for_a_backup(machines: Machines) -> None:
    """A wrong PST_VAR must not look like a good night."""
    new = machines.make("new")
    with pytest.raises(BackupRefused, match="Periksa PST_VAR"):
        backups.take(new.kit, new.vault)
    assert not (new.places.home / "backup").exists()


def test_a_killed_backup_leaves_no_plain_copy(machines: Machines, old: Copy, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power failure left is taken away by the next one, and a failed one leaves nothing half."""
    left = old.places.var / "backup-left"
    left.mkdir()
    (left / "database").write_bytes(b"people's words")
    os.utime(left, (0, 0))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as broken:
        broken.setattr("bot.store.backup.dump", full)
        with pytest.raises(OSError, match="No space left"):
            backups.take(old.kit, old.vault)
    assert [path.name for path in (old.places.home / "backup").iterdir()] == []
    assert not left.exists()
    backups.take(old.kit, old.vault)
    assert list(old.places.var.glob("backup-*")) == []


def test_erased_people_stay_erased(machines: Machines, old: Copy) -> None:
    """Service_rules 12.4: an older backup brings a person back, the list beside the backups takes them away again."""
    path = backups.take(old.kit, old.vault)
    contact_id = old.say(PERSON, "m1")
    old.erasures.add(contact_id)
    new = machines.make("new")
    new.restored_from(path)
    erased: list[str] = []
    assert erasure_ledger.reapply(new.kit, new.erasures, lambda kit, who: erased.append(who)) == 1
    assert erased == [contact_id]
    assert new.erasures.stones() == old.erasures.stones()


def test_a_newer_backup_knows_of_the_erasure_itself(machines: Machines, old: Copy) -> None:
    """The list travels inside, too."""
    old.erasures.add(old.say(PERSON, "m1"))
    path = backups.take(old.kit, old.vault)
    alone = path.rename(old.places.home / path.name)
    new = machines.make("new")
    new.restored_from(alone)
    assert new.erasures.stones() == old.erasures.stones()
