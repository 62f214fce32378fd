"""The documents say what the code does: settings, targets, commands, actions, paths, links, and examples that run."""

from __future__ import annotations

import ast
import asyncio
import hashlib
import hmac
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import httpx
import pytest
import typer
import yaml
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.testclient import TestClient

from bot.__main__ import app
from bot.channels.base import Refused, SendResult, Sent, Unclear
from bot.core.conversations import Address
from bot.core.messages import OfferedButton, Outgoing, Speaker
from bot.core.service_hours import ServiceHours
from bot.services.wake import Hub
from bot.store.engine import open_engine
from tests.conftest import ROOT, make_kit
from tests.fakes import MONDAY_TEN, FakeClock

DOCS = [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md"]
FENCE = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
OURS = ("bot", "actions", "data", "docs", "tests", "scripts", "bench", "stand_in", ".ci")
"""Folders whose paths must exist when a document names them; var/ and models/ are made while running."""


def _name(path: Path) -> str:
    return str(path.relative_to(ROOT))


def _prose(path: Path) -> str:
    return FENCE.sub("", path.read_text(encoding="utf-8"))


def _examples(page: str) -> list[str]:
    text = (ROOT / page).read_text(encoding="utf-8")
    return [code for language, code in FENCE.findall(text) if language == "python"]


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
    files = ("bot/store/tables.py", "bot/store/account_tables.py")
    source = "".join((ROOT / file).read_text(encoding="utf-8") for file in files)
    assert set(re.findall(r'= Table\(\s*"(\w+)"', source)) <= told


# -- paths and links ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", DOCS, ids=_name)
def test_named_files_exist(page: Path) -> None:
    """A path in backticks is there; `file.py: name` and `test_file.py::test_name` also have that name in it."""
    wrong = [code for code in CODE.findall(_prose(page)) if _is_ours(code) and not _exists(code)]
    assert wrong == []


def _is_ours(code: str) -> bool:
    return (
        code.partition("/")[0] in OURS and "/" in code and not any(mark in code for mark in "<{* …") or _has_name(code)
    )


def _has_name(code: str) -> bool:
    return bool(re.match(rf"(?:{'|'.join(map(re.escape, OURS))})/\S+\.py: ?:?\w", code))


def _exists(code: str) -> bool:
    path, _, name = code.partition(":")
    name = name.strip(": ")
    if not (ROOT / path).exists():
        return False
    return all(re.search(rf"\b{part}\b", (ROOT / path).read_text(encoding="utf-8")) for part in name.split(".") if part)


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


# -- examples that run -------------------------------------------------------------------------------------------------


def _run(code: str) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "example"}
    exec(compile(code, "example", "exec"), names)
    return names


def test_the_action_example_runs() -> None:
    """docs/howto/add_action.md: the class answers and gives a command that the service knows."""
    from rasa_sdk import Tracker
    from rasa_sdk.executor import CollectingDispatcher

    from bot.dialogue.wire import reply_from_json

    [code] = _examples("docs/howto/add_action.md")
    action, dispatcher = _run(code)["RequestVisit"](), CollectingDispatcher()
    latest = {"text": "mau janji temu", "metadata": {}}
    assert action.run(dispatcher, Tracker("c", {}, latest, [], False, None, {}, "action_listen"), {}) == []
    said, command = dispatcher.messages
    assert (action.name(), said["response"]) == ("action_janji_temu", "utter_janji_temu")
    body = {"messages": [], "decision": {"kind": "other"}, "wait_s": 0, "state": {}, "model_id": "m"}
    [known] = reply_from_json(json.dumps({**body, "commands": [command["custom"]]}).encode()).commands
    assert getattr(known, "question", None) == "mau janji temu"


ANSWERS: list[tuple[str, httpx.Response | Exception, SendResult]] = [
    ("taken", httpx.Response(200, json={"id": "p-1"}), Sent("p-1")),
    ("busy", httpx.Response(503), Refused("http_503", retryable=True)),
    ("refused", httpx.Response(400), Refused("http_400", retryable=False)),
    ("away", httpx.ConnectError("refused"), Refused("unreachable", retryable=True)),
    ("broken off", httpx.ReadTimeout("late"), Unclear()),
]


@pytest.mark.parametrize(("answer", "result"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_the_sending_example_runs(answer: httpx.Response | Exception, result: SendResult) -> None:
    """docs/howto/add_channel.md: each answer of the provider has the result that the page promises."""

    def provider(request: httpx.Request) -> httpx.Response:
        if isinstance(answer, Exception):
            raise answer
        assert json.loads(request.content)["buttons"] == [{"id": "t-1", "title": "Arti IPM"}]
        return answer

    sending, _ = _examples("docs/howto/add_channel.md")
    channel = _run(sending)["Contoh"]("https://contoh.test", "token", httpx.MockTransport(provider))
    outgoing = Outgoing(
        id="o-1", conversation_id="c-1", channel="contoh", inbox_id=None, ordinal=0, key="k", speaker=Speaker.BOT,
        author_id=None, text="halo", buttons=(OfferedButton(title="Arti IPM", token="t-1"),), decision=None,
        created_at=MONDAY_TEN,
    )  # fmt: skip
    assert asyncio.run(channel.send(outgoing, Address(channel="contoh", kind="user", value="u-1"))) == result


@pytest.fixture
def sqlite_engine(sqlite_url: str) -> Iterator[Engine]:
    engine = open_engine(sqlite_url)
    yield engine
    engine.dispose()


def test_the_webhook_example_runs(sqlite_engine: Engine, hours: ServiceHours) -> None:
    """docs/howto/add_channel.md: signed and repeated is stored once; forged or malformed is refused."""
    _, receiving = _examples("docs/howto/add_channel.md")
    kit, web = make_kit(sqlite_engine, Hub(), FakeClock(), hours), FastAPI()
    web.include_router(_run(receiving)["contoh_routes"](kit, "rahasia"))
    message = {"messages": [{"id": "m-1", "from": "u-1", "text": "apa itu ipm"}]}

    def post(body: object, secret: str = "rahasia") -> int:
        raw = json.dumps(body).encode()
        signature = hmac.digest(secret.encode(), raw, hashlib.sha256).hex()
        return client.post("/webhooks/contoh", content=raw, headers={"X-Signature": signature}).status_code

    with TestClient(web) as client:
        assert [post(message), post(message)] == [200, 200]
        assert [post(message, "keliru"), post({"messages": [{}]}), post([])] == [401, 400, 400]
    with kit.uow.read() as uow:
        stored = uow.inbox.find("contoh", "m-1")
        assert stored is not None
        assert [each.id for each in uow.inbox.pending(stored.conversation_id)] == [stored.id]
