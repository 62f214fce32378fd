"""Whatever an entry holds comes back: Entry → Markdown → Entry and Entry → sheet → Entry."""

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.knowledge.entry import Category, Confidence, Entry, Review, Status
from bot.knowledge.exchange import export_sheet
from bot.knowledge.markdown import clean_answer, parse_entry, read_folder, write_entry
from bot.knowledge.rows import to_entries
from bot.knowledge.sheets import read_sheet
from tests.knowledge.samples import FOLDER, path_of

pytestmark = pytest.mark.long

REAL = Path(__file__).parents[2] / "data/faq"

# What `faq check` refuses anyway: control characters, separators of lines, code points that are nothing.
CHARACTERS = st.characters(exclude_categories=["Cc", "Cn", "Co", "Cs", "Zl", "Zp"])
AWKWARD = st.sampled_from(
    [
        "null",
        "2024",
        "2027-06-30",
        "ya: tidak",
        "- a",
        "# b",
        "'",
        '"',
        "{{alamat}}",
        "[a, b]",
        "=1",
        "'=1",
        "...",
        "---",
    ]
)
LINE = (st.text(CHARACTERS, min_size=1, max_size=30) | AWKWARD).map(str.strip).filter(bool)
ANSWER = st.lists(st.text(CHARACTERS, max_size=30) | AWKWARD, min_size=1, max_size=4).map("\n".join).map(clean_answer)
ID = st.from_regex(r"[a-z0-9_]{1,20}", fullmatch=True)


def lines(least: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(LINE, min_size=least, max_size=4).map(tuple)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    name, category = draw(ID), draw(st.sampled_from(Category))
    return Entry(
        id=name,
        category=category,
        title=draw(LINE),
        label=draw(LINE),
        examples=draw(lines(1)),
        sources=draw(lines(1)),
        confidence=draw(st.sampled_from(Confidence)),
        review=draw(st.none() | st.builds(Review, on=st.dates(), by=LINE)),
        valid_until=draw(st.none() | st.dates(min_value=date(1900, 1, 1))),
        status=draw(st.sampled_from(Status)),
        related=draw(st.lists(ID, max_size=3).map(tuple)),
        answer=draw(ANSWER.filter(bool)),
        path=path_of(name, category),
    )


@settings(deadline=None, derandomize=True, max_examples=200)
@given(entries())
def test_markdown_gives_back_the_entry(entry: Entry) -> None:
    """KNOW 2: reading what was written gives an equal entry, and writing that the same bytes."""
    text = write_entry(entry)
    again = parse_entry(text, entry.path)
    assert again == entry
    assert write_entry(again) == text


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
@settings(deadline=None, derandomize=True, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(written=st.lists(entries(), min_size=1, max_size=3, unique_by=lambda entry: entry.id))
def test_a_sheet_gives_back_the_entries(suffix: str, written: list[Entry]) -> None:
    """KNOW 2: export and import are each other's inverse."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"faq{suffix}"
        export_sheet(written, path)
        assert list(to_entries(read_sheet(path), FOLDER).values()) == written


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_real_knowledge_base_survives_a_sheet(tmp_path: Path, suffix: str) -> None:
    """KNOW 2: re-importing an export changes no entry."""
    written = read_folder(REAL)
    path = tmp_path / f"faq{suffix}"
    export_sheet(written, path)
    again = to_entries(read_sheet(path), REAL)
    assert list(again.values()) == written
    assert [entry.path for entry in again.values()] == [entry.path for entry in written]


def test_the_real_files_are_in_canonical_form() -> None:
    """KNOW 2: so that an import changes no byte that nobody meant; `faq rapikan` makes it so."""
    untidy = [entry.path.name for entry in read_folder(REAL) if entry.path.read_bytes() != write_entry(entry).encode()]
    assert untidy == []
