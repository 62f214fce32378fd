"""Channels that the office has not opened: what is said, what is kept, and what goes on to its end (stories 17)."""

from dataclasses import replace

import pytest
from sqlalchemy import Engine, select

from bot.core.consultations import ClosingReason
from bot.core.conversations import Address, State
from bot.core.errors import ChannelClosed
from bot.core.messages import Incoming, Kind
from bot.services import converse, desk, webchat
from bot.services.kit import Kit
from bot.services.live_office import LiveOffice
from bot.services.receive import receive
from bot.store.tables import inbox, outbox
from tests.fakes import FakeClock, bubble, reply, wants_officer
from tests.world import World

DAY_S = 24 * 60 * 60


def opened(kit: Kit, *channels: str) -> Kit:
    """The same desk after a start with this list in office.yml."""
    written = replace(kit.live.written, channels=channels)
    live = LiveOffice(kit.uow, kit.clock, written, kit.live.written_texts, kit.hours.holidays)
    return replace(kit, live=live)


def write(kit: Kit, key: str, text: str = "berapa ipm 2023", kind: Kind = Kind.TEXT, channel: str = "telegram") -> str:
    address = Address(channel=channel, kind="user", value="t-1")
    message = Incoming(address=address, external_id=key, text=text, kind=kind)
    return receive(kit, [message])[0].conversation_id


def told(engine: Engine) -> list[str]:
    with engine.begin() as connection:
        return list(connection.scalars(select(outbox.c.text).order_by(outbox.c.created_at)))


def test_a_closed_channel_says_once_a_day_where_the_office_is(kit: Kit, clock: FakeClock, engine: Engine) -> None:
    """Stories 17: phone, address and the open channels, once a day; every message is kept and none is answered."""
    desk_kit = opened(kit, "whatsapp", "webchat")
    write(desk_kit, "u-0", "", Kind.STICKER)
    assert told(engine) == []
    conversation = write(desk_kit, "u-1")
    write(desk_kit, "u-2", "halo?")
    write(desk_kit, "u-1")  # the provider repeats itself
    [notice] = told(engine)
    office = kit.office
    for words in (
        "Telegram",
        office.phone,
        office.address,
        f"WhatsApp {office.service_whatsapp}",
        "lewat WhatsApp",
        "atau obrolan web",
    ):
        assert words in notice
    assert converse.claim(desk_kit, "worker", 8) == []
    clock.advance(DAY_S)
    write(desk_kit, "u-3")
    assert len(told(engine)) == 2
    with kit.uow.read() as uow:
        kept = [message.text for message in uow.messages.after(conversation, 0, 9)]
    assert kept == ["", "berapa ipm 2023", "halo?", "berapa ipm 2023"]
    with engine.begin() as connection:
        assert set(connection.scalars(select(inbox.c.fate))) == {"done"}


@pytest.mark.parametrize("channels", [None, ("telegram",)])
def test_an_open_channel_is_answered(kit: Kit, engine: Engine, channels: tuple[str, ...] | None) -> None:
    """Stories 17: what the office has opened works, and without a list everything that has settings may be tried."""
    desk_kit = kit if channels is None else opened(kit, *channels)
    write(desk_kit, "u-1")
    assert len(converse.claim(desk_kit, "worker", 8)) == 1
    assert told(engine) == []


def test_a_complaint_is_taken_on_a_closed_channel(kit: Kit, engine: Engine) -> None:
    """Stories 5: a complaint begins with the same words everywhere, and its form goes on to its end."""
    desk_kit = opened(kit, "whatsapp")
    write(desk_kit, "u-1", "pengaduan")
    write(desk_kit, "u-2", "Petugas menolak melayani saya kemarin pagi di loket.")
    assert len(told(engine)) >= 2
    assert not [text for text in told(engine) if "belum melayani" in text]


def test_the_web_chat_refuses_what_is_new(world: World) -> None:
    """Stories 17: the page of a closed web chat opens nothing and takes nothing, and says so at once."""
    world.kit = opened(world.kit, "whatsapp")
    with pytest.raises(ChannelClosed):
        webchat.open_session(world.kit)
    with pytest.raises(ChannelClosed):
        world.say("halo")
    assert webchat.status(world.kit, world.session.conversation_id) == "closed"
    assert world.seen() == []


def test_what_an_officer_has_begun_goes_on_to_its_end(world: World) -> None:
    """Stories 17: waiting, held, and continued on the day of its closing, as the person was told; then it is closed."""
    world.rasa.answer = lambda _: reply(bubble("Saya teruskan."), commands=[wants_officer()])
    first = world.say("minta petugas")
    world.turn()
    world.kit = opened(world.kit, "whatsapp")
    assert world.say("minta petugas").id != first.id
    assert webchat.send_text(world.kit, world.session, "k1", "minta petugas").duplicate
    budi = world.officer("budi")
    desk.take(world.kit, budi, world.session.conversation_id)
    world.say("ini saya")
    desk.close(world.kit, budi, world.session.conversation_id, ClosingReason.SELESAI)
    assert webchat.status(world.kit, world.session.conversation_id) != "closed"
    world.clock.advance(DAY_S)
    with pytest.raises(ChannelClosed):
        world.say("halo lagi")
    assert world.conversation.state is State.CLOSED
