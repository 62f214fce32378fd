"""The code of the day (stories 18)."""

from datetime import date

from bot.core.day_code import DayCodes, short_code

MONDAY, TUESDAY = date(2026, 11, 23), date(2026, 11, 24)


def test_a_code_is_of_one_day_and_one_office() -> None:
    """Yesterday's photograph of the QR draws no number today, another office's neither."""
    ours, theirs = DayCodes.from_secret("a" * 32), DayCodes.from_secret("b" * 32)
    code = ours.code_of(MONDAY)
    assert ours.accepts(MONDAY, code)
    assert not ours.accepts(TUESDAY, code)
    assert not theirs.accepts(MONDAY, code)
    assert DayCodes.from_secret("a" * 32).code_of(MONDAY) == code  # after a restart too


def test_a_code_may_be_read_aloud() -> None:
    """Somebody without a camera types it: no I, O, 0, 1; case and blanks do not matter."""
    codes = DayCodes.from_secret("a" * 32)
    days = [date(2026, month, day) for month in range(1, 13) for day in range(1, 29)]
    assert not set("".join(map(codes.code_of, days))) & set("IO01")
    code = codes.code_of(MONDAY)
    assert codes.accepts(MONDAY, f" {code[:3].lower()}-{code[3:]} ")


def test_hostile_codes_open_nothing() -> None:
    """Empty, NUL, lone surrogate, ten thousand signs: no code, and no fault."""
    codes = DayCodes.from_secret("a" * 32)
    assert not any(codes.accepts(MONDAY, typed) for typed in ("", "\x00", "\ud800", "A" * 10_000, "ＡＢＣＤＥＦ"))


def test_rating_codes_differ() -> None:
    """Ten signs of a token nobody can guess."""
    seen = {short_code(f"token-{number}") for number in range(1_000)}
    assert len(seen) == 1_000
    assert {len(code) for code in seen} == {10}
