"""What costs money: the month's messages, what stops first when they are spent, and templates."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Engine, select

from bot.core.accounts import Actor, Role
from bot.core.conversations import Address
from bot.core.errors import PermissionRefused
from bot.core.messages import Incoming, Sending, Speaker
from bot.core.sending import Failure
from bot.services import costs, deliver, sendings, window
from bot.services.costs import MonthlyCost
from bot.services.kit import Kit
from bot.services.live_office import LiveOffice
from bot.services.receive import receive
from bot.store.tables import outbox
from tests.fakes import FakeClock
from tests.services.test_sendings import Post

TEMPLATE = "balasan_siap"
LIMIT = 10
ADMIN = Actor(id="a", username="admin", name="Admin", roles=frozenset({Role.ADMIN}))


def with_terms(kit: Kit, *, limit: int | None = None, template: str | None = None) -> Kit:
    """An office that pays 450 rupiah a message."""
    terms = replace(kit.office.whatsapp, price=450, monthly_limit=limit, reply_template=template)
    office = replace(kit.office, whatsapp=terms)
    return replace(kit, live=LiveOffice(kit.uow, kit.clock, office, kit.texts, kit.hours.holidays))


def conversation_on(kit: Kit, channel: str) -> str:
    address = Address(channel=channel, kind="wa_id", value="620000000001")
    return receive(kit, [Incoming(address=address, external_id=f"m-{channel}", text="halo")])[0].conversation_id


def add(
    kit: Kit,
    conversation_id: str,
    sending: Sending = Sending.SENT,
    *,
    speaker: Speaker = Speaker.BOT,
    optional: bool = False,
    text: str = "balasan",
) -> None:
    """A reply that has come so far."""
    with kit.uow() as uow:
        conversation = uow.conversations.get(conversation_id, lock=True)
        assert conversation is not None
        reply = deliver.compose(kit, conversation, text, kit.clock(), speaker=speaker, optional=optional)
        uow.outbox.add(replace(reply, sending=sending))
        uow.commit()


def spend(kit: Kit, conversation_id: str, messages: int) -> None:
    for _ in range(messages):
        add(kit, conversation_id)


def test_the_month_begins_at_the_office_s_midnight(kit: Kit, clock: FakeClock) -> None:
    """stories 13: the dashboard's month is the office's (WIB), not Greenwich's."""
    kit = with_terms(kit)
    conversation = conversation_on(kit, costs.CHANNEL)
    clock.now = datetime(2026, 11, 30, 16, 59, tzinfo=UTC)  # 23.59 WIB
    add(kit, conversation)
    assert costs.this_month(kit, ADMIN) == MonthlyCost(messages=1, rupiah=450, limit=None)
    clock.now = datetime(2026, 11, 30, 17, 0, tzinfo=UTC)  # 00.00 WIB of 1 December
    assert costs.this_month(kit, ADMIN).messages == 0
    add(kit, conversation)
    add(kit, conversation)
    assert costs.this_month(kit, ADMIN) == MonthlyCost(messages=2, rupiah=900, limit=None)


COUNTED = [
    pytest.param(Sending.SENT, 1, id="the provider took it"),
    pytest.param(Sending.DELIVERED, 1, id="it arrived"),
    pytest.param(Sending.READ, 1, id="it was read"),
    pytest.param(Sending.FAILED, 0, id="refused: not billed"),
    pytest.param(Sending.QUEUED, 0, id="not sent yet"),
    pytest.param(Sending.DEAD, 0, id="never sent"),
]


@pytest.mark.parametrize(("sending", "counted"), COUNTED)
def test_only_what_the_provider_took_costs(kit: Kit, sending: Sending, counted: int) -> None:
    """stories 13: an estimate of the bill."""
    kit = with_terms(kit)
    add(kit, conversation_on(kit, costs.CHANNEL), sending)
    assert costs.this_month(kit, ADMIN).messages == counted


def test_other_channels_cost_nothing(kit: Kit) -> None:
    """Telegram and the web chat are free."""
    add(kit, conversation_on(kit, "telegram"))
    assert costs.this_month(kit, ADMIN).messages == 0


@pytest.mark.parametrize(
    ("messages", "limit", "is_near", "is_spent"),
    [
        pytest.param(7, 10, False, False, id="below 80 %"),
        pytest.param(8, 10, True, False, id="80 %: the admin is told"),
        pytest.param(9, 10, True, False, id="almost"),
        pytest.param(10, 10, True, True, id="100 %: optional messages stop"),
        pytest.param(11, 10, True, True, id="answers went on"),
        pytest.param(10**6, None, False, False, id="no limit"),
    ],
)
def test_warning_and_end(messages: int, limit: int | None, is_near: bool, is_spent: bool) -> None:
    """Issue 3, point 8: a warning at 80 %, the end at 100 %."""
    cost = MonthlyCost(messages=messages, rupiah=0, limit=limit)
    assert (cost.is_near, cost.is_spent) == (is_near, is_spent)


def going(kit: Kit) -> list[str]:
    """What goes, one after another."""
    texts: list[str] = []
    while found := sendings.begin(kit, {costs.CHANNEL: 16, "telegram": 16}, lambda outgoing, address: 0):
        for outgoing, _ in found:
            texts.append(outgoing.text)
            sendings.record_sent(kit, outgoing, None)
    return texts


@pytest.mark.parametrize(
    ("spent", "gone"),
    [
        pytest.param(LIMIT - 1, ["opsional", "jawaban", "petugas"], id="before the end all goes"),
        pytest.param(LIMIT, ["jawaban", "petugas"], id="after it the optional one is left out"),
    ],
)
def test_optional_messages_stop_first(kit: Kit, spent: int, gone: list[str]) -> None:
    """Issue 3, point 8: at 100 % optional messages stop, answers and officers' replies go on."""
    kit = with_terms(kit, limit=LIMIT)
    conversation = conversation_on(kit, costs.CHANNEL)
    spend(kit, conversation, spent)
    add(kit, conversation, Sending.QUEUED, optional=True, text="opsional")
    add(kit, conversation, Sending.QUEUED, text="jawaban")
    add(kit, conversation, Sending.QUEUED, text="petugas", speaker=Speaker.OFFICER)
    assert going(kit) == gone
    with kit.uow.read() as uow:
        assert uow.outbox.troubled(9) == []  # left out on purpose: nobody's trouble


def test_the_limit_is_whatsapp_s_alone(kit: Kit) -> None:
    """A spent month there stops nothing where messages are free."""
    kit = with_terms(kit, limit=LIMIT)
    spend(kit, conversation_on(kit, costs.CHANNEL), LIMIT)
    add(kit, conversation_on(kit, "telegram"), Sending.QUEUED, optional=True, text="opsional")
    assert going(kit) == ["opsional"]


def test_costs_are_for_staff(kit: Kit) -> None:
    """The bill is shown to petugas and admin only."""
    with pytest.raises(PermissionRefused):
        costs.this_month(kit, replace(ADMIN, roles=frozenset()))


# -- An officer's reply outside the window


@pytest.fixture
def post(kit: Kit, clock: FakeClock, engine: Engine) -> Post:
    return Post(kit, clock, engine)


@pytest.fixture
def inviting(post: Post) -> Post:
    """An office with an approved template, and an officer's reply that came a day too late."""
    post = replace(post, kit=with_terms(post.kit, template=TEMPLATE))
    conversation = post.write()
    post.wait(timedelta(hours=25))
    post.queue(conversation, "dari petugas", Speaker.OFFICER)
    return post


def test_a_waiting_officer_s_reply_invites_once(inviting: Post) -> None:
    """platforms 1.8: the approved template goes before what waits, once a window, and is no part of the talk."""
    window.invite(inviting.kit)
    window.invite(inviting.kit)
    invitation = inviting.only()
    assert invitation.template == TEMPLATE
    sendings.record_sent(inviting.kit, invitation, "p-1")
    window.invite(inviting.kit)
    assert inviting.begin() == []
    assert inviting.shown(invitation.conversation_id) == []
    inviting.write()
    assert inviting.only().text == "dari petugas"


def test_a_refused_template_is_not_repeated(inviting: Post) -> None:
    """Never a failure loop: a template that the provider does not know is a fault for an engineer."""
    window.invite(inviting.kit)
    inviting.refused_once(Failure.REJECTED, "132001")
    window.invite(inviting.kit)
    assert inviting.begin() == []
    assert [trouble.detail for trouble in inviting.troubled()] == ["132001"]


def test_the_assistant_s_reply_invites_nobody(post: Post) -> None:
    """stories 13: a template costs money: only an officer's reply is worth it."""
    conversation = post.write()
    post.wait(timedelta(hours=25))
    post.queue(conversation, "dari bot")
    window.invite(post.kit)
    assert post.begin() == []


def test_without_a_template_the_reply_waits(post: Post) -> None:
    """Issue 3, point 1: an approved template or a wait."""
    conversation = post.write()
    post.wait(timedelta(hours=25))
    post.queue(conversation, "dari petugas", Speaker.OFFICER)
    window.invite(post.kit)
    assert post.begin() == []


def test_two_failures_of_one_window_invite_once(inviting: Post) -> None:
    """platforms 1.8: once a window, however many replies were refused in it."""
    conversation = inviting.write()
    waiting = inviting.only()
    inviting.queue(conversation, "petugas 2", Speaker.OFFICER)
    sendings.record_sent(inviting.kit, waiting, "p-1")
    second = inviting.only()
    sendings.record_sent(inviting.kit, second, "p-2")
    for outgoing, external_id in ((waiting, "p-1"), (second, "p-2")):
        inviting.clock.advance(60)
        inviting.hear(Sending.FAILED, of=outgoing.id, external_id=external_id, failure=Failure.WINDOW_CLOSED)
        window.invite(inviting.kit)
        for invitation in inviting.begin():
            sendings.record_sent(inviting.kit, invitation, f"t-{external_id}")
    with inviting.engine.connect() as connection:
        templates = connection.execute(select(outbox.c.id).where(outbox.c.template.is_not(None))).all()
    assert len(templates) == 1
