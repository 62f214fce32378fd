"""Filing a complaint in the chat, and its status for who filed it (service_rules 8.2, 10; stories 5)."""

import re
from datetime import datetime

from bot.core.accounts import THROTTLE_WINDOW, throttled_for
from bot.core.called_names import named_in
from bot.core.complaints import Complaint, Source, complaint_number
from bot.core.conversations import Conversation
from bot.core.forms.complaint import code_from, code_hash
from bot.core.forms.form import Say
from bot.core.forms.words import ComplaintKey
from bot.core.guests import ConsentHow
from bot.core.privacy import NOTICE_VERSION, SILENT_AFTER
from bot.core.working_time import working_day_deadline
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK

WRONG_CODES_MAX = 5
_SHOWN_MAX = 3
_MONEY = re.compile(r"\b(?:uang|bayar\w*|dibayar|pungli|imbalan|suap|sogok|amplop|tip|setoran|rupiah|rp)\b", re.I)


def follow_up_due(kit: Kit, at: datetime) -> datetime:
    """Until when the first follow-up is due, by the office's own target; register and report read it (10.3)."""
    return working_day_deadline(kit.hours, at, kit.settings.targets.complaint_days)


def file_complaint(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    thread_id: str,
    values: dict[str, str],
    now: datetime,
    *,
    agreed: bool = True,
) -> tuple[Say, ...]:
    """Put the story into the register; gives number and code, then the four channels.

    The message that brought us here answers a question that says what it agrees to (service_rules 8.2); without such
    an answer nobody has `agreed`.

    An anonymous one keeps nothing that leads to the person: neither conversation nor name. What was told stands in the
    register alone, and what we say about it is kept with the person's messages for a day (stories 5e).
    """
    anonymous = "anonymous" in values
    day = now.astimezone(kit.office.timezone).date()
    number = complaint_number(day, uow.complaints.next_ordinal(day))
    code = code_from(kit.new_token())
    complaint = Complaint(
        id=kit.new_id(),
        number=number,
        code_hash=code_hash(number, code),
        source=Source.CHAT,
        story=values["story"],
        filed_at=now,
        due_at=follow_up_due(kit, now),
        conversation_id=None if anonymous else conversation.id,
        name=None if anonymous else values.get("name"),
        consent_at=now if agreed else None,
        consent_version=NOTICE_VERSION if agreed else None,
        consent_how=ConsentHow.CHAT if agreed else None,
        subjects=named_in(values["story"], uow.users.all(), kit.office_words),
    )
    uow.complaints.add(complaint)
    uow.complaints.adopt_files(thread_id, complaint.id)
    if anonymous:
        uow.private_messages.blur(thread_id, kit.texts.fill("aduan_anonim_isi"))
    uow.audit.add(at=now, actor_id=None, action="complaint.filed", subject=complaint.id, detail={})
    uow.wake(DESK)
    news = Say(key="aduan_tercatat_anonim" if anonymous else "aduan_tercatat", fields={"nomor": number, "kode": code})
    free = (Say(key="aduan_gratifikasi"),) if _MONEY.search(complaint.story) else ()
    return (news, *free, Say(key="aduan_kanal"))


def status_by_key(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, key: ComplaintKey, now: datetime
) -> tuple[Say, ...]:
    """The state of one complaint, for who filed it or knows its code; wrong codes are limited (stories 5e)."""
    known = uow.complaints.by_number(key.number)
    if known is not None and known in known_to(uow, conversation, now):
        return (_status(kit, known),)
    who, since = f"aduan:{conversation.id}", now - THROTTLE_WINDOW
    tries = uow.login_attempts.of_pair(who, key.number, since), uow.login_attempts.of_ip(key.number, since)
    if any(throttled_for(each, WRONG_CODES_MAX, now) for each in tries) or _too_many(uow, who, now):
        return (Say(key="aduan_status_nanti"),)
    if known is not None and key.code is not None and code_hash(known.number, key.code) == known.code_hash:
        return (_status(kit, known),)
    uow.login_attempts.add(who, key.number, now)
    uow.login_attempts.add(who, _ANY, now)
    return (Say(key="aduan_status_kode", fields={"nomor": key.number}),)


_ANY = "aduan"


def _too_many(uow: UnitOfWork, who: str, now: datetime) -> bool:
    """One conversation may not try one number after another either."""
    tries = uow.login_attempts.of_pair(who, _ANY, now - THROTTLE_WINDOW)
    return throttled_for(tries, WRONG_CODES_MAX, now) > 0


def status_of_person(uow: UnitOfWork, kit: Kit, conversation: Conversation, now: datetime) -> tuple[Say, ...]:
    """The newest complaints that this person filed; without any, how to ask with number and code."""
    found = known_to(uow, conversation, now)[:_SHOWN_MAX]
    return tuple(_status(kit, each) for each in found) or (Say(key="aduan_status_tanpa"),)


def known_to(uow: UnitOfWork, conversation: Conversation, now: datetime) -> list[Complaint]:
    """What this person filed, newest first, but nothing from before half a year's silence.

    The number may have been somebody else's then (stories 15).
    """
    filed = uow.complaints.of_conversation(conversation.id)
    silence, person = uow.people.longest_silence, conversation.contact_id
    return [each for each in filed if silence(person, each.filed_at, now) < SILENT_AFTER]


def _status(kit: Kit, complaint: Complaint) -> Say:
    local = complaint.filed_at.astimezone(kit.office.timezone)
    reason = f" {complaint.reason}" if complaint.reason else ""
    fields = {"nomor": complaint.number, "hari": f"{local:%d-%m-%Y}", "status": complaint.state.value, "alasan": reason}
    return Say(key="aduan_status", fields=fields)
