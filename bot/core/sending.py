"""Every way a sending can end, and what follows from each: decided here, done by the delivery."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from bot.core.messages import Sending


class Remedy(Enum):
    """What to do about a refused sending."""

    RETRY = "retry"  # the same message again after a growing pause
    WAIT_FOR_USER = "wait_for_user"  # the provider's window is closed: a template, or the person's next message
    PAUSE_CHANNEL = "pause_channel"  # account, token or billing: nothing can be sent until a person has seen to it
    GIVE_UP = "give_up"  # this person or this message: no repetition helps


class Failure(Enum):
    """A closed set: name, remedy, and the sentence that an officer reads."""

    THROTTLED = ("throttled", Remedy.RETRY, "Penyedia meminta jeda terlalu lama.")
    UNREACHABLE = ("unreachable", Remedy.RETRY, "Penyedia tidak dapat dihubungi.")
    PROVIDER_ERROR = ("provider_error", Remedy.RETRY, "Penyedia terganggu dan tidak menerima pesan ini.")
    WINDOW_CLOSED = ("window_closed", Remedy.WAIT_FOR_USER, "Lewat 24 jam sejak pesan terakhir pengguna.")
    ACCOUNT = ("account", Remedy.PAUSE_CHANNEL, "Akun, token, atau tagihan kanal bermasalah; kanal dijeda.")
    UNDELIVERABLE = ("undeliverable", Remedy.GIVE_UP, "Nomor ini tidak dapat menerima pesan dari kantor.")
    BLOCKED = ("blocked", Remedy.GIVE_UP, "Pengguna memblokir atau menutup percakapan ini.")
    REJECTED = ("rejected", Remedy.GIVE_UP, "Penyedia menolak bentuk pesan ini; beri tahu pengelola sistem.")
    UNCLEAR = ("unclear", Remedy.GIVE_UP, "Mungkin sudah terkirim, mungkin belum; periksa sebelum mengirim lagi.")
    MONTH_SPENT = (
        "month_spent",
        Remedy.GIVE_UP,
        "Batas pesan bulan ini tercapai; pesan yang boleh dilewati tidak dikirim.",
    )
    OVERTAKEN = ("overtaken", Remedy.GIVE_UP, "Petugas mengambil percakapan sebelum balasan asisten terkirim.")
    FILE_UNUSABLE = ("file_unusable", Remedy.GIVE_UP, "Berkas lampiran hilang atau ditolak penyedia.")

    def __init__(self, code: str, remedy: Remedy, sentence: str) -> None:
        self.code = code
        self.remedy = remedy
        self.sentence = sentence


FAILURES: Mapping[str, Failure] = {failure.code: failure for failure in Failure}


@dataclass(frozen=True, kw_only=True)
class Status:
    """A provider's word on a message of ours.

    Attributes:
        channel: which one.
        external_id: the provider's id of our message.
        outbox_id: ours, where the provider gives it back; it is known before the provider's id is.
        sending: SENT, DELIVERED, READ or FAILED.
        at: by the provider's clock.
        failure: why, when it failed.
        detail: the provider's own code, for engineers.
    """

    channel: str
    external_id: str
    outbox_id: str | None
    sending: Sending
    at: datetime
    failure: Failure | None = None
    detail: str = ""


@dataclass(frozen=True, kw_only=True)
class ChannelState:
    """How a provider's channel is doing.

    Attributes:
        channel: which one.
        paused_at: since when nothing is sent; None = it works.
        failure: why.
        detail: the provider's own code.
        probe_at: when one message is tried again.
        last_status_at: when the provider last told us anything about a message of ours.
    """

    channel: str
    paused_at: datetime | None = None
    failure: Failure | None = None
    detail: str | None = None
    probe_at: datetime | None = None
    last_status_at: datetime | None = None

    def is_closed(self, now: datetime) -> bool:
        """Whether nothing may be sent now, not even to try."""
        return self.paused_at is not None and self.probe_at is not None and self.probe_at > now


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """A message that did not arrive, or may not have: for the person who decides what to do."""

    outbox_id: str
    conversation_id: str
    channel: str
    sending: Sending
    failure: Failure
    detail: str | None
    created_at: datetime


_RANK = {
    Sending.QUEUED: 0,
    Sending.SENDING: 1,
    Sending.UNKNOWN: 2,
    Sending.DEAD: 2,
    Sending.SENT: 3,
    Sending.FAILED: 4,
    Sending.DELIVERED: 5,
    Sending.READ: 6,
}


def advance(known: Sending, said: Sending) -> Sending:
    """What is known after another word: the further of both, whatever order they arrive in.

    FAILED stands before DELIVERED: some providers report a failure first and the delivery after all (platforms 1.3).
    """
    return said if _RANK[said] > _RANK[known] else known
