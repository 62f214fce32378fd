"""`python -m bot channel`: is WhatsApp or Telegram set up right, and how does it go without an account."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated

import typer
from dotenv import dotenv_values

from bot.commands.doctor import channel_settings, examine, register
from bot.commands.outside import open_http
from bot.simulators import telegram_api, whatsapp, whatsapp_api
from bot.simulators.base import Simulator, running
from bot.simulators.faults import FaultPlan, Mischief, evenly
from bot.simulators.telegram import TelegramSimulator
from bot.simulators.terminal import LEAVE, converse, typed_lines

channel = typer.Typer(help="Kanal WhatsApp dan Telegram: periksa, simulasikan.", no_args_is_help=True)

_PORT = 9100
_PERSONS = {"whatsapp": "620000000001", "telegram": "1001"}


class Provider(Enum):
    """Channels with a provider."""

    WHATSAPP = "whatsapp"
    TELEGRAM = "telegram"


Kanal = Annotated[Provider, typer.Argument(help="whatsapp atau telegram")]


@channel.command("doctor")
def doctor_command(
    kanal: Kanal,
    daftarkan: Annotated[
        bool, typer.Option("--daftarkan", help="Telegram: daftarkan webhook lebih dulu, atau cabut bila tidak dipakai.")
    ] = False,
) -> None:
    """Periksa pengaturan, sambungan, dan webhook sebuah kanal; gagal bila ada yang perlu dibereskan."""
    settings = channel_settings(_environment())

    async def examined() -> bool:
        async with open_http() as http:
            findings = [await register(settings, http)] if daftarkan and kanal is Provider.TELEGRAM else []
            findings += await examine(kanal.value, settings, http, datetime.now(UTC))
        for finding in findings:
            typer.echo(str(finding))
        return all(finding.ok for finding in findings)

    if not asyncio.run(examined()):
        raise typer.Exit(1)


@channel.command("simulate")
def simulate_command(
    kanal: Kanal,
    target: Annotated[str, typer.Option(help="Alamat layanan yang dicoba.")] = "http://127.0.0.1:8000",
    port: Annotated[int, typer.Option(help="Port simulator di komputer ini.")] = _PORT,
    orang: Annotated[str, typer.Option(help="Nomor (WhatsApp) atau id (Telegram) pengguna khayalan.")] = "",
    gagal: Annotated[float, typer.Option(min=0, max=1, help="Bagian kiriman yang sengaja digagalkan, 0-1.")] = 0,
    kacau: Annotated[bool, typer.Option("--kacau", help="Webhook digandakan, diacak, dan ditunda.")] = False,
    polling: Annotated[bool, typer.Option("--polling", help="Telegram: layanan mengambil pesan sendiri.")] = False,
    seed: Annotated[int, typer.Option(help="Benih acak; benih yang sama memberi jalannya yang sama.")] = 0,
) -> None:
    """Mengobrol lewat tiruan WhatsApp atau Telegram di komputer ini, tanpa akun."""
    faults = FaultPlan(seed=seed, rates=evenly(gagal))
    mischief = Mischief(seed=seed, duplicate=0.3, reorder=0.3, delay=0.3, batch=3) if kacau else Mischief()
    target = target.rstrip("/")
    made: Simulator = whatsapp.WhatsAppSimulator(target, faults=faults, mischief=mischief)
    if kanal is Provider.TELEGRAM:
        made = TelegramSimulator(None if polling else target, faults=faults, mischief=mischief)
    settings = simulated_settings(kanal, f"http://127.0.0.1:{port}", polling)
    try:
        asyncio.run(_simulate(made, settings, orang or _PERSONS[kanal.value], port))
    except OSError as error:
        typer.echo(f"Port {port} tidak dapat dipakai; pilih yang lain dengan --port.", err=True)
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        typer.echo("")


async def _simulate(simulator: Simulator, settings: Mapping[str, str], person: str, port: int) -> None:
    async with running(simulator, port):
        typer.echo("Tiruan berjalan. Jalankan layanan di terminal lain dengan pengaturan ini:\n")
        for name, value in settings.items():
            typer.echo(f"  export {name}={value}")
        typer.echo(f"\nTulis pesan lalu Enter. Angka menekan tombol. `{LEAVE}` atau Ctrl-D untuk selesai.\n")
        await converse(simulator, person, typed_lines(), typer.echo)


def simulated_settings(kanal: Provider, url: str, polling: bool = False) -> dict[str, str]:
    """What the service needs to talk to a simulator at this address; none of it is a secret."""
    if kanal is Provider.TELEGRAM:
        return {
            "PST_TELEGRAM_API_URL": url, "PST_TELEGRAM_TOKEN": telegram_api.TOKEN,
            "PST_TELEGRAM_SECRET": "" if polling else telegram_api.SECRET,
        }  # fmt: skip
    return {
        "PST_WHATSAPP_API_URL": f"{url}/v25.0", "PST_WHATSAPP_PHONE_ID": whatsapp_api.PHONE_ID,
        "PST_WHATSAPP_TOKEN": whatsapp_api.TOKEN, "PST_WHATSAPP_APP_SECRET": whatsapp_api.APP_SECRET,
        "PST_WHATSAPP_VERIFY_TOKEN": whatsapp.VERIFY_TOKEN,
    }  # fmt: skip


def _environment() -> dict[str, str]:
    from_file = {name: value for name, value in dotenv_values(Path(".env")).items() if value is not None}
    return {**from_file, **{name: value for name, value in os.environ.items() if name.startswith("PST_")}}
