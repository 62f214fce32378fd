"""The command line: `python -m bot`."""

from __future__ import annotations

import typer

from bot.commands.audit import audit
from bot.commands.backup import backup, restore
from bot.commands.channel import channel
from bot.commands.faq import faq
from bot.commands.people import people
from bot.commands.run import prepare_model, run, serve
from bot.settings import load_settings

app = typer.Typer(help="PST Bot: meja konsultasi statistik sebagai asisten percakapan.", no_args_is_help=True)
app.add_typer(faq, name="faq")
app.add_typer(channel, name="channel")
app.add_typer(audit, name="audit")
app.add_typer(people, name="orang")
app.command("backup")(backup)
app.command("restore")(restore)
app.command("run")(run)
app.command("serve")(serve)


@app.command("train")
def train_command() -> None:
    """Latih model bila belum ada atau bila sumbernya berubah."""
    prepare_model(load_settings())


if __name__ == "__main__":
    app()
