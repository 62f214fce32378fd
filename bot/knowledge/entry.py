"""One question and its answer, as content staff write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path


class Category(StrEnum):
    """The standard's three products, and information about the service itself (service_rules 2.4)."""

    DATA = "data"
    METADATA = "metadata"
    KLASIFIKASI = "klasifikasi"
    LAYANAN = "layanan"


class Confidence(StrEnum):
    """How sure the office may be of an answer."""

    SURE = "pasti"
    LIKELY = "mungkin"  # staff are asked to sign it off; the citizen sees no remark
    TO_CONFIRM = "konfirmasi"  # one line at the end says so and offers an officer


class Status(StrEnum):
    """Whether an answer is given."""

    DRAFT = "draf"
    PUBLISHED = "terbit"
    ARCHIVED = "arsip"


@dataclass(frozen=True, kw_only=True)
class Review:
    """Who at the office has checked the answer, and when."""

    on: date
    by: str


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An entry of the knowledge base; `id` is the file's name and `category` its folder."""

    id: str
    category: Category
    title: str
    label: str
    examples: tuple[str, ...]
    sources: tuple[str, ...]
    confidence: Confidence
    review: Review | None
    valid_until: date | None
    status: Status
    related: tuple[str, ...]
    answer: str
    path: Path = field(default=Path(), compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    """Line (from 1) of each field, of each example as `contoh.0`, and of the answer as `jawaban`."""

    @property
    def intent(self) -> str:
        """Rasa's full retrieval intent, such as `tanya_data/data_ipm`."""
        return f"tanya_{self.category}/{self.id}"
