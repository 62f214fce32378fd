"""Any order of messages, turns, crashes, takes and outages keeps the invariants of platforms 4.7."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
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
from bot.core.conversations import Address, State
from bot.core.messages import Incoming, Outgoing, Sending
from bot.core.retries import FaultKind
from bot.core.sending import Failure, Status
from bot.core.service_hours import ServiceHours
from bot.core.turns import Reply, RequestOfficer, TurnReply
from bot.services import accounts, converse, desk, sendings, statuses, webchat
from bot.services.converse import Claim
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.services.wake import Hub
from bot.store.tables import inbox, message, metadata, outbox
from tests.conftest import make_kit
from tests.databases import SqliteFiles
from tests.fakes import MONDAY_TEN, FakeClock, FakeRasa
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
            for table in reversed([t for t in metadata.sorted_tables if t.name not in ("user", "session", "audit")]):
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
def sqlite_engine(sqlite_files: SqliteFiles, tmp_path: Path) -> Iterator[Engine]:
    """One kind is enough: the contract suite shows that both behave alike."""
    yield sqlite_files.empty(tmp_path)
    sqlite_files.close()


def play(machine: type[RuleBasedStateMachine], parts: dict[str, Any], **how: Any) -> None:
    """Play a machine with its parts many times."""
    plays = settings(
        stateful_step_count=40,
        deadline=None,
        database=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        **how,
    )
    run_state_machine_as_test(type(f"Played{machine.__name__}", (machine,), parts), settings=plays)


@pytest.mark.long
def test_gateway(sqlite_engine: Engine, hours: ServiceHours) -> None:
    """No message lost or answered twice, no bot over an officer, whatever crashes when."""
    clock = FakeClock()
    kit = make_kit(sqlite_engine, Hub(), clock, hours)
    accounts.ensure_admin(kit, "sandi-admin-1")
    officer = accounts.authenticate(kit, accounts.log_in(kit, "admin", "sandi-admin-1", "ip"))
    play(Gateway, {"kit": kit, "clock": clock, "engine": sqlite_engine, "officer": officer}, max_examples=80)


CHANNEL = "windowed"
PEOPLE = ["620000000001", "620000000002"]
ENDS = {"sent", "delivered", "read", "failed", "dead"}  # dead: a day without a word, shown to a person
ARRIVALS = [Sending.SENT, Sending.DELIVERED, Sending.READ]
FAILURES_TOLD = [Failure.WINDOW_CLOSED, Failure.ACCOUNT, Failure.UNDELIVERABLE]
REFUSALS = [Failure.PROVIDER_ERROR, Failure.WINDOW_CLOSED, Failure.ACCOUNT, Failure.BLOCKED]


@dataclass
class Taken:
    """A message that the provider has accepted, and what it has said of it."""

    outbox_id: str
    external_id: str
    fails: Failure | None
    told: list[Sending] = field(default_factory=list)


class ProviderGateway(RuleBasedStateMachine):
    """Two people on a provider's channel; senders that die between request and record; webhooks in any order."""

    kit: Kit
    clock: FakeClock
    engine: Engine

    @initialize()
    def start(self) -> None:
        with self.engine.begin() as connection:
            for table in reversed([t for t in metadata.sorted_tables if t.name not in ("user", "session", "audit")]):
                connection.execute(delete(table))
        self.clock.now = MONDAY_TEN
        self.written: list[Incoming] = []
        self.under_way: list[Outgoing] = []
        self.taken: list[Taken] = []
        self.may_go_again = Counter[str]()  # by a definite refusal or a reconciliation
        self.arrived: set[str] = set()

    def state(self, outbox_id: str) -> tuple[str, str | None]:
        with self.engine.connect() as connection:
            query = select(outbox.c.sending, outbox.c.external_id).where(outbox.c.id == outbox_id)
            row = connection.execute(query).one()
        return row.sending, row.external_id

    # -- In

    @rule(person=st.sampled_from(PEOPLE), late_s=st.sampled_from([0, 0, 1_200]), repeat=st.data())
    def person_writes(self, person: str, late_s: int, repeat: st.DataObject) -> None:
        """A webhook with a new message, and any that came before once more."""
        address = Address(channel=CHANNEL, kind="wa_id", value=person)
        key = f"m{len(self.written)}"
        sent_at = self.clock.now - timedelta(seconds=late_s)
        self.written.append(Incoming(address=address, external_id=key, text=key, sent_at=sent_at))
        again = repeat.draw(st.lists(st.sampled_from(self.written), max_size=3))
        receive(self.kit, [*again, self.written[-1], *again])

    @rule(crash=st.sampled_from([False, False, True]))
    def worker_answers(self, crash: bool) -> None:
        for claim in converse.claim(self.kit, "w", 8):
            if not crash:
                converse.commit(self.kit, claim, sure(claim))

    # -- Out

    @rule()
    def sender_begins(self) -> None:
        going = [outgoing for outgoing, _ in sendings.begin(self.kit, {CHANNEL: 8}, lambda outgoing, address: 0)]
        for outgoing in going:
            assert not self.unfinished_before(outgoing)
        self.under_way += going

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), ends=st.sampled_from(["sent", "sent", "unclear", "crash"]), fails=st.booleans())
    def provider_takes(self, data: st.DataObject, ends: str, fails: bool) -> None:
        outgoing = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        failure = data.draw(st.sampled_from(FAILURES_TOLD)) if fails else None
        accepted = Taken(outgoing.id, f"p{len(self.taken)}", failure)
        self.taken.append(accepted)
        if ends == "sent":
            sendings.record_sent(self.kit, outgoing, accepted.external_id)
        elif ends == "unclear":
            sendings.record_unclear(self.kit, outgoing)

    @precondition(lambda self: self.under_way)
    @rule(data=st.data(), failure=st.sampled_from(REFUSALS), crash=st.sampled_from([False, False, True]))
    def provider_refuses(self, data: st.DataObject, failure: Failure, crash: bool) -> None:
        outgoing = self.under_way.pop(data.draw(st.integers(0, len(self.under_way) - 1)))
        if not crash:
            sendings.record_refused(self.kit, outgoing, failure)

    @precondition(lambda self: self.taken)
    @rule(data=st.data())
    def provider_tells(self, data: st.DataObject) -> None:
        """A status of any message that was taken: new, again, or out of order."""
        about = data.draw(st.sampled_from(self.taken))
        said = Sending.FAILED if about.fails else data.draw(st.sampled_from(ARRIVALS))
        about.told.append(said)
        if said is Sending.FAILED and about.told.count(said) == 1:
            self.may_go_again[about.outbox_id] += 1
        if said in (Sending.DELIVERED, Sending.READ):
            self.arrived.add(about.outbox_id)
        status = Status(
            channel=CHANNEL,
            external_id=about.external_id,
            outbox_id=about.outbox_id,
            sending=said,
            at=self.clock.now,
            failure=about.fails,
        )
        statuses.record_statuses(self.kit, [status])

    @rule(seconds=st.sampled_from([3, 121, 700, 90_000]))  # a pause, a sender's lease, a reconciliation, a window
    def time_passes(self, seconds: float) -> None:
        self.clock.advance(seconds)

    @rule()
    def housekeeping(self) -> None:
        before = {each.outbox_id: self.state(each.outbox_id)[0] for each in self.taken}
        statuses.reconcile(self.kit, [CHANNEL])
        for outbox_id, state in before.items():
            if (state, self.state(outbox_id)[0]) == ("unknown", "queued"):
                self.may_go_again[outbox_id] += 1

    def unfinished_before(self, outgoing: Outgoing) -> list[str]:
        place = select(outbox.c.place).where(outbox.c.id == outgoing.id).scalar_subquery()
        query = select(outbox.c.id).where(
            outbox.c.conversation_id == outgoing.conversation_id,
            outbox.c.place < place,
            outbox.c.sending.in_(["queued", "sending"]),
        )
        with self.engine.connect() as connection:
            return list(connection.execute(query).scalars())

    # -- Promises

    @invariant()
    def promises_are_kept(self) -> None:
        with self.engine.connect() as connection:
            stored = connection.execute(select(inbox.c.external_id)).scalars().all()
            states = {row.id: row.sending for row in connection.execute(select(outbox.c.id, outbox.c.sending))}
            shown = connection.execute(select(message.c.outbox_id).where(message.c.outbox_id.is_not(None))).scalars()
            assert max(Counter(shown).values(), default=0) <= 1
        assert sorted(stored) == sorted(each.external_id for each in self.written)
        for outbox_id, times in Counter(each.outbox_id for each in self.taken).items():
            assert times <= 1 + self.may_go_again[outbox_id]
        assert {states[outbox_id] for outbox_id in self.arrived} <= {"delivered", "read"}

    def teardown(self) -> None:
        """All works again and people write on: every message has its fate, every reply has gone or failed for good."""
        for number in range(6):
            self.clock.advance(700)
            addresses = [Address(channel=CHANNEL, kind="wa_id", value=person) for person in PEOPLE]
            receive(self.kit, [Incoming(address=a, external_id=f"last{number} {a.value}", text="?") for a in addresses])
            for claim in converse.claim(self.kit, "last", 8):
                converse.commit(self.kit, claim, sure(claim))
            while going := sendings.begin(self.kit, {CHANNEL: 8}, lambda outgoing, address: 0):
                for outgoing, _ in going:
                    sendings.record_sent(self.kit, outgoing, f"{outgoing.id}:{number}")
            read = Status(channel=CHANNEL, external_id="other", outbox_id=None, sending=Sending.READ, at=self.clock.now)
            statuses.record_statuses(self.kit, [read])
            statuses.reconcile(self.kit, [CHANNEL])
        with self.engine.connect() as connection:
            assert set(connection.execute(select(inbox.c.fate)).scalars()) <= {"done", "dead"}
            assert set(connection.execute(select(outbox.c.sending)).scalars()) <= ENDS


@pytest.mark.long
def test_provider(sqlite_engine: Engine, hours: ServiceHours) -> None:
    """platforms 4.7: one inbox row a message, no reply twice without reason, order kept, whatever dies when."""
    clock = FakeClock()
    kit = make_kit(sqlite_engine, Hub(), clock, hours)
    play(ProviderGateway, {"kit": kit, "clock": clock, "engine": sqlite_engine}, max_examples=40)
