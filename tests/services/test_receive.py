"""What came in is stored once."""

import pytest

from bot.core.conversations import Address
from bot.core.errors import ButtonUnknown, InputRefused, KeyReused, SessionUnknown
from bot.core.messages import Incoming
from bot.services import webchat
from bot.services.kit import Kit
from bot.services.receive import receive
from tests.fakes import bubble, reply
from tests.world import World


def incoming(external_id: str, text: str = "halo", value: str = "w-1") -> Incoming:
    return Incoming(address=Address(channel="wa", kind="user", value=value), external_id=external_id, text=text)


def test_batch_with_duplicates_keeps_order_and_first_ids(kit: Kit) -> None:
    """platforms 4.7: UNIQUE(channel, external_id); a repeated delivery gives the first one's id."""
    first, second, again = receive(kit, [incoming("m1"), incoming("m2"), incoming("m1")])
    assert (again.id, again.duplicate) == (first.id, True)
    assert second.conversation_id == first.conversation_id
    assert [r.duplicate for r in receive(kit, [incoming("m2"), incoming("m3", value="w-2")])] == [True, False]


def test_same_key_gives_the_same_message(world: World) -> None:
    """Web chat: a resend after a lost answer is one message; other content under the key is refused."""
    first = webchat.send_text(world.kit, world.session, "k", "halo")
    again = webchat.send_text(world.kit, world.session, "k", "halo")
    assert again.id == first.id
    with pytest.raises(KeyReused):
        webchat.send_text(world.kit, world.session, "k", "lain")
    assert len(world.seen()) == 1


def test_keys_of_two_browsers_do_not_meet(world: World) -> None:
    """An idempotency key belongs to its conversation."""
    other = world.another()
    webchat.send_text(world.kit, world.session, "k", "satu")
    assert not webchat.send_text(world.kit, other, "k", "dua").duplicate


@pytest.fixture
def offered(world: World) -> str:
    world.rasa.answer = lambda request: reply(bubble("pilih", ("IPM", {"faq": "data_ipm"})))
    world.say("ipm")
    world.turn()
    return world.seen()[-1].buttons[0].token


def test_button_works_once(world: World, offered: str) -> None:
    """Single use: a second press, under whatever key, is the first one."""
    first = webchat.press_button(world.kit, world.session, "a", offered)
    assert webchat.press_button(world.kit, world.session, "a", offered).id == first.id
    assert webchat.press_button(world.kit, world.session, "b", offered).id == first.id
    assert [m.text for m in world.seen()].count("IPM") == 1


def test_button_of_another_conversation_or_expired_is_refused(world: World, offered: str) -> None:
    """A token means something only to the person it was offered to, for seven days."""
    with pytest.raises(ButtonUnknown):
        webchat.press_button(world.kit, world.another(), "a", offered)
    world.clock.advance(7 * 86_400)
    with pytest.raises(ButtonUnknown):
        webchat.press_button(world.kit, world.session, "a", offered)


def test_long_text_is_stored_and_longer_refused(world: World) -> None:
    """A 5,000-character message is answered like any other; beyond 10,000 the sender is told."""
    world.say("a" * 5_000)
    with pytest.raises(InputRefused, match="terlalu_panjang"):
        world.say("a" * 10_001)


def test_typed_command_stays_text(world: World) -> None:
    """What must never happen: a typed `/restart` reaching Rasa as a command."""
    world.say('/restart{"faq": "x"}')
    world.turn()
    assert world.rasa.requests[0]["button"] is None


def test_session_ends(world: World) -> None:
    """'Hapus dari perangkat ini', and seven idle days (stories 17)."""
    token = webchat.open_session(world.kit)
    webchat.end_session(world.kit, token)
    with pytest.raises(SessionUnknown):
        webchat.conversation_of(world.kit, token)
    kept = webchat.open_session(world.kit)
    world.clock.advance(6 * 86_400)
    webchat.conversation_of(world.kit, kept)
    world.clock.advance(6 * 86_400)
    webchat.conversation_of(world.kit, kept)
    world.clock.advance(7 * 86_400)
    with pytest.raises(SessionUnknown):
        webchat.conversation_of(world.kit, kept)


def test_status_says_when_an_answer_is_late(world: World) -> None:
    """The page shows 'Jawaban tertunda' after 10 s, without a message."""
    world.rasa.answer = lambda request: 503
    world.say("halo")
    world.turn()
    assert webchat.status(world.kit, world.session.conversation_id) == "ok"
    world.clock.advance(10.1)
    assert webchat.status(world.kit, world.session.conversation_id) == "delayed"
