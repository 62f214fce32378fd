"""The guest book in the chat: one message, only what is missing is asked, consent is explicit (stories 7)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from bot.core.contact_fields import without_contacts
from bot.core.forms import stuck
from bot.core.forms.fields import has_identity_number
from bot.core.forms.form import TRIES_MAX, Choice, Form, Outcome, Say, Step
from bot.core.forms.reading import contacts_in, read
from bot.core.forms.words import is_cancel, is_direct, is_no, is_yes, plain
from bot.core.guest_fields import right_address
from bot.core.privacy import masked_email, masked_phone

FIELDS = ("name", "institution", "purpose")
"""What is needed; e-mail is optional in the chat (service_rules A-12)."""

CONTACT = "contact"
"""Asked where a person cannot be reached again: a number or an address (stories 17)."""

BEFORE = "before."
"""Prefix of what a returning person gave last time."""

AGREE = Choice(title="tombol_setuju", value="setuju")
LATER = Choice(title="tombol_isi_nanti", value="nanti")
_SAME = Choice(title="tombol_sama", value="sama")
_CHANGED = Choice(title="tombol_ada_perubahan", value="ubah")
_REFUSE = Choice(title="tombol_tidak_setuju", value="tidak")
_YES_MEANT = Choice(title="tombol_ya_benar", value="ya")
_NOT_MEANT = Choice(title="tombol_bukan", value="bukan")
_LABELS = {"name": "nama", "institution": "instansi/kampus (atau 'perorangan')", "purpose": "keperluan"}
_CONTACT_LABEL = "nomor WhatsApp atau email untuk jawabannya"


def opening(values: Mapping[str, str]) -> Say:
    """The first question: the whole form in one message, or whether all is as before."""
    if f"{BEFORE}name" in values:
        known = {key.removeprefix(BEFORE): value for key, value in values.items() if key.startswith(BEFORE)}
        fields = _as_fields({field: known.get(field, "-") for field in FIELDS})
        reached = _masked_contact(known) if CONTACT in values else None
        if reached is not None:  # where the answer goes is asked again: numbers and addresses change (stories 17)
            fields["tujuan"] = reached
        key = "buku_tamu_sama" if reached is None else "buku_tamu_sama_kontak"
        return Say(key=key, fields=fields, choices=(_SAME, _CHANGED, LATER))
    contact = f", {_CONTACT_LABEL}" if CONTACT in values else ""
    return Say(key="buku_tamu", fields={"kontak": contact}, choices=(AGREE, LATER))


def is_complete(values: Mapping[str, str]) -> bool:
    """Whether name, institution and purpose are there, and the person has agreed."""
    return all(values.get(field) for field in FIELDS) and values.get("consent") == "ya"


def missing(values: Mapping[str, str]) -> tuple[str, ...]:
    """Fields that are still open, in the order in which they are asked."""
    fields = tuple(field for field in FIELDS if not values.get(field))
    wants = CONTACT in values and not (values.get("phone") or values.get("email"))
    return (*fields, CONTACT) if wants else fields


def answer(form: Form, text: str, *, attended: bool) -> Step:
    """What a message (or the value of a pressed button) does to the form.

    Args:
        form: the open form.
        text: what was typed or pressed.
        attended: whether an officer comes anyway, who completes what does not work out here.
    """
    values = dict(form.values)
    if is_direct(text):
        return _left("buku_tamu_nanti")
    if (choice := stuck.chosen(form, text, _once_more(values))) is not None:
        return choice
    if has_identity_number(text):
        return _without_number(form, values, attended)
    if "meant" in values:
        return _meant(form, values, text)
    if f"{BEFORE}name" in values:
        step = _as_before(form, values, text)
        if step is not None:
            return step
    if is_yes(text) or text == "setuju":
        return _go_on(form, values | {"consent": "ya"})
    if "consent" in form.asked and is_no(text):
        return _left("buku_tamu_tanpa_persetujuan")
    if is_no(text) and CONTACT in form.asked and missing(values) == (CONTACT,):
        return _go_on(form, values)  # no way to be reached: the rest was given, and stays
    if is_no(text):
        return _left("buku_tamu_nanti")
    found = read(text, missing(values) if form.asked else ())  # a bare word is asked for before it is believed
    return _take(form, values, found, text) if found else _misread(form, values, text, attended)


def cancel(form: Form, text: str) -> Step | None:
    """*Batal*: gives the form up, where it does not mean the place in the queue."""
    return _left("buku_tamu_batal") if is_cancel(text) else None


def unsure(form: Form, text: str) -> Step:
    """A message that the assistant did not understand is the answer to what was asked."""
    found = read(text, missing(form.values), believed=True)
    return _go_on(form, {**form.values, **found}) if found else Step(outcome=Outcome.PASSED)


def reminder(values: Mapping[str, str]) -> Say:
    """Said once after a question in the middle was answered: what is still open."""
    return Say(key="buku_tamu_ingatkan", fields={"isian": _labels(missing(values)) or "persetujuan"})


def _take(form: Form, values: dict[str, str], found: dict[str, str], text: str) -> Step:
    meant = right_address(found.get("email", ""))
    if meant is not None:
        values = {**values, **found, "meant": meant}
        say = Say(key="isian_email_maksud", fields={"email": meant}, choices=(_YES_MEANT, _NOT_MEANT))
        return Step(outcome=Outcome.OPEN, values=values, asked=form.asked, tries=form.tries, say=(say,))
    return _go_on(form, values | found)


def _meant(form: Form, values: dict[str, str], text: str) -> Step:
    """After *maksudnya …@gmail.com?*: yes takes it, anything else keeps what was typed or takes what comes."""
    meant = values.pop("meant")
    if is_yes(text):
        return _go_on(form, values | {"email": meant})
    return _go_on(form, values | read(text, missing(values)))


def _as_before(form: Form, values: dict[str, str], text: str) -> Step | None:
    """*Sama seperti sebelumnya?* (service_rules 6.6); None = the message already brings the new answers.

    A number or an address alone changes where the answer goes, and nothing else; it is no consent.
    """
    new = {key: value for key, value in values.items() if not key.startswith(BEFORE)}
    reached = contacts_in(text)
    same = is_yes(text) or plain(text).startswith("sama")
    if same or (reached and not plain(without_contacts(text))):
        known = {key.removeprefix(BEFORE): value for key, value in values.items() if key.startswith(BEFORE)}
        kept = {**known, **new, **({"consent": "ya"} if same else {})}
        return _take(form, kept, reached, text) if reached else _go_on(form, kept)
    values.clear()
    values.update(new)
    if text == _CHANGED.value or is_no(text) or plain(text) in {"ada perubahan", "beda", "berubah"}:
        return Step(outcome=Outcome.OPEN, values=values, asked=form.asked, tries=form.tries, say=(opening(values),))
    return None


def _misread(form: Form, values: dict[str, str], text: str, attended: bool) -> Step:
    """A message without an answer in it: explained twice if it tried to be one; then an officer is offered."""
    wrong = _wrong(form, text)
    if wrong is None or stuck.is_stuck(form) or (attended and form.tries >= TRIES_MAX):
        return Step(outcome=Outcome.PASSED)
    return stuck.choose(form, values, "buku_tamu_buntu") if form.tries >= TRIES_MAX else _explain(form, values, wrong)


def _without_number(form: Form, values: dict[str, str], attended: bool) -> Step:
    """The same for a NIK, which never goes its normal way, where it would be stored."""
    if form.tries < TRIES_MAX:
        return _explain(form, values, "isian_tanpa_nik")
    if attended or stuck.is_stuck(form):
        return _left("buku_tamu_nanti" if attended else "buku_tamu_batal")
    return stuck.choose(form, values, "buku_tamu_buntu")


def _once_more(values: Mapping[str, str]) -> Say:
    return reminder(values) if any(values.get(field) for field in FIELDS) else opening(values)


def _wrong(form: Form, text: str) -> str | None:
    """Which explanation a message deserves that tries to be an answer and is none."""
    if "?" in text:
        return None
    if "@" in text and len(text.split()) <= 8:
        return "isian_email_keliru"
    digits = sum(character.isdigit() for character in text)
    if digits >= 8 and len(text.split()) <= 4:
        return "isian_nomor_keliru" if CONTACT in missing(form.values) else "isian_nama_keliru"
    parts = [part for part in text.split(",") if part.strip()]
    if len(parts) in (3, 4) and "name" in missing(form.values) and any(map(str.isdigit, parts[0])):
        return "isian_nama_keliru"
    return None


def _explain(form: Form, values: dict[str, str], key: str) -> Step:
    say = (Say(key=key),)
    return Step(outcome=Outcome.OPEN, values=values, asked=form.asked, tries=form.tries + 1, say=say)


def _go_on(form: Form, values: Mapping[str, str]) -> Step:
    """Ask what is missing and was not asked yet, once each, then for consent; only with it it is done."""
    open_fields = [field for field in missing(values) if field not in form.asked]
    if open_fields:
        say = Say(key="buku_tamu_lengkapi", fields={"isian": _labels(open_fields)})
        return _asking(form, values, tuple(open_fields), say)
    if "consent" not in values and not any(values.get(field) for field in FIELDS):
        return _left("buku_tamu_nanti")  # nothing was given that one could agree to
    if "consent" not in values:
        return _ask_consent(form, values)
    key = "buku_tamu_selesai" if is_complete(values) else "buku_tamu_sebagian"
    return Step(outcome=Outcome.DONE, values=values, asked=form.asked, say=(Say(key=key),))


def _ask_consent(form: Form, values: Mapping[str, str]) -> Step:
    """Show what would be kept; what is corrected then is shown again, twice at most (service_rules 12.3)."""
    again = "consent" in form.asked
    if again and form.tries >= TRIES_MAX:
        return _left("buku_tamu_nanti")
    shown = {field: values.get(field, "-") for field in FIELDS}
    say = Say(key="buku_tamu_setuju", fields=_as_fields(shown), choices=(AGREE, _REFUSE))
    step = _asking(form, values, () if again else ("consent",), say)
    return replace(step, tries=form.tries + again)


def _asking(form: Form, values: Mapping[str, str], fields: tuple[str, ...], say: Say) -> Step:
    return Step(outcome=Outcome.OPEN, values=values, asked=(*form.asked, *fields), tries=form.tries, say=(say,))


def _left(key: str) -> Step:
    return Step(outcome=Outcome.LEFT, say=(Say(key=key),))


def _labels(fields: Sequence[str]) -> str:
    names = {**_LABELS, CONTACT: _CONTACT_LABEL}
    return ", ".join(names[field] for field in fields)


def _masked_contact(known: Mapping[str, str]) -> str | None:
    """Where a person was reached last time, as little of it as tells them which one it is (stories 15)."""
    phone, email = known.get("phone"), known.get("email")
    return masked_phone(phone) if phone else masked_email(email) if email else None


def _as_fields(shown: Mapping[str, str]) -> dict[str, str]:
    return {"nama": shown["name"], "instansi": shown["institution"], "keperluan": shown["purpose"]}
