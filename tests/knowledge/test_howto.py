"""The guide for staff is complete: what it leaves out nobody can use (house style 35)."""

from pathlib import Path

import pytest

from bot.commands.faq import faq
from bot.core.office import load_office
from bot.knowledge.entry import Category, Confidence, Entry, Status
from bot.knowledge.markdown import FIELDS, parse_entry
from bot.knowledge.rows import COLUMNS
from tests.knowledge.samples import OFFICE, path_of

GUIDE = (Path(__file__).parents[2] / "docs/howto/tambah_faq.md").read_text(encoding="utf-8")


def example() -> Entry:
    """The guide's own example of a file."""
    return parse_entry(GUIDE.split("```markdown\n")[1].split("```")[0], path_of("metadata_inflasi"))


@pytest.mark.parametrize("field", FIELDS)
def test_every_field_has_a_row(field: str) -> None:
    """House style 35: an undocumented field is a red build."""
    assert f"\n| `{field}` | " in GUIDE


@pytest.mark.parametrize("value", [*Category, *Confidence, *Status])
def test_every_choice_is_named(value: str) -> None:
    """House style 35."""
    assert f"`{value}`" in GUIDE


@pytest.mark.parametrize(
    "name", [name for name in load_office(OFFICE).placeholders() if not name.startswith("tautan.")]
)
def test_every_placeholder_is_named(name: str) -> None:
    """Stories 20: the remedy of an office fact must be found here."""
    assert f"`{{{{{name}}}}}`" in GUIDE


def test_every_column_and_command_is_named() -> None:
    """House style 35."""
    assert [column for column in COLUMNS if f"`{column}`" not in GUIDE] == []
    assert [command.name for command in faq.registered_commands if f"faq {command.name}" not in GUIDE] == []


def test_the_example_is_a_readable_entry() -> None:
    """An example that does not work teaches the wrong form."""
    assert (example().label, example().related) == ("Arti inflasi", ("metadata_mtm_ytd_yoy", "data_inflasi"))
