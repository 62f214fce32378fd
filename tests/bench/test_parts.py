"""What the parts of the benchmarks read and count."""

from pathlib import Path

import pytest

from bench.__main__ import PARTS, chosen
from bench.disk import pinned
from bench.figures import FIGURES
from bench.mem import rss_mb
from bench.nlu import TABLES, shares
from bench.report import page, rows, table
from bench.stock.accuracy import decision_of
from bench.system import free_ports
from bench.train import edit_one_entry


def test_only_chooses_parts() -> None:
    """`--only chat,long` runs these; nothing said runs all."""
    assert chosen("chat, long") == ["chat", "long"]
    assert chosen("") == list(PARTS)


def test_only_refuses_what_is_no_part() -> None:
    """A slip of the pen must not look like a run without findings."""
    with pytest.raises(SystemExit, match="chta"):
        chosen("chta")


def test_every_target_belongs_to_a_part() -> None:
    """A target that no part measures would stay unmeasured for ever."""
    assert {figure.key.partition(".")[0] for figure in FIGURES} == set(PARTS)


def test_shares_are_of_their_own_table() -> None:
    """Issue 2's numbers: each share is of the rows of its own file."""
    counts = {"n": 10, "correct": 9, "in_options": 1, "wrong": 0, "answered": 2, "two_answers": 1, "entities_right": 8}
    found = shares(dict.fromkeys(TABLES, counts))
    assert found == {
        "nlu.correct": 0.9,
        "nlu.in_options": 1.0,
        "nlu.wrong": 0.0,
        "nlu.multi_false": 0.1,
        "nlu.oos_answered": 0.2,
        "nlu.dialogue": 0.9,
        "nlu.entities": 0.8,
        "nlu.multi": 0.9,
    }


def test_edit_leaves_a_readable_entry(tmp_path: Path) -> None:
    """The warm training is after one edit of one entry, as an editor makes it."""
    path = tmp_path / "data/data_ipm.md"
    path.parent.mkdir()
    path.write_text("---\ncontoh:\n  - ipm berapa\nstatus: terbit\n---\nJawaban.\n", encoding="utf-8")
    edit_one_entry(tmp_path)
    edited = path.read_text(encoding="utf-8")
    assert edited == "---\ncontoh:\n  - ipm berapa tolong dibantu\n  - ipm berapa\nstatus: terbit\n---\nJawaban.\n"


def test_edit_of_nothing_is_refused(tmp_path: Path) -> None:
    """Training again unchanged would be a no-op and look quick."""
    with pytest.raises(ValueError, match="no entry"):
        edit_one_entry(tmp_path)


def test_rss_is_read_in_megabytes() -> None:
    """Linux tells kB."""
    assert rss_mb("Name:\tx\nVmRSS:\t  204800 kB\n") == 200


def test_rss_of_an_ended_process_is_refused() -> None:
    """A zombie has no memory; 0 MB would look like a record."""
    with pytest.raises(ValueError, match="ended"):
        rss_mb("Name:\tx\nState:\tZ (zombie)\n")


def test_pinned_names_are_canonical() -> None:
    """`ruamel.yaml` and `ruamel-yaml` are one distribution."""
    assert pinned("ruamel.yaml==0.17 \\\n    --hash=sha256:0\nPyJWT==2.9\n# a==1\n") == {"ruamel-yaml", "pyjwt"}


def test_ports_differ() -> None:
    """Service and Rasa must not be given the same port."""
    assert len(set(free_ports(8))) == 8


@pytest.mark.parametrize(
    ("intent", "expected"),
    [
        pytest.param("tanya_data", {"kind": "answer", "faq": ["data_ipm"]}, id="the selector says which FAQ"),
        pytest.param("nlu_fallback", {"kind": "fallback", "faq": []}, id="what its fallback turns away is no answer"),
        pytest.param("sapaan", {"kind": "other", "faq": []}, id="small talk answers no FAQ"),
    ],
)
def test_stock_parse_data_is_judged_as_our_decision(intent: str, expected: dict[str, object]) -> None:
    """Both assistants are measured by the same judge."""
    response = {"intent_response_key": "tanya_data/data_ipm"}
    parsed = {
        "intent": {"name": intent, "confidence": 0.9},
        "response_selector": {"default": {"response": response}},
    }
    decided = decision_of(parsed)
    assert {key: decided[key] for key in expected} == expected


def test_page_says_what_is_off_target_and_what_is_missing() -> None:
    """A figure off target is marked, one not measured is named, the stock project stands beside."""
    latest = {"chat.p50_ms": 90.0, "chat.p95_ms": 150.0}
    stock: dict[str, float | str] = {"stock.p50_ms": 40.0, "stock.epochs": "DIET 100"}
    written = page(latest, stock, load=0.25)
    assert "| chat.p50_ms | 90 ms | ≤ 80 ms | **no** | 40 ms |" in written
    assert "| chat.p95_ms | 150 ms | ≤ 200 ms | yes |" in written
    assert "| start.s | not measured | ≤ 15 s |" in written
    assert "`stock.epochs`: DIET 100" in written
    assert "chat.p50_ms" in table(rows(latest, stock))
