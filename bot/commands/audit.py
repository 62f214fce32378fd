"""`python -m bot audit`: is the trail what it was when written."""

from __future__ import annotations

import typer

from bot.bootstrap import build
from bot.services import audit as trail
from bot.settings import load_settings
from bot.store.migrate import migrate

audit = typer.Typer(help="Jejak tindakan petugas: periksa rantainya.", no_args_is_help=True)


@audit.command("verify")
def verify_command() -> None:
    """Periksa bahwa tidak ada baris jejak yang diubah, dihapus, atau disisipkan; sebut baris pertama yang rusak."""
    app = build(load_settings())
    migrate(app.engine)
    verdict = trail.verify(app.kit)
    app.engine.dispose()
    if verdict.broken_id is not None:
        typer.echo(
            f"Rantai jejak rusak pada baris {verdict.broken_id}; {verdict.rows} baris sebelumnya utuh.", err=True
        )
        raise typer.Exit(1)
    typer.echo(f"Utuh: {verdict.rows} baris. Sidik terakhir: {verdict.last_hash or '-'}")


@audit.callback()
def _group() -> None:
    """Without it a single command would lose its name."""
