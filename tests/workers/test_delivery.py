"""Replies on their way through a provider's channel."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import Engine, select

from bot.channels.base import Refused, SendResult, Sent, Unclear
from bot.core.conversations import Address
from bot.core.messages import Incoming
from bot.core.turns import Reply, TurnReply
from bot.services import converse, deliver
from bot.services.kit import Kit
from bot.services.receive import receive
from bot.services.wake import Hub
from bot.store.tables import outbox
from bot.workers.delivery import Delivery
from tests.fakes import FakeChannel, FakeClock

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
            return await Delivery(kit, hub, {"fake": channel}, threads).send_due()

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
    channel = FakeChannel(Refused("http_500", retryable=True))
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
        (Refused("blocked", retryable=False), "failed", []),
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
    deliver.claim_unsent(kit, 8)
    clock.advance(61)
    channel = FakeChannel()
    assert send_round(kit, hub, channel) == 0
    assert (states(engine), channel.sent) == (["unknown"], [])
