"""How this copy runs: PST_* variables or .env. Nothing set still works."""

import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from dotenv import dotenv_values

from bot.core.errors import ConfigError

_PORT_MAX = 65_535
_BACKUP_KEY_MIN = 16
_SECRET_FILE, _ACCOUNT_KEY_FILE = "rasa_secret", "account_key"
_TELEGRAM_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
_ONE_ORIGIN = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?")
_ORIGIN = re.compile(r"https?://(?:\*\.)?[A-Za-z0-9.-]+(?::\d{1,5})?")


@dataclass(frozen=True)
class Secret:
    """A value that shows itself only to who asks for it."""

    value: str

    def __repr__(self) -> str:
        return "Secret(…)"

    __str__ = __repr__


@dataclass(frozen=True, kw_only=True)
class WhatsAppSettings:
    """One number at the WhatsApp Cloud API; two secrets while the app's secret is rotated."""

    phone_id: str
    token: Secret
    app_secrets: tuple[Secret, ...]
    verify_token: Secret
    url: str


@dataclass(frozen=True, kw_only=True)
class TelegramSettings:
    """One Telegram bot; without a secret its updates are polled instead of posted to us."""

    token: Secret
    secret: Secret | None
    url: str


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Names as in the environment, without PST_."""

    host: str
    port: int
    rasa_port: int
    database_url: Secret  # may hold a password
    var: Path
    admin_password: Secret | None
    rasa_secret: Secret
    account_key: Secret  # seals authenticator secrets
    public_origin: str | None  # how the internet reaches the service; only then pages may be named in messages
    embed_origins: str  # sites that may show the chat in a frame, as in a CSP `frame-ancestors`
    office_file: Path
    texts_file: Path
    whatsapp: WhatsAppSettings | None  # None = the channel is off
    telegram: TelegramSettings | None
    backup_key: Secret | None  # None = no backups
    backup_dir: Path

    @property
    def rasa_url(self) -> str:
        """Rasa's address on loopback."""
        return f"http://127.0.0.1:{self.rasa_port}"


def load_settings(environment: Mapping[str, str] | None = None, root: Path | None = None) -> Settings:
    """Read the settings; variables of the environment win over .env.

    Args:
        environment: instead of the process's own and .env.
        root: the directory with office.yml and .env; default: the present one.

    Raises:
        ConfigError: naming the variable and what to write.
    """
    home = root or Path.cwd()
    values = _environment(home) if environment is None else environment
    var = home / values.get("PST_VAR", "var")
    password = values.get("PST_ADMIN_PASSWORD")
    return Settings(
        host=values.get("PST_HOST", "127.0.0.1"),
        port=_port(values, "PST_PORT", 8000),
        rasa_port=_port(values, "PST_RASA_PORT", 5005),
        database_url=Secret(values.get("PST_DATABASE_URL") or f"sqlite:///{var}/pst.sqlite"),
        var=var,
        admin_password=Secret(password) if password else None,
        rasa_secret=Secret(values.get("PST_RASA_SECRET") or kept_secret(var / _SECRET_FILE)),
        account_key=Secret(kept_secret(var / _ACCOUNT_KEY_FILE)),
        public_origin=_public_origin(values),
        embed_origins=_origins(values, "PST_EMBED_ORIGINS", "*"),
        office_file=home / "office.yml",
        texts_file=home / "texts.id.yml",
        whatsapp=_whatsapp(values),
        telegram=_telegram(values),
        backup_key=_backup_key(values),
        backup_dir=home / (values.get("PST_BACKUP_DIR") or var / "backup"),
    )


def _backup_key(values: Mapping[str, str]) -> Secret | None:
    key = values.get("PST_BACKUP_KEY", "").strip()
    if key and len(key) < _BACKUP_KEY_MIN:
        raise ConfigError(f"PST_BACKUP_KEY: paling sedikit {_BACKUP_KEY_MIN} huruf, misalnya lima kata acak.")
    return Secret(key) if key else None


_WHATSAPP = (
    "PST_WHATSAPP_PHONE_ID",
    "PST_WHATSAPP_TOKEN",
    "PST_WHATSAPP_APP_SECRET",
    "PST_WHATSAPP_VERIFY_TOKEN",
)


def _whatsapp(values: Mapping[str, str]) -> WhatsAppSettings | None:
    given = [values.get(name, "").strip() for name in _WHATSAPP]
    if not any(given):
        return None
    if missing := [name for name, value in zip(_WHATSAPP, given, strict=True) if not value]:
        raise ConfigError(f"{missing[0]}: belum diisi; kanal WhatsApp memerlukan {', '.join(_WHATSAPP)}.")
    phone_id, token, app_secret, verify_token = given
    return WhatsAppSettings(
        phone_id=phone_id,
        token=Secret(token),
        app_secrets=tuple(Secret(each.strip()) for each in app_secret.split(",") if each.strip()),
        verify_token=Secret(verify_token),
        url=_api(values, "PST_WHATSAPP_API_URL", "https://graph.facebook.com/v25.0"),
    )


def _telegram(values: Mapping[str, str]) -> TelegramSettings | None:
    token, secret = values.get("PST_TELEGRAM_TOKEN", "").strip(), values.get("PST_TELEGRAM_SECRET", "").strip()
    if not token:
        return None
    if secret and not _TELEGRAM_SECRET.fullmatch(secret):
        raise ConfigError("PST_TELEGRAM_SECRET: tulis 1-256 huruf, angka, `_` atau `-`.")
    return TelegramSettings(
        token=Secret(token),
        secret=Secret(secret) if secret else None,
        url=_api(values, "PST_TELEGRAM_API_URL", "https://api.telegram.org"),
    )


def _api(values: Mapping[str, str], name: str, default: str) -> str:
    url = (values.get(name) or default).rstrip("/")
    if not url.startswith(("https://", "http://127.0.0.1")):
        raise ConfigError(f"{name}: harus https://… (http hanya untuk http://127.0.0.1, misalnya simulator).")
    return url


def kept_secret(path: Path) -> str:
    """A secret made once and kept for this machine's eyes only (mode 0600)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        kept = path.read_text(encoding="ascii").strip()
        if not kept:
            raise ConfigError(f"{path}: kosong. Hapus berkas ini, lalu mulai lagi.") from None
        return kept
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        made = secrets.token_urlsafe(32)
        file.write(made)
    return made


def _environment(home: Path) -> dict[str, str]:
    from_file = {name: value for name, value in dotenv_values(home / ".env").items() if value is not None}
    return {**from_file, **{name: value for name, value in os.environ.items() if name.startswith("PST_")}}


def _origins(values: Mapping[str, str], name: str, default: str) -> str:
    """Origins with blanks between them; nothing else may reach the header they are written into."""
    raw = values.get(name) or default
    if raw != "*" and not all(_ORIGIN.fullmatch(each) for each in raw.split(" ")):
        raise ConfigError(f"{name}: `{raw}` keliru; tulis alamat situs dipisah spasi, misalnya https://kantor.go.id.")
    return raw


def _public_origin(values: Mapping[str, str]) -> str | None:
    """Scheme, host and port alone: browsers compare it, and messages put paths behind it."""
    origin = values.get("PST_PUBLIC_ORIGIN", "").strip().rstrip("/")
    if origin and not _ONE_ORIGIN.fullmatch(origin):
        raise ConfigError(
            f"PST_PUBLIC_ORIGIN: `{origin}` keliru; tulis satu alamat, misalnya https://tanya.kantor.go.id"
        )
    return origin or None


def _port(values: Mapping[str, str], name: str, default: int) -> int:
    raw = values.get(name)
    if not raw:
        return default
    if not raw.isdecimal() or not 0 < int(raw) <= _PORT_MAX:
        raise ConfigError(f"{name}: `{raw}` bukan nomor port; tulis angka 1-65535, misalnya {default}.")
    return int(raw)
