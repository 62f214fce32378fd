"""Somebody who is upset and asks nothing gets an apology and a choice, not a form or a guess (service_rules 6.9)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.components.decision import OUT_OF_SCOPE, Decision

UPSET = "kesal"

_CLEAR_WISHES = frozenset({"minta_petugas", "beri_penilaian", "salah_jawaban"})
"""What already says what the person wants, and leads to it."""

_VAGUE_TOPICS = frozenset({"pribadi", "umum"})
"""Where plain anger lands among matters that are not ours; anger about the weather stays the weather."""

_SURE = 0.6
_COMPLAINT = "pengaduan"
_COMPLAINS = re.compile(
    r"\b(?:\w*lapor\w*|komplain|complain|protes|keluhan|mengeluh\w*|(?:(?:me)?ng)?adu(?:kan|an)?|pengaduan"
    r"|(?:petugas|pegawai|staf|satpam|resepsionis)(?:nya)?)\b"
)
"""Wants to complain, or complains about somebody: that goes straight to the complaint path."""


def calmed(decision: Decision, normal: str, phrases: Sequence[str]) -> Decision:
    """The decision, or `kesal` for anger that asks nothing.

    Args:
        decision: as the classifier's ranking has it; an answer stands, whatever the tone.
        normal: the message's normal form.
        phrases: what upset people write, in normal form.
    """
    if not any(re.search(rf"\b{re.escape(phrase)}\b", normal) for phrase in phrases):
        return decision
    if _is_clear(decision, normal):
        return decision
    return replace(decision, kind="other", intent=UPSET, options=(), topic=None)


def _is_clear(decision: Decision, normal: str) -> bool:
    if decision.kind == "answer" or decision.intent in _CLEAR_WISHES:
        return True
    if decision.intent == _COMPLAINT:
        return decision.confidence >= _SURE or bool(_COMPLAINS.search(normal))
    if decision.intent == OUT_OF_SCOPE:
        return decision.topic not in _VAGUE_TOPICS
    return decision.kind == "other" and decision.confidence >= _SURE
