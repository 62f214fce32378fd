"""Any order of messages, turns, crashes, takes and outages keeps the invariants of platforms 4.7."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import Engine, delete, select

from bot.core.accounts import Actor
from bot.core.consultations import Category, ClosingReason, Need
from bot.core.conversations import State
from bot.core.retries import FaultKind
from bot.core.service_hours import ServiceHours
from bot.core.turns import Reply, RequestOfficer, TurnReply
from bot.services import accounts, converse, desk, webchat
from bot.services.converse import Claim
from bot.services.kit import Kit
from bot.services.wake import Hub
from bot.store.engine import open_engine
from bot.store.tables import inbox, message, metadata, outbox
from tests.conftest import make_kit
from tests.fakes import FakeClock, FakeRasa
from tests.world import World


def sure(claim: Claim, *, officer: bool = False, wait_s: float = 0) -> TurnReply:
    """Rasa's answer to a claim: names the messages it answers."""
    text = "jawab " + ",".join(m.text for m in claim.batch)
    request = RequestOfficer(question="tolong", category=Category.DATA, need=Need())
    return TurnReply(
        messages=(Reply(text=text, buttons=(), sure=wait_s == 0),),
        commands=(request,) if officer else (),
        decision={},
        wait_s=wait_s,
        state={"n": 1},
        model_id="m",
    )


class Gateway(RuleBasedStateMachine):
    """One person, one officer, workers that may be abandoned between any two steps."""

    kit: Kit
    clock: FakeClock
    engine: Engine
    officer: Actor

    @initialize()
    def start(self) -> None:
        with self.engine.begin() as connection:
            for table in reversed([t for t in metadata.sorted_tables if t.name not in ("user", "session")]):
                connection.execute(delete(table))
        session = webchat.conversation_of(self.kit, webchat.open_session(self.kit))
        self.world = World(kit=self.kit, clock=self.clock, rasa=FakeRasa(), session=session)
        self.running: list[Claim] = []
        self.said = 0
        self.taken_at_seq: int | None = None

    @rule(repeat=st.booleans())
    def person_writes(self, repeat: bool) -> None:
        self.said += 1
        for _ in range(1 + repeat):  # the browser's resend
            webchat.send_text(self.kit, self.world.session, f"k{self.said}", f"p{self.said}")

    @rule(seconds=st.sampled_from([3, 11, 70]))  # gathering, a lease, an outage worth telling
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @precondition(lambda self: self.world.conversation.due_at is not None)  # or most steps would find nothing
    @rule(owner=st.sampled_from(["w1", "w2"]))
    def worker_claims(self, owner: str) -> None:
        self.running += converse.claim(self.kit, owner, 8)

    @precondition(lambda self: self.running)
    @rule(data=st.data(), officer=st.sampled_from([False, False, True]), wait_s=st.sampled_from([0, 0, 3, 8]))
    def worker_commits(self, data: st.DataObject, officer: bool, wait_s: float) -> None:
        claim = self.running.pop(data.draw(st.integers(0, len(self.running) - 1)))
        converse.commit(self.kit, claim, sure(claim, officer=officer, wait_s=wait_s))

    @precondition(lambda self: self.running)
    @rule(data=st.data(), kind=st.sampled_from(FaultKind), others_work=st.booleans())
    def turn_fails(self, data: st.DataObject, kind: FaultKind, others_work: bool) -> None:
        claim = self.running.pop(data.draw(st.integers(0, len(self.running) - 1)))
        converse.fault(self.kit, claim, kind, self.clock.now if others_work else None)

    @precondition(lambda self: self.world.conversation.due_at is not None)
    @rule()
    def worker_oversleeps(self) -> None:
        self.running += converse.claim(self.kit, "slow", 8)
        self.clock.advance(11)
        self.running += converse.claim(self.kit, "fast", 8)

    @precondition(lambda self: self.running)
    @rule()
    def worker_crashes(self) -> None:
        self.running.pop()

    @precondition(lambda self: self.running)
    @rule()
    def worker_stops(self) -> None:
        converse.let_go(self.kit, self.running.pop())

    @precondition(lambda self: self.world.conversation.state is State.WAITING)
    @rule()
    def officer_takes(self) -> None:
        desk.take(self.kit, self.officer, self.world.session.conversation_id)
        self.taken_at_seq = self.world.conversation.last_seq

    @precondition(lambda self: self.world.conversation.state is State.OFFICER)
    @rule()
    def officer_replies(self) -> None:
        desk.reply(self.kit, self.officer, self.world.session.conversation_id, "dari petugas", f"o{self.said}")

    @precondition(lambda self: self.world.conversation.state is State.OFFICER)
    @rule(close=st.booleans())
    def officer_ends(self, close: bool) -> None:
        if close:
            desk.close(self.kit, self.officer, self.world.session.conversation_id, ClosingReason.SELESAI)
        else:
            desk.hand_back(self.kit, self.officer, self.world.session.conversation_id)
        self.taken_at_seq = None

    @invariant()
    def every_message_is_stored_once_in_order(self) -> None:
        texts = [m.text for m in self.world.seen() if m.speaker.value == "user"]
        assert texts == [f"p{n + 1}" for n in range(self.said)]
        assert [m.seq for m in self.world.seen()] == list(range(1, len(self.world.seen()) + 1))

    @invariant()
    def no_message_is_answered_twice_or_out_of_order(self) -> None:
        answers = [m.text for m in self.world.seen() if m.text.startswith("jawab ")]
        answered = [int(name[1:]) for text in answers for name in text.split("\n")[0][6:].split(",")]
        assert answered == sorted(set(answered))

    @invariant()
    def no_bot_while_an_officer_holds(self) -> None:
        if self.taken_at_seq is not None:
            later = [m.speaker.value for m in self.world.seen() if m.seq > self.taken_at_seq]
            assert "bot" not in later

    @invariant()
    def pending_work_is_never_forgotten(self) -> None:
        with self.engine.connect() as connection:
            pending = connection.execute(select(inbox.c.id).where(inbox.c.fate == "received")).all()
        assert not pending or self.world.conversation.due_at is not None

    @invariant()
    def every_reply_is_shown_once(self) -> None:
        with self.engine.connect() as connection:
            stored = set(connection.execute(select(outbox.c.id)).scalars())
            shown = list(connection.execute(select(message.c.outbox_id)).scalars())
        ids = [each for each in shown if each is not None]
        assert sorted(ids) == sorted(stored)

    def teardown(self) -> None:
        """With living workers and Rasa every message meets its fate."""
        for _ in range(12):
            self.clock.advance(31)
            for claim in converse.claim(self.kit, "last", 8):
                converse.commit(self.kit, claim, sure(claim))
        with self.engine.connect() as connection:
            fates = set(connection.execute(select(inbox.c.fate)).scalars())
        assert fates <= {"done", "dead"}


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    """One kind is enough: the contract suite shows that both behave alike."""
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_gateway(sqlite_engine: Engine, hours: ServiceHours, tmp_path: Path) -> None:
    """No message lost or answered twice, no bot over an officer, whatever crashes when."""
    clock = FakeClock()
    kit = make_kit(sqlite_engine, Hub(), clock, hours)
    accounts.ensure_admin(kit, "sandi-admin-1")
    officer = accounts.authenticate(kit, accounts.log_in(kit, "admin", "sandi-admin-1", "ip"))
    parts: dict[str, Any] = {"kit": kit, "clock": clock, "engine": sqlite_engine, "officer": officer}
    machine = type("PlayedGateway", (Gateway,), parts)
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=80,
            stateful_step_count=40,
            deadline=None,
            database=None,
            report_multiple_bugs=False,
            suppress_health_check=list(HealthCheck),
        ),
    )
