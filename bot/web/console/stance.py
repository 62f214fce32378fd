"""Who owes the next word: *Sudah dijawab* or *Masih saya carikan* with a date (stories 1, 24g)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date
from functools import partial

from nicegui import events

from bot.core.service_hours import describe_day
from bot.services import desk, owing
from bot.services.desk_views import Transcript
from bot.web.console.acting import Acting
from bot.web.console.frame import attribute, button, container, words
from bot.web.console.notices import promised_line


class PromiseChoice:
    """The days that may be promised, as a list to choose from; `day` is the chosen one."""

    def __init__(
        self, acting: Acting, label: str, empty: str, then: Callable[[], Awaitable[None]] | None = None
    ) -> None:
        self._days = owing.promise_days(acting.kit, acting.kit.clock())
        self._then = then
        self.day: date | None = None
        with container("pst-select", "select") as choice:
            attribute(words(empty, tag="option"), "value", "")
            for day in self._days:
                attribute(words(f"Janji {describe_day(day)}", tag="option"), "value", day.isoformat())
        attribute(choice, "aria-label", label)
        choice.on("change", self._choose, js_handler="(event) => emit(event.target.value)")

    async def _choose(self, event: events.GenericEventArguments) -> None:
        self.day = next((day for day in self._days if day.isoformat() == event.args), None)
        if self._then is not None:
            await self._then()


class Stance:
    """One line with its buttons, from the officer's first words on."""

    def __init__(self, acting: Acting, conversation_id: str, again: Callable[[], Awaitable[None]]) -> None:
        self._acting = acting
        self._id = conversation_id
        self._again = again

    def draw(self) -> None:
        """Put it on the page."""
        with container("pst-stance") as self._strip:
            self._line = words("", "standing").props("role=status")
            self._answered = button("Sudah dijawab").on("click", partial(self._mark, answered=True))
            self._promise = PromiseChoice(
                self._acting, "Masih saya carikan, janji", "Masih saya carikan …", partial(self._mark, answered=False)
            )

    def show(self, seen: Transcript, mine: bool) -> None:
        """Bring it up to date."""
        self._strip.set_visibility(mine and seen.first_reply_at is not None)
        promise = "" if seen.promised_for is None else f"; {promised_line(seen.promised_for, seen.promise)}"
        line = f"Anda masih berutang jawaban{promise}" if seen.owed else "Sudah dijawab; menunggu pengguna"
        if self._line.text != line:
            self._line.text = line
        self._answered.set_visibility(seen.owed)

    async def _mark(self, *, answered: bool) -> None:
        promised_for = None if answered else self._promise.day
        await self._acting.attempt(desk.mark, self._id, answered=answered, promised_for=promised_for)
        await self._again()
