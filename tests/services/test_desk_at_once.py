"""Fifty people and five officers at the same time: no conversation is ever unheld, or held twice."""

import random
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor
from bot.core.consultations import Category, ClosingReason, Need
from bot.core.conversations import State
from bot.core.desk_lists import Served
from bot.core.desk_settings import Switches
from bot.core.errors import Conflict
from bot.core.turns import RequestOfficer
from bot.services import (
    accounts,
    assigning,
    desk,
    desk_queue,
    handoff,
    holding,
    notes,
    officers,
    presence,
    service_day,
    transfer,
    webchat,
)
from bot.services.kit import Kit
from bot.services.officers import Standing
from bot.store.account_tables import audit
from tests.world import World

PEOPLE, OFFICERS = 50, 5


@dataclass
class Officer:
    """A session at the console that works until nobody is left; `chance` is seeded, so a fault can be looked for."""

    kit: Kit
    actor: Actor
    chance: random.Random
    number: int = 0
    refused: list[str] = field(default_factory=list)

    def work(self) -> None:
        while rows := desk_queue.queue(self.kit, self.actor):
            mine = [row.conversation_id for row in rows if row.holder_id == self.actor.id]
            waiting = [row.conversation_id for row in rows if row.state is State.WAITING]
            if mine and (not waiting or self.chance.random() < 0.5):
                self._serve(self.chance.choice(mine))
            elif waiting:
                chosen = self.chance.choice(waiting[:3])
                self._try(partial(desk.take, self.kit, self.actor, chosen))

    def _serve(self, conversation_id: str) -> None:
        self.number += 1
        key = f"k{self.number}"
        self._try(lambda: desk.reply(self.kit, self.actor, conversation_id, "Selamat pagi", key))
        match self.chance.randrange(4):
            case 0:
                ready = [row.id for row in officers.officers(self.kit, self.actor) if row.standing is Standing.READY]
                colleague = self.chance.choice([each for each in ready if each != self.actor.id])
                self._try(lambda: transfer.transfer(self.kit, self.actor, conversation_id, colleague, "tolong"))
            case 1:
                self._try(lambda: notes.add(self.kit, self.actor, conversation_id, "catatan", key))
            case 2:
                self._try(lambda: desk.hand_back(self.kit, self.actor, conversation_id))
            case _:
                self._try(lambda: desk.close(self.kit, self.actor, conversation_id, ClosingReason.SELESAI))

    def _try(self, act: Callable[[], object]) -> None:
        try:
            act()
        except Conflict as error:  # a colleague was faster
            self.refused.append(type(error).__name__)


def ask_for_an_officer(kit: Kit) -> str:
    """A new person in the queue."""
    session = webchat.conversation_of(kit, webchat.open_session(kit))
    request = RequestOfficer(question="ipm", category=Category.DATA, need=Need())
    with kit.uow() as uow:
        conversation = holding.locked(uow, session.conversation_id)
        changed, _ = handoff.hand_over(uow, kit, conversation, request, kit.clock())
        uow.conversations.save(changed)
        uow.commit()
    return session.conversation_id


def holders_in_order(engine: Engine, consultation_id: str) -> list[tuple[str, str | None]]:
    """What was done with a consultation, and by whom."""
    query = select(audit.c.action, audit.c.actor_id).where(audit.c.subject == consultation_id).order_by(audit.c.id)
    with engine.connect() as connection:
        return [(row[0].removeprefix("consultation."), row[1]) for row in connection.execute(query)]


@pytest.mark.long
@pytest.mark.parametrize("assigned", [False, True], ids=["siapa cepat", "penugasan otomatis"])
def test_no_conversation_is_ever_unheld_or_held_twice(world: World, engine: Engine, assigned: bool) -> None:
    """Issue 4, proof: 50 simultaneous conversations and 5 officers' sessions, on both databases."""
    kit = world.kit
    staff = [world.officer(f"petugas{number}") for number in range(OFFICERS)]
    for actor in staff:
        presence.beat(kit, actor)
    admin = accounts.authenticate(kit, accounts.log_in(kit, "admin", "sandi-admin-1", "ip"))
    service_day.set_switches(kit, admin, Switches(automatic_assignment=assigned))
    people = [ask_for_an_officer(kit) for _ in range(PEOPLE)]
    done = threading.Event()
    seen_wrong: list[Served] = []

    def watch() -> None:
        while not done.is_set():
            with kit.uow.read() as uow:
                rows = uow.desk_lists.open()
            seen_wrong.extend(row for row in rows if (row.holder_id is None) is (row.state is State.OFFICER))
            assigning.assign(kit)

    with ThreadPoolExecutor(OFFICERS + 1) as threads:
        watching = threads.submit(watch)
        working = [
            threads.submit(Officer(kit=kit, actor=actor, chance=random.Random(number)).work)
            for number, actor in enumerate(staff)
        ]
        try:
            for each in working:
                each.result()
        finally:
            done.set()
        watching.result()
    assert seen_wrong == []
    for conversation_id in people:
        with kit.uow.read() as uow:
            consultation = uow.consultations.latest(conversation_id)
            conversation = uow.conversations.get(conversation_id)
        assert consultation is not None
        assert conversation is not None
        assert consultation.closed_at is not None
        assert conversation.holder_id is None
        check_history(holders_in_order(engine, consultation.id), [actor.id for actor in staff])


def check_history(history: list[tuple[str, str | None]], staff: list[str]) -> None:
    """Every step was taken by the one who held it then; between taking and ending somebody always did."""
    assert history[0] == ("requested", None)
    free = True
    for action, actor_id in history[1:]:
        assert free is (action in {"taken", "assigned"}), history
        assert action in {"taken", "assigned", "transferred", "hand_back", "close"}
        assert action == "assigned" or actor_id in staff
        free = action in {"hand_back", "close"}
    assert free, history
