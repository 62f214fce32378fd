"""One encrypted file that holds everything an office cannot make again: database, files, its settings, its answers."""
# ruff: noqa: D102 - the port says what each method does

import io
import json
import os
import re
import shutil
import tarfile
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO, cast
from zoneinfo import ZoneInfo

from sqlalchemy import Engine

from bot.core.errors import BackupRefused
from bot.store.dump import dump, is_empty
from bot.store.erasures import FILE as ERASURES
from bot.store.erasures import ErasuresOnDisk
from bot.store.sealed import SealedReader, SealedWriter
from bot.store.totp_seal import FILE as ACCOUNT_KEY

VERSION = 1
MANIFEST, DATABASE, FILES = "manifest.json", "database", "files"
OWN_FILES = ("office.yml", "texts.id.yml")
FAQ = "data/faq"
_SCRATCH = "backup-"
_STALE_S = 6 * 3600
_STAMP = "%Y-%m-%d-%H%M%S"
_NAME = re.compile(r"pst-(\d{4}-\d\d-\d\d-\d{6})\.pstbak")


@dataclass(frozen=True, kw_only=True)
class Places:
    """Where a copy keeps what a backup holds."""

    home: Path  # office.yml, texts.id.yml, data/faq, models
    var: Path  # files, erasures, the key of authenticator secrets

    @property
    def files(self) -> Path:
        """People's and officers' files."""
        return self.var / FILES


class BackupFolder:
    """Implements `services.backups.Vault`; a file's name is its moment in the office's zone."""

    def __init__(
        self, *, folder: Path, key: str, engine: Engine, places: Places, erasures: ErasuresOnDisk, zone: ZoneInfo
    ) -> None:
        self._folder = folder
        self._key = key
        self._engine = engine
        self._places = places
        self._erasures = erasures
        self._zone = zone

    def taken(self) -> list[datetime]:
        names = [_NAME.fullmatch(path.name) for path in self._folder.glob("*.pstbak")]
        return [datetime.strptime(name[1], _STAMP).replace(tzinfo=self._zone) for name in names if name]

    def take(self, at: datetime) -> Path:
        if is_empty(self._engine):
            raise BackupRefused("Belum ada basis data untuk dicadangkan. Periksa PST_VAR dan PST_DATABASE_URL.")
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._erasures.copy_beside_backups()
        target = self._path_of(at)
        part = target.with_suffix(".part")
        try:
            with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                sealed = SealedWriter(file, self._key)
                self._write(sealed, at)
                sealed.finish()
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, target)
        finally:
            part.unlink(missing_ok=True)
        return target

    def drop(self, at: datetime) -> None:
        self._path_of(at).unlink()

    def _path_of(self, at: datetime) -> Path:
        return self._folder / f"pst-{at.astimezone(self._zone).strftime(_STAMP)}.pstbak"

    def _write(self, sealed: SealedWriter, at: datetime) -> None:
        self._sweep()
        with tarfile.open(fileobj=cast(BinaryIO, sealed), mode="w|gz") as archive:
            _add_bytes(archive, MANIFEST, json.dumps(self._manifest(at)).encode())
            with tempfile.TemporaryDirectory(dir=self._places.var, prefix=_SCRATCH) as scratch:  # mode 0700
                copy = Path(scratch) / DATABASE
                dump(self._engine, copy)
                archive.add(copy, DATABASE)
            # After the database: every file that it names was there by now.
            for path, name in self._everything_else():
                _add_file(archive, path, name)

    def _sweep(self) -> None:
        """Take away the plain copy of a backup that was killed; one that is being made now is younger."""
        for left in self._places.var.glob(f"{_SCRATCH}*"):
            if time.time() - left.stat().st_mtime > _STALE_S:
                shutil.rmtree(left)

    def _manifest(self, at: datetime) -> dict[str, object]:
        models = sorted(path.name for path in (self._places.home / "models").glob("*") if path.is_file())
        return {"version": VERSION, "at": at.isoformat(), "database": self._engine.dialect.name, "models": models}

    def _everything_else(self) -> Iterator[tuple[Path, str]]:
        for path in sorted(self._places.files.glob("*")):
            if path.suffix != ".new":  # being written now
                yield path, f"{FILES}/{path.name}"
        yield self._places.var / ERASURES, ERASURES
        yield self._places.var / ACCOUNT_KEY, ACCOUNT_KEY
        for name in OWN_FILES:
            yield self._places.home / name, name
        for path in sorted((self._places.home / FAQ).rglob("*")):
            if path.is_file():
                yield path, str(path.relative_to(self._places.home))


@contextmanager
def opened(path: Path, key: str) -> Iterator[tarfile.TarFile]:
    """The archive inside a backup.

    Raises:
        BackupRefused: it is no backup, the key is another, or it was cut off or damaged.
    """
    try:
        with path.open("rb") as file:
            stream = io.BufferedReader(SealedReader(file, key))
            with tarfile.open(fileobj=stream, mode="r|gz") as archive:
                yield archive
            while stream.read(1 << 20):  # the end of the archive is not yet the end of the file
                pass
    except tarfile.TarError as error:
        raise BackupRefused("Cadangan ini tidak dapat dibaca: isinya bukan arsip.") from error
    except OSError as error:
        raise BackupRefused(f"{path}: tidak dapat dibaca ({error.strerror}).") from error


def _add_bytes(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))


def _add_file(archive: tarfile.TarFile, path: Path, name: str) -> None:
    try:
        archive.add(path, name, recursive=False)
    except FileNotFoundError:
        return  # erased or expired since the folder was listed, or never made
