"""A form that a person is filling in, and what one message does to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import Enum

LIFETIME = timedelta(hours=24)
"""A half-filled form is discarded after a day (service_rules 7.4)."""

TRIES_MAX = 2
"""A wrong answer is explained this often; then an officer is offered (service_rules 8.1)."""


class FormKind(Enum):
    """What is filled in; all but the guest book are private: no officer reads along (stories 5, 15)."""

    GUEST_BOOK = "buku_tamu"
    COMPLAINT = "pengaduan"
    STATUS = "status_aduan"
    RATING = "penilaian"
    NOTICE = "privasi"
    MY_DATA = "data_saya"
    CORRECT = "perbaiki_data"
    ERASE = "hapus_data"
    WITHDRAW = "tarik_persetujuan"


@dataclass(frozen=True, kw_only=True)
class Form:
    """An open form.

    Attributes:
        id: its own name; private messages belong to it.
        conversation_id: whose.
        kind: which form; a conversation has at most one of each.
        values: what has been answered.
        asked: fields that have been asked for.
        tries: wrong answers so far.
        opened_at: since when.
        expires_at: when it is discarded.
    """

    id: str
    conversation_id: str
    kind: FormKind
    values: Mapping[str, str]
    asked: tuple[str, ...] = ()
    tries: int = 0
    opened_at: datetime
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A button of a form: its title is a text's key, its value goes back to the form."""

    title: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Say:
    """A sentence to say: its key in texts.id.yml, what fills it, and the buttons below it."""

    key: str
    fields: Mapping[str, str] = field(default_factory=dict)
    choices: tuple[Choice, ...] = ()


class Outcome(Enum):
    """Where a form stands after a message."""

    OPEN = "open"
    DONE = "done"
    LEFT = "left"  # given up by the person, or left to the officer
    OFFICER = "officer"  # the person would rather have an officer
    PASSED = "passed"  # the message is no answer: it goes the normal way


@dataclass(frozen=True, kw_only=True)
class Step:
    """What one message did: the values, what is said, and whether the form goes on."""

    outcome: Outcome
    values: Mapping[str, str] = field(default_factory=dict)
    asked: tuple[str, ...] = ()
    tries: int = 0
    say: tuple[Say, ...] = ()
