"""The second factor's codes against the vectors of the RFCs."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.core.totp import code_at, enrolment_link, matching_step, new_secret, step_of

RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"  # the ASCII text 12345678901234567890
RFC_6238 = [
    (59, "94287082"), (1111111109, "07081804"), (1111111111, "14050471"), (1234567890, "89005924"),
    (2000000000, "69279037"), (20000000000, "65353130"),
]  # fmt: skip
RFC_4226 = ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"]
NOW = datetime(2026, 11, 23, 3, 0, 7, tzinfo=UTC)


@pytest.mark.parametrize(("seconds", "code"), RFC_6238)
def test_vectors_of_rfc_6238(seconds: int, code: str) -> None:
    """Stories 25, TOTP: appendix B, SHA-1, eight digits."""
    assert code_at(RFC_SECRET, step_of(datetime.fromtimestamp(seconds, UTC)), digits=8) == code


@pytest.mark.parametrize(("counter", "code"), list(enumerate(RFC_4226)))
def test_vectors_of_rfc_4226(counter: int, code: str) -> None:
    """Stories 25, TOTP: appendix D, six digits as the apps show them."""
    assert code_at(RFC_SECRET, counter) == code


@pytest.mark.parametrize(("seconds", "taken"), [(-60, False), (-30, True), (0, True), (30, True), (60, False)])
def test_a_phone_whose_clock_is_a_little_off_still_gets_in(seconds: int, taken: bool) -> None:
    """Stories 25: one step to either side, no more."""
    code = code_at(RFC_SECRET, step_of(NOW + timedelta(seconds=seconds)))
    assert (matching_step(RFC_SECRET, code, NOW) is not None) is taken


def test_a_code_seen_over_a_shoulder_opens_nothing() -> None:
    """RFC 6238 5.2: a code is good once."""
    code = code_at(RFC_SECRET, step_of(NOW))
    step = matching_step(RFC_SECRET, f"{code[:3]} {code[3:]}", NOW)
    assert step == step_of(NOW)
    assert matching_step(RFC_SECRET, code, NOW, after=step or 0) is None


@pytest.mark.parametrize("typed", ["", "abcdef", "12345", "１２３４５６", "\x00" * 6])
def test_what_is_no_code_is_none(typed: str) -> None:
    """Bad input is refused, never an error."""
    assert matching_step(RFC_SECRET, typed, NOW) is None


def test_enrolment_names_office_and_user() -> None:
    """Stories 25: the app's list says whose code it is."""
    secret = new_secret("token")
    assert len(secret) == 32
    assert enrolment_link(secret, "rina", "BPS Seruyan") == (
        f"otpauth://totp/BPS%20Seruyan%3Arina?secret={secret}&issuer=BPS%20Seruyan"
    )
