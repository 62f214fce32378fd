"""The built app, from nothing to an answered message."""

import asyncio
import shutil
from pathlib import Path

from bot.bootstrap import build
from bot.core.called_names import OFFICE_WORDS
from bot.services import webchat
from bot.services.wake import conversation_topic
from bot.settings import load_settings
from bot.workers.intake import Intake
from bot.workers.run import running
from tests.conftest import ROOT
from tests.fakes import FakeRasa


def test_first_start_answers(tmp_path: Path) -> None:
    """Nothing set at all still works: database made, admin's password given once, a message answered, a clean stop."""
    for name in ("office.yml", "texts.id.yml", OFFICE_WORDS):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tmp_path / name)
    settings = load_settings({}, tmp_path)
    app = build(settings, rasa_transport=FakeRasa().transport())
    assert app.prepare()
    assert app.prepare() is None

    async def talk() -> list[str]:
        async with running(app, Intake(app.kit, app.channels, app.spool)), asyncio.timeout(20):
            session = webchat.conversation_of(app.kit, webchat.open_session(app.kit))
            with app.hub.listening(conversation_topic(session.conversation_id)) as bell:
                webchat.send_text(app.kit, session, "k", "halo")
                while len(seen := webchat.messages_after(app.kit, session.conversation_id, 0)) < 2:
                    await bell.wait(1)
            assert await app.rasa.ready()
        return [m.text for m in seen]

    assert asyncio.run(talk()) == ["halo", "jawab: halo"]
