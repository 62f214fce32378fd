"""The two forms of *Tamu*: a visitor registered in 20 seconds, and a rating that came on paper (stories 18)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from nicegui import ui

from bot.core.contact_fields import NAME_MAX
from bot.core.errors import GuestRefused, NotLoggedIn, PstError
from bot.core.guest_fields import INSTITUTION_MAX, INSTITUTIONS, NEED_MAX, read_guest
from bot.core.visits import Visit
from bot.services import visit_ratings, visits
from bot.web.console.acting import Acting
from bot.web.console.frame import button, container, words
from bot.web.console.guard import LOGIN
from bot.web.console.keeping import forget, kept_form
from bot.web.console.notices import refusal
from bot.web.visitor_form import LABELS, sentence

FORM, PAPER = "tamu", "nilai-kertas"
Then = Callable[[], Awaitable[None]]


async def _nothing() -> None:
    """Until the page says what to do afterwards."""


@dataclass(kw_only=True)
class Registration:
    """Name and need, one click for who has no e-mail; the rest may stay empty."""

    acting: Acting
    then: Then = _nothing
    confirmed: str = ""

    def __post_init__(self) -> None:
        words("Daftarkan tamu", "pst-title", "h2")
        with kept_form(FORM, "pst-card"):
            self.name = ui.input("Nama").props(f"maxlength={NAME_MAX} autocomplete=off")
            self.need = ui.input("Keperluan").props(f"maxlength={NEED_MAX} autocomplete=off")
            with container("pst-two"):
                self.email = ui.input("Email").props("type=email maxlength=254 autocomplete=off")
                self.no_email = ui.checkbox("Tidak punya email")
                self.category = ui.select({"": "Belum ditanya", **INSTITUTIONS}, value="", label="Dari mana")
                self.institution = ui.input("Nama instansi").props(f"maxlength={INSTITUTION_MAX}")
            self.consent = ui.checkbox("Tamu setuju datanya dicatat di buku tamu (disimpan paling lama 1 tahun)")
            self.problem = words("", "pst-alarm").props("role=alert")
            self.problem.set_visibility(False)
            with container("pst-actions"):
                button("Daftarkan", "main").on("click", self.save)
        for box in (self.name, self.need, self.email, self.institution):
            box.on("keydown.enter", self.save)

    async def save(self) -> None:
        """Register; what is wrong is said above the button and what was typed stays."""
        typed = {
            "name": self.name.value or "",
            "need": self.need.value or "",
            "email": self.email.value or "",
            "no_email": "ya" if self.no_email.value else "",
            "institution_category": self.category.value or "",
            "institution": self.institution.value or "",
            "consent": "ya" if self.consent.value else "",
            "confirmed_email": self.confirmed,
        }
        try:
            guest = read_guest(typed, complete=False)
            visit = await self.acting.call(visits.register_visitor, guest)
        except GuestRefused as error:
            self.confirmed = typed["email"]
            self._say([f"{LABELS[name]}: {sentence(name, code, typed)}" for name, code in error.faults.items()])
        except NotLoggedIn:
            ui.navigate.to(LOGIN)
        except PstError as error:
            self._say([refusal(error)])
        else:
            self._clear()
            ui.notify(f"Terdaftar, nomor {visit.number}. Ingatkan: tas di loker.", type="positive", position="top")
            await self.then()

    def _say(self, sentences: Sequence[str]) -> None:
        self.problem.text = " ".join(sentences)
        self.problem.set_visibility(bool(sentences))

    def _clear(self) -> None:
        forget(FORM)
        self._say([])
        self.confirmed = ""
        for box in (self.name, self.need, self.email, self.institution, self.category):
            box.value = ""
        self.no_email.value = self.consent.value = False
        self.name.run_method("focus")


@dataclass(kw_only=True)
class PaperRating:
    """What a visitor ticked on paper, typed in by a colleague of who served."""

    acting: Acting
    then: Then = _nothing

    def __post_init__(self) -> None:
        words("Penilaian di kertas", "pst-title", "h2")
        self.none = words("Tidak ada kunjungan rekan yang belum dinilai.", "pst-soft")
        with kept_form(PAPER, "pst-card") as self.form:
            words("Diketik oleh rekan, bukan petugas yang melayani. Nilai disimpan tanpa nama siapa pun.", "pst-soft")
            with container("pst-two"):
                self.visit = ui.select({}, label="Kunjungan")
                scores = {score: f"{score} · {label}" for score, label in visit_ratings.SCORES.items()}
                self.score = ui.select(scores, label="Nilai")
            self.remark = ui.input("Saran (boleh kosong)").props(f"maxlength={visit_ratings.REMARK_MAX}")
            with container("pst-actions"):
                button("Simpan penilaian").on("click", self.save)

    def offer(self, unrated: Sequence[Visit], me: str) -> None:
        """Offer the visits that may be rated by this officer."""
        options = {
            visit.id: f"{visit.day:%d-%m} No. {visit.number} · {visit.guest.name}"
            for visit in unrated
            if visit.officer_id != me
        }
        self.form.set_visibility(bool(options))
        self.none.set_visibility(not options)
        if options != self.visit.options:
            self.visit.set_options(options, value=self.visit.value if self.visit.value in options else None)

    async def save(self) -> None:
        """Keep it."""
        done = await self.acting.attempt(
            visit_ratings.type_in, self.visit.value or "", self.score.value or 0, self.remark.value or ""
        )
        if done:
            forget(PAPER)
            self.score.value, self.remark.value = None, ""
            ui.notify("Penilaian tersimpan.", type="positive", position="top")
            await self.then()
