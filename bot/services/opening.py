"""Which channels the office has opened, and what becomes of a message on another one (stories 17)."""

from datetime import datetime

from bot.core.channel_names import channel_within
from bot.core.conversations import Conversation, State
from bot.core.messages import SILENT_KINDS, InboxMessage, Speaker
from bot.services import deliver
from bot.services.form_route import Route
from bot.services.handoff import reopenable
from bot.services.kit import Kit
from bot.services.live_office import OfficeNow
from bot.services.ports import UnitOfWork


def serves(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> bool:
    """Whether a message goes its normal way: the channel is open, or what was begun on it is not at its end."""
    if kit.live.written.opens(conversation.channel) or conversation.state in (State.WAITING, State.OFFICER):
        return True
    latest = uow.consultations.latest(conversation.id)
    is_owed = latest is not None and latest.closed_at is None
    return is_owed or bool(uow.forms.all(conversation.id, now)) or reopenable(uow, kit, conversation, now) is not None


def turn_away(uow: UnitOfWork, kit: Kit, message: InboxMessage, now: datetime) -> Route:
    """Keep a message of a closed channel without a turn; once a day the person is told where the office is."""

    def act(conversation: Conversation) -> Conversation:
        key = f"kanal_tutup:{now.astimezone(kit.zone).date()}"
        if message.kind in SILENT_KINDS or uow.outbox.by_key(conversation.id, key) is not None:
            return conversation
        words = closed_notice(kit.live.now(), conversation.channel)
        notice = deliver.compose(kit, conversation, words, now, speaker=Speaker.SYSTEM, key=key)
        return deliver.store(uow, kit, conversation, notice)

    return Route(thread=None, text=message.text, act=act)


def closed_notice(office: OfficeNow, channel: str) -> str:
    """That this channel is not open, and where the office is reached instead."""
    words = office.texts.fill("kanal_tutup", kanal=channel_within(channel))
    others = [_way(office, other) for other in office.office.channels or () if other != channel]
    if not others:
        return words
    return f"{words} {office.texts.fill('kanal_lain', kanal=' atau '.join(others))}"


def _way(office: OfficeNow, channel: str) -> str:
    label = channel_within(channel)
    return f"{label} {office.office.service_whatsapp}" if channel == "whatsapp" else label
