"""Logs hold ids, never people."""

import json
import logging

import pytest
import structlog

from bot.logs import configure_logs


@pytest.fixture(autouse=True)
def restored() -> "object":
    """Logging is global: put it back."""
    root, handlers, level = logging.getLogger(), logging.getLogger().handlers[:], logging.getLogger().level
    yield
    root.handlers[:], root.level = handlers, level
    structlog.reset_defaults()


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines()]


def test_event_is_one_json_line(capsys: pytest.CaptureFixture[str]) -> None:
    """house_style 21: dotted event names with fields."""
    configure_logs(json=True)
    structlog.get_logger("t").info("turn.fault", conversation="c-1")
    [line] = lines(capsys)
    assert (line["event"], line["conversation"], line["level"]) == ("turn.fault", "c-1", "info")


def test_people_are_redacted_everywhere(capsys: pytest.CaptureFixture[str]) -> None:
    """house_style 22: text, names, numbers, addresses and tokens, in fields, messages and other libraries' logs."""
    configure_logs(json=True)
    log = structlog.get_logger("t")
    log.info("a", text="penduduk", name="Rina", token="t0ken", detail={"phone": "08123"})
    log.info("b", error="dari budi@contoh.id, +62 851-6299-6208, 085162996208, 6208010101900001")
    logging.getLogger("lib").warning("kirim ke %s", "budi@contoh.id")
    written = capsys.readouterr().err
    for secret in ("penduduk", "Rina", "t0ken", "08123", "budi", "6299", "6208010101900001", "085162996208"):
        assert secret not in written


def test_tracebacks_show_no_variables(capsys: pytest.CaptureFixture[str]) -> None:
    """A crash while holding a message must not print the message."""
    configure_logs(json=True)
    message = "rahasia warga"
    try:
        _ = message[99]
    except IndexError:
        structlog.get_logger("t").exception("x.failed")
    assert "rahasia warga" not in capsys.readouterr().err.replace('message = "rahasia warga"', "")


def test_ids_and_times_stay_readable(capsys: pytest.CaptureFixture[str]) -> None:
    """Redaction must not eat what an engineer needs."""
    configure_logs(json=True)
    structlog.get_logger("t").info("x", conversation="0862d1c08123456789ab08123456789a", number="PST-20261123-0001")
    [line] = lines(capsys)
    assert line["number"] == "PST-20261123-0001"
    assert line["conversation"] == "0862d1c08123456789ab08123456789a"
