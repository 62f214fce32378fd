"""The chain of the audit trail (service_rules 12.3)."""

from dataclasses import replace
from typing import Any

import pytest

from bot.core.audit import GENESIS, AuditRow, check_detail
from tests.fakes import MONDAY_TEN

FIRST = AuditRow(
    id=1, at=MONDAY_TEN, actor_id="u1", action="account.created", subject="u2", detail={"roles": "admin,petugas"},
    prev_hash=GENESIS,
).sealed()  # fmt: skip
SECOND = AuditRow(
    id=2, at=MONDAY_TEN, actor_id=None, action="consultation.requested", subject="k1", detail={}, prev_hash=FIRST.hash
).sealed()


def test_the_hash_is_pinned() -> None:
    """Rows written today must verify in years: the canonical form never changes."""
    assert FIRST.hash == "8289dea0df9ccea64701e9078a6447634b8fc1c793b0a9e29e010b17f573c4d8"
    assert FIRST.follows(None)
    assert SECOND.follows(FIRST)


CHANGES: list[dict[str, Any]] = [
    {"actor_id": "u9"}, {"action": "account.renamed"}, {"subject": "u3"}, {"detail": {"roles": "admin"}},
    {"at": MONDAY_TEN.replace(hour=4)}, {"id": 2}, {"prev_hash": "1" * 64}, {"hash": "0" * 64},
]  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: next(iter(change)))
def test_any_change_is_seen(change: dict[str, Any]) -> None:
    """Whatever is edited, the row no longer follows; resealing it breaks the next one instead."""
    edited = replace(FIRST, **change)
    assert not edited.follows(None)
    resealed = replace(edited, prev_hash=GENESIS, id=1).sealed()
    assert resealed.hash == FIRST.hash or not SECOND.follows(resealed)


@pytest.mark.parametrize("value", ["Budi Santoso", "+62000 0", "a@example.invalid", "x" * 129, "baris\nbaru"])
def test_nothing_personal_gets_in(value: str) -> None:
    """What cannot be edited must never hold what a person wrote."""
    with pytest.raises(ValueError, match="catatan"):
        check_detail({"catatan": value})
    check_detail({"roles": "admin,petugas", "id": "PST-20261123-0001", "hash": "ab12"})
