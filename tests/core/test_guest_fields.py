"""What visitors type into the guest book (service_rules 8.1, stories 7 and 18)."""

import pytest

from bot.core.errors import GuestRefused
from bot.core.guest_fields import INSTITUTIONS, Guest, read_guest, right_address
from tests.visitors import TYPED, guest


def faults(complete: bool = True, **typed: str) -> dict[str, str]:
    with pytest.raises(GuestRefused) as refused:
        read_guest({**TYPED, **typed}, complete=complete)
    return dict(refused.value.faults)


def test_what_was_typed_is_tidied() -> None:
    """8.1: e-mail in lower case, number in one form, blanks single."""
    seen = guest(name="  Siti   Aminah ", email="Siti@Contoh.Example.ORG", phone="0800-0000-0001")
    assert seen == Guest(
        name="Siti Aminah",
        need="jumlah penduduk Hanau 2023",
        email="siti@contoh.example.org",
        phone="+6280000000001",
        institution_category="perorangan",
    )


NAMES = [
    pytest.param("Drs. Budi D'Arcy-Noor, M.Si.", id="degrees, apostrophe, hyphen"),
    pytest.param("Ñandú Łukasz", id="letters of other alphabets"),
    pytest.param("محمد علي", id="written from the right"),
    pytest.param("Ng", id="two letters"),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_of_people_are_taken(name: str) -> None:
    """8.1: letters, blanks and . ' - (and the comma before a degree)."""
    assert guest(name=name).name == name


HOSTILE_NAMES = [
    pytest.param("", "kosong", id="empty"),
    pytest.param("<script>alert(1)</script>", "keliru", id="markup"),
    pytest.param("siti@example.invalid", "keliru", id="an e-mail"),
    pytest.param("080000000001", "keliru", id="a number"),
    pytest.param("=HYPERLINK(1)", "keliru", id="a formula"),
    pytest.param("A", "keliru", id="one letter"),
    pytest.param("....", "keliru", id="no letters"),
    pytest.param("a" * 10_000, "panjang", id="10,000 letters"),
    pytest.param("🙂🙂🙂", "keliru", id="pictures"),
]


@pytest.mark.parametrize(("name", "code"), HOSTILE_NAMES)
def test_what_is_no_name_is_explained(name: str, code: str) -> None:
    """8.1: 2-100 letters; not a phone, not an e-mail."""
    assert faults(name=name) == {"name": code}


def test_direction_signs_are_taken_out() -> None:
    """Nobody turns another person's line around: U+202E and its kind never get into the store."""
    seen = guest(name="Siti\u202e Aminah\u200f", need="data \u202emiskin\u2066 2023\x00\ufeff")
    assert (seen.name, seen.need) == ("Siti Aminah", "data miskin 2023")


EMAILS = [
    pytest.param("", "kosong", id="neither given nor declined"),
    pytest.param("siti", "keliru", id="no at"),
    pytest.param("siti@contoh", "keliru", id="no dot"),
    pytest.param("siti@@example.invalid", "keliru", id="two at"),
    pytest.param('"<b>"@example.invalid', "keliru", id="markup"),
    pytest.param("a" * 250 + "@example.invalid", "keliru", id="above 254"),
    pytest.param("siti@gmial.com", "mungkin_keliru", id="a slip of the finger"),
]


@pytest.mark.parametrize(("email", "code"), EMAILS)
def test_an_email_is_checked(email: str, code: str) -> None:
    """8.1: RFC shape, at most 254, typos are asked about."""
    assert faults(email=email) == {"email": code}


def test_a_strange_address_may_be_right() -> None:
    """8.1: a typo is confirmed, not refused for good."""
    assert right_address("siti@gmial.com") == "siti@gmail.com"
    assert guest(email="siti@gmial.com", confirmed_email="siti@gmial.com").email == "siti@gmial.com"


def test_nobody_needs_an_email() -> None:
    """Stories 18: a grandmother without e-mail ticks one box."""
    assert guest(email="", no_email="ya").email is None


@pytest.mark.parametrize("phone", ["0800-0000-0001", "6280000000001", "+62 800 0000 0001", "(0800) 00000001"])
def test_a_number_has_one_form(phone: str) -> None:
    """8.1: 08…, 628… and +62 8… are the same number."""
    assert guest(phone=phone).phone == "+6280000000001"


@pytest.mark.parametrize("phone", ["12345", "0800", "08" + "0" * 13, "080000abc0001", "٠٨٠٠٠٠٠٠٠٠٠١"])
def test_what_is_no_number_is_explained(phone: str) -> None:
    """8.1: 9-13 digits after +62."""
    assert faults(phone=phone) == {"phone": "keliru"}


def test_everything_wrong_is_told_at_once() -> None:
    """Stories 7: nobody is sent through the form field by field."""
    assert read_faults({}) == {
        "name": "kosong",
        "need": "kosong",
        "email": "kosong",
        "institution": "kosong",
        "institution_category": "pilih",
        "consent": "setuju",
    }


def read_faults(typed: dict[str, str]) -> dict[str, str]:
    with pytest.raises(GuestRefused) as refused:
        read_guest(typed, complete=True)
    return dict(refused.value.faults)


def test_an_officer_needs_a_name_and_a_need_only() -> None:
    """Stories 18: registered in 20 seconds; the institution may come later."""
    typed = {"name": "Siti", "need": "data sawit", "no_email": "ya", "consent": "ya"}
    assert read_guest(typed, complete=False).institution_category is None


def test_an_institution_has_a_name_unless_one_comes_alone() -> None:
    """8.1: nama_instansi is required unless perorangan."""
    assert faults(institution_category="swasta") == {"institution": "kosong"}
    assert guest(institution_category="swasta", institution="PT Contoh").institution == "PT Contoh"


def test_choices_are_only_those_offered() -> None:
    """A forged form stores nothing that no one offered."""
    assert faults(sex="x", institution_category="<b>", institution="PT Contoh") == {
        "sex": "pilih",
        "institution_category": "pilih",
    }


@pytest.mark.parametrize(("need", "code"), [("", "kosong"), ("data", "pendek"), ("a" * 10_000, "panjang")])
def test_a_need_has_5_to_1000_signs(need: str, code: str) -> None:
    """8.1: kebutuhan."""
    assert faults(need=need) == {"need": code}


def test_consent_is_a_yes() -> None:
    """8.1, 12.3: without an explicit yes nothing is stored."""
    assert faults(consent="") == {"consent": "setuju"}


def test_labels_fit_a_list_of_whatsapp() -> None:
    """Stories 7: ten rows of at most 24 characters, with Perorangan."""
    assert len(INSTITUTIONS) == 10
    assert max(map(len, INSTITUTIONS.values())) <= 24
