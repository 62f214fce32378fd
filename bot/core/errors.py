"""Every error this code raises on purpose.

PstError
├── ConfigError            office.yml, texts.id.yml or a setting is wrong
├── NotFound
│   ├── SessionUnknown     web chat session
│   ├── ButtonUnknown
│   └── ConversationUnknown
├── Conflict
│   ├── KeyReused          same idempotency key, other content
│   ├── AlreadyHeld        another officer was faster
│   ├── NotHolder
│   ├── NotWaiting
│   ├── StillServed        its officer is there: no take-over
│   ├── NotReachable       no transfer to somebody who is away
│   ├── TitleTaken
│   └── ImpossibleTransition
├── PermissionRefused
├── InputRefused           text or password outside its limits
└── LoginError
    ├── LoginRefused
    ├── LoginThrottled
    └── NotLoggedIn
"""


class PstError(Exception):
    """The desk could not do what was asked."""


class ConfigError(PstError):
    """Berkas pengaturan salah; pesan menyebut berkas dan isian."""


class NotFound(PstError):
    """There is no such thing, or it is not yours."""


class SessionUnknown(NotFound):
    """This web chat session does not exist or has ended."""


class ButtonUnknown(NotFound):
    """This button does not exist in this conversation or has expired."""


class ConversationUnknown(NotFound):
    """There is no such conversation at the desk."""


class Conflict(PstError):
    """The state of things does not allow this now."""


class KeyReused(Conflict):
    """This idempotency key was used for other content."""


class AlreadyHeld(Conflict):
    """Another officer holds this conversation."""

    def __init__(self, by: str) -> None:
        super().__init__("another officer holds this conversation")
        self.by = by


class NotHolder(Conflict):
    """Only the officer who holds the conversation may do this."""


class NotWaiting(Conflict):
    """Nobody waits for an officer in this conversation."""


class StillServed(Conflict):
    """The officer who holds this conversation is there."""


class NotReachable(Conflict):
    """That officer is not connected, with a visitor, or not in today."""


class TitleTaken(Conflict):
    """Another canned reply has this title."""


class ImpossibleTransition(Conflict):
    """The conversation's state does not allow this event."""


class PermissionRefused(PstError):
    """The acting user's roles do not allow this."""


class InputRefused(PstError):
    """What was typed is outside its limits; `args[0]` is a stable code."""


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
