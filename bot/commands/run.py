"""`python -m bot run`: everything on one machine, with two processes; `serve` is the service alone."""

from __future__ import annotations

import signal
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from types import FrameType

import typer

from bot.commands.processes import Child, rasa_process, service_process
from bot.commands.training import TrainingFailed, is_stale, train
from bot.core.errors import PstError
from bot.settings import Settings, load_settings

_READY_WITHIN_S = 120.0
_LOOK_S = 0.2
_OLD_SCHEMA = (
    "the database's schema ({found}) is older than this code. Run `python -m bot run` once, which migrates it."
)
_SWITCH_S = 0.0003
"""How long a thread may keep the interpreter: a webhook waits behind the threads that work on the database."""


class Stopped(Exception):
    """The person asked to stop."""


def run() -> None:
    """Latih bila perlu, jalankan asisten dan layanan, lalu tampilkan alamatnya. Berhenti dengan Ctrl-C."""
    try:
        settings = load_settings()
        prepare_model(settings)
        password = first_password(settings)
    except (PstError, TrainingFailed) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error
    signal.signal(signal.SIGTERM, _on_signal)
    signal.signal(signal.SIGINT, _on_signal)
    children = [rasa_process(settings), service_process(settings)]
    try:
        for child in children:
            child.start()
        _wait_until_ready(settings, children)
        _tell_addresses(settings, password)
        while True:
            time.sleep(1)
            for child in children:
                child.watch(typer.echo)
    except Stopped:
        typer.echo("Berhenti …")
    finally:
        for child in reversed(children):
            child.stop()


def serve() -> None:
    """Jalankan layanan saja; Rasa dijalankan terpisah."""
    import uvicorn

    from bot.bootstrap import build
    from bot.logs import configure_logs
    from bot.store.migrate import older_than_code
    from bot.web.app import create_app

    settings = load_settings()
    configure_logs()
    app = build(settings)
    if found := older_than_code(app.engine):
        app.engine.dispose()
        typer.echo(f"bot serve: {_OLD_SCHEMA.format(found=found)}", err=True)
        raise typer.Exit(1)
    sys.setswitchinterval(_SWITCH_S)
    uvicorn.run(
        create_app(app), host=settings.host, port=settings.port, ws="wsproto", log_config=None, access_log=False,
        timeout_graceful_shutdown=5,
    )  # fmt: skip


def prepare_model(settings: Settings) -> None:
    """Train when the model is missing or older than its sources.

    Raises:
        KnowledgeBaseInvalid: with file and line of every fault; a model that is already there stays.
        TrainingFailed: Rasa could not train.
    """
    if is_stale():
        train(settings.var, typer.echo)


def first_password(settings: Settings) -> str | None:
    """Migrate the database and make the first account: its password is shown once."""
    from bot.bootstrap import build

    app = build(settings)
    try:
        return app.prepare()
    finally:
        app.engine.dispose()


def _wait_until_ready(settings: Settings, children: list[Child]) -> None:
    deadline = time.monotonic() + _READY_WITHIN_S
    url = f"http://{_reachable(settings.host)}:{settings.port}/readyz"
    while not _answers(url):
        if time.monotonic() > deadline:
            typer.echo(f"Belum siap setelah {_READY_WITHIN_S:.0f} detik; lihat {settings.var / 'log'}.", err=True)
            raise Stopped
        for child in children:
            child.watch(typer.echo)
        time.sleep(_LOOK_S)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=2) as response:
            return bool(response.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _reachable(host: str) -> str:
    return "127.0.0.1" if host in {"0.0.0.0", "::"} else host


def _tell_addresses(settings: Settings, password: str | None) -> None:
    base = f"http://{_reachable(settings.host)}:{settings.port}"
    tell: Callable[[str], None] = typer.echo
    tell(f"\nSiap.\n  Obrolan   {base}/\n  Konsol    {base}/console\n  Kesehatan {base}/readyz")
    if password:
        tell(f"\n  Akun pertama: admin, kata sandi: {password}\n  Kata sandi ini hanya ditampilkan sekali.")
    tell("\nTekan Ctrl-C untuk berhenti.")


def _on_signal(number: int, frame: FrameType | None) -> None:
    raise Stopped
