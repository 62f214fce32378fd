"""From a backup to a copy that runs, in an empty place only."""

import json
import os
import shutil
import tarfile
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Engine

from bot.core.errors import BackupRefused
from bot.store.backup import DATABASE, FAQ, FILES, MANIFEST, OWN_FILES, VERSION, Places, opened
from bot.store.dump import is_empty, load
from bot.store.erasures import FILE as ERASURES
from bot.store.erasures import ErasuresOnDisk, read_stones
from bot.store.migrate import migrate
from bot.store.totp_seal import FILE as ACCOUNT_KEY

REPLACED = "before-restore"
"""Folder in var/ for what the office's own files were before."""


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What a restore brought."""

    made_at: datetime
    files: int
    replaced: tuple[str, ...]  # own files that differed; the old ones lie in var/before-restore
    models: tuple[str, ...]  # names of the models that were there; they are trained again


def restore(path: Path, key: str, engine: Engine, places: Places, erasures: ErasuresOnDisk) -> Restored:
    """Check the whole backup, then fill this empty copy with it and migrate.

    Args:
        path: the backup.
        key: PST_BACKUP_KEY as it was when the backup was made.
        engine: of a database that does not exist yet or has no tables.
        places: where files go; `var/files` must be empty.
        erasures: takes over the backup's tombstones; erasing those people again is the caller's next step.

    Raises:
        BackupRefused: with what to do; nothing was changed then.
    """
    manifest = _checked(path, key, engine)
    _refuse_overwriting(engine, places)
    places.var.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=places.var, prefix="restore-") as scratch:  # mode 0700
        found = Path(scratch)
        with opened(path, key) as archive:
            archive.extractall(found, filter="data")
        load(engine, found / DATABASE)
        files = _place_files(found, places)
        replaced = _place_own_files(found, places)
        if (found / ACCOUNT_KEY).exists():  # older backups have none
            os.replace(found / ACCOUNT_KEY, places.var / ACCOUNT_KEY)  # the one made here has sealed nothing yet
        # The list beside the backup knows of erasures that came after it was made.
        erasures.merge({*read_stones(found / ERASURES), *read_stones(path.parent / ERASURES)})
    migrate(engine)
    return Restored(
        made_at=datetime.fromisoformat(str(manifest["at"])),
        files=files,
        replaced=replaced,
        models=tuple(map(str, manifest["models"])) if isinstance(manifest["models"], list) else (),
    )


def _checked(path: Path, key: str, engine: Engine) -> dict[str, object]:
    """Read all of it once before anything is written."""
    manifest: dict[str, object] = {}
    names = set()
    with opened(path, key) as archive:
        for entry in archive:
            names.add(entry.name)
            if entry.name == MANIFEST:
                manifest = _manifest(archive, entry)
    if manifest.get("version") != VERSION or DATABASE not in names:
        raise BackupRefused("Cadangan ini dibuat versi lain PST Bot. Pakai versi yang membuatnya.")
    if manifest["database"] != engine.dialect.name:
        raise BackupRefused(
            f"Cadangan ini berisi {manifest['database']}, sedangkan PST_DATABASE_URL menunjuk {engine.dialect.name}."
        )
    return manifest


def _manifest(archive: tarfile.TarFile, entry: tarfile.TarInfo) -> dict[str, object]:
    content = archive.extractfile(entry)
    found = None if content is None else json.loads(content.read())
    return found if isinstance(found, dict) else {}


def _refuse_overwriting(engine: Engine, places: Places) -> None:
    if not is_empty(engine):
        raise BackupRefused("Basis data tujuan sudah berisi. Pulihkan ke tempat kosong: PST_VAR atau basis data lain.")
    if any(places.files.glob("*")):
        raise BackupRefused(f"{places.files} sudah berisi. Pulihkan ke tempat kosong: PST_VAR lain.")
    if (places.var / REPLACED).exists():
        raise BackupRefused(f"{places.var / REPLACED} sisa pemulihan lama. Pindahkan atau hapus lebih dahulu.")


def _place_files(found: Path, places: Places) -> int:
    places.files.mkdir(parents=True, exist_ok=True, mode=0o700)
    brought = sorted((found / FILES).glob("*"))
    for path in brought:
        shutil.move(path, places.files / path.name)
    return len(brought)


def _place_own_files(found: Path, places: Places) -> tuple[str, ...]:
    """Put the office's files in place; others that lie there are kept aside, never lost."""
    replaced = []
    for name in (*OWN_FILES, FAQ):
        brought, present = found / name, places.home / name
        if not brought.exists() or _same(brought, present):
            continue
        if present.exists():
            (places.var / REPLACED / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.move(present, places.var / REPLACED / name)
            replaced.append(name)
        present.parent.mkdir(parents=True, exist_ok=True)
        shutil.move(brought, present)
    return tuple(replaced)


def _same(one: Path, other: Path) -> bool:
    if not other.exists():
        return False
    if one.is_file():
        return one.read_bytes() == other.read_bytes()
    return _contents(one) == _contents(other)


def _contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
