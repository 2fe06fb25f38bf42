"""Joining, leaving, and what those who run a group do."""

from __future__ import annotations

import pytest

from tests.store.community import NOW, a_store, refuse
from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.store import Store
from tuigroup.wire import limits
from tuigroup.wire.ops import (
    AnswerRequest,
    Claim,
    CloseGroup,
    Credentials,
    GroupSettings,
    HandOver,
    Join,
    Leave,
    MeetingIn,
    Propose,
    SetUp,
)
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.words import GroupKind, Standing


@pytest.fixture
def store() -> Store:
    return a_store()


def test_joining_under_an_alias_of_ones_own(store: Store) -> None:
    key = actions.join(store, 2, " quiet_\x1b[1mowl ", "Hello", "code-1\n")
    assert store.outbox.sendable(NOW) == [Join(k=key, g=2, alias="quiet_owl", word="Hello", code="code-1")]
    mine = store.groups.membership(2)
    assert mine is not None
    assert mine.standing is Standing.REQUESTED


@pytest.mark.parametrize("alias", ["", "...", "\u200b", "x" * (limits.ALIAS + 1), "hеron"])
def test_an_alias_that_can_not_be_one(store: Store, alias: str) -> None:
    with pytest.raises(BadInput) as caught:
        actions.join(store, 2, alias)
    assert caught.value.field == "alias"


def test_a_word_that_is_too_long(store: Store) -> None:
    with pytest.raises(BadInput, match="longer"):
        actions.join(store, 2, "quiet", "x" * 500)


def test_joining_again_with_another_alias(store: Store) -> None:
    actions.claim(store, 2, "ines")
    store.outbox.withdraw(actions.claim(store, 2, "ines"))
    actions.join(store, 2, "taken")
    key = actions.join(store, 2, "quiet")
    assert [row.key for row in store.outbox.rows()][1:] == [key]
    refuse(store, key, "alias-taken", "This alias is taken here.")
    key = actions.join(store, 2, "quieter")
    store.outbox.sending([key])
    with pytest.raises(BadInput, match="on its way"):
        actions.join(store, 2, "third")
    with pytest.raises(BadInput, match="member here already"):
        actions.join(store, 1, "third")


def test_leaving(store: Store) -> None:
    key = actions.leave(store, 1)
    assert actions.leave(store, 1) == key
    assert store.outbox.sendable(NOW) == [Leave(k=key, g=1)]
    refuse(store, key)
    assert actions.leave(store, 1) not in ("", key)
    assert store.outbox.count() == 1


def test_leaving_what_one_only_meant_to_join(store: Store) -> None:
    key = actions.join(store, 2, "quiet")
    assert actions.leave(store, 2) == ""
    assert store.outbox.count() == 0
    key = actions.join(store, 2, "quiet")
    store.outbox.sending([key])
    assert actions.leave(store, 2) != ""
    assert [op.op for op in store.outbox.sendable(NOW)] == ["join", "leave"]


def test_leaving_what_was_left_sends_nothing(store: Store) -> None:
    store.groups.put_memberships([MembershipRecord(1, 7, "me", standing=Standing.LEFT)])
    assert actions.leave(store, 1) == ""


def test_what_those_who_run_a_group_do(store: Store) -> None:
    keys = [
        actions.answer_request(store, 1, 12, True, "Welcome"),
        actions.claim(store, 2, "ines", "I run it"),
        actions.hand_over(store, 1, 3, step_down=False),
        actions.close_group(store, 1, "Thank you all"),
        actions.credentials(store, 1, "Nurse"),
    ]
    assert store.outbox.sendable(NOW) == [
        AnswerRequest(k=keys[0], g=1, member=12, admit=True, word="Welcome"),
        Claim(k=keys[1], g=2, alias="ines", word="I run it"),
        HandOver(k=keys[2], g=1, member=3, step_down=False),
        CloseGroup(k=keys[3], g=1, word="Thank you all"),
        Credentials(k=keys[4], g=1, text="Nurse"),
    ]
    with pytest.raises(BadInput):
        actions.credentials(store, 1, "x" * 200)


def test_proposing_and_setting_up(store: Store) -> None:
    settings = actions.group_settings(
        name=" Night\x1b[0m Owls ",
        about="For owls.\r\n",
        topics=["sleep", " \x07"],
        kind=GroupKind.PEER_LED,
        listed=True,
        place="Leeds\n",
        meetings=[MeetingIn(weekday=1, start=60, name="A\x1b[2J", notes="n\r\n")],
    )
    key = actions.propose(store, "owl", settings)
    clean = GroupSettings(
        name="Night Owls", about="For owls.", topics=["sleep"], kind=GroupKind.PEER_LED, listed=True, place="Leeds",
        meetings=[MeetingIn(weekday=1, start=60, name="A", notes="n")],
    )  # fmt: skip
    setup = actions.set_up(store, 1, settings.model_copy(update={"name": None}))
    first, second = store.outbox.sendable(NOW)
    assert first == Propose(k=key, alias="owl", settings=clean)
    assert second == SetUp(k=setup, g=1, settings=clean.model_copy(update={"name": None}))


def test_a_group_needs_a_name(store: Store) -> None:
    with pytest.raises(BadInput, match="needs a name"):
        actions.propose(store, "owl", GroupSettings())
    with pytest.raises(BadInput, match="needs a name"):
        actions.set_up(store, 1, GroupSettings(name="\u200b\u200b"))


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"about": "x" * 900}, "about", "longer than 280"),
        ({"meetings": [{"weekday": 9, "start": 0}]}, "meetings", "can't be used"),
    ],
)
def test_a_form_that_does_not_fit_names_its_field(fields: dict[str, object], field: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as caught:
        actions.group_settings(**fields)
    assert caught.value.field == field
