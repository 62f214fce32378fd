"""What did not arrive or may not have, and the one thing to do about it: a person sends it again."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.core.channel_names import channel_label
from bot.core.errors import Conflict, NotFound
from bot.core.messages import Sending
from bot.core.sending import ChannelState, Trouble
from bot.services.costs import monthly_cost
from bot.services.kit import Kit
from bot.services.wake import OUTBOX

_AGAIN = frozenset({Sending.FAILED, Sending.UNKNOWN, Sending.DEAD})
_PAGE = 200


@dataclass(frozen=True, kw_only=True)
class Alarm:
    """Something that a person should see to.

    Attributes:
        code: stable, for machines.
        sentence: for staff, in Indonesian.
        since: when it began, where that is known.
    """

    code: str
    sentence: str
    since: datetime | None = None


def alarms(kit: Kit) -> list[Alarm]:
    """What stands in the way of messages now: paused channels, and the month's budget."""
    with kit.uow.read() as uow:
        paused = [state for state in uow.channel_states.all() if state.paused_at is not None]
        cost = monthly_cost(uow, kit, kit.clock())
    found = [
        Alarm(
            code=f"channel_paused:{state.channel}",
            sentence=_paused(state),
            since=state.paused_at,
        )
        for state in paused
    ]
    if cost.is_near:
        left = "habis; pesan yang boleh dilewati tidak dikirim" if cost.is_spent else "terpakai 80 % atau lebih"
        found.append(
            Alarm(code="month_spent" if cost.is_spent else "month_near", sentence=f"Batas pesan bulan ini {left}.")
        )
    return found


def _paused(state: ChannelState) -> str:
    why = state.failure.sentence if state.failure else ""
    return f"Kanal {channel_label(state.channel)} dijeda. {why}".strip()


def troubled(kit: Kit, actor: Actor) -> list[Trouble]:
    """Messages that did not arrive or may not have, newest first.

    Raises:
        PermissionRefused: the actor is neither petugas nor admin.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    with kit.uow.read() as uow:
        return uow.outbox.troubled(_PAGE)


def send_again(kit: Kit, actor: Actor, outbox_id: str) -> None:
    """Put a message back into the queue because a person decided so; it is recorded who.

    Raises:
        PermissionRefused: the actor is neither petugas nor admin.
        NotFound: no such message.
        Conflict: it has arrived meanwhile, is on its way, or its words were forgotten (service_rules 12.4).
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    now = kit.clock()
    with kit.uow() as uow:
        outgoing = uow.outbox.get(outbox_id)
        if outgoing is None:
            raise NotFound("no such message")
        erased = not outgoing.text and outgoing.attachment is None
        if erased or uow.outbox.state_of(outbox_id) not in _AGAIN:
            raise Conflict("this message has arrived, is on its way, or its words are past their time")
        failed_as = [outgoing.external_id] if outgoing.external_id else []
        uow.outbox.requeue(outbox_id, now, {*outgoing.void_ids, *failed_as})
        uow.audit.add(at=now, actor_id=actor.id, action="message.sent_again", subject=outbox_id, detail={})
        uow.wake(OUTBOX)
        uow.commit()
