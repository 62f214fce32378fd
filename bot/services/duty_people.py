"""Whom duty notices go to, and how they reach the own phones (stories 6)."""

from collections.abc import Collection
from datetime import datetime

from bot.core.accounts import Role, User
from bot.core.duty import DutyStep
from bot.core.messages import Speaker
from bot.services import deliver
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork


def admins(uow: UnitOfWork) -> list[User]:
    """Who manages accounts."""
    return [user for user in uow.users.all() if user.is_admin]


def on_duty(uow: UnitOfWork, kit: Kit, now: datetime) -> list[User]:
    """Today's officers: everybody where no roster is kept, and nobody who is not in."""
    today = now.astimezone(kit.zone).date()
    roster = kit.settings.roster.days[today.weekday()]
    return [user for user in _officers(uow, kit, now) if not roster or user.id in roster]


def recipients(uow: UnitOfWork, kit: Kit, step: DutyStep, now: datetime) -> list[User]:
    """Step 1: on duty today and not at a console, which rings by itself; 2: all officers; 3: admins."""
    if step is DutyStep.ADMIN:
        return admins(uow)
    if step is DutyStep.EVERYBODY:
        return _officers(uow, kit, now)
    today = now.astimezone(kit.zone).date()
    return [user for user in on_duty(uow, kit, now) if not uow.presences.get(user.id).takes_chats(now, today)]


def tell(uow: UnitOfWork, kit: Kit, users: Collection[User], text: str, now: datetime) -> int:
    """Send a notice to those who have linked a phone that can be reached; their number."""
    links = {link.user_id: link for link in uow.duty.links()}
    told = 0
    for user in users:
        link = links.get(user.id)
        conversation = None if link is None else uow.conversations.get(link.conversation_id, lock=True)
        if conversation is None:
            continue
        shut = conversation.channel in kit.windowed and (conversation.window_until or now) <= now
        template = kit.office.whatsapp.duty_template if shut else None
        if shut and template is None:
            continue  # it would wait for the officer to write, and ring long after
        notice = deliver.compose(kit, conversation, text, now, speaker=Speaker.SYSTEM, template=template)
        uow.conversations.save(deliver.store(uow, kit, conversation, notice))
        told += 1
    return told


def _officers(uow: UnitOfWork, kit: Kit, now: datetime) -> list[User]:
    today = now.astimezone(kit.zone).date()
    officers = [user for user in uow.users.all() if user.active and Role.PETUGAS in user.roles]
    return [user for user in officers if not uow.presences.get(user.id).is_absent(today)]
