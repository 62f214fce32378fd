"""The privacy commands in the chat: notice, a masked look, correction, erasure, withdrawal (service_rules 12.5)."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.core.conversations import Conversation
from bot.core.forms import privacy as machine
from bot.core.forms.form import Choice, Form, FormKind, Outcome, Say, Step
from bot.core.forms.words import wants_copy
from bot.core.guests import GuestBook
from bot.core.privacy import (
    DONE,
    DUE_AFTER,
    NOTICE_VERSION,
    PrivacyRequest,
    masked_address,
    masked_email,
    masked_phone,
    masked_words,
    request_number,
)
from bot.core.service_hours import describe_opening
from bot.services import complaint_form, form_talk, guest_book
from bot.services.kit import Kit
from bot.services.ports import UnitOfWork
from bot.services.wake import DESK

CONFIRM_WITHIN = timedelta(hours=1)
_PROVEN = "proven"
_NAMED_MAX = 3
"""Newest complaints that the look at one's own data names; the copy holds all."""
_COPY = Choice(title="tombol_minta_salinan", value=machine.COPY)


@dataclass(frozen=True, kw_only=True)
class Started:
    """What a command opened, and what is said."""

    form: Form
    say: tuple[Say, ...]


def start(uow: UnitOfWork, kit: Kit, conversation: Conversation, kind: FormKind, now: datetime) -> Started:
    """Begin one of the privacy commands; each has a form of its own until it is confirmed or forgotten."""
    form = form_talk.open_form(uow, kit, conversation, kind, now, lifetime=CONFIRM_WITHIN)
    if kind is FormKind.NOTICE:
        uow.forms.remove(conversation.id, kind)
        return Started(form=form, say=(Say(key="privasi_isi"),))
    row = uow.guest_books.latest(conversation.contact_id)
    if kind in (FormKind.MY_DATA, FormKind.CORRECT) and _must_prove(uow, row, conversation, now):
        return Started(form=form, say=(Say(key="data_saya_nama"),))
    return Started(form=form, say=_opening(uow, kit, conversation, form, row, now))


def answer(uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, text: str, now: datetime) -> Step | None:
    """What a message (or a pressed button's value) does to an open privacy form; None = it is no answer to it."""
    row = uow.guest_books.latest(conversation.contact_id)
    guarded = form.kind in (FormKind.MY_DATA, FormKind.CORRECT) and _PROVEN not in form.values
    if guarded and row is not None and _must_prove(uow, row, conversation, now):
        proof = _proof(uow, kit, conversation, form, row, text, now)
        return None if proof.outcome is Outcome.PASSED else proof
    match form.kind:
        case FormKind.ERASE | FormKind.WITHDRAW:
            step = machine.confirm(form, text)
        case FormKind.CORRECT:
            step = machine.correct(replace(form, values=_without_proof(form)), text)
        case FormKind.MY_DATA if wants_copy(text):
            step = Step(outcome=Outcome.DONE, values=form.values)
        case _:
            return None
    if step.outcome is Outcome.PASSED:
        return None
    if step.outcome is Outcome.DONE:
        return replace(step, say=_done(uow, kit, conversation, form.kind, dict(step.values), row, now))
    return replace(step, values={**step.values, **_proof_of(form)})


def _opening(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, row: GuestBook | None, now: datetime
) -> tuple[Say, ...]:
    match form.kind:
        case FormKind.MY_DATA:
            return (_my_data(uow, kit, conversation, row, now),)
        case FormKind.CORRECT:
            return (Say(key="perbaiki_data_tanya"),)
        case FormKind.ERASE:
            confirm = Choice(title="tombol_hapus", value="hapus")
            fields = {"tetap": _what_stays(uow, conversation, now), "batas_waktu": _due(kit, now)}
            return (Say(key="hapus_data_tanya", fields=fields, choices=(confirm, machine.CANCEL)),)
        case _:
            confirm = Choice(title="tombol_tarik", value="tarik")
            return (Say(key="tarik_persetujuan_tanya", choices=(confirm, machine.CANCEL)),)


def _done(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    kind: FormKind,
    values: dict[str, str],
    row: GuestBook | None,
    now: datetime,
) -> tuple[Say, ...]:
    """Carry out what was confirmed, or note it for a person with the clock of 72 hours."""
    named = kind is FormKind.CORRECT and "wish" not in values
    by_itself = kind is FormKind.WITHDRAW or (named and row is not None)
    wish = machine.in_words(values) if named and not by_itself else values.get("wish")
    request = uow.privacy_requests.open_of(conversation.contact_id, kind)
    if request is None or by_itself:
        request = _note(uow, kit, conversation, kind, now, wish=wish, done=by_itself)
    elif wish is not None:
        _add_wish(uow, request, wish)
    if kind is FormKind.WITHDRAW:
        uow.guest_books.withdraw(conversation.contact_id)
        return (Say(key="tarik_persetujuan_selesai", fields={"nomor": request.number}),)
    if by_itself and row is not None:
        uow.guest_books.save(replace(row, **guest_book.columns(values)))
        return (Say(key="perbaiki_selesai", fields={"nomor": request.number}),)
    key = "hapus_data_diterima" if kind is FormKind.ERASE else "permintaan_diterima"
    return (
        Say(key=key, fields={"nomor": request.number, "batas_waktu": describe_opening(request.due_at, kit.office)}),
    )


def _note(
    uow: UnitOfWork,
    kit: Kit,
    conversation: Conversation,
    kind: FormKind,
    now: datetime,
    *,
    wish: str | None,
    done: bool,
) -> PrivacyRequest:
    day = now.astimezone(kit.office.timezone).date()
    request = PrivacyRequest(
        number=request_number(day, uow.privacy_requests.next_ordinal(day)),
        kind=kind,
        requested_at=now,
        due_at=now + DUE_AFTER,
        contact_id=conversation.contact_id,
        conversation_id=conversation.id,
        wish=wish,
        done_at=now if done else None,
        result=DONE if done else None,
    )
    uow.privacy_requests.add(request)
    uow.audit.add(at=now, actor_id=None, action=f"privacy.{kind.value}", subject=request.number, detail={})
    uow.wake(DESK)
    return request


def _add_wish(uow: UnitOfWork, request: PrivacyRequest, wish: str) -> None:
    """What else shall be corrected joins the open request, whose clock runs on; the same twice is one."""
    wishes = (request.wish or "").splitlines()
    if wish not in wishes:
        uow.privacy_requests.save(replace(request, wish="\n".join((*wishes, wish))))
        uow.wake(DESK)


def _proof(
    uow: UnitOfWork, kit: Kit, conversation: Conversation, form: Form, row: GuestBook, text: str, now: datetime
) -> Step:
    step = machine.prove(form, text, row.name or "")
    if step.outcome is not Outcome.DONE:
        return step
    says = _opening(uow, kit, conversation, form, row, now)
    return Step(outcome=Outcome.OPEN, values={_PROVEN: "ya"}, say=says)


def _proof_of(form: Form) -> dict[str, str]:
    return {_PROVEN: "ya"} if _PROVEN in form.values else {}


def _without_proof(form: Form) -> dict[str, str]:
    return {key: value for key, value in form.values.items() if key != _PROVEN}


def _must_prove(uow: UnitOfWork, row: GuestBook | None, conversation: Conversation, now: datetime) -> bool:
    return row is not None and bool(row.name) and guest_book.is_doubtful(uow, row, conversation, now)


def _my_data(uow: UnitOfWork, kit: Kit, conversation: Conversation, row: GuestBook | None, now: datetime) -> Say:
    """What is stored, masked: whoever holds the phone sees no more (stories 15)."""
    address = uow.conversations.address_of(conversation)
    account = "-" if address is None else masked_address(address)
    filed = [each.number for each in complaint_form.known_to(uow, conversation, now)][:_NAMED_MAX]
    complaints = f", aduan {', '.join(filed)}" if filed else ""
    if row is None:
        return Say(key="data_saya_kosong", fields={"akun": account, "aduan": complaints}, choices=(_COPY,))
    fields = {
        "nama": masked_words(row.name or "-"),
        "instansi": masked_words(row.institution or "-"),
        "email": masked_email(row.email) if row.email else "-",
        "akun": f"{masked_phone(row.phone)}, {account}" if row.phone else account,
        "aduan": complaints,
        "setuju": "-" if row.consent_at is None else f"{row.consent_at.astimezone(kit.office.timezone):%d-%m-%Y}",
        "versi": row.consent_version or NOTICE_VERSION,
    }
    return Say(key="data_saya_isi", fields=fields, choices=(_COPY,))


def _what_stays(uow: UnitOfWork, conversation: Conversation, now: datetime) -> str:
    numbers = [each.number for each in complaint_form.known_to(uow, conversation, now) if each.is_open]
    return "".join(f", aduan {number} sampai selesai" for number in numbers)


def _due(kit: Kit, now: datetime) -> str:
    return describe_opening(now + DUE_AFTER, kit.office)
