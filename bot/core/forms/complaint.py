"""The complaint in the chat: the story once, the name if one likes, then number and code (service_rules 8.2, 10)."""

import hashlib
import re

from bot.core.courtesy import is_courtesy
from bot.core.forms import stuck
from bot.core.forms.asking import judges, searches
from bot.core.forms.complaint_name import hides, named, needs_no_name, speaks_of_hiding
from bot.core.forms.fields import has_identity_number, without_identity_number, words_beside_number
from bot.core.forms.form import TRIES_MAX, Choice, Form, Outcome, Say, Step
from bot.core.forms.words import FILLERS, asks_officer, is_cancel, plain

STORY_MIN, STORY_MAX = 10, 2_000
TOLD_AT_LENGTH = 60
"""From so many letters on, the message that asked for the flow is the story itself: it is told once (stories 5)."""

ANONYMOUS, NAMELESS = "anonim", "tanpa nama"
_ANONYMOUS = Choice(title="tombol_anonim", value=ANONYMOUS)
_NAMELESS = Choice(title="tombol_tanpa_nama", value=NAMELESS)
_CANCEL = Choice(title="tombol_batal", value="batal")
_PIECES = "pieces"  # told in too few words so far
_CODE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
CODE_LENGTH = 6
_PARTS = re.compile(r"[,.;\n]+")
_QUESTION_MAX = 80
_ASKS = re.compile(
    r"\b(?:berapa|brp|apa|apakah|bagaimana|gimana|gmn|mana|di ?mana|kapan|siapa|bisakah|bolehkah|adakah)\b",
    re.IGNORECASE,
)
_OF_THE_STORY = re.compile(
    r"\b(?:kenapa|knp|mengapa|kok|petugas|pegawai|loket|layan|pelayanan|aduan|pengaduan|lapor|laporan|dia|mereka|beliau"
    r"|kasar|marah|bentak|dibentak|uang|bayar|dibayar|(?:men|n|t)unggu|antri|antre|antrian|antrean|pantas|wajar)(?:nya|an)?\b"
    r"|\b(?:saya|sy|aku|kami|ulun)\s+(?:malah\s+|sudah\s+|harus\s+)?di\w{3,}",
    re.IGNORECASE,
)
"""What a question about the complaint itself holds; also what was done to somebody: *saya disuruh pulang*."""
_WHY = re.compile(r"\b(?:kenapa|knp|mengapa|kok)\b", re.IGNORECASE)
_MAY = re.compile(r"\b(?:bisa|boleh|kah)\b", re.IGNORECASE)


def opening() -> Say:
    """Ask for the story."""
    return Say(key="aduan_cerita")


def told(story: str) -> Step:
    """The message that asked for the flow is the story: only the name is asked, which also confirms it."""
    say = Say(key="aduan_cerita_dipakai", choices=(_ANONYMOUS, _NAMELESS, _CANCEL))
    return Step(outcome=Outcome.OPEN, values={"story": story[:STORY_MAX]}, asked=("story", "name"), say=(say,))


def answer(form: Form, text: str, *, evidence: bool = False) -> Step:
    """What a message does to the form.

    Args:
        form: the open form.
        text: what was typed, or a file's caption.
        evidence: a file came with it, which belongs to the complaint.
    """
    values = dict(form.values)
    if is_cancel(text):
        return Step(outcome=Outcome.LEFT, say=(Say(key="aduan_batal"),))
    if (choice := stuck.chosen(form, text, opening())) is not None:
        return choice
    if has_identity_number(text):
        return _with_number(form, values, text)
    if evidence and len(text.strip()) < STORY_MIN:
        return _keep(form, Say(key="aduan_bukti"))
    if not evidence and (aside := _aside(form, text)) is not None:
        return aside
    if not values.get("story"):
        return _story(form, values, text)
    return _name(form, values, text)


def reminder() -> Say:
    """Said once after a question in the middle was answered: the name is still open."""
    return Say(key="aduan_ingatkan", choices=(_ANONYMOUS, _NAMELESS, _CANCEL))


def code_from(token: str) -> str:
    """A code of six letters and digits from a random token; none that look alike."""
    drawn = hashlib.sha256(token.encode()).digest()
    return "".join(_CODE_LETTERS[byte % len(_CODE_LETTERS)] for byte in drawn[:CODE_LENGTH])


def code_hash(number: str, code: str) -> str:
    """What is stored of a code."""
    return hashlib.sha256(f"{number}:{code.upper()}".encode()).hexdigest()


def _aside(form: Form, text: str) -> Step | None:
    """What is neither story nor name: a question, a wish for an officer, a thanks before anything is told."""
    told = bool(form.values.get("story"))
    if asks_officer(text):  # a story that is told waits for its name, whoever else is spoken to meanwhile
        return Step(outcome=Outcome.PASSED if told else Outcome.OFFICER, values=form.values)
    passes = (_is_question(text) or _is_search(text)) if told else (_is_plain_question(text) or is_courtesy(text))
    return Step(outcome=Outcome.PASSED) if passes else None


def _story(form: Form, values: dict[str, str], text: str) -> Step:
    """The story, with what was told before it in too few words; after two explanations the pieces together are it."""
    said = text.strip()
    story = _joined(values.get(_PIECES, ""), said)
    if len(said) < STORY_MIN and (form.tries < TRIES_MAX or len(story) < STORY_MIN):
        return _explain(form, values | {_PIECES: story[:STORY_MAX]}, "aduan_terlalu_singkat")
    if len(said) > STORY_MAX and form.tries < TRIES_MAX:
        return _explain(form, values, "aduan_terlalu_panjang")
    say = Say(key="aduan_nama", choices=(_ANONYMOUS, _NAMELESS, _CANCEL))
    return Step(outcome=Outcome.OPEN, values={"story": story[:STORY_MAX]}, asked=("story", "name"), say=(say,))


def _with_number(form: Form, values: dict[str, str], text: str) -> Step:
    """Explained twice; then what was told counts without the number (3.6)."""
    if form.tries < TRIES_MAX:
        return _explain(form, values, "isian_tanpa_nik")
    if values.get("story"):
        return Step(outcome=Outcome.DONE, values=values)  # filed without a name
    if words_beside_number(text) >= STORY_MIN:
        return _story(form, values, without_identity_number(text))
    return _explain(form, values, "isian_tanpa_nik")


def _joined(before: str, said: str) -> str:
    pieces = before.splitlines()
    return before if said in pieces else "\n".join((*pieces, said))


def _name(form: Form, values: dict[str, str], text: str) -> Step:
    """A name, *anonim* or *tanpa nama*; anything longer goes on with the story, and the name is asked once more."""
    if hides(text):
        return Step(outcome=Outcome.DONE, values=values | {"anonymous": "ya"})
    if needs_no_name(text) or is_courtesy(text):
        return Step(outcome=Outcome.DONE, values=values)
    if (name := named(text)) and not _OF_THE_STORY.search(text):
        return Step(outcome=Outcome.DONE, values=values | {"name": name})
    values["story"] = f"{values['story']}\n{text.strip()}"[:STORY_MAX]
    if form.tries >= TRIES_MAX:
        return Step(outcome=Outcome.DONE, values=values)
    say = Say(key="aduan_ditambah", choices=(_ANONYMOUS, _NAMELESS, _CANCEL))
    return Step(outcome=Outcome.OPEN, values=values, asked=form.asked, tries=form.tries + 1, say=(say,))


def _is_question(text: str) -> bool:
    """One short question of its own; what may still be about the complaint never leaves it (stories 5)."""
    words = text.strip()
    if len(words) > _QUESTION_MAX or "\n" in words:
        return False
    if speaks_of_hiding(words) and (_ASKS.search(words) or _MAY.search(words)) and not _WHY.search(words):
        return True  # what *anonim* means is asked before it is chosen
    asks = words.endswith("?") or _ASKS.match(words) is not None
    return asks and not _OF_THE_STORY.search(words)


def _is_plain_question(text: str) -> bool:
    """A question before anything is told: one clause without a judgement, for in doubt it is the story itself."""
    clauses = [part for part in _PARTS.split(text) if set(plain(part).split()) - FILLERS]
    return _is_question(text) and (speaks_of_hiding(text) or (len(clauses) == 1 and not judges(text)))


def _is_search(text: str) -> bool:
    """Figures that are looked for instead of a name: *luas panen padi seruyan 2023*."""
    return len(text) <= _QUESTION_MAX and searches(text) and not _OF_THE_STORY.search(text)


def _explain(form: Form, values: dict[str, str], key: str) -> Step:
    """Say what is wrong, twice at most; then the published ways, and once more or an officer, as the person likes."""
    ways = (Say(key="aduan_kanal"), Say(key="aduan_meja"))
    if stuck.is_stuck(form):
        return Step(outcome=Outcome.LEFT, say=(Say(key="aduan_belum"), *ways))
    if form.tries >= TRIES_MAX:
        return stuck.choose(form, values, "aduan_buntu", *ways)
    return Step(outcome=Outcome.OPEN, values=values, asked=form.asked, tries=form.tries + 1, say=(Say(key=key),))


def _keep(form: Form, say: Say) -> Step:
    return Step(outcome=Outcome.OPEN, values=form.values, asked=form.asked, tries=form.tries, say=(say,))
