"""A consultation: what an officer does for one person, under one number."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum


class Category(Enum):
    """Product of the standard (service_rules 2.4); LAYANAN is not one and is counted apart (stories 8)."""

    DATA = "data"
    METADATA = "metadata"
    KLASIFIKASI = "klasifikasi"
    LAYANAN = "layanan"


class ClosingReason(Enum):
    """Why a consultation ended (service_rules 7.6)."""

    SELESAI = "selesai"
    TIDAK_MERESPON_JAM_LAYANAN = "tidak_merespon_jam_layanan"
    TIDAK_MERESPON_3HK = "tidak_merespon_3hk"  # portal mirror only
    DIBATALKAN_PENGGUNA = "dibatalkan_pengguna"
    SALAH_ALAMAT = "salah_alamat"
    SPAM = "spam"


OFFICER_REASONS = (ClosingReason.SELESAI, ClosingReason.SALAH_ALAMAT, ClosingReason.SPAM)
"""Reasons an officer may choose; the others are decided by a clock or by the person."""


@dataclass(frozen=True, kw_only=True)
class Need:
    """What figure is wanted, as far as the words said it."""

    indicator: str | None = None
    region: str | None = None
    year: str | None = None


@dataclass(frozen=True, kw_only=True)
class Consultation:
    """One row of the desk; `waiting_since` is the place in the queue (stories 7: the time of the request)."""

    id: str
    number: str
    conversation_id: str
    category: Category
    question: str
    need: Need
    requested_at: datetime
    waiting_since: datetime
    taken_at: datetime | None = None
    taken_by: str | None = None
    first_reply_at: datetime | None = None
    closed_at: datetime | None = None
    closing_reason: ClosingReason | None = None


def number_for(day: date, ordinal: int) -> str:
    """`PST-20261123-0001`."""
    return f"PST-{day:%Y%m%d}-{ordinal:04d}"
