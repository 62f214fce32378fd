"""Drives the use cases step by step, the way the dispatcher does, for tests of what they promise."""

import asyncio
from dataclasses import dataclass

from bot.core.accounts import Actor, Role
from bot.core.consultations import Consultation
from bot.core.conversations import Conversation
from bot.core.guests import GuestBook
from bot.core.messages import Received, SeenMessage
from bot.core.retries import FaultKind
from bot.core.turns import TurnReply
from bot.core.webchat import WebSession
from bot.dialogue.client import RasaClient
from bot.dialogue.faults import TurnFault
from bot.services import accounts, converse, webchat
from bot.services.converse import Claim, Settled
from bot.services.kit import Kit
from tests.fakes import FakeClock, FakeRasa


@dataclass
class World:
    """One store, one fake Rasa, one browser."""

    kit: Kit
    clock: FakeClock
    rasa: FakeRasa
    session: WebSession
    keys: int = 0
    last_success: bool = False

    def say(self, text: str, session: WebSession | None = None) -> Received:
        """The person writes."""
        self.keys += 1
        return webchat.send_text(self.kit, session or self.session, f"k{self.keys}", text)

    def press(self, title: str) -> Received:
        """The person presses the newest button with this title."""
        tokens = [b.token for m in self.seen() for b in m.buttons if b.title == title]
        self.keys += 1
        return webchat.press_button(self.kit, self.session, f"k{self.keys}", tokens[-1])

    def another(self) -> WebSession:
        """Another person's browser."""
        return webchat.conversation_of(self.kit, webchat.open_session(self.kit))

    def claim(self, owner: str = "worker") -> list[Claim]:
        return converse.claim(self.kit, owner, 8)

    def ask(self, claimed: Claim) -> TurnReply | FaultKind:
        """Rasa works."""

        async def turn() -> TurnReply | FaultKind:
            client = RasaClient("http://rasa.test", "s" * 32, self.rasa.transport())
            try:
                return await client.turn(converse.request_of(self.kit, claimed))
            except TurnFault as fault:
                return fault.kind
            finally:
                await client.close()

        return asyncio.run(turn())

    def settle(self, claimed: Claim, answer: TurnReply | FaultKind) -> Settled:
        if isinstance(answer, TurnReply):
            return converse.commit(self.kit, claimed, answer)
        return converse.fault(self.kit, claimed, answer, self.clock.now if self.last_success else None)

    def turn(self) -> list[Settled]:
        """Take every due turn once."""
        return [self.settle(claimed, self.ask(claimed)) for claimed in self.claim()]

    def seen(self, session: WebSession | None = None) -> list[SeenMessage]:
        return webchat.messages_after(self.kit, (session or self.session).conversation_id, 0)

    def replies(self, session: WebSession | None = None) -> list[str]:
        """What the person was told, by whomever."""
        return [m.text for m in self.seen(session) if m.speaker.value != "user"]

    @property
    def conversation(self) -> Conversation:
        with self.kit.uow.read() as uow:
            found = uow.conversations.get(self.session.conversation_id)
        assert found is not None
        return found

    @property
    def consultation(self) -> Consultation:
        """The person's newest one."""
        with self.kit.uow.read() as uow:
            found = uow.consultations.latest(self.session.conversation_id)
        assert found is not None
        return found

    @property
    def guest_book(self) -> GuestBook | None:
        """The row of that consultation; None before there is one."""
        with self.kit.uow.read() as uow:
            latest = uow.consultations.latest(self.session.conversation_id)
            return None if latest is None else uow.guest_books.of_consultation(latest.id)

    def officer(self, username: str, *roles: Role) -> Actor:
        """A member of staff, a petugas unless told otherwise."""
        accounts.ensure_admin(self.kit, "sandi-admin-1")
        admin = accounts.authenticate(self.kit, accounts.log_in(self.kit, "admin", "sandi-admin-1", "ip"))
        accounts.create_officer(self.kit, admin, username, username.title(), "sandi-petugas", roles or (Role.PETUGAS,))
        return accounts.authenticate(self.kit, accounts.log_in(self.kit, username, "sandi-petugas", "ip"))
