"""Asking for a rating and taking it, apart from consultation and officer (service_rules 9, stories 15, 19)."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.core.consultations import BotSession, ClosingReason, Consultation
from bot.core.conversations import Conversation, State
from bot.core.forms.form import Form, FormKind, Say
from bot.core.forms.rating import Rated
from bot.services import form_talk
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork

BOT_ONLY_EVERY = timedelta(days=30)
REMARK_WITHIN = timedelta(minutes=30)
_AWAKE_FROM, _AWAKE_UNTIL = 6, 21
_NOT_RATED = frozenset(
    {ClosingReason.SPAM, ClosingReason.SALAH_ALAMAT, ClosingReason.DIBATALKAN_PENGGUNA, ClosingReason.UJI_COBA}
)
_CONSULTATION, _RATING, _TRIAL = "consultation", "rating", "trial"


def invitation(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    consultation: Consultation,
    reason: ClosingReason,
    now: datetime,
) -> str:
    """The sentence that joins the closing text, so that both are one bubble; empty when there is nothing to rate.

    It is asked once a consultation, also when a message on the same day has opened it again.
    """
    if reason in _NOT_RATED or consultation.rated or consultation.first_reply_at is None:
        return ""
    about = {_CONSULTATION: consultation.id} | _mark(trial=consultation.trial)
    form_talk.open_form(uow, kit, conversation, FormKind.RATING, now, about)
    uow.ratings.offer(conversation.contact_id, now)
    return "\n" + kit.texts.fill("penilaian_tanya")


def ask_after_bot_session(uow: UnitOfWork, kit: Kit, session: BotSession, now: datetime) -> bool:
    """After a conversation with the assistant alone, at most once a person in 30 days, and by day (stories 19, 24c).

    Args:
        uow: the unit of work that closes the session.
        kit: the use cases' kit.
        session: the closed one.
        now: the present.
    """
    conversation = uow.conversations.get(session.conversation_id, lock=True)
    if conversation is None or conversation.state is not State.BOT or session.handed_over or not session.answered:
        return False
    offered = uow.ratings.offered_at(conversation.contact_id)
    awake = _AWAKE_FROM <= now.astimezone(kit.office.timezone).hour < _AWAKE_UNTIL
    shut = conversation.window_until is not None and conversation.window_until <= now
    gone = uow.conversations.address_of(conversation) is None  # erased meanwhile
    if not awake or shut or gone or (offered is not None and now - offered < BOT_ONLY_EVERY):
        return False
    form_talk.open_form(uow, kit, conversation, FormKind.RATING, now, _mark(trial=session.trial))
    uow.ratings.offer(conversation.contact_id, now)
    says, key = (Say(key="penilaian_tanya"),), f"penilaian:{session.id}"
    changed = form_talk.say(uow, kit, conversation, says, now, kind=FormKind.RATING, thread=None, key=key)
    uow.conversations.save(changed)
    return True


def _mark(*, trial: bool) -> dict[str, str]:
    """What a rating's form remembers of the trial that it is about, which may be given after the office has opened."""
    return {_TRIAL: "ya"} if trial else {}


def is_meant(uow: UnitOfWork, form: Form, rated: Rated) -> bool:
    """Whether a number is the rating: it belongs to the newest message of ours that offered numbers (stories 19)."""
    return not rated.bare or not uow.outbox.asked_since(form.conversation_id, form.opened_at)


def waits_for_remark(form: Form, now: datetime) -> bool:
    """Whether *apa yang perlu kami perbaiki?* was asked a moment ago."""
    return _RATING in form.values and now < form.expires_at


def take(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, rated: Rated, now: datetime
) -> tuple[Say, ...]:
    """Store a rating: month, channel and score, nothing that leads to the person.

    Of a trial it is one too, whenever it is given (`Office.is_trial`, stories 8, 17).
    """
    rating_id = kit.new_id()
    month = f"{now.astimezone(kit.office.timezone):%Y-%m}"
    uow.ratings.add(
        rating_id=rating_id,
        month=month,
        channel=conversation.channel,
        score=rated.score,
        remark=None,
        trial=kit.live.written.is_trial or _TRIAL in form.values,
    )
    consultation = uow.consultations.latest(conversation.id)
    if consultation is not None and consultation.id == form.values.get(_CONSULTATION):
        uow.consultations.save(replace(consultation, rated=True))
    if rated.is_bad:
        uow.forms.save(replace(form, values={_RATING: rating_id}, expires_at=now + REMARK_WITHIN))
        return (Say(key="penilaian_rendah"),)
    uow.forms.remove(conversation.id, FormKind.RATING)
    return (Say(key="penilaian_tertinggi" if rated.above else "penilaian_terima"),)


def take_remark(uow: UnitOfWork, form: Form, remark: str) -> tuple[Say, ...]:
    """Store what should be better, with the rating and with nothing else."""
    uow.ratings.remark(form.values[_RATING], remark)
    uow.forms.remove(form.conversation_id, FormKind.RATING)
    return (Say(key="penilaian_saran"),)


def leave(uow: UnitOfWork, form: Form) -> tuple[Say, ...]:
    """*Lewati*: nothing is said, and nobody queued; a rating that was not given yet may still come (stories 19)."""
    if _RATING in form.values:
        uow.forms.remove(form.conversation_id, FormKind.RATING)
    return ()
