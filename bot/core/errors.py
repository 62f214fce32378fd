"""Every error this code raises on purpose.

PstError
├── BackupRefused          a backup cannot be made, read or restored; its sentence says why
├── ConfigError            office.yml, texts.id.yml or a setting is wrong
├── NotFound
│   ├── SessionUnknown     web chat session
│   ├── ButtonUnknown
│   ├── ConversationUnknown
│   ├── UserUnknown
│   ├── VisitUnknown
│   └── PortalCaseUnknown
├── Conflict
│   ├── KeyReused          same idempotency key, other content
│   ├── ChannelClosed      the office has not opened this channel
│   ├── AlreadyHeld        another officer was faster
│   ├── NotHolder
│   ├── NotWaiting
│   ├── MonthLocked        its report changes no more
│   ├── MonthNotOver       only past months are locked
│   ├── StillServed        its officer is there: no take-over
│   ├── NotReachable       no transfer to somebody who is away
│   ├── TitleTaken
│   ├── NotClosed          the office is not closed by an emergency
│   ├── VisitMoved         the visit is not in the state that this needs
│   ├── VisitTaken         another officer serves this visitor
│   ├── PortalNumberTaken
│   ├── ImpossibleTransition
│   └── LastAdmin          nobody could manage accounts any more
├── PermissionRefused
├── InputRefused           text or password outside its limits
│   ├── SettingRefused     a field of the office's settings
│   ├── TooLong            a field that staff write
│   └── GuestRefused       fields of the guest book
└── LoginError
    ├── LoginRefused
    ├── LoginThrottled
    └── NotLoggedIn
        └── StepNeeded     logged in, but a code, PIN or new password is wanted first
"""

from collections.abc import Mapping

from bot.core.staff_fields import StaffField


class PstError(Exception):
    """The desk could not do what was asked."""


class ConfigError(PstError):
    """Berkas pengaturan salah; pesan menyebut berkas dan isian."""


class BackupRefused(PstError):
    """Cadangan tidak dapat dibuat, dibaca, atau dipulihkan; pesan menyebut sebab dan jalan keluarnya."""


class NotFound(PstError):
    """There is no such thing, or it is not yours."""


class SessionUnknown(NotFound):
    """This web chat session does not exist or has ended."""


class ButtonUnknown(NotFound):
    """This button does not exist in this conversation or has expired."""


class ConversationUnknown(NotFound):
    """There is no such conversation at the desk."""


class VisitUnknown(NotFound):
    """There is no such visit, or its code has been used."""


class PortalCaseUnknown(NotFound):
    """There is no such consultation in the portal register."""


class Conflict(PstError):
    """The state of things does not allow this now."""


class KeyReused(Conflict):
    """This idempotency key was used for other content."""


class ChannelClosed(Conflict):
    """The office has not opened this channel, and nothing of this person is under way on it."""


class AlreadyHeld(Conflict):
    """Another officer holds this conversation."""

    def __init__(self, by: str) -> None:
        super().__init__("another officer holds this conversation")
        self.by = by


class NotHolder(Conflict):
    """Only the officer who holds the conversation may do this."""


class NotWaiting(Conflict):
    """Nobody waits for an officer in this conversation."""


class MonthLocked(Conflict):
    """The month's report is locked already."""


class MonthNotOver(Conflict):
    """Only the report of a past month can be locked."""


class StillServed(Conflict):
    """The officer who holds this conversation is there."""


class NotReachable(Conflict):
    """That officer is not connected, with a visitor, or not in today."""


class TitleTaken(Conflict):
    """Another canned reply has this title."""


class NotClosed(Conflict):
    """No emergency closure is in force."""


class VisitMoved(Conflict):
    """The visit has moved on: it is served, ended or rated already."""


class VisitTaken(Conflict):
    """Another officer serves this visitor."""

    def __init__(self, by: str) -> None:
        super().__init__("another officer serves this visitor")
        self.by = by


class PortalNumberTaken(Conflict):
    """This number stands in the portal register already."""


class ImpossibleTransition(Conflict):
    """The conversation's state does not allow this event."""


class UserUnknown(NotFound):
    """There is no such account."""


class LastAdmin(Conflict):
    """The last active admin must stay one."""


class PermissionRefused(PstError):
    """The acting user's roles do not allow this."""


class InputRefused(PstError):
    """What was typed is outside its limits; `args[0]` is a stable code."""


class SettingRefused(InputRefused):
    """A field of the office's settings is wrong; `why` says it in Indonesian."""

    def __init__(self, field: str, why: str) -> None:
        super().__init__("pengaturan")
        self.field = field
        self.why = why


class TooLong(InputRefused):
    """More was written into a field than it takes."""

    def __init__(self, field: StaffField, most: int) -> None:
        super().__init__("terlalu_panjang")
        self.field = field
        self.most = most


class GuestRefused(InputRefused):
    """Fields of the guest book are wrong; `faults` has a stable code for each."""

    def __init__(self, faults: Mapping[str, str]) -> None:
        super().__init__("buku_tamu")
        self.faults = faults


class LoginError(PstError):
    """The user is not (or no longer) logged in."""


class LoginRefused(LoginError):
    """User name or password is wrong."""


class LoginThrottled(LoginError):
    """Too many failed attempts from here; try again later."""

    def __init__(self, retry_after_s: int) -> None:
        super().__init__(f"too many attempts, retry after {retry_after_s} s")
        self.retry_after_s = retry_after_s


class NotLoggedIn(LoginError):
    """The session token is unknown, idle for too long, or revoked."""


class StepNeeded(NotLoggedIn):
    """The session is alive, but its user must give something first; `step` is a `core.accounts.Step`."""

    def __init__(self, step: object) -> None:
        super().__init__("one more step is needed before the console opens")
        self.step = step
