"""Teks: every fixed sentence, found by words, changed in a dialog that counts letters and shows the bubble."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial
from itertools import groupby

from nicegui import ui

from bot.core.text_rules import FIELD_NAME, fields_of, filled_with_samples
from bot.core.texts import Texts
from bot.services import office_texts
from bot.services.office_texts import OfficeText
from bot.web.console.acting import Acting
from bot.web.console.fielded import saved
from bot.web.console.frame import button, container, words
from bot.web.console.keeping import GIVE_UP, forget, keep_typed


class TextsPage:
    """The list, narrowed by what is typed into the search field."""

    def __init__(self, acting: Acting) -> None:
        self.acting = acting
        self.dialogs = container()  # outlives the list, which is drawn anew
        words("Teks", "pst-title", "h1")
        words("Semua kalimat tetap yang dibaca pengguna. Perubahan langsung berlaku, tanpa pelatihan.", "pst-soft")
        self.search = ui.input("Cari").props("clearable debounce=300")
        self.search.on_value_change(self.redraw)
        self.list = container("pst-fields")

    async def redraw(self) -> None:
        """Show the texts that hold what is sought."""
        found = await self.acting.look(office_texts.all_texts)
        if found is None:
            return
        sought = str(self.search.value or "").casefold().split()
        shown = [row for row in found.rows if _holds(row, sought)]
        self.list.clear()
        with self.list:
            for group, rows in groupby(shown, key=lambda row: row.written.group):
                words(group, "pst-subtitle", "h2")
                with container("pst-rows"):
                    for row in rows:
                        self._draw(row, found.texts)
            if not shown:
                words("Tidak ada teks seperti itu.", "pst-empty")

    def _draw(self, row: OfficeText, texts: Texts) -> None:
        with container(f"pst-row pst-text {'mine' if row.in_use else ''}"):
            words(row.key, "number")
            words(_state(row), "since")
            words(texts.entries[row.key].template, "question said")
            with container("pst-actions"):
                button("Ubah").on("click", partial(self.edit, row, texts))

    async def edit(self, row: OfficeText, texts: Texts) -> None:
        """Open the editor; the list follows when it closes."""
        with self.dialogs:
            await Editor(self.acting, row, texts).run()
        await self.redraw()


class Editor:
    """One text in a dialog that stays open until its wording is accepted."""

    def __init__(self, acting: Acting, row: OfficeText, texts: Texts) -> None:
        self.acting = acting
        self.row = row
        self.texts = texts
        self.form = f"teks-{row.key}"
        with ui.dialog() as self.dialog, ui.card().classes("pst-editor") as card:
            words(row.key, "pst-subtitle", "h2")
            self.field = ui.textarea("Teks", value=row.own or row.written.template).props("autogrow")
            self.field.on_value_change(self.show)
            self.counter = words("", "pst-soft").props("role=status")
            self.bubble = words("", "pst-need")
            facts = texts.common.keys()
            if kept := fields_of(row.written.template) - facts:
                words(f"Harus tetap ada: {_named(kept)}", "pst-soft")
            words(f"Boleh dipakai: {_named(name for name in facts if '.' not in name)}", "pst-soft")
            if row.own is not None:
                words("Bawaan:", "pst-soft")
                words(row.written.template, "pst-soft said")
            with container("pst-actions"):
                button("Simpan", "main").on("click", self.save)
                if row.own is not None:
                    button("Kembalikan ke bawaan").on("click", self.restore)
                button("Batal", props=GIVE_UP).on("click", self.dialog.close)
        keep_typed(card, self.form)
        self.show()

    def show(self) -> None:
        """Count and preview what stands in the field."""
        typed = str(self.field.value or "").strip()
        filled = filled_with_samples(self.texts, typed)
        length, limit = max(len(typed), len(filled)), self.row.written.limit
        self.counter.text = f"{length} dari {limit} huruf, dengan isian contoh"
        self.counter.classes(add="warn" if length > limit else "", remove="" if length > limit else "warn")
        self.bubble.text = filled

    async def run(self) -> None:
        """Wait until it is closed."""
        await self.dialog
        self.dialog.delete()

    async def save(self) -> None:
        """Store the wording."""
        await self._store(str(self.field.value or ""))

    async def restore(self) -> None:
        """Back to the file's."""
        await self._store(None)

    async def _store(self, template: str | None) -> None:
        if await saved(self.acting, {FIELD_NAME: self.field}, office_texts.set_text, self.row.key, template):
            forget(self.form)
            self.dialog.submit(True)


def _named(fields: Iterable[str]) -> str:
    return ", ".join(f"{{{name}}}" for name in sorted(fields))


def _holds(row: OfficeText, sought: list[str]) -> bool:
    text = f"{row.key} {row.written.group} {row.written.template} {row.own or ''}".casefold()
    return all(word in text for word in sought)


def _state(row: OfficeText) -> str:
    if row.own is None:
        return ""
    return "diubah" if row.in_use else "ubahan tidak cocok lagi; bawaan dipakai"


async def build(acting: Acting) -> None:
    """Draw the page."""
    await TextsPage(acting).redraw()
