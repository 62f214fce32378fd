"""What a voice note says, in the words of the officer who heard it (stories 16)."""

from dataclasses import replace

from bot.core.accounts import Actor, Role
from bot.core.errors import NotFound
from bot.core.forms.fields import checked_words
from bot.core.messages import SPOKEN_KINDS, FileState
from bot.core.staff_fields import StaffField
from bot.services.holding import check_holder, locked
from bot.services.kit import Kit
from bot.services.wake import DESK, desk_topic

SUMMARY_MAX = 2_000


def summarise(kit: Kit, actor: Actor, file_id: str, text: str) -> None:
    """Keep the summary with the file, whose life it shares; empty words take it away.

    Raises:
        PermissionRefused: the actor is no petugas.
        NotFound: there is no such voice note that can be heard.
        NotHolder: the actor does not hold its conversation.
        InputRefused: `nik`.
        TooLong: beyond 2,000 letters.
    """
    actor.require(Role.PETUGAS)
    said = checked_words(text, StaffField.SUMMARY, 0, SUMMARY_MAX)
    with kit.uow() as uow:
        found = uow.files.get(file_id)
        heard = found is not None and found.kind in SPOKEN_KINDS and found.state is FileState.STORED
        if found is None or not heard or found.thread_id is not None:
            raise NotFound("no such voice note at the desk")
        check_holder(locked(uow, found.conversation_id), actor)
        uow.files.save(replace(found, summary=said or None))
        uow.audit.add(at=kit.clock(), actor_id=actor.id, action="file.summarised", subject=file_id, detail={})
        uow.wake(DESK, desk_topic(found.conversation_id))
        uow.commit()
