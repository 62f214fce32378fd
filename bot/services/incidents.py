"""The list of people whose data an incident reached (stories 15)."""

from datetime import datetime

from bot.core.incidents import Affected
from bot.services.kit import Kit


def affected(kit: Kit, until: datetime) -> list[Affected]:
    """Everybody whose data were stored while somebody may have read them; written into the trail, without names.

    What is stored now and is older than the end of the incident was in reach, however old it is. Who has been erased
    since can no longer be told.

    Args:
        kit: the use cases' kit.
        until: when the incident ended; who came later was not in reach.
    """
    with kit.uow() as uow:
        rows = uow.incidents.affected(until)
        uow.audit.add(
            at=kit.clock(), actor_id=None, action="incident.listed", subject="orang", detail={"rows": str(len(rows))}
        )
        uow.commit()
    return rows
