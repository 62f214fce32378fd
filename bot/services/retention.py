"""How long what is stored: transcripts 90 days, tickets and guest book a year (service_rules 12.4)."""

from datetime import timedelta

from bot.core.forms.form import FormKind
from bot.services.files import LINK_LIFETIME
from bot.services.kit import Kit

TALK = timedelta(days=90)
TICKETS = timedelta(days=365)
PRIVATE = timedelta(days=1)
"""Replies of private forms, and what ties a rating or an anonymous complaint to a person."""


def purge_old(kit: Kit) -> int:
    """Forget what is past its time, a copy of one's data as soon as its link ends; gives how many rows changed.

    A second run on the same day finds nothing.
    """
    now = kit.clock()
    with kit.uow() as uow:
        rows, files = uow.people.forget_talk(now - TALK)
        more, evidence = uow.people.forget_tickets(now - TICKETS)
        copied, copies = uow.people.forget_copies(now - LINK_LIFETIME)
        rows += copied + more + uow.people.forget_private_sendings(now - PRIVATE)
        rows += uow.private_messages.purge([FormKind.RATING, FormKind.STATUS], now - PRIVATE)
        rows += uow.forms.purge(now)
        uow.commit()
    for file_id in (*files, *evidence, *copies):
        kit.files.remove(file_id)
    return rows
