"""The documents say what the code does: settings, targets, commands, actions, tables, paths, names, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
import yaml

from bot.__main__ import app
from tests.conftest import ROOT

DOCS = [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
OUR_PATH = re.compile(r"((?:bot|actions|data|docs|tests|scripts|bench|stand_in|\.ci)/[\w./-]*)(?:::? ?([\w.]+))?")
"""A path that must exist, and perhaps a name in that file; what lies in var/ and models/ is made while running."""
IDENTIFIER = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")
SOURCES = ("bot/**/*.py", "actions/*.py", "data/rules/*.yml", "data/nlu/*.yml", "*.yml")


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _prose(path: Path) -> str:
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def _everything() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in DOCS)


# -- names -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["docs/operations.md", ".env.example"])
def test_every_setting_is_documented(page: str) -> None:
    """House style 35: a setting without documentation is a red build; and none is documented that is not there."""
    read = set(re.findall(r"PST_[A-Z_]+", (ROOT / "bot/settings.py").read_text(encoding="utf-8"))) - {"PST_"}
    told = set(re.findall(r"\bPST_[A-Z_]+\b", (ROOT / page).read_text(encoding="utf-8")))
    assert told == read


def test_every_target_is_documented() -> None:
    """House style 35: README or CONTRIBUTING names every make target, and no other."""
    targets = set(re.findall(r"^([a-z-]+):.*## ", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    pages = "".join((ROOT / page).read_text(encoding="utf-8") for page in ("README.md", "CONTRIBUTING.md"))
    assert set(re.findall(r"\bmake ([a-z-]+)", _fenced_or_code(pages))) == targets


def _fenced_or_code(text: str) -> str:
    return "\n".join([*(code for _, code in FENCE.findall(text)), *CODE.findall(FENCE.sub("", text))])


def test_every_command_is_documented() -> None:
    """House style 35: each command of `python -m bot` stands in a document, with what it does."""
    missing = [command for command in _commands() if f"python -m bot {command}" not in _everything()]
    assert missing == []


def _commands() -> Iterator[str]:
    def walk(group: Any, before: str) -> Iterator[str]:
        for name, command in group.commands.items():
            if hasattr(command, "commands"):
                yield from walk(command, f"{before}{name} ")
            else:
                yield f"{before}{name}"

    return walk(typer.main.get_command(app), "")


def test_every_action_is_a_class() -> None:
    """docs/howto/add_action.md: the domain's actions and the classes under actions/ are the same."""
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    names = set()
    for path in (ROOT / "actions").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and node.name == "name":
                names |= {each.value for each in ast.walk(node.body[-1]) if isinstance(each, ast.Constant)}
    assert {name for name in domain["actions"] if name.startswith("action_")} == names


def test_every_table_is_described() -> None:
    """docs/architecture.md: the database's tables."""
    told = set(CODE.findall((ROOT / "docs/architecture.md").read_text(encoding="utf-8")))
    source = "".join(path.read_text(encoding="utf-8") for path in sorted(ROOT.glob("bot/store/*.py")))
    assert set(re.findall(r'= Table\(\s*"(\w+)"', source)) <= told


# -- paths and links ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", DOCS, ids=_name)
def test_named_files_exist(page: Path) -> None:
    """A path in backticks is there; `file.py: name` and `test_file.py::test_name` also have that name in it."""
    assert [code for code in CODE.findall(_prose(page)) if _leads_nowhere(code)] == []


def _leads_nowhere(code: str) -> bool:
    match = OUR_PATH.fullmatch(code)
    if match is None:
        return False
    path, name = ROOT / match[1], match[2] or ""
    return not path.exists() or not set(re.findall(r"\w+", name)) <= set(re.findall(r"\w+", _source(path)))


def _source(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.is_file() else ""


@pytest.mark.parametrize("page", ["docs/architecture.md", "docs/glossary.md"])
def test_named_identifiers_exist(page: str) -> None:
    """A name in backticks is a word of the code, so that a renamed function is renamed here too."""
    files = [path for pattern in SOURCES for path in ROOT.glob(pattern)]
    known = {word for path in files for word in re.findall(r"\w+", _source(path))}
    named = {code for code in CODE.findall(_prose(ROOT / page)) if IDENTIFIER.fullmatch(code)}
    assert sorted(name for name in named if not (ROOT / name).exists() and not set(name.split(".")) <= known) == []


@pytest.mark.parametrize("page", sorted((ROOT / "docs/howto").glob("*.md")), ids=_name)
def test_named_attributes_exist(page: Path) -> None:
    """`Class.name` is a name in the file that the page names beside it, or else in one that has this class."""
    assert [code for code, path in _attributes(page) if not _has_attribute(code, path)] == []


def _attributes(page: Path) -> Iterator[tuple[str, str]]:
    """Each `Class.name` with the file of "`Class.name` in `file.py`", empty where none is named."""
    for match in re.finditer(r"`([\w.]*\b[A-Z]\w*[a-z]\w*\.[a-z_]\w*)`(?: in `([\w/]+\.py)`)?", _prose(page)):
        yield match[1], match[2] or ""


def _has_attribute(code: str, path: str) -> bool:
    kind, name = code.split(".")[-2:]
    sources = [ROOT / path] if path else [*ROOT.glob("bot/**/*.py"), *ROOT.glob("actions/*.py")]
    return any(
        node.name == kind and re.search(rf"\b{name}\b", ast.get_source_segment(source, node) or "")
        for source in map(_source, sources)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.ClassDef)
    )


def test_the_commands_of_a_turn_are_told() -> None:
    """docs/howto/add_action.md: the list of known commands is the one the wire takes."""
    taken = set(
        re.findall(r'perintah: Literal\["(\w+)"\]', (ROOT / "bot/dialogue/wire.py").read_text(encoding="utf-8"))
    )
    [told] = re.findall(
        r"The known commands are ([^.]+)\.", (ROOT / "docs/howto/add_action.md").read_text(encoding="utf-8")
    )
    assert set(CODE.findall(told)) == taken


@pytest.mark.parametrize("page", DOCS, ids=_name)
def test_links_lead_somewhere(page: Path) -> None:
    """A link to a page or a heading of ours resolves."""
    wrong = []
    for target in LINK.findall(_prose(page)):
        path, _, anchor = target.partition("#")
        if target.startswith(("https://", "http://", "mailto:")):
            continue
        goal = (page.parent / path) if path else page
        if not goal.exists() or (anchor and anchor not in _anchors(goal)):
            wrong.append(target)
    assert wrong == []


def _anchors(page: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", _prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_every_decision_is_listed() -> None:
    """docs/decisions/README.md lists every note, numbered without gaps."""
    notes = sorted(path.name for path in (ROOT / "docs/decisions").glob("0*.md"))
    listed = LINK.findall((ROOT / "docs/decisions/README.md").read_text(encoding="utf-8"))
    assert listed == notes
    assert [int(name[:4]) for name in notes] == list(range(1, len(notes) + 1))
