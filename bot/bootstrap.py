"""Builds the concrete objects; nothing else does."""

import random
import secrets
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import httpx
from sqlalchemy import Engine

from bot.channels.base import Channel
from bot.channels.telegram.channel import Telegram
from bot.channels.whatsapp.channel import WhatsApp
from bot.core.called_names import OFFICE_WORDS, load_office_words, words_of
from bot.core.office import Office, load_office
from bot.core.service_hours import national_holidays
from bot.core.texts import load_texts
from bot.core.webchat import CHANNEL as WEBCHAT
from bot.dialogue.client import RasaClient
from bot.knowledge.labels import Labels
from bot.services import accounts, second_factor
from bot.services.account_ports import Hasher
from bot.services.backups import Vault
from bot.services.kit import Kit
from bot.services.live_office import LiveOffice
from bot.services.wake import OFFICE, Hub
from bot.settings import Settings
from bot.store.backup import BackupFolder, Places
from bot.store.engine import open_engine
from bot.store.erasures import FILE as ERASURES
from bot.store.erasures import ErasuresOnDisk
from bot.store.folder import FilesOnDisk
from bot.store.migrate import migrate
from bot.store.passwords import Argon2Hasher
from bot.store.spool import Spool
from bot.store.totp_seal import TotpSeal
from bot.store.unit import SqlUnits

_SQL_THREADS = 4
_CALENDAR_YEARS = range(-1, 6)  # around the present; a process is restarted more often than that


@dataclass(frozen=True, kw_only=True)
class App:
    """One process's objects. Order: `build`, `prepare`, `workers.run.running` (which closes at its end)."""

    settings: Settings
    kit: Kit
    hub: Hub
    engine: Engine
    rasa: RasaClient
    channels: Mapping[str, Channel]  # those that send through a provider
    polled: Telegram | None  # whose updates we fetch ourselves, having no public address
    spool: Spool
    erasures: ErasuresOnDisk
    vault: Vault | None  # None = no PST_BACKUP_KEY

    @property
    def sql_threads(self) -> int:
        """Threads of the workers: SQLite has one writer, and more of them only take the interpreter from webhooks."""
        return 1 if self.engine.dialect.name == "sqlite" else _SQL_THREADS

    def prepare(self) -> str | None:
        """Migrate the database, seal what lay open in it, and make the first account.

        Returns:
            The admin's generated password on the first start, to be shown once; else None.
        """
        migrate(self.engine)
        second_factor.seal_open_secrets(self.kit)
        password = self.settings.admin_password
        return accounts.ensure_admin(self.kit, None if password is None else password.value)

    async def close(self) -> None:
        """Close connections."""
        await self.rasa.close()
        for channel in self.channels.values():
            await channel.close()
        self.engine.dispose()


def build(
    settings: Settings,
    *,
    rasa_transport: httpx.AsyncBaseTransport | None = None,
    provider_transport: httpx.AsyncBaseTransport | None = None,
    hasher: Hasher | None = None,
) -> App:
    """Build the app; no connection is made yet.

    Args:
        settings: how it runs.
        rasa_transport: a fake Rasa in tests.
        provider_transport: fake providers in tests.
        hasher: a cheap one in tests: making the real one costs as much as checking a password.

    Raises:
        ConfigError: office.yml, texts.id.yml or the list of office words is wrong.
    """
    hub, engine = Hub(), open_engine(settings.database_url.value)
    office = replace(load_office(settings.office_file), origin=settings.public_origin)
    channels = _channels(settings, provider_transport)
    year = datetime.now(UTC).year
    units = SqlUnits(engine, hub)
    holidays = national_holidays(year + offset for offset in _CALENDAR_YEARS)
    live = LiveOffice(units, _utc_now, office, load_texts(settings.texts_file), holidays)
    hub.call(OFFICE, live.forget)
    kit = Kit(
        uow=units,
        clock=_utc_now,
        new_id=lambda: uuid.uuid4().hex,
        new_token=lambda: secrets.token_urlsafe(32),
        chance=random.random,
        live=live,
        hasher=hasher or Argon2Hasher(),
        seal=TotpSeal(settings.account_key.value),
        in_store=frozenset({WEBCHAT}),
        windowed=frozenset(name for name, channel in channels.items() if channel.has_window),
        files=FilesOnDisk(settings.var / "files"),
        topics=Labels(settings.office_file.parent / "data/faq", _utc_now),
        office_words=load_office_words(settings.office_file.parent / OFFICE_WORDS) | words_of(office.name),
    )
    rasa = RasaClient(settings.rasa_url, settings.rasa_secret.value, rasa_transport)
    erasures = ErasuresOnDisk(settings.var / ERASURES, settings.backup_dir / ERASURES, kit.uow, kit.clock)
    telegram = channels.get("telegram")
    posts = settings.telegram is not None and settings.telegram.secret is not None
    polled = telegram if isinstance(telegram, Telegram) and not posts else None
    return App(
        settings=settings,
        kit=kit,
        hub=hub,
        engine=engine,
        rasa=rasa,
        channels=channels,
        polled=polled,
        spool=Spool(settings.var / "spool"),
        erasures=erasures,
        vault=_vault(settings, engine, office, erasures),
    )


def places_of(settings: Settings) -> Places:
    """Where this copy keeps what a backup holds."""
    return Places(home=settings.office_file.parent, var=settings.var)


def _vault(settings: Settings, engine: Engine, office: Office, erasures: ErasuresOnDisk) -> Vault | None:
    if settings.backup_key is None:
        return None
    return BackupFolder(
        folder=settings.backup_dir,
        key=settings.backup_key.value,
        engine=engine,
        places=places_of(settings),
        erasures=erasures,
        zone=office.timezone,
    )


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _channels(settings: Settings, transport: httpx.AsyncBaseTransport | None) -> dict[str, Channel]:
    """The list of providers' channels: one whose settings are missing is off."""
    channels: list[Channel] = []
    if (given := settings.whatsapp) is not None:
        channels.append(
            WhatsApp(
                phone_id=given.phone_id,
                token=given.token.value,
                app_secrets=tuple(secret.value for secret in given.app_secrets),
                verify_token=given.verify_token.value,
                url=given.url,
                transport=transport,
            )
        )
    if (bot := settings.telegram) is not None:
        secret = "" if bot.secret is None else bot.secret.value
        channels.append(Telegram(token=bot.token.value, secret=secret, url=bot.url, transport=transport))
    return {channel.name: channel for channel in channels}
