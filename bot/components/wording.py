"""Puts answers into words: place and year are repeated, what does not exist is said first (stories 3, 10, 11)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.components.answer_book import Answer, fill
from bot.components.followups import DAY_ENTRIES
from bot.components.lexicon import Lexicon
from bot.components.ways import other_ways
from bot.core.question import NOTHING, Need
from bot.core.service_hours import ServiceHours, describe_day, describe_opening
from bot.core.texts import Texts
from bot.core.years import say_year

Button = dict[str, Any]

MOST_BUTTONS = 3
_COMPLAINT = ("Sampaikan aduan", "pengaduan")
_STARTS: Mapping[str, tuple[str, str]] = {
    "layanan_bicara_petugas": ("Bicara petugas", "minta_petugas"),
    "layanan_pengaduan_kanal": _COMPLAINT,
    "layanan_pengaduan_proses": _COMPLAINT,
    "layanan_gratifikasi": _COMPLAINT,
    "layanan_penilaian": ("Beri penilaian", "beri_penilaian"),
    "layanan_buku_tamu": ("Isi buku tamu", "isi_buku_tamu"),
    "layanan_hapus_data": ("Hapus data saya", "hapus_data"),
}
"""Asking about a flow gets the answer with a button that starts it (stories 21a)."""

_PROVINCE = "Kalimantan Tengah"
_COUNTRY = "Indonesia"
_PEOPLE = "data_penduduk_"
"""Entries of finer figures of the indicator `penduduk` begin so."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """How the question was put.

    Attributes:
        need: indicator, place and period.
        level: `kecamatan` or `desa` when a breakdown was asked for.
        figure: whether a figure itself was asked for ("berapa …").
        day: the day a question about opening hours is about.
        any_way: no way to consult was named; the answers for the others are offered too (stories 21c).
    """

    need: Need = NOTHING
    level: str | None = None
    figure: bool = False
    day: date | None = None
    any_way: bool = False


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One bubble."""

    text: str
    buttons: Sequence[Button] = ()


class Wording:
    """Words answers and offers for one office."""

    def __init__(
        self, book: Mapping[str, Answer], texts: Texts, lexicon: Lexicon, hours: ServiceHours, region: str
    ) -> None:
        """Take what the words are made of.

        Args:
            book: the model's answers by id.
            texts: fixed texts with the office's placeholders.
            lexicon: names and levels of indicators.
            hours: the service calendar.
            region: the office's own area.
        """
        self._book = book
        self._texts = texts
        self._lexicon = lexicon
        self._hours = hours
        self._region = region
        self._figure_entries = frozenset(lexicon.figures.values())

    def answer(self, faq: str, asked: Asked, now: datetime) -> Reply:
        """The answer of one entry.

        Args:
            faq: the entry's id.
            asked: how it was asked.
            now: local time of the office; decides which answers are past their date.
        """
        answer = self._book.get(faq)
        if answer is None or not answer.is_valid_on(now.date()):
            return Reply(text=self._texts.fill("jawaban_kedaluwarsa"), buttons=[self.officer_button()])
        if asked.day is not None and faq in DAY_ENTRIES:
            return Reply(text=self._on_day(asked.day, now), buttons=self._related(answer))
        if elsewhere := self._elsewhere(faq, asked.need):
            return Reply(text=elsewhere, buttons=[self.officer_button()])
        lines = [*self._lead(faq, asked), self._filled(answer.text)]
        if faq in DAY_ENTRIES and (closure := self._hours.closure_at(now)) is not None:
            lines.insert(0, closure.message)
        if answer.to_confirm:
            lines.append(self._texts.fill("catatan_konfirmasi"))
        return Reply(text="\n".join(lines), buttons=self._buttons(answer, asked))

    def answers(self, faqs: Sequence[str], asked: Sequence[Asked], now: datetime, unsure: Sequence[str] = ()) -> Reply:
        """Two answers in one bubble; what a third question asked is offered as a button (stories 23).

        Args:
            faqs: the entries' ids, in the order asked.
            asked: how each was asked.
            now: local time of the office.
            unsure: what another question beside them may mean, which is asked in the same bubble.
        """
        replies = [self.answer(faq, how, now) for faq, how in zip(faqs[:2], asked, strict=False)]
        buttons = [button for reply in replies for button in reply.buttons]
        person = self.officer_button()
        figure = [button for button in buttons if button["meaning"].get("intent") == "minta_angka"][:1]
        last = [*figure, *([person] if person in buttons else [])]
        others = [self._faq_button(faq) for faq in faqs[2:] if faq in self._book]
        if unsure:
            question = self.options(unsure)
            replies, others = [*replies, question], [*question.buttons, *others]
        return Reply(text="\n—\n".join(reply.text for reply in replies), buttons=_at_most(others, last))

    def options(self, faqs: Sequence[str]) -> Reply:
        """Ask which of several entries is meant: questions numbered, labels as buttons (stories 11).

        Where one of them is an officer's matter, an officer is offered too (service_rules 6.9).
        """
        known = [faq for faq in faqs if faq in self._book]
        lines = [f"{number}. {self._filled(self._book[faq].title)}" for number, faq in enumerate(known, 1)]
        text = "\n".join([self._texts.fill("utter_ragu"), *lines])
        buttons = list(map(self._faq_button, known))
        if not self._lexicon.officer_offered.isdisjoint(known):
            buttons.append(self.officer_button())
        return Reply(text=text, buttons=[*buttons, self._intent_button("tombol_bukan_itu", "bukan_itu")])

    def figure_or_meaning(self, topic: str, figure: str, meaning: str) -> Reply:
        """Ask whether a bare indicator means its figure or its explanation (stories 21b)."""
        buttons = [
            {"title": self._texts.fill("tombol_angka"), "meaning": {"faq": figure}},
            {"title": self._texts.fill("tombol_penjelasan"), "meaning": {"faq": meaning}},
        ]
        shown = topic.upper() if len(topic) <= 4 else topic.capitalize()
        return Reply(text=self._texts.fill("utter_tanya_indikator", topik=shown), buttons=buttons)

    def officer_button(self) -> Button:
        """The button that asks for a person."""
        return self._intent_button("tombol_petugas", "minta_petugas")

    def person_or_complaint(self, *, waiting: bool) -> list[Button]:
        """For who is upset: a person, unless one is on the way already, or a complaint (service_rules 6.9)."""
        complaint = _start_button(_COMPLAINT)
        return [complaint] if waiting else [self.officer_button(), complaint]

    def person_or_words(self) -> list[Button]:
        """After something that cannot be read: a person, or words instead (stories 16)."""
        return [
            self._intent_button("tombol_ya_petugas", "minta_petugas"),
            self._intent_button("tombol_tulis_saja", "ya"),
        ]

    def _intent_button(self, text_key: str, intent: str) -> Button:
        return {"title": self._texts.fill(text_key), "meaning": {"intent": intent, "entities": []}}

    def _faq_button(self, faq: str) -> Button:
        return {"title": self._book[faq].label, "meaning": {"faq": faq}}

    def _related(self, answer: Answer, *before: str) -> list[Button]:
        ids = dict.fromkeys([*before, *answer.related])
        return [self._faq_button(faq) for faq in ids if faq in self._book][:MOST_BUTTONS]

    def _buttons(self, answer: Answer, asked: Asked) -> list[Button]:
        first: list[Button] = []
        if self._offers_figure(answer.id, asked):
            first.append(self._figure_button(asked.need))
        if answer.id in _STARTS:
            first.append(_start_button(_STARTS[answer.id]))
        elif answer.to_confirm or answer.id in self._lexicon.officer_offered:
            first.append(self.officer_button())
        ways = other_ways(answer.id) if asked.any_way else ()
        return [*first, *self._related(answer, *ways)][:MOST_BUTTONS]

    def _offers_figure(self, faq: str, asked: Asked) -> bool:
        """Whether a figure may be asked for that is not at hand (service_rules 6.9)."""
        if faq in self._lexicon.officer_offered:
            return False  # what is not released or does not exist is not promised either
        wanted = asked.figure and asked.need.indicator is not None and faq.startswith("data_")
        return self._is_about_figures(faq, asked.need) or wanted

    def _figure_button(self, need: Need) -> Button:
        values = {"indikator": need.indicator, "wilayah": need.region, "tahun": need.year}
        entities = [{"entity": name, "value": value} for name, value in values.items() if value]
        return {
            "title": self._texts.fill("tombol_minta_angka"),
            "meaning": {"intent": "minta_angka", "entities": entities},
        }

    def _lead(self, faq: str, asked: Asked) -> list[str]:
        """What to say before the answer's own text; only answers about figures have places and years."""
        need = asked.need
        if not self._is_about_figures(faq, need):
            return []
        small = asked.level or ("kecamatan" if need.region in self._lexicon.districts else None)
        indicator = need.indicator or self._indicator_of(faq)
        if small and indicator in self._lexicon.not_below_regency:
            return [self._texts.fill("awal_tidak_ada_tingkat", topik=self._lexicon.say(indicator), tingkat=small)]
        topic = self._topic(indicator, need)
        if asked.figure:
            return [self._texts.fill("awal_angka", topik=topic)]
        return [self._texts.fill("awal_topik", topik=topic)] if need.region or need.year else []

    def _is_about_figures(self, faq: str, need: Need) -> bool:
        """Whether place and year mean something to the entry, for what was asked."""
        own = faq in self._figure_entries or faq.startswith(_PEOPLE)
        return own or self._lexicon.general.get(need.indicator or "") == faq

    def _topic(self, indicator: str | None, need: Need) -> str:
        return " ".join(filter(None, (self._lexicon.say(indicator), need.region or self._region, say_year(need.year))))

    def _indicator_of(self, faq: str) -> str | None:
        own = next((name for name, entry in self._lexicon.figures.items() if entry == faq), None)
        return own or ("penduduk" if faq.startswith(_PEOPLE) else None)

    def _elsewhere(self, faq: str, need: Need) -> str | None:
        """Who has the figures of a place that is not ours; None for our own area and its districts."""
        if not self._is_about_figures(faq, need) or need.region in {None, self._region, *self._lexicon.districts}:
            return None
        indicator = need.indicator or self._indicator_of(faq)
        if indicator in self._lexicon.not_for_regency:
            return None  # these answers already speak of the province and its cities
        elsewhere = "jawaban_provinsi_lain" if need.region in self._lexicon.provinces else "jawaban_luar_wilayah"
        key = {_PROVINCE: "jawaban_provinsi", _COUNTRY: "jawaban_nasional"}.get(str(need.region), elsewhere)
        return self._texts.fill(key, topik=self._topic(indicator, need))

    def _on_day(self, day: date, now: datetime) -> str:
        closure = self._hours.closure_at(now)
        if closure is not None and day == now.date():
            again = describe_opening(self._hours.next_opening(now), self._hours.office)
            return self._texts.fill("hari_tutup_mendadak", pesan=closure.message, buka_lagi=again)
        described = describe_day(day)
        periods = self._hours.periods_on(day)
        zone = self._hours.office.zone_label
        if periods:
            opened = self._texts.fill("hari_buka", hari=described, jam=f"{' dan '.join(map(str, periods))} {zone}")
            return " ".join(filter(None, (opened, self._hours.message_on(day))))
        midnight = datetime.combine(day, datetime.min.time(), self._hours.office.timezone)
        opening = describe_opening(self._hours.next_opening(midnight), self._hours.office)
        reason = self._hours.closure_on(day) or ""
        if described.startswith(reason):
            return self._texts.fill("hari_tutup_biasa", hari=described, buka_lagi=opening)
        return self._texts.fill("hari_tutup", hari=described, alasan=reason, buka_lagi=opening)

    def _filled(self, text: str) -> str:
        return fill(text, self._texts.common)


def _start_button(start: tuple[str, str]) -> Button:
    title, intent = start
    return {"title": title, "meaning": {"intent": intent, "entities": []}}


def _at_most(others: Sequence[Button], last: Sequence[Button]) -> list[Button]:
    """As many buttons as every channel shows; those that lead to a person are never cut off."""
    return [*others[: MOST_BUTTONS - len(last)], *last]
