"""What every use case is given: its first argument."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.core.clocks import Clock, NewId
from bot.core.office import Office
from bot.core.service_hours import ServiceHours
from bot.core.texts import Texts
from bot.services.account_ports import Hasher
from bot.services.ports import FileFolder, UnitsOfWork


@dataclass(frozen=True, kw_only=True)
class Kit:
    """Built once by bootstrap.

    `new_token` gives at least 128 random bits; `chance` is in [0, 1); `in_store` names the channels whose people read
    our `message` table themselves, so that storing a reply is sending it; `windowed` those that take free-form replies
    only within a day of the person's last message.
    """

    uow: UnitsOfWork
    clock: Clock
    new_id: NewId
    new_token: NewId
    chance: Callable[[], float]
    office: Office
    texts: Texts
    hours: ServiceHours
    hasher: Hasher
    in_store: frozenset[str]
    windowed: frozenset[str]
    files: FileFolder
