"""Who is who: one person under several identifiers, and never two persons in one conversation (platforms 1.5)."""

from dataclasses import dataclass, replace

import pytest

from bot.core.conversations import Address, Conversation, State
from bot.services.kit import Kit

CHANNEL = "whatsapp"


def wa(value: str = "620000000001") -> Address:
    return Address(channel=CHANNEL, kind="wa_id", value=value)


def bsuid(value: str = "ID.1") -> Address:
    return Address(channel=CHANNEL, kind="bsuid", value=value)


def phone(value: str = "620000000001") -> Address:
    return Address(channel=CHANNEL, kind="phone", value=value)


@dataclass
class People:
    kit: Kit

    def at(self, address: Address, *also: Address) -> str:
        """The conversation that a message with these identifiers belongs to."""
        with self.kit.uow() as uow:
            found = uow.conversations.at(address, self.kit.new_id, self.kit.clock(), also)
            uow.commit()
        return found.id

    def reached(self, conversation_id: str) -> Address | None:
        """Where its replies go."""
        with self.kit.uow.read() as uow:
            conversation: Conversation | None = uow.conversations.get(conversation_id)
            assert conversation is not None
            return uow.conversations.address_of(conversation)


@pytest.fixture
def people(kit: Kit) -> People:
    return People(kit)


def test_the_same_identifier_is_the_same_person(people: People) -> None:
    """A conversation is found again, and never another person's."""
    first = people.at(wa())
    assert people.at(wa()) == first
    assert people.at(wa("620000000002")) != first


def test_the_same_value_of_another_kind_or_channel_is_somebody_else(people: People) -> None:
    """An identifier is channel, kind and value together."""
    ids = {
        people.at(address)
        for address in (
            Address(channel=CHANNEL, kind="wa_id", value="1"),
            Address(channel=CHANNEL, kind="bsuid", value="1"),
            Address(channel="telegram", kind="chat_id", value="1"),
        )
    }
    assert len(ids) == 3


def test_a_business_scoped_id_is_added_to_a_known_number(people: People) -> None:
    """The change of 2026: first the number, then both, then the new id alone: one conversation all along."""
    first = people.at(wa())
    assert people.at(wa(), bsuid()) == first
    assert people.at(bsuid()) == first
    assert people.reached(first) == wa()


def test_a_number_is_added_to_a_known_business_scoped_id(people: People) -> None:
    """The other way round: replies go to the number as soon as it is known."""
    first = people.at(bsuid())
    assert people.reached(first) == bsuid()
    assert people.at(bsuid(), wa()) == first
    assert people.reached(first) == wa()


def test_a_business_scoped_id_alone_is_enough(people: People) -> None:
    """Who adopts a username may send no number at all."""
    first = people.at(bsuid())
    assert people.at(bsuid()) == first
    assert people.reached(first) == bsuid()


def test_two_contacts_that_turn_out_to_be_one_are_joined(people: People) -> None:
    """Number and business-scoped id came apart first: from now on one conversation, and the old one is reachable."""
    by_number, by_scope = people.at(wa()), people.at(bsuid())
    assert by_number != by_scope
    assert people.at(wa(), bsuid()) == by_scope
    assert people.at(wa()) == by_scope
    assert people.at(bsuid()) == by_scope
    assert people.reached(by_scope) == wa()
    assert people.reached(by_number) == wa()  # an officer may still have a reply in it


def test_all_identifiers_of_a_joined_contact_follow(people: People) -> None:
    """One person is one conversation, whichever of the identifiers the next message has."""
    people.at(wa("620000000009"), phone())
    by_scope = people.at(bsuid())
    assert people.at(wa("620000000009"), bsuid()) == by_scope
    assert people.at(phone()) == by_scope


def test_a_recycled_number_belongs_to_who_is_known_under_the_other_id(people: People) -> None:
    """A number given to somebody else: that person's own conversation goes on; the former one's stays closed to it."""
    former, latter = people.at(wa(), bsuid("ID.1")), people.at(bsuid("ID.2"))
    assert people.at(wa(), bsuid("ID.2")) == latter
    assert people.at(wa()) == latter
    assert people.at(bsuid("ID.1")) == former
    assert people.reached(latter) == wa()
    assert people.reached(former) == bsuid("ID.1")


def test_a_recycled_number_with_a_new_id_is_another_person(people: People) -> None:
    """stories 15, platforms 1.5: numbers are recycled; nobody may read on in a stranger's conversation."""
    former = people.at(wa(), bsuid("ID.1"))
    latter = people.at(wa(), bsuid("ID.2"))
    assert latter != former
    assert people.at(wa(), bsuid("ID.2")) == latter
    assert people.at(bsuid("ID.1")) == former
    assert people.reached(former) == bsuid("ID.1")


def test_the_identifier_told_first_decides(people: People) -> None:
    """Two contacts and no lasting id: replies went to the first one told; it is not the database that chooses."""
    by_phone = people.at(phone("620000000003"))
    known = people.at(wa("620000000003"), bsuid())
    assert people.at(wa("620000000003"), phone("620000000003")) == known != by_phone
    assert people.at(bsuid()) == known


def test_who_is_waiting_for_an_officer_stays_in_that_conversation(people: People) -> None:
    """Dropping nobody: when two contacts turn out to be one person, the conversation at the desk goes on."""
    by_number, by_scope = people.at(wa()), people.at(bsuid())
    with people.kit.uow() as uow:
        found = uow.conversations.get(by_number, lock=True)
        assert found is not None
        uow.conversations.save(replace(found, state=State.WAITING))
        uow.commit()
    assert people.at(wa(), bsuid()) == by_number
    assert people.at(bsuid()) == by_number
    assert people.reached(by_scope) == wa()  # what was still to be sent there reaches the same person
