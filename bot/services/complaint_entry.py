"""Complaints that came by the box, an e-mail, the website or another WhatsApp: typed into the register (10.1, 24e)."""

from datetime import datetime

from bot.core.accounts import Actor
from bot.core.called_names import named_in
from bot.core.complaints import READERS, Complaint, Source, complaint_number
from bot.core.contact_fields import CONTACT_MAX, is_name
from bot.core.errors import InputRefused
from bot.core.forms.complaint import STORY_MAX, STORY_MIN, code_from, code_hash
from bot.core.forms.fields import checked_words
from bot.core.guests import ConsentHow
from bot.core.messages import clean_text
from bot.core.staff_fields import StaffField
from bot.services.complaint_form import follow_up_due
from bot.services.kit import Kit
from bot.services.wake import DESK


def register_complaint(
    kit: Kit,
    actor: Actor,
    source: Source,
    story: str,
    consent: ConsentHow,
    name: str = "",
    contact: str = "",
    at: datetime | None = None,
) -> tuple[str, str]:
    """Type in a complaint from the box, an e-mail, the website or WhatsApp (10.1, 24e); gives number and code.

    Args:
        kit: the use cases' kit.
        actor: who types.
        source: where it came from.
        story: what it says, 10 to 2,000 letters.
        consent: how who wrote it agreed (8.2): WRITTEN, SPOKEN, or ANONYMOUS without name and contact.
        name: of who wrote it; empty = anonymous.
        contact: how who wrote it is reached.
        at: when it came; default: now.

    Raises:
        PermissionRefused: the actor reads no complaints.
        InputRefused: `kosong`, `terlalu_singkat`, `name`, `nik`, `persetujuan`, or `waktu` in the future.
        TooLong: the story.
    """
    actor.require(*READERS)
    cleaned, now = checked_words(story, StaffField.STORY, STORY_MIN, STORY_MAX), kit.clock()
    named = " ".join(name.split()) or None
    if named is not None and not is_name(named):
        raise InputRefused("name")
    reached = clean_text(contact).strip()[:CONTACT_MAX] or None
    agreed = consent in (ConsentHow.WRITTEN, ConsentHow.SPOKEN)
    if not agreed and (consent is not ConsentHow.ANONYMOUS or named or reached):
        raise InputRefused("persetujuan")
    filed_at = at or now
    if filed_at > now:
        raise InputRefused("waktu")
    day = filed_at.astimezone(kit.office.timezone).date()
    with kit.uow() as uow:
        number, code = complaint_number(day, uow.complaints.next_ordinal(day)), code_from(kit.new_token())
        complaint = Complaint(
            id=kit.new_id(),
            number=number,
            code_hash=code_hash(number, code),
            source=source,
            story=cleaned,
            filed_at=filed_at,
            due_at=follow_up_due(kit, filed_at),
            name=named,
            contact=reached,
            consent_at=filed_at if agreed else None,
            consent_how=consent,
            registered_by=actor.id,
            subjects=named_in(cleaned, uow.users.all(), kit.office_words),
        )
        uow.complaints.add(complaint)
        uow.audit.add(at=now, actor_id=actor.id, action="complaint.registered", subject=complaint.id, detail={})
        uow.wake(DESK)
        uow.commit()
    return number, code
