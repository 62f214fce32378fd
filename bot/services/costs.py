"""What the provider's messages cost this month, and what stops first when they are spent (stories 13)."""

from dataclasses import dataclass
from datetime import datetime

from bot.core.accounts import Actor, Role
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

CHANNEL = "whatsapp"
WARN_AT = 0.8


@dataclass(frozen=True, kw_only=True)
class MonthlyCost:
    """Messages taken by the provider since the first of the month, in the office's time.

    Attributes:
        messages: how many.
        rupiah: estimated, by the office's price.
        limit: messages a month; None = no limit.
    """

    messages: int
    rupiah: int
    limit: int | None

    @property
    def is_near(self) -> bool:
        """Whether 80 % are spent."""
        return self.limit is not None and self.messages >= self.limit * WARN_AT

    @property
    def is_spent(self) -> bool:
        """Whether optional messages have stopped."""
        return self.limit is not None and self.messages >= self.limit


def this_month(kit: Kit, actor: Actor) -> MonthlyCost:
    """The month so far.

    Raises:
        PermissionRefused: the actor is neither admin nor petugas.
    """
    actor.require(Role.PETUGAS, Role.ADMIN)
    with kit.uow.read() as uow:
        return monthly_cost(uow, kit, kit.clock())


def monthly_cost(uow: UnitOfWork, kit: Kit, now: datetime) -> MonthlyCost:
    """The month so far, inside a unit of work."""
    local = now.astimezone(kit.zone)
    first = local.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    prices = kit.office.whatsapp
    messages = uow.outbox.sent_since(CHANNEL, first)
    return MonthlyCost(messages=messages, rupiah=messages * prices.price, limit=prices.monthly_limit)


def enforce(uow: UnitOfWork, kit: Kit, now: datetime) -> None:
    """Leave optional messages out once the month is spent; answers and officers' replies always go."""
    if kit.office.whatsapp.monthly_limit is not None and monthly_cost(uow, kit, now).is_spent:
        uow.outbox.drop_optional(CHANNEL, now)
