"""Replies through a provider: never twice, never lost, and where they stop somebody is told."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.conversations import Address
from bot.core.messages import Incoming, Outgoing, Sending, Speaker
from bot.core.sending import ChannelState, Failure, Status, Trouble
from bot.services import deliver, sendings, statuses
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.store.tables import outbox
from tests.fakes import FakeClock

WINDOWED, PLAIN = "windowed", "fake"
PERSON, OTHER = "620000000001", "620000000002"


@dataclass
class Post:
    """What waits, what goes, and what a provider says of it."""

    kit: Kit
    clock: FakeClock
    engine: Engine
    letters: int = 0

    def write(self, person: str = PERSON, *, channel: str = WINDOWED, sent_at: datetime | None = None) -> str:
        """The person writes; gives the conversation."""
        self.letters += 1
        address = Address(channel=channel, kind="wa_id", value=person)
        incoming = Incoming(address=address, external_id=f"m{self.letters}", text="halo", sent_at=sent_at)
        return receive(self.kit, [incoming])[0].conversation_id

    def queue(self, conversation_id: str, text: str, speaker: Speaker = Speaker.BOT) -> str:
        """A reply waits; gives its id."""
        with self.kit.uow() as uow:
            conversation = uow.conversations.get(conversation_id, lock=True)
            assert conversation is not None
            reply = deliver.compose(self.kit, conversation, text, self.clock(), speaker=speaker)
            deliver.store(uow, self.kit, conversation, reply)
            uow.commit()
        return reply.id

    def begin(self, limit: int = 16, pace_s: float = 0) -> list[Outgoing]:
        going = sendings.begin(self.kit, {WINDOWED: limit, PLAIN: limit}, lambda outgoing, address: pace_s)
        return [outgoing for outgoing, _ in going]

    def only(self) -> Outgoing:
        """The one reply that goes now."""
        [outgoing] = self.begin()
        return outgoing

    def refused_once(self, failure: Failure, detail: str = "", retry_after_s: float | None = None) -> None:
        sendings.record_refused(self.kit, self.only(), failure, detail, retry_after_s)

    def hear(
        self,
        sending: Sending,
        *,
        of: str | None = None,
        external_id: str = "p-1",
        failure: Failure | None = None,
        channel: str = WINDOWED,
    ) -> None:
        """The provider's webhook."""
        status = Status(
            channel=channel,
            external_id=external_id,
            outbox_id=of,
            sending=sending,
            at=self.clock(),
            failure=failure,
            detail="131047",
        )
        statuses.record_statuses(self.kit, [status])

    def states(self) -> list[tuple[str, str]]:
        with self.engine.connect() as connection:
            rows = connection.execute(
                select(outbox.c.text, outbox.c.sending).order_by(outbox.c.created_at, outbox.c.id)
            )
            return [(row.text, row.sending) for row in rows]

    def row(self, outbox_id: str) -> Outgoing:
        with self.kit.uow.read() as uow:
            found = uow.outbox.get(outbox_id)
        assert found is not None
        return found

    def shown(self, conversation_id: str) -> list[str]:
        with self.kit.uow.read() as uow:
            return [m.text for m in uow.messages.after(conversation_id, 0, 99) if m.speaker is not Speaker.USER]

    def channel(self, name: str = WINDOWED) -> ChannelState:
        with self.kit.uow.read() as uow:
            return uow.channel_states.get(name)

    def troubled(self) -> list[Trouble]:
        with self.kit.uow.read() as uow:
            return uow.outbox.troubled(99)

    def wait(self, pause: timedelta) -> None:
        self.clock.advance(pause.total_seconds())


@pytest.fixture
def post(kit: Kit, clock: FakeClock, engine: Engine) -> Post:
    return Post(kit, clock, engine)


# -- Begin


def test_a_reply_under_way_is_taken_once(post: Post) -> None:
    """Two senders never take one reply: the mark is in the store before any request is made."""
    reply = post.queue(post.write(), "satu")
    assert post.only().id == reply
    assert post.row(reply).sending is Sending.SENDING
    assert post.begin() == []


def test_order_of_one_person_and_freedom_of_the_others(post: Post) -> None:
    """platforms 4.7: strict order for each conversation, none between them."""
    first, second = post.write(PERSON), post.write(OTHER)
    post.queue(first, "satu")
    post.queue(first, "dua")
    post.queue(second, "lain")
    assert sorted(outgoing.text for outgoing in post.begin()) == ["lain", "satu"]


def test_pace_postpones_without_counting_an_attempt(post: Post) -> None:
    """Issue 3, point 5: waiting for the provider's pace is no failure."""
    reply = post.queue(post.write(), "satu")
    for _ in range(sendings.SEND_ATTEMPTS + 1):
        assert post.begin(pace_s=6) == []
        assert (post.row(reply).sending, post.row(reply).attempt) == (Sending.QUEUED, 0)
        post.clock.advance(5.9)
        assert post.begin() == []
        post.clock.advance(0.1)
    assert [outgoing.id for outgoing in post.begin()] == [reply]


def test_no_more_than_there_are_free_places(post: Post) -> None:
    """A crowd is sent in portions, and nobody in it is forgotten."""
    for number in range(5):
        post.queue(post.write(f"62000000000{number}"), f"r{number}")
    assert [len(post.begin(limit=2)) for _ in range(4)] == [2, 2, 1, 0]


# -- A sender that died, and what resolves the doubt


def test_sender_that_died_leaves_unknown_after_its_lease(post: Post) -> None:
    """platforms 4.7: no reply is sent twice; a request cut off may have reached the provider."""
    reply = post.queue(post.write(), "satu")
    post.only()
    post.wait(sendings.SEND_LEASE - timedelta(seconds=1))
    assert post.begin() == []
    assert post.row(reply).sending is Sending.SENDING
    post.clock.advance(1)
    assert post.begin() == []
    assert post.row(reply).sending is Sending.UNKNOWN


def test_a_doubtful_reply_does_not_hold_up_the_next(post: Post) -> None:
    """One lost answer of the provider must not silence a conversation."""
    conversation = post.write()
    post.queue(conversation, "satu")
    post.queue(conversation, "dua")
    sendings.record_unclear(post.kit, post.only())
    assert post.only().text == "dua"


@pytest.mark.parametrize("said", [Sending.SENT, Sending.DELIVERED, Sending.READ])
def test_a_status_with_our_id_resolves_the_doubt(post: Post, said: Sending) -> None:
    """platforms 1.7: the provider gives our id back; nothing is sent again, and nobody is alarmed any more."""
    conversation = post.write()
    reply = post.queue(conversation, "satu")
    sendings.record_unclear(post.kit, post.only())
    assert [trouble.outbox_id for trouble in post.troubled()] == [reply]
    post.hear(said, of=reply)
    assert post.row(reply).sending is said
    assert (post.troubled(), post.shown(conversation)) == ([], ["satu"])
    post.hear(Sending.READ, external_id="p-1")  # from here on the provider's own id is enough
    assert post.row(reply).sending is Sending.READ


def test_a_status_may_come_before_the_answer_was_recorded(post: Post) -> None:
    """Issue 3, point 5: a webhook may be faster than our own commit; the later word wins."""
    conversation = post.write()
    reply = post.queue(conversation, "satu")
    outgoing = post.only()
    post.hear(Sending.DELIVERED, of=reply)
    sendings.record_sent(post.kit, outgoing, "p-1")
    assert post.row(reply).sending is Sending.DELIVERED
    assert post.shown(conversation) == ["satu"]


def test_a_status_before_an_unclear_answer_is_believed(post: Post) -> None:
    """A time-out of ours does not unsay the provider's word."""
    reply = post.queue(post.write(), "satu")
    outgoing = post.only()
    post.hear(Sending.SENT, of=reply)
    sendings.record_unclear(post.kit, outgoing)
    assert post.row(reply).sending is Sending.SENT
    assert post.troubled() == []


def test_a_status_of_another_channel_or_of_nothing_changes_nothing(post: Post) -> None:
    """A foreign id in a webhook must not move our rows."""
    reply = post.queue(post.write(), "satu")
    post.only()
    post.hear(Sending.READ, of=reply, channel=PLAIN)
    post.hear(Sending.READ, of="tidak-ada")
    post.hear(Sending.READ, external_id="p-asing")
    assert post.row(reply).sending is Sending.SENDING


@pytest.mark.parametrize(
    "words",
    [
        pytest.param([Sending.SENT, Sending.DELIVERED, Sending.READ], id="as it should be"),
        pytest.param([Sending.READ, Sending.DELIVERED, Sending.SENT], id="backwards"),
        pytest.param([Sending.DELIVERED, Sending.READ, Sending.READ, Sending.SENT], id="with repetition"),
        pytest.param([Sending.FAILED, Sending.READ], id="failed, and read after all"),
        pytest.param([Sending.READ, Sending.FAILED], id="read, and failed too late"),
    ],
)
def test_statuses_in_any_order(post: Post, words: list[Sending]) -> None:
    """Issue 3, point 5: statuses only move forward, whatever order they arrive in."""
    conversation = post.write()
    reply = post.queue(conversation, "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    for said in words:
        post.hear(said, failure=Failure.UNDELIVERABLE if said is Sending.FAILED else None)
    assert post.row(reply).sending is Sending.READ
    assert (post.shown(conversation), post.troubled(), post.begin()) == (["satu"], [], [])


# -- Refused


def test_what_may_pass_is_tried_again_with_growing_pauses(post: Post) -> None:
    """Issue 3, point 5: a pause that grows to a cap, then the officer is told."""
    reply = post.queue(post.write(), "satu")
    pauses = []
    outgoing = post.only()
    for _ in range(sendings.SEND_ATTEMPTS - 1):
        sendings.record_refused(post.kit, outgoing, Failure.PROVIDER_ERROR, "http_500")
        before = post.clock.now
        while not (found := post.begin()):
            post.clock.advance(1)
        [outgoing] = found
        pauses.append((post.clock.now - before).total_seconds())
    sendings.record_refused(post.kit, outgoing, Failure.PROVIDER_ERROR, "http_500")
    assert pauses == [2, 4, 8, 16, 32, 64, 128]
    [trouble] = post.troubled()
    assert (trouble.outbox_id, trouble.sending, trouble.detail) == (reply, Sending.FAILED, "http_500")
    post.wait(timedelta(days=1))
    assert post.begin() == []


def test_what_was_given_up_is_not_promised(post: Post) -> None:
    """Issue 3, point 5: dead letters are explained; the officer must learn that nobody tries any more."""
    post.queue(post.write(), "satu")
    last = replace(post.only(), attempt=sendings.SEND_ATTEMPTS - 1)
    sendings.record_refused(post.kit, last, Failure.UNREACHABLE)
    [trouble] = post.troubled()
    assert "dikirim lagi sendiri" not in trouble.failure.sentence


def test_the_provider_s_own_pause_is_kept(post: Post) -> None:
    """platforms 2: `retry_after` is an order."""
    post.queue(post.write(), "satu")
    post.refused_once(Failure.THROTTLED, "http_429", retry_after_s=30)
    post.clock.advance(29.9)
    assert post.begin() == []
    post.clock.advance(0.1)
    assert len(post.begin()) == 1


def test_nothing_overtakes_a_reply_that_is_tried_again(post: Post) -> None:
    """Order is kept through a provider's bad minute."""
    conversation = post.write()
    post.queue(conversation, "satu")
    post.queue(conversation, "dua")
    post.refused_once(Failure.PROVIDER_ERROR)
    assert post.begin() == []
    post.clock.advance(2)
    assert post.only().text == "satu"


def test_what_cannot_be_sent_is_told_and_does_not_hold_up_the_next(post: Post) -> None:
    """Issue 3, point 1: a user-terminal refusal fails once, with a sentence for the officer."""
    conversation = post.write()
    reply = post.queue(conversation, "satu")
    post.queue(conversation, "dua")
    post.refused_once(Failure.BLOCKED, "403")
    [trouble] = post.troubled()
    assert (trouble.outbox_id, trouble.sending, trouble.detail) == (reply, Sending.FAILED, "403")
    assert post.shown(conversation) == []
    assert post.only().text == "dua"


# -- The window of 24 hours


def test_window_closed_waits_for_the_person_and_goes_then(post: Post) -> None:
    """Issue 3, point 1: outside the window a wait, never a failure loop."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(Sending.FAILED, of=reply, failure=Failure.WINDOW_CLOSED)
    for _ in range(5):
        assert post.begin() == []
        post.wait(timedelta(hours=1))
    assert post.troubled() == []
    post.write()
    assert [outgoing.id for outgoing in post.begin()] == [reply]


def test_window_refused_at_once_waits_too(post: Post) -> None:
    """The same refusal as an answer to the request."""
    reply = post.queue(post.write(), "satu")
    post.refused_once(Failure.WINDOW_CLOSED, "131047")
    post.wait(timedelta(minutes=10))
    assert post.begin() == []
    assert (post.row(reply).sending, post.row(reply).attempt) == (Sending.QUEUED, 0)
    post.write()
    assert [outgoing.id for outgoing in post.begin()] == [reply]


def test_window_closes_after_a_day_by_the_provider_s_clock(post: Post, clock: FakeClock) -> None:
    """platforms 1.8: 24 hours from the person's message as the provider timed it, not from when we got it."""
    conversation = post.write(sent_at=clock.now - timedelta(hours=10))
    post.queue(conversation, "satu")
    post.wait(timedelta(hours=14))
    assert post.begin() == []
    post.write()
    assert len(post.begin()) == 1


@pytest.mark.parametrize(
    ("sent_before", "open_for"),
    [
        pytest.param(timedelta(0), timedelta(hours=24), id="just now"),
        pytest.param(timedelta(hours=20), timedelta(hours=4), id="delivered late"),
        pytest.param(timedelta(hours=-3), timedelta(hours=24), id="a provider's clock that runs ahead earns no time"),
    ],
)
def test_length_of_the_window(post: Post, clock: FakeClock, sent_before: timedelta, open_for: timedelta) -> None:
    """platforms 1.8: the countdown that the console shows."""
    conversation = post.write(sent_at=clock.now - sent_before)
    with post.kit.uow.read() as uow:
        stored = uow.conversations.get(conversation)
    assert stored is not None
    assert stored.window_until == clock.now + open_for


def test_an_old_message_delivered_late_shortens_no_window(post: Post, clock: FakeClock) -> None:
    """Redelivery out of order: the newest message counts."""
    conversation = post.write()
    post.write(sent_at=clock.now - timedelta(hours=30))
    post.queue(conversation, "satu")
    assert len(post.begin()) == 1


def test_channels_without_a_window_do_not_wait(post: Post) -> None:
    """Telegram takes a reply at any time."""
    conversation = post.write(channel=PLAIN)
    post.wait(timedelta(days=3))
    post.queue(conversation, "satu")
    assert len(post.begin()) == 1
