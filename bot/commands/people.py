"""`python -m bot orang`: whom to tell after a data incident."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from bot.bootstrap import build
from bot.core.incidents import table_of
from bot.core.tables_out import csv_bytes
from bot.services import incidents
from bot.settings import load_settings
from bot.store.migrate import migrate

people = typer.Typer(help="Orang yang datanya tersimpan.", no_args_is_help=True)


@people.command("terdampak")
def affected_command(
    sampai: Annotated[
        datetime, typer.Option(formats=["%Y-%m-%d", "%Y-%m-%d %H:%M"], help="Akhir insiden, waktu kantor.")
    ],
    ke: Annotated[Path, typer.Option(help="Berkas CSV yang dibuat; hanya terbaca oleh Anda.")],
) -> None:
    """Tulis siapa saja yang datanya terjangkau insiden, untuk suratnya (docs/panduan/insiden.md)."""
    if ke.exists():
        typer.echo(f"{ke} sudah ada. Pilih nama lain.", err=True)
        raise typer.Exit(1)
    app = build(load_settings())
    migrate(app.engine)
    rows = incidents.affected(app.kit, sampai.replace(tzinfo=app.kit.zone))
    app.engine.dispose()
    ke.touch(mode=0o600)
    ke.write_bytes(csv_bytes(table_of(rows)))
    typer.echo(f"{len(rows)} alamat ditulis ke {ke}. Simpan baik-baik, dan hapus setelah surat terkirim.")


@people.callback()
def _group() -> None:
    """Without it a single command would lose its name."""
