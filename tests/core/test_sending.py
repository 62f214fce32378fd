"""What is known of a sending only grows, whatever order a provider's words come in and whichever attempt they mean."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from bot.core.messages import Sending
from bot.core.sending import FAILURES, Failure, Remedy, advance
from bot.services import sendings, statuses, troubles
from bot.services.kit import Kit
from tests.fakes import FakeClock
from tests.services.test_sendings import Post
from tests.world import World

SAID = [Sending.SENT, Sending.DELIVERED, Sending.READ, Sending.FAILED]  # what a provider can say


ORDER = [
    Sending.QUEUED,
    Sending.SENDING,
    Sending.UNKNOWN,
    Sending.SENT,
    Sending.FAILED,
    Sending.DELIVERED,
    Sending.READ,
]


def heard(known: Sending, words: list[Sending]) -> Sending:
    for said in words:
        known = advance(known, said)
    return known


@given(
    known=st.sampled_from(Sending),
    words=st.lists(st.sampled_from(SAID), max_size=6),
    data=st.data(),
)
def test_any_order_and_repetition_ends_in_the_same_state(
    known: Sending, words: list[Sending], data: st.DataObject
) -> None:
    """platforms 1.3: `delivered` may follow `failed`, and every status may come twice."""
    repeated = words + data.draw(st.lists(st.sampled_from(words), max_size=4)) if words else words
    assert heard(known, data.draw(st.permutations(repeated))) is heard(known, words)


@given(known=st.sampled_from(ORDER), words=st.lists(st.sampled_from(ORDER), max_size=8))
def test_a_state_never_goes_backwards(known: Sending, words: list[Sending]) -> None:
    """Issue 3, point 5: states only move forward."""
    for said in words:
        reached = advance(known, said)
        assert ORDER.index(reached) >= ORDER.index(known)
        known = reached


@pytest.mark.parametrize(
    ("known", "said", "reached"),
    [
        pytest.param(Sending.FAILED, Sending.DELIVERED, Sending.DELIVERED, id="it arrived after all"),
        pytest.param(Sending.DELIVERED, Sending.FAILED, Sending.DELIVERED, id="what has arrived cannot fail"),
        pytest.param(Sending.FAILED, Sending.SENT, Sending.FAILED, id="taken first, told late"),
        pytest.param(Sending.UNKNOWN, Sending.SENT, Sending.SENT, id="the doubt is over"),
        pytest.param(Sending.SENT, Sending.UNKNOWN, Sending.SENT, id="a doubt does not unsay a word"),
        pytest.param(Sending.DEAD, Sending.DELIVERED, Sending.DELIVERED, id="given up too early"),
        pytest.param(Sending.READ, Sending.READ, Sending.READ, id="said twice"),
    ],
)
def test_the_further_word_counts(known: Sending, said: Sending, reached: Sending) -> None:
    """Issue 3, point 5: the table of what may follow what."""
    assert advance(known, said) is reached


def test_every_failure_is_explained() -> None:
    """Issue 3, point 5: dead letters are explained: a sentence each, and a code that finds it again."""
    assert set(FAILURES.values()) == set(Failure)
    for failure in Failure:
        assert FAILURES[failure.code] is failure
        assert failure.sentence.endswith(".")
        assert isinstance(failure.remedy, Remedy)


@pytest.fixture
def post(kit: Kit, clock: FakeClock, engine: Engine) -> Post:
    return Post(kit, clock, engine)


# -- Late words on an earlier attempt, at the store


def test_late_failure_of_an_earlier_attempt_leaves_a_queued_reply_alone(post: Post) -> None:
    """Statuses come twice and late: one attempt's failure is not the next one's."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(Sending.FAILED, of=reply, failure=Failure.WINDOW_CLOSED)
    post.write()
    post.hear(Sending.FAILED, of=reply, failure=Failure.WINDOW_CLOSED)
    assert [outgoing.id for outgoing in post.begin()] == [reply]


@pytest.mark.parametrize("recorded", [pytest.param(False, id="under way"), pytest.param(True, id="sent")])
@pytest.mark.parametrize("failure", [Failure.WINDOW_CLOSED, Failure.ACCOUNT, Failure.UNDELIVERABLE])
def test_failure_told_twice_does_not_harm_the_next_attempt(post: Post, recorded: bool, failure: Failure) -> None:
    """Webhooks are repeated for days: the first attempt's `failed` must not send a third message or stop a channel."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(Sending.FAILED, of=reply, failure=Failure.WINDOW_CLOSED, external_id="p-1")
    post.write()
    outgoing = post.only()
    if recorded:
        sendings.record_sent(post.kit, outgoing, "p-2")
    post.hear(Sending.FAILED, of=reply, failure=failure, external_id="p-1")
    assert post.row(reply).sending is (Sending.SENT if recorded else Sending.SENDING)
    assert post.channel().paused_at is None
    assert post.begin() == []


@pytest.mark.parametrize("failure", [Failure.WINDOW_CLOSED, Failure.ACCOUNT])
def test_late_sent_of_a_failed_attempt_does_not_swallow_the_reply(post: Post, failure: Failure) -> None:
    """Order is not promised: `sent` of the attempt that failed comes after `failed`, and the reply still has to go."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(Sending.FAILED, of=reply, failure=failure, external_id="p-1")
    post.hear(Sending.SENT, of=reply, external_id="p-1")
    assert post.row(reply).sending is Sending.QUEUED


@pytest.mark.parametrize("failure", [Failure.WINDOW_CLOSED, Failure.ACCOUNT])
def test_failure_told_before_the_answer_was_recorded(post: Post, failure: Failure) -> None:
    """The webhook is faster than our commit: the reply is not taken for sent because its request was."""
    reply = post.queue(post.write(), "satu")
    outgoing = post.only()
    post.hear(Sending.FAILED, of=reply, failure=failure, external_id="p-1")
    sendings.record_sent(post.kit, outgoing, "p-1")
    assert post.row(reply).sending is Sending.QUEUED


@pytest.mark.parametrize(
    "failure",
    [
        Failure.WINDOW_CLOSED,
        Failure.ACCOUNT,
        Failure.UNDELIVERABLE,
    ],
)
@pytest.mark.parametrize("arrived", [Sending.DELIVERED, Sending.READ])
def test_what_has_arrived_is_never_sent_again(post: Post, failure: Failure, arrived: Sending) -> None:
    """platforms 4.7: no reply reaches a person twice, whatever is said of it afterwards."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(arrived, of=reply)
    post.hear(Sending.FAILED, of=reply, failure=failure)
    assert post.row(reply).sending is arrived
    post.write()
    post.wait(timedelta(minutes=6))
    assert post.begin() == []


@pytest.mark.parametrize(
    "failure",
    [
        Failure.PROVIDER_ERROR,
        Failure.WINDOW_CLOSED,
        Failure.ACCOUNT,
        Failure.BLOCKED,
    ],
)
def test_refusal_after_a_word_of_arrival_sends_nothing_again(post: Post, failure: Failure) -> None:
    """A 500 for a message that was taken all the same: the status came first, and it counts."""
    reply = post.queue(post.write(), "satu")
    outgoing = post.only()
    post.hear(Sending.DELIVERED, of=reply)
    sendings.record_refused(post.kit, outgoing, failure)
    assert post.row(reply).sending is Sending.DELIVERED


def test_failure_told_twice_does_not_undo_a_person_s_decision(post: Post, world: World) -> None:
    """Issue 3, point 5: an officer sends it again; the first attempt's `failed`, repeated, is not the second one's."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(Sending.FAILED, of=reply, failure=Failure.UNDELIVERABLE, external_id="p-1")
    troubles.send_again(post.kit, world.officer("rina"), reply)
    sendings.record_sent(post.kit, post.only(), "p-2")
    post.hear(Sending.FAILED, of=reply, failure=Failure.UNDELIVERABLE, external_id="p-1")
    assert post.row(reply).sending is Sending.SENT


def test_late_failure_of_a_doubtful_attempt_does_not_harm_the_one_that_was_taken(post: Post) -> None:
    """The doubtful attempt's id was never known to us: what is not the id of the present attempt is an old word."""
    reply = post.queue(post.write(), "satu")
    sendings.record_unclear(post.kit, post.only())
    post.wait(timedelta(minutes=11))
    post.hear(Sending.READ, external_id="p-lain")
    statuses.reconcile(post.kit, ["windowed"])
    sendings.record_sent(post.kit, post.only(), "p-2")
    post.hear(Sending.FAILED, of=reply, failure=Failure.WINDOW_CLOSED, external_id="p-1")
    assert post.row(reply).sending is Sending.SENT
