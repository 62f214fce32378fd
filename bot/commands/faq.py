"""`python -m bot faq`: checks, exports, imports and tidies the knowledge base."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from difflib import unified_diff
from pathlib import Path
from typing import Annotated

import typer

from bot.core.errors import ConfigError, PstError
from bot.core.office import load_office
from bot.knowledge.check import make_context, read_and_check
from bot.knowledge.checks.addresses import addresses_used
from bot.knowledge.checks.context import Context
from bot.knowledge.exchange import Change, ImportPlan, carry_out, export_sheet, plan_import, tidy
from bot.knowledge.faults import Fault, KnowledgeBaseInvalid
from bot.knowledge.markdown import read_folder
from bot.knowledge.rasa_yaml import export_rasa

faq = typer.Typer(help="Basis pengetahuan: periksa, ekspor, impor, rapikan.", no_args_is_help=True)

Folder = Annotated[Path, typer.Option(help="Folder entri FAQ.")]
OfficeFile = Annotated[Path, typer.Option(help="Berkas keterangan kantor.")]
SlangFile = Annotated[Path, typer.Option(help="Daftar kata tidak baku; daftar alamat ada di folder yang sama.")]

_FOLDER, _OFFICE, _SLANG = Path("data/faq"), Path("office.yml"), Path("data/bahasa/slang.csv")


@faq.command("check")
def check_command(
    folder: Folder = _FOLDER,
    office: OfficeFile = _OFFICE,
    slang: SlangFile = _SLANG,
    alamat: Annotated[bool, typer.Option("--alamat", help="Tampilkan juga semua alamat yang disebut.")] = False,
) -> None:
    """Periksa semua entri; gagal bila ada kesalahan (saran tidak menggagalkan)."""
    with _told_errors():
        context = _context(office, slang)
        try:
            entries, faults = read_and_check(folder, context)
        except KnowledgeBaseInvalid as invalid:
            _tell_faults(invalid.faults, len(list(folder.glob("*/*.md"))))
            raise typer.Exit(1) from invalid
        if alamat:
            for address, count in sorted(addresses_used(entries, context).items()):
                typer.echo(f"{address} ({count} entri)")
        _tell_faults(faults, len(entries))
        if any(fault.blocks for fault in faults):
            raise typer.Exit(1)


@faq.command("export")
def export_command(
    berkas: Annotated[Path | None, typer.Argument(help="Berkas .csv atau .xlsx yang akan ditulis.")] = None,
    rasa: Annotated[Path | None, typer.Option(help="Folder untuk YAML Rasa (nlu.yml, responses.yml).")] = None,
    folder: Folder = _FOLDER,
    office: OfficeFile = _OFFICE,
    slang: SlangFile = _SLANG,
) -> None:
    """Ekspor semua entri ke lembar kerja, atau ke YAML Rasa."""
    if (berkas is None) == (rasa is None):
        raise typer.BadParameter("sebutkan satu saja: BERKAS, atau --rasa FOLDER")
    with _told_errors():
        entries = read_folder(folder)
        if berkas is not None:
            export_sheet(entries, berkas)
        if rasa is not None:
            export_rasa(entries, _context(office, slang), rasa)
        typer.echo(f"{len(entries)} entri ditulis ke {berkas or rasa}.")


@faq.command("import")
def import_command(
    berkas: Annotated[Path, typer.Argument(help="Berkas .csv atau .xlsx hasil ekspor yang sudah diubah.")],
    coba: Annotated[bool, typer.Option("--coba", "--dry-run", help="Tampilkan perubahannya saja.")] = False,
    folder: Folder = _FOLDER,
    office: OfficeFile = _OFFICE,
    slang: SlangFile = _SLANG,
) -> None:
    """Impor lembar kerja: semua perubahan ditulis, atau tidak satu pun."""
    with _told_errors():
        plan = plan_import(berkas, folder, _context(office, slang))
        _tell_plan(plan)
        if coba:
            typer.echo("Percobaan: tidak ada yang ditulis.")
        else:
            carry_out(plan)
            typer.echo(f"{len(plan.changes)} berkas ditulis.")


@faq.command("rapikan")
def tidy_command(folder: Folder = _FOLDER) -> None:
    """Tulis ulang semua berkas dalam bentuk baku; isinya tidak berubah."""
    with _told_errors():
        for path in (paths := tidy(read_folder(folder))):
            typer.echo(str(path))
        typer.echo(f"{len(paths)} berkas dirapikan.")


def _context(office_path: Path, slang_path: Path) -> Context:
    office = load_office(office_path)
    try:
        return make_context(office, slang_path, datetime.now(office.timezone).date())
    except ValueError as error:
        raise ConfigError(str(error)) from error


@contextmanager
def _told_errors() -> Iterator[None]:
    """Errors that staff can mend are told in one line each, without a traceback."""
    try:
        yield
    except KnowledgeBaseInvalid as invalid:
        for fault in invalid.faults:
            typer.echo(str(fault), err=True)
        raise typer.Exit(1) from invalid
    except (PstError, OSError) as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(1) from error


def _tell_faults(faults: Sequence[Fault], entries: int) -> None:
    for fault in faults:
        typer.echo(str(fault))
    blocking = sum(fault.blocks for fault in faults)
    typer.echo(f"{entries} entri, {blocking} kesalahan, {len(faults) - blocking} saran")


def _tell_plan(plan: ImportPlan) -> None:
    for change in plan.changes:
        _tell_change(change)
    for fault in plan.advice:
        typer.echo(str(fault))
    new = sum(change.is_new for change in plan.changes)
    typer.echo(
        f"{new} entri baru, {len(plan.changes) - new} berubah, {plan.unchanged} tetap, "
        f"{len(plan.absent)} tidak ada di lembar (dibiarkan)."
    )


def _tell_change(change: Change) -> None:
    typer.echo(f"{'baru' if change.is_new else 'berubah'}: {change.entry.intent}")
    for field in change.fields:
        if "\n" not in field.old + field.new:
            typer.echo(f"  {field.column}: {field.old or '(kosong)'} → {field.new or '(kosong)'}")
            continue
        typer.echo(f"  {field.column}:")
        for line in [*unified_diff(field.old.split("\n"), field.new.split("\n"), n=0, lineterm="")][2:]:
            if not line.startswith("@@"):
                typer.echo(f"    {line[0]} {line[1:]}")
