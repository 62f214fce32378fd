"""`python -m bot backup` and `restore`: one encrypted file that holds the office's work, and back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Annotated, NoReturn

import typer

from bot.bootstrap import build, places_of
from bot.core.errors import PstError
from bot.services import backups, erasure, erasure_ledger, paper_erasure
from bot.settings import Settings, load_settings
from bot.store.restore import REPLACED
from bot.store.restore import restore as restore_into

NO_KEY = (
    "PST_BACKUP_KEY belum diisi. Tulis kalimat rahasia paling sedikit 16 huruf di .env, dan simpan salinannya di "
    "kertas: tanpa kunci itu cadangan tidak dapat dibuka siapa pun."
)


def backup(
    to: Annotated[Path | None, typer.Option(help="Folder tujuan; bawaan: PST_BACKUP_DIR.")] = None,
) -> None:
    """Buat cadangan terenkripsi sekarang juga; layanan boleh tetap berjalan."""
    try:
        settings = load_settings()
        app = build(replace(settings, backup_dir=to.resolve()) if to is not None else settings)
        if app.vault is None:
            _stop(NO_KEY)
        made = backups.take(app.kit, app.vault)
    except PstError as error:
        _stop(str(error))
    except OSError as error:
        _stop(f"Folder cadangan tidak dapat ditulisi: {error.strerror}.")
    app.engine.dispose()
    typer.echo(f"{made} ({made.stat().st_size / 1e6:.1f} MB)")


def restore(file: Annotated[Path, typer.Argument(help="Berkas .pstbak")]) -> None:
    """Pulihkan cadangan ke tempat kosong: periksa dulu, isi, perbarui skema. Tidak pernah menimpa data."""
    try:
        settings = load_settings()
        _restore(settings, file)
    except PstError as error:
        _stop(str(error))


def _restore(settings: Settings, file: Path) -> None:
    app = build(settings)
    if settings.backup_key is None:
        _stop(NO_KEY)
    places = places_of(settings)
    done = restore_into(file, settings.backup_key.value, app.engine, places, app.erasures)
    local = done.made_at.astimezone(app.kit.office.timezone)
    typer.echo(f"Dipulihkan: keadaan {local:%d-%m-%Y %H.%M}, {done.files} berkas.")
    for name in done.replaced:
        typer.echo(f"{name} diganti isi cadangan; yang lama ada di {places.var / REPLACED / name}")
    typer.echo("Jalankan `make run`; model dilatih ulang.")
    again = erasure_ledger.reapply(
        app.kit, app.erasures, lambda kit, contact: erasure.erase(kit, contact, app.spool, app.erasures)
    )
    again += paper_erasure.reapply(app.kit, app.erasures)
    app.engine.dispose()
    if again:
        typer.echo(f"{again} orang yang sudah dihapus ada lagi dalam cadangan ini, dan dihapus kembali.")


def _stop(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(1)
