"""Shared fixtures: one contract suite, run on SQLite and on PostgreSQL."""

import os
import shutil
import uuid
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import hypothesis
import pytest
from argon2 import PasswordHasher
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError

from bot.core.called_names import OFFICE_WORDS, load_office_words, words_of
from bot.core.office import Office, load_office
from bot.core.service_hours import ServiceHours, national_holidays
from bot.core.texts import Texts, load_texts
from bot.core.webchat import CHANNEL
from bot.services import presence, webchat
from bot.services.kit import Kit
from bot.services.live_office import LiveOffice
from bot.services.wake import OFFICE, Hub
from bot.store.engine import open_engine
from bot.store.migrate import migrate
from bot.store.passwords import Argon2Hasher
from bot.store.totp_seal import TotpSeal
from bot.store.unit import SqlUnits
from tests.databases import PostgresSchema, SqliteFiles
from tests.fakes import FakeClock, FakeFiles, FakeIds, FakeRasa, reply, wants_officer
from tests.world import World

ROOT = Path(__file__).parents[1]
SERVICES = Path(__file__).parent / "services"
hypothesis.settings.register_profile("pst", deadline=None)  # speed belongs in `make bench`
hypothesis.settings.load_profile("pst")
POSTGRES = os.environ.get("PST_TEST_POSTGRES", "postgresql+psycopg://root@127.0.0.1:5432/test")
CHEAP_HASHER = Argon2Hasher(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Rows of one use case's test send the same statements: PostgreSQL gets the first row of each, SQLite all.

    What is long begins first, or one worker would sit at it when the others have nothing left.
    """
    seen = set[str]()
    repeated: list[pytest.Item] = []
    for item in items:
        if SERVICES not in item.path.parents or "[postgresql" not in item.name:
            continue
        function = item.nodeid.split("[")[0]
        if function in seen:
            repeated.append(item)
        seen.add(function)
    config.hook.pytest_deselected(items=repeated)
    kept = set(items).difference(repeated)
    items[:] = sorted(filter(kept.__contains__, items), key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees this machine's own settings."""
    for name in [name for name in os.environ if name.startswith("PST_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def office() -> Office:
    return load_office(ROOT / "office.yml")


@pytest.fixture(scope="session")
def hours(office: Office) -> ServiceHours:
    return ServiceHours(office, national_holidays([2026, 2027]))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated database to copy: migrating for each test would be most of the suite's time."""
    path = tmp_path_factory.mktemp("template") / "pst.sqlite"
    engine = open_engine(f"sqlite:///{path}")
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A schema of this run's own."""
    schema = f"pst_{uuid.uuid4().hex[:12]}"
    admin = create_engine(POSTGRES)
    try:
        with admin.begin() as connection:
            connection.execute(text(f"CREATE SCHEMA {schema}"))
    except OperationalError:
        admin.dispose()
        pytest.skip(f"PostgreSQL is not reachable at {POSTGRES}: set PST_TEST_POSTGRES")
    # No test pulls this machine's plug: nothing waits for the disk.
    url = f"{POSTGRES}?options=-csearch_path%3D{schema}%20-csynchronous_commit%3Doff"
    engine = open_engine(url)
    migrate(engine)
    engine.dispose()
    yield url
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


@pytest.fixture
def sqlite_url(sqlite_template: Path, tmp_path: Path) -> str:
    return f"sqlite:///{shutil.copy(sqlite_template, tmp_path / 'pst.sqlite')}"


@pytest.fixture(scope="session")
def sqlite_files(sqlite_template: Path) -> SqliteFiles:
    return SqliteFiles(sqlite_template)


@pytest.fixture(scope="session")
def postgres_schema(postgres_url: str) -> Iterator[PostgresSchema]:
    schema = PostgresSchema(postgres_url)
    yield schema
    schema.close()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty, migrated database of each kind."""
    if request.param == "sqlite":
        files: SqliteFiles = request.getfixturevalue("sqlite_files")
        yield files.empty(tmp_path)
        files.close()
    else:
        schema: PostgresSchema = request.getfixturevalue("postgres_schema")
        yield schema.empty()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def hub() -> Hub:
    return Hub()


@cache
def texts_of_the_file() -> Texts:
    return load_texts(ROOT / "texts.id.yml")


TOPICS = {"data_ipm": "Angka IPM", "klasifikasi_kbli": "Apa itu KBLI"}
"""What entries are called; the others are shown by their id."""


def make_kit(engine: Engine, hub: Hub, clock: FakeClock, hours: ServiceHours) -> Kit:
    """The use cases' kit over a real store, with nothing left to chance."""
    units = SqlUnits(engine, hub)
    live = LiveOffice(units, clock, hours.office, texts_of_the_file(), hours.holidays)
    hub.call(OFFICE, live.forget)
    return Kit(
        uow=units,
        clock=clock,
        new_id=FakeIds(),
        new_token=FakeIds("token-that-is-long-enough"),
        chance=lambda: 0.0,
        live=live,
        hasher=CHEAP_HASHER,
        seal=TotpSeal("a key made up for tests"),
        in_store=frozenset({CHANNEL}),
        windowed=frozenset({"windowed"}),
        files=FakeFiles(),
        topics=lambda: TOPICS,
        office_words=load_office_words(ROOT / OFFICE_WORDS) | words_of(hours.office.name),
    )


@pytest.fixture
def kit(engine: Engine, hub: Hub, clock: FakeClock, hours: ServiceHours) -> Kit:
    return make_kit(engine, hub, clock, hours)


@pytest.fixture
def world(kit: Kit, clock: FakeClock) -> World:
    session = webchat.conversation_of(kit, webchat.open_session(kit))
    return World(kit=kit, clock=clock, rasa=FakeRasa(), session=session)


@pytest.fixture
def manned(world: World) -> World:
    """An officer is there, so that a hand-over can start now."""
    presence.beat(world.kit, world.officer("dina"))
    return world


@pytest.fixture
def waiting(manned: World) -> World:
    """Somebody asked for an officer and has the guest book before them."""
    manned.rasa.answer = lambda request: reply(commands=[wants_officer("angka ipm 2023")])
    manned.say("petugas")
    manned.turn()
    return manned
