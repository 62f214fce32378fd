"""Confirmations of the privacy commands; what is neither the word nor *batal* goes its normal way (12.5)."""

from collections.abc import Mapping

from bot.core.forms.asking import is_asking
from bot.core.forms.fields import has_identity_number, without_identity_number
from bot.core.forms.form import TRIES_MAX, Choice, Form, FormKind, Outcome, Say, Step
from bot.core.forms.reading import contacts_in, corrections_in
from bot.core.forms.words import is_cancel, is_yes, plain

COPY = "salinan"
_WISH_MAX = 500
_CONFIRM = {FormKind.ERASE: "hapus", FormKind.WITHDRAW: "tarik"}
_SHOWN = {"name": "nama", "institution": "instansi", "purpose": "keperluan", "email": "email", "phone": "nomor"}
CANCEL = Choice(title="tombol_batal", value="batal")


def confirm(form: Form, text: str) -> Step:
    """*HAPUS* or *TARIK* confirms, *batal* does not, anything else is no answer."""
    if is_cancel(text):
        return Step(outcome=Outcome.LEFT, say=(Say(key="privasi_batal"),))
    done = plain(text) == _CONFIRM[form.kind]
    return Step(outcome=Outcome.DONE if done else Outcome.PASSED, values=form.values)


def correct(form: Form, text: str) -> Step:
    """What shall be corrected, then whether it was understood; words that name no field go to an officer."""
    if is_cancel(text):
        return Step(outcome=Outcome.LEFT, say=(Say(key="privasi_batal"),))
    if has_identity_number(text):
        return _without_number(form, text)
    if form.values and is_yes(text):
        return Step(outcome=Outcome.DONE, values=form.values)
    found = corrections_in(text) | contacts_in(text)
    if not found and is_asking(text):
        return Step(outcome=Outcome.PASSED)
    if not found:
        wish = " ".join(text.split())[:_WISH_MAX]
        return Step(outcome=Outcome.DONE, values={"wish": wish})
    yes = Choice(title="tombol_ya_benar", value="ya")
    say = Say(key="perbaiki_konfirmasi", fields={"isian": in_words(found)}, choices=(yes, CANCEL))
    return Step(outcome=Outcome.OPEN, values=found, say=(say,))


def in_words(found: Mapping[str, str]) -> str:
    """*nama Budi Santoso, instansi UMPR*: what shall stand there from now on."""
    return ", ".join(f"{_SHOWN[field]} {value}" for field, value in found.items() if field in _SHOWN)


def _without_number(form: Form, text: str) -> Step:
    """Explained twice at most; then a person takes the wish over, without the number (service_rules 8.1)."""
    if form.tries >= TRIES_MAX:
        wish = " ".join(without_identity_number(text).split())[:_WISH_MAX]
        return Step(outcome=Outcome.DONE, values={"wish": wish})
    return Step(outcome=Outcome.OPEN, values=form.values, tries=form.tries + 1, say=(Say(key="isian_tanpa_nik"),))


def prove(form: Form, text: str, name: str) -> Step:
    """A number that was silent for six months gives the name on record first (stories 15)."""
    if is_cancel(text):
        return Step(outcome=Outcome.LEFT, say=(Say(key="privasi_batal"),))
    if is_asking(text):
        return Step(outcome=Outcome.PASSED)
    if plain(text).removeprefix("nama saya ") == plain(name):
        return Step(outcome=Outcome.DONE, values=form.values)
    if form.tries + 1 >= TRIES_MAX:
        return Step(outcome=Outcome.LEFT, say=(Say(key="data_saya_nama_beda"),))
    return Step(outcome=Outcome.OPEN, values=form.values, tries=form.tries + 1, say=(Say(key="data_saya_nama_ulang"),))
