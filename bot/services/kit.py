"""What every use case is given: its first argument."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from bot.core.clocks import Clock, NewId
from bot.core.desk_settings import DeskSettings
from bot.core.office import Office
from bot.core.service_hours import ServiceHours
from bot.core.texts import Texts
from bot.services.account_ports import Hasher, Seal
from bot.services.live_office import LiveOffice
from bot.services.ports import FileFolder, UnitsOfWork


@dataclass(frozen=True, kw_only=True)
class Kit:
    """Built once by bootstrap.

    `new_token` gives at least 128 random bits; `chance` is in [0, 1); `in_store` names the channels whose people read
    our `message` table themselves, so that storing a reply is sending it; `windowed` those that take free-form replies
    only within a day of the person's last message. `topics` gives what the knowledge base's entries are called, by id;
    `office_words` are those of an account's name that name nobody, such as *petugas*.
    """

    uow: UnitsOfWork
    clock: Clock
    new_id: NewId
    new_token: NewId
    chance: Callable[[], float]
    live: LiveOffice
    hasher: Hasher
    seal: Seal
    in_store: frozenset[str]
    windowed: frozenset[str]
    files: FileFolder
    topics: Callable[[], Mapping[str, str]]
    office_words: frozenset[str]

    @property
    def office(self) -> Office:
        """The office with its present hours."""
        return self.live.now().office

    @property
    def origin(self) -> str | None:
        """The address by which the internet reaches our pages; None = only this machine knows one."""
        return self.live.written.origin

    @property
    def zone(self) -> ZoneInfo:
        """The office's time zone: it never changes while the process runs, so pages ask without a look at the store."""
        return self.live.written.timezone

    @property
    def hours(self) -> ServiceHours:
        """When officers work, as it stands now."""
        return self.live.now().hours

    @property
    def texts(self) -> Texts:
        """The fixed texts, filled from the present office."""
        return self.live.now().texts

    @property
    def settings(self) -> DeskSettings:
        """What the office has set: roster, switches, targets."""
        return self.live.now().settings
