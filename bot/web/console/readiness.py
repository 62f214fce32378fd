"""Siap tayang?: what the office must confirm before going live (service_rules 13, stories 10)."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from nicegui import ui

from bot.core.channel_names import channel_within
from bot.core.readiness import ANSWER_MAX, ANSWER_MIN, ITEMS, Access, Item, Readiness
from bot.knowledge.faults import KnowledgeBaseInvalid
from bot.knowledge.markdown import read_folder
from bot.knowledge.reviewing import unreviewed
from bot.services import readiness
from bot.services.backups import Vault
from bot.services.erasure_ledger import ErasureLedger
from bot.web.console.acting import Acting
from bot.web.console.alarm_line import draw_alarms, watch_alarms
from bot.web.console.confirmations import SAVED
from bot.web.console.frame import OWN, attribute, container, words
from bot.web.console.keeping import forget, keep_typed
from bot.web.console.notices import day_and_time
from bot.web.console.places import READINESS, USERS

_OUTSIDE = frozenset({"webchat", "telegram"})
_ACCESS = {
    Access.OPEN: "dibuka",
    Access.TRIAL: "uji coba",
    Access.SHUT: "ditutup; di office.yml tidak dibuka",
    Access.UNREADY: "dibuka di office.yml, tetapi pengaturannya belum ada",
}
_RISKS = {"konfirmasi": "harus dipastikan", "mungkin": "perlu diperiksa", "pasti": "cukup yakin"}


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What pages look at beside the database: channels set up, the knowledge base, the backups, who was erased."""

    channels: tuple[str, ...]
    folder: Path
    has_backup_key: bool
    vault: Vault | None
    erasures: ErasureLedger


async def build(acting: Acting, *, around: Surroundings, form_token: Callable[[str], str]) -> None:
    """Draw the page; `form_token` ties its forms to the session's browser."""
    words("Siap tayang?", "pst-title", "h1")
    look_for_alarms = draw_alarms(acting, around.vault)
    await _draw_state(acting, around, form_token)
    await watch_alarms(acting, look_for_alarms)


async def _draw_state(acting: Acting, around: Surroundings, form_token: Callable[[str], str]) -> None:
    try:
        entries = unreviewed(await asyncio.to_thread(read_folder, around.folder))
    except KnowledgeBaseInvalid:
        words("Basis pengetahuan tidak dapat dibaca. Jalankan: python -m bot faq check", "pst-alarm").props(
            "role=alert"
        )
        return
    state = await acting.look(readiness.check, around.channels, entries, around.has_backup_key)
    if state is None:
        return
    words(state.sentence, "pst-alarm" if state.missing else "pst-good").props("role=status")
    _draw_program(state)
    words("Yang dipastikan kantor", "pst-title", "h2")
    with container("pst-rows"):
        for item in sorted(ITEMS, key=lambda item: item.key in state.answers):
            _draw_item(acting, item, state, form_token(acting.token))
    _draw_entries(state)


def _draw_program(state: Readiness) -> None:
    words("Keadaan program", "pst-title", "h2")
    with container("pst-rows"):
        with container(f"pst-row {'mine' if state.admin_password_changed else 'waits'}"):
            words("Sandi akun admin", "number")
            words("sudah diganti" if state.admin_password_changed else "belum diganti", "since")
            if not state.admin_password_changed:
                words("Ganti sandi", "pst-link", "a").props(f'href="{OWN}"')
        with container(f"pst-row {'mine' if state.has_backup_key else 'waits'}"):
            words("Kunci cadangan data", "number")
            words("sudah diatur" if state.has_backup_key else "belum diatur", "since")
            if not state.has_backup_key:
                words("Isi PST_BACKUP_KEY, lalu jalankan ulang program.", "holder")
        _draw_complaints(state)
        for channel, access in state.channels.items():
            with container(f"pst-row {'waits' if access is Access.UNREADY else ''}"):
                words(f"Kanal {channel_within(channel)}", "number")
                words(_ACCESS[access], "since")
                if access is Access.TRIAL:
                    words("Tulis kanal yang dibuka di office.yml (kanal), lalu mulai ulang.", "holder")
                if channel in _OUTSIDE and access is not Access.SHUT:
                    words("Di luar standar pelayanan; pastikan pada butir di bawah.", "holder")


def _draw_complaints(state: Readiness) -> None:
    with container(f"pst-row {'mine' if state.complaints_are_read else 'waits'}"):
        words("Pembaca aduan", "number")
        words("sudah ada" if state.has_complaint_reader else "belum ada", "since")
        if state.unread_complaints:
            words(f"{state.unread_complaints} aduan menunggu tanpa pembaca.", "question")
        if not state.complaints_are_read:
            words("Beri peran Pimpinan atau Pengelola pengaduan kepada orang yang tidak diadukan.", "holder")
            words("Buka Pengguna", "pst-link", "a").props(f'href="{USERS}"')


def _draw_item(acting: Acting, item: Item, state: Readiness, token: str) -> None:
    given = state.answers.get(item.key)
    with container(f"pst-row {'waits' if given is None else 'mine'}"):
        words(item.question, "question").props(f"id=q-{item.key}")
        if given is not None:
            by = state.names.get(given.confirmed_by, "akun yang sudah tidak ada")
            when = day_and_time(given.confirmed_at, acting.kit.zone)
            words(given.answer, "question")
            words(f"Dipastikan {by}, {when}", "holder")
        targets = acting.kit.settings.targets
        now = {"target_balasan": targets.first_answer_minutes, "target_aduan": targets.complaint_days}
        words(item.hint.format_map({**acting.kit.office.placeholders(), **now}), "holder")
        with container("pst-actions pst-wide", "form", f'method=post action="{READINESS}"') as form:
            container(tag="input", props=f'type=hidden name=token value="{token}"')
            container(tag="input", props=f'type=hidden name=hal value="{item.key}"')
            limits = f"required minlength={ANSWER_MIN} maxlength={ANSWER_MAX} autocomplete=off"
            box = container("pst-select pst-answer", "input", f"name=jawaban {limits}")
            attribute(box, "aria-label", item.question)
            words("Simpan" if given is None else "Ganti", "pst-button", "button").props("type=submit")
        if ui.context.client.request.query_params.get(SAVED) == item.key:
            forget(f"siap-{item.key}")
        keep_typed(form, f"siap-{item.key}")


def _draw_entries(state: Readiness) -> None:
    words(f"Tanya jawab yang belum ditinjau: {len(state.unreviewed)}", "pst-title", "h2")
    words("Yang paling tidak pasti lebih dahulu. Tinjauan dicatat pada entrinya (ditinjau).", "pst-soft")
    if not state.unreviewed:
        words("Semua sudah ditinjau.", "pst-empty")
        return
    with container("pst-list", "ul"):
        for entry in state.unreviewed:
            words(f"{entry.title} ({_RISKS[entry.confidence]}) · {entry.id}", tag="li")
