"""Replies on their way through a provider's channel."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from bot.channels.base import Pace, Refused, SendResult, Sent, Unclear
from bot.core.consultations import Category, Need
from bot.core.conversations import Address
from bot.core.messages import Incoming, Outgoing, Sending
from bot.core.sending import Failure
from bot.core.turns import Reply, RequestOfficer, TurnReply
from bot.services import converse, desk, sendings, statuses
from bot.services.handoff import hand_over
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.services.sending_fates import PROBE_AFTER
from bot.services.wake import Hub
from bot.store.tables import outbox
from bot.workers.delivery import Delivery
from tests.fakes import FakeChannel, FakeClock
from tests.services.test_sendings import OTHER, PERSON, PLAIN, WINDOWED, Post
from tests.world import World

ADDRESS = Address(channel="fake", kind="user", value="w-1")


def answered(kit: Kit, *texts: str) -> str:
    """A person wrote, and these replies wait to be sent; gives the conversation."""
    [received] = receive(kit, [Incoming(address=ADDRESS, external_id="m1", text="halo")])
    [claimed] = converse.claim(kit, "w", 1)
    bubbles = tuple(Reply(text=text, buttons=(), sure=True) for text in texts)
    value = TurnReply(messages=bubbles, commands=(), decision={}, wait_s=0, state={}, model_id="m")
    converse.commit(kit, claimed, value)
    return received.conversation_id


def send_round(kit: Kit, hub: Hub, channel: FakeChannel) -> int:
    async def once() -> int:
        with ThreadPoolExecutor(2) as threads:
            delivery = Delivery(kit, hub, {"fake": channel}, threads)
            begun = await delivery.send_due()
            await delivery.finish()
            return begun

    return asyncio.run(once())


def states(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return list(connection.execute(select(outbox.c.sending).order_by(outbox.c.place)).scalars())


def told(kit: Kit, conversation_id: str) -> list[str]:
    with kit.uow.read() as uow:
        return [m.text for m in uow.messages.after(conversation_id, 0, 99) if m.speaker.value == "bot"]


def test_replies_go_one_by_one_in_order(kit: Kit, hub: Hub, engine: Engine) -> None:
    """Strict order for each conversation: the second waits for the first's fate."""
    conversation = answered(kit, "satu", "dua")
    channel = FakeChannel()
    assert told(kit, conversation) == []  # not seen before it is sent
    assert [send_round(kit, hub, channel) for _ in range(3)] == [1, 1, 0]
    assert channel.sent == [("w-1", "satu"), ("w-1", "dua")]
    assert told(kit, conversation) == ["satu", "dua"]
    assert states(engine) == ["sent", "sent"]


def test_refusal_that_may_pass_is_tried_again_before_the_next(
    kit: Kit, hub: Hub, engine: Engine, clock: FakeClock
) -> None:
    """A provider's 500: the pause grows, and nothing overtakes."""
    answered(kit, "satu", "dua")
    channel = FakeChannel(Refused(Failure.PROVIDER_ERROR))
    assert send_round(kit, hub, channel) == 1
    assert send_round(kit, hub, channel) == 0
    clock.advance(2)
    send_round(kit, hub, channel)
    send_round(kit, hub, channel)
    assert [text for _, text in channel.sent] == ["satu", "satu", "dua"]
    assert states(engine) == ["sent", "sent"]


@pytest.mark.parametrize(
    ("result", "state", "seen"),
    [
        (Refused(Failure.BLOCKED), "failed", []),
        (Unclear(), "unknown", ["satu"]),  # may have arrived: not sent again, and the officer sees it
        (Sent("p-1"), "sent", ["satu"]),
    ],
)
def test_fates(kit: Kit, hub: Hub, engine: Engine, result: SendResult, state: str, seen: list[str]) -> None:
    """Knows sent, failed and unknown."""
    conversation = answered(kit, "satu")
    channel = FakeChannel(result)
    send_round(kit, hub, channel)
    assert send_round(kit, hub, channel) == 0
    assert (states(engine), told(kit, conversation)) == ([state], seen)


def test_sender_that_died_leaves_unknown_not_a_second_message(
    kit: Kit, hub: Hub, engine: Engine, clock: FakeClock
) -> None:
    """Killed between the provider's answer and our commit: never sent twice by itself."""
    answered(kit, "satu")
    sendings.begin(kit, {"fake": 8}, lambda outgoing, address: 0)
    clock.advance(121)
    channel = FakeChannel()
    assert send_round(kit, hub, channel) == 0
    assert (states(engine), channel.sent) == (["unknown"], [])


PATIENCE_S = 20.0  # only for a broken delivery; nothing waits this long


class Hanging(FakeChannel):
    """A provider that takes one person's messages and then says nothing."""

    def __init__(self, hangs_for: str) -> None:
        super().__init__()
        self.hangs_for = hangs_for
        self.release = asyncio.Event()
        self.answered = asyncio.Event()

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        if address.value == self.hangs_for:
            await self.release.wait()
        result = await super().send(outgoing, address)
        if len(self.sent) == 2:
            self.answered.set()
        return result


class Broken(FakeChannel):
    """A channel with a fault of ours."""

    async def send(self, outgoing: Outgoing, address: Address) -> SendResult:
        self.sent.append((address.value, outgoing.text))
        raise RuntimeError("a fault of ours")


@pytest.fixture
def post(kit: Kit, clock: FakeClock, engine: Engine) -> Post:
    return Post(kit, clock, engine)


def test_a_hanging_request_delays_nobody_else(post: Post, hub: Hub, engine: Engine) -> None:
    """Issue 3, point 4: another conversation never waits; the person's own next reply does."""
    slow, quick = post.write(PERSON, channel=PLAIN), post.write(OTHER, channel=PLAIN)
    post.queue(slow, "lambat 1")
    post.queue(slow, "lambat 2")
    post.queue(quick, "cepat 1")
    post.queue(quick, "cepat 2")
    before: list[str] = []

    async def run() -> None:
        channel = Hanging(PERSON)
        with ThreadPoolExecutor(2) as threads:
            loop = asyncio.create_task(Delivery(post.kit, hub, {PLAIN: channel}, threads).run())
            async with asyncio.timeout(PATIENCE_S):
                await channel.answered.wait()
            before.extend(text for _, text in channel.sent)
            channel.release.set()
            loop.cancel()
            await asyncio.gather(loop, return_exceptions=True)

    asyncio.run(run())
    assert before == ["cepat 1", "cepat 2"]
    assert ("lambat 1", "sent") in post.states()  # stopping waits for what has begun
    assert ("lambat 2", "queued") in post.states()


def test_a_channel_that_raises_leaves_unknown(post: Post, hub: Hub, engine: Engine) -> None:
    """platforms 4.7: after a fault of ours nobody knows what the provider has; it is not sent again blindly."""
    conversation = post.write(channel=PLAIN)
    post.queue(conversation, "satu")
    channel = Broken()
    send_round(post.kit, hub, channel)
    assert send_round(post.kit, hub, channel) == 0
    assert (channel.sent, states(engine)) == ([(PERSON, "satu")], ["unknown"])


def test_the_provider_s_pace_is_kept_for_each_person(post: Post, hub: Hub) -> None:
    """Issue 3, point 5: per-recipient limits: the burst goes at once, the rest waits, others are not affected."""
    for person in (PERSON, OTHER):
        conversation = post.write(person, channel=PLAIN)
        for number in range(3):
            post.queue(conversation, f"{person} {number}")
    channel = FakeChannel()
    channel.pace = Pace(recipient_s=6, recipient_burst=2, per_second=100)

    async def rounds() -> None:
        with ThreadPoolExecutor(2) as threads:
            delivery = Delivery(post.kit, hub, {PLAIN: channel}, threads, lambda: post.clock.now.timestamp())
            for _ in range(4):
                await delivery.send_due()
                await delivery.finish()
            assert len(channel.sent) == 4
            post.clock.advance(6)
            await delivery.send_due()
            await delivery.finish()

    asyncio.run(rounds())
    assert [text for who, text in channel.sent if who == PERSON] == [f"{PERSON} {n}" for n in range(3)]
    assert len(channel.sent) == 6


# -- A channel that is paused


def test_account_trouble_pauses_only_its_channel(post: Post) -> None:
    """Issue 3, point 6: token expired: the channel pauses, rows stay, no attempt is counted; others go on."""
    reply = post.queue(post.write(), "satu")
    post.refused_once(Failure.ACCOUNT, "190")
    post.queue(post.write(OTHER), "dua")
    post.queue(post.write(channel=PLAIN), "lain")
    assert [outgoing.text for outgoing in post.begin()] == ["lain"]
    assert (post.row(reply).sending, post.row(reply).attempt) == (Sending.QUEUED, 0)
    assert (post.channel().failure, post.channel().detail) == (Failure.ACCOUNT, "190")
    assert post.channel(PLAIN).paused_at is None


def test_a_probe_that_is_refused_pauses_again(post: Post) -> None:
    """One message every five minutes, and the alarm keeps the time when it all began."""
    post.queue(post.write(), "satu")
    post.queue(post.write(OTHER), "dua")
    first, second = post.begin()
    for outgoing in (first, second):
        sendings.record_refused(post.kit, outgoing, Failure.ACCOUNT, "190")
    since = post.channel().paused_at
    for _ in range(3):
        post.wait(PROBE_AFTER - timedelta(seconds=1))
        assert post.begin() == []
        post.clock.advance(1)
        [probe] = post.begin()
        sendings.record_refused(post.kit, probe, Failure.ACCOUNT, "190")
    assert post.channel().paused_at == since


def test_success_resumes_a_paused_channel(post: Post) -> None:
    """Issue 3, point 6: what waited goes on by itself once the account works."""
    for person in (PERSON, OTHER):
        post.queue(post.write(person), person)
    for outgoing in post.begin():
        sendings.record_refused(post.kit, outgoing, Failure.ACCOUNT, "190")
    post.wait(PROBE_AFTER)
    [probe] = post.begin()
    sendings.record_sent(post.kit, probe, "p-1")
    assert (post.channel().paused_at, post.channel().failure) == (None, None)
    assert len(post.begin()) == 1


def test_a_paused_channel_is_tried_with_one_message(post: Post) -> None:
    """Issue 3, point 6: one probe, and nothing more before it is answered."""
    for person in (PERSON, OTHER):
        post.queue(post.write(person), person)
    for outgoing in post.begin():
        sendings.record_refused(post.kit, outgoing, Failure.ACCOUNT, "190")
    post.wait(PROBE_AFTER)
    assert len(post.begin()) == 1
    assert post.begin() == []


def test_a_failed_status_pauses_too(post: Post) -> None:
    """platforms 1.7: account trouble often comes as a late `failed`: the reply stays, the channel stops."""
    reply = post.queue(post.write(), "satu")
    sendings.record_sent(post.kit, post.only(), "p-1")
    post.hear(Sending.FAILED, of=reply, failure=Failure.ACCOUNT)
    assert (post.row(reply).sending, post.begin()) == (Sending.QUEUED, [])
    assert post.channel().failure is Failure.ACCOUNT


# -- Replies of which nothing is known


def doubtful(post: Post, *, channel: str = WINDOWED) -> str:
    reply = post.queue(post.write(channel=channel), "satu")
    sendings.record_unclear(post.kit, post.only())
    return reply


def test_reconcile_sends_again_only_when_others_were_heard_of(post: Post) -> None:
    """Issue 3, point 5: `unknown` is reconciled before it is sent again."""
    reply = doubtful(post)
    post.wait(timedelta(minutes=30))
    statuses.reconcile(post.kit, [WINDOWED])
    assert post.row(reply).sending is Sending.UNKNOWN  # silence may be the provider's
    post.hear(Sending.READ, external_id="p-lain")
    statuses.reconcile(post.kit, [WINDOWED])
    assert [outgoing.id for outgoing in post.begin()] == [reply]


def test_reconcile_waits_ten_minutes(post: Post) -> None:
    """A status may be on its way."""
    reply = doubtful(post)
    post.wait(timedelta(minutes=9))
    post.hear(Sending.READ, external_id="p-lain")
    statuses.reconcile(post.kit, [WINDOWED])
    assert post.row(reply).sending is Sending.UNKNOWN


def test_words_from_before_the_doubt_do_not_count(post: Post) -> None:
    """Only what was heard since shows that webhooks come."""
    post.hear(Sending.READ, external_id="p-lain")
    reply = doubtful(post)
    post.wait(timedelta(hours=1))
    statuses.reconcile(post.kit, [WINDOWED])
    assert post.row(reply).sending is Sending.UNKNOWN


def test_a_day_without_a_word_is_given_up_and_shown(post: Post) -> None:
    """Issue 3, point 5: dead letters are listed and explained."""
    reply = doubtful(post)
    post.wait(timedelta(hours=24, seconds=1))
    statuses.reconcile(post.kit, [WINDOWED])
    [trouble] = post.troubled()
    assert (trouble.outbox_id, trouble.sending, trouble.failure) == (reply, Sending.DEAD, Failure.UNCLEAR)
    assert post.begin() == []


def test_channels_without_statuses_are_left_to_a_person(post: Post) -> None:
    """platforms 2: Telegram never tells: nothing is sent again by itself, and it stays in the list."""
    reply = doubtful(post, channel=PLAIN)
    post.hear(Sending.READ, external_id="p-lain")
    post.wait(timedelta(days=2))
    statuses.reconcile(post.kit, [WINDOWED])
    assert post.row(reply).sending is Sending.UNKNOWN
    assert [trouble.outbox_id for trouble in post.troubled()] == [reply]


# -- The assistant stops where an officer begins


def take(post: Post, world: World, conversation: str) -> None:
    """The person asked for an officer, who takes the conversation."""
    officer = world.officer("rina")
    with post.kit.uow() as uow:
        found = uow.conversations.get(conversation, lock=True)
        assert found is not None
        request = RequestOfficer(question="tolong", category=Category.LAYANAN, need=Need())
        changed, _ = hand_over(uow, post.kit, found, request, post.clock())
        uow.conversations.save(changed)
        uow.commit()
    desk.take(post.kit, officer, conversation)


def test_what_the_assistant_had_ready_is_dropped_when_an_officer_takes(post: Post, world: World) -> None:
    """Never a bot talking over an officer; that is no trouble of anybody's."""
    conversation = post.write()
    post.queue(conversation, "dari bot")
    take(post, world, conversation)
    assert post.only().text == "Anda sekarang dilayani petugas BPS Kabupaten Seruyan."
    assert ("dari bot", "dead") in post.states()
    assert post.troubled() == []


def test_reconcile_does_not_talk_over_an_officer(post: Post, world: World) -> None:
    """Never a bot talking over an officer: a doubtful reply of the assistant is not sent again any more."""
    reply = doubtful(post)
    take(post, world, post.row(reply).conversation_id)
    sendings.record_sent(post.kit, post.only(), "p-sistem")
    post.wait(timedelta(minutes=30))
    post.hear(Sending.READ, external_id="p-sistem")
    statuses.reconcile(post.kit, [WINDOWED])
    assert post.begin() == []


def test_the_list_of_troubles_names_what_a_person_should_see(post: Post) -> None:
    """Issue 3, point 5: failed, unknown and dead are listed, newest first; what is under way or has arrived is not."""
    results: dict[str, str] = {}
    for number, how in enumerate(("sent", "queued", "failed", "unknown")):
        results[post.queue(post.write(f"62000000001{number}"), how)] = how
        post.clock.advance(1)
    for outgoing in post.begin():
        match results[outgoing.id]:
            case "sent":
                sendings.record_sent(post.kit, outgoing, "p-1")
            case "failed":
                sendings.record_refused(post.kit, outgoing, Failure.UNDELIVERABLE, "131026")
            case "unknown":
                sendings.record_unclear(post.kit, outgoing)
            case _:
                sendings.record_refused(post.kit, outgoing, Failure.PROVIDER_ERROR)
    assert [(results[each.outbox_id], each.failure) for each in post.troubled()] == [
        ("unknown", Failure.UNCLEAR),
        ("failed", Failure.UNDELIVERABLE),
    ]
