"""A month of an office with three officers, for the picture of the report; nothing in it ever happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import cycle

from bot.core.accounts import Actor
from bot.core.consultations import BotSession, Category, ClosingReason, Need, Subject
from bot.core.conversations import Address
from bot.core.turns import RequestOfficer
from bot.core.visits import Source
from bot.services import desk, handoff, holding, portal, visits
from tests.pictures.stage import Stage, wib
from tests.visitors import guest

ASKED = (
    ("penduduk miskin 2024", Category.DATA, "data_kemiskinan"),
    ("jumlah penduduk 2023", Category.DATA, "data_jumlah_penduduk"),
    ("angka pengangguran", Category.DATA, "data_tpt"),
    ("inflasi Oktober", Category.DATA, "data_inflasi"),
    ("jumlah penduduk desa", Category.DATA, "data_penduduk_desa"),
    ("kode KBLI kebun sawit", Category.KLASIFIKASI, "klasifikasi_contoh_sawit"),
    ("cara menghitung IPM", Category.METADATA, "data_ipm"),
)
CHATS = (2, 1, 3, 1, 2, 2, 1, 3, 1, 2, 1, 2, 1, 1, 2)  # each line: how many a day, over and over
VISITS = (1, 0, 1, 1, 0, 2, 0, 1, 1, 0, 1, 1, 0, 1, 1)
ALONE = (3, 4, 2, 1, 2, 3, 2, 1, 2, 2, 3, 4, 2, 3, 2)
SCORES = (4, 4, 3, 4, 4, 4, 3, 4, 2, 4, 4, 3, 4, 4)


@dataclass
class Month:
    """Goes through the working days."""

    stage: Stage
    officer: Actor
    people: Iterator[int]
    asked: Iterator[tuple[str, Category, str]]

    def days(self, first: int, last: int) -> None:
        """The working days of a part of the month."""
        for day in range(first, last + 1):
            if wib(9, 0, day).weekday() < 5:
                self._day(day)

    def _day(self, day: int) -> None:
        for place in range(CHATS[day % len(CHATS)]):
            self._chat(wib(9 + place, 10 * place, day))
        for place in range(VISITS[day % len(VISITS)]):
            self._visit(wib(13 + place, 5, day))
        if day % 4 == 0:
            self._portal(wib(14, 30, day), f"SLS-2026-0{day:02}")
        for place in range(ALONE[day % len(ALONE)]):
            self._alone(wib(8 + place, 40, day))

    def scores(self) -> None:
        """What people gave."""
        with self.stage.kit.uow() as uow:
            for number, score in enumerate(SCORES):
                uow.ratings.add(rating_id=f"r{number}", month="2026-11", channel="whatsapp", score=score, remark=None)
            uow.commit()

    def _chat(self, at: datetime) -> None:
        kit, (question, category, topic) = self.stage.kit, next(self.asked)
        self.stage.clock.now = at
        address = Address(channel="whatsapp", kind="phone", value=f"62000000{next(self.people):04}")
        with kit.uow() as uow:
            conversation_id = uow.conversations.at(address, kit.new_id, at).id
            request = RequestOfficer(question=question, category=category, need=Need())
            changed, _ = handoff.hand_over(uow, kit, holding.locked(uow, conversation_id), request, at)
            uow.conversations.save(changed)
            uow.commit()
        desk.take(kit, self.officer, conversation_id)
        self.stage.clock.now = at + timedelta(minutes=6)
        subject = Subject(category=category, topic=topic, need=Need())
        desk.close(kit, self.officer, conversation_id, ClosingReason.SELESAI, subject)

    def _visit(self, at: datetime) -> None:
        kit, (question, category, topic) = self.stage.kit, next(self.asked)
        self.stage.clock.now = at
        visit = visits.draw_number(kit, guest(need=question), Source.QR, f"form-{at.isoformat()}")
        self.stage.clock.now = at + timedelta(minutes=4)
        visits.start(kit, self.officer, visit.id)
        self.stage.clock.now = at + timedelta(minutes=20)
        visits.end(kit, self.officer, visit.id, category, topic)

    def _portal(self, at: datetime, number: str) -> None:
        _, category, topic = next(self.asked)
        self.stage.clock.now = at
        portal.enter(self.stage.kit, self.officer, number, category, at, topic)

    def _alone(self, at: datetime) -> None:
        kit, (_, category, topic) = self.stage.kit, next(self.asked)
        address = Address(channel="whatsapp", kind="phone", value=f"62000000{next(self.people):04}")
        with kit.uow() as uow:
            uow.bot_sessions.add(
                BotSession(
                    id=kit.new_id(),
                    conversation_id=uow.conversations.at(address, kit.new_id, at).id,
                    channel="whatsapp",
                    started_at=at,
                    last_at=at,
                    category=category,
                    topic=topic,
                    turns=2,
                    answered=2,
                    closed_at=at + timedelta(minutes=30),
                )
            )
            uow.commit()


def of(stage: Stage) -> Month:
    """November, still empty."""
    return Month(stage, stage.actor("budi"), iter(range(100, 10_000)), cycle(ASKED))
