"""Laporan: the month's figures with their definitions, charts, and what can be done with them."""

from __future__ import annotations

from nicegui import ui

from bot.core.reports.month import Month
from bot.core.tables_out import Table, shown
from bot.services import reports
from bot.services.reports import Seen
from bot.web.console.acting import Acting
from bot.web.console.asking import agreed
from bot.web.console.charts import figure
from bot.web.console.frame import button, container, words
from bot.web.console.places import REPORTS
from bot.web.console.report_print import state_of


async def build(acting: Acting) -> None:
    """Draw the page of the month that its address names; the present one when it names none."""
    asked = Month.parse(ui.context.client.request.query_params.get("bulan", ""))
    months = await acting.look(reports.months)
    if months is None:
        return
    month = asked if asked in months else months[0]
    seen = await acting.look(reports.see, month)
    if seen is None:
        return
    _head(seen, months, acting)
    _figures(seen.report.sheets[0].tables[0])
    _sentence(seen.report.sentence)
    _actions(acting, seen)
    _charts(seen, acting.actor.full_view)
    _register(month)


def _head(seen: Seen, months: list[Month], acting: Acting) -> None:
    month = seen.report.month
    words(f"Laporan {month.label}", "pst-title", "h1")
    words(state_of(seen, acting.kit.zone), "pst-soft").props("role=status")
    with container("pst-actions", "form", f'method=get action="{REPORTS}"'):
        words("Bulan", tag="label").props("for=pst-month")
        with container("pst-select", "select", "id=pst-month name=bulan"):
            for each in months:
                words(each.label, tag="option").props(f"value={each} {'selected' if each == month else ''}")
        words("Tampilkan", "pst-button", "button").props("type=submit")


def _figures(three: Table) -> None:
    with container("pst-figures"):
        for name, count, definition in three.rows:
            with container("pst-figure"):
                words(shown(count), "count")
                words(str(name), "name", "h2")
                words(str(definition), "pst-soft")
    words("Ketiga angka ini berdiri sendiri dan tidak dijumlahkan.", "pst-soft")


def _sentence(sentence: str) -> None:
    with container("pst-reply"):
        words("Kalimat untuk disalin", tag="label").props("for=pst-sentence")
        words(sentence, "pst-sentence", "output").props("id=pst-sentence tabindex=0")
        with container("pst-actions"):
            button("Salin kalimat", props='id=pst-copy data-from="pst-sentence"')
            words("", "pst-soft").props("id=pst-copied role=status")


def _actions(acting: Acting, seen: Seen) -> None:
    month = seen.report.month
    with container("pst-actions"):
        words("Unduh XLSX", "pst-button main", "a").props(f'href="{REPORTS}/unduh.xlsx?bulan={month}" download')
        words("Cetak", "pst-button", "a").props(f'href="{REPORTS}/cetak?bulan={month}" target=_blank')
        if seen.can_lock:
            button("Kunci bulan").on("click", lambda: _lock(acting, month))


async def _lock(acting: Acting, month: Month) -> None:
    question = f"Kunci laporan {month.label}? Angkanya tidak dapat diubah lagi dan kuncinya tidak dapat dibuka."
    if await agreed(question, "Kunci") and await acting.attempt(reports.lock, month):
        ui.navigate.reload()


def _charts(seen: Seen, full_view: bool) -> None:
    with container("pst-charts"):
        for chart in seen.report.charts:
            if full_view or not chart.full_view:
                ui.html(figure(chart), sanitize=False)  # drawn by us from counts; every text in it is escaped


def _register(month: Month) -> None:
    words("Unduh daftar konsultasi", "pst-title", "h2")
    words("Satu baris per konsultasi, tanpa isi percakapan dan tanpa nama. Setiap unduhan dicatat.", "pst-soft")
    with container("pst-actions", "form", "method=get"):
        for name, label, day in (("dari", "Dari", month.first), ("sampai", "Sampai", month.days[-1])):
            words(label, tag="label").props(f"for=pst-{name}")
            container("pst-select", "input", f"type=date id=pst-{name} name={name} value={day} required")
        for kind in ("csv", "xlsx"):
            words(kind.upper(), "pst-button", "button").props(f'type=submit formaction="{REPORTS}/konsultasi.{kind}"')
