"""What the operator does, and what the people concerned are told of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Connection

from tests.server.conftest import Clock, Person, new_account
from tuigroup.errors import BadInput, TuigroupError
from tuigroup.wire.words import Role
from tuigroup_server.service import boards, decisions, operators
from tuigroup_server.service.context import Context
from tuigroup_server.service.invites import hash_code
from tuigroup_server.storage import accounts, groups, invites, memberships, notices, server

People = Callable[..., Person]


def make_group(context: Context, slug: str, **values: Any) -> int:
    """A group's number."""
    row = {
        "slug": slug,
        "name": slug.replace("-", " ").title(),
        "state": "open",
        "kind": "peer_led",
        "format": "online",
        "access": "open",
        "created": context.now(),
        **values,
    }
    with context.database.write() as connection:
        group = groups.add(connection, **row)
        if row["state"] != "listing":
            boards.make(connection, group)
    return group


def revision(context: Context) -> int:
    with context.database.read() as connection:
        return server.number(connection, server.DIRECTORY_SEQ)


def number(person: Person) -> int:
    assert person.actor.account_id is not None
    return person.actor.account_id


def told(context: Context, person: Person) -> list[str]:
    """The types of the notices that somebody got."""
    with context.database.read() as connection:
        return [notice.type for notice in notices.of_account(connection, number(person))]


def look(context: Context, ask: Callable[[Connection], Any]) -> Any:
    with context.database.read() as connection:
        return ask(connection)


def test_there_is_one_first_operator(context: Context) -> None:
    assert operators.first(context, new_account("operator")).operator
    with pytest.raises(BadInput, match="already"):
        operators.first(context, new_account("another"))


def test_an_invitation_is_kept_as_a_hash_and_typed_as_people_type(context: Context, clock: Clock) -> None:
    group = make_group(context, "night-shift", access="invite")
    code = operators.invite(context, "night-shift", role=Role.FACILITATOR, uses=3, days=2)
    assert len(code) == 19
    typed = hash_code(context, f"  {code.upper().replace('-', ' ')} ")
    found = look(context, lambda c: invites.get(c, typed, group, context.now()))
    assert (found.role, found.uses) == ("facilitator", 3)
    clock.forward(days=2)
    assert look(context, lambda c: invites.get(c, typed, group, context.now())) is None
    assert operators.invite(context, str(group)) != operators.invite(context, str(group))


@pytest.mark.parametrize(
    ("group", "options"),
    [("nowhere", {}), ("99", {}), ("9" * 30, {}), ("night-shift", {"uses": 0}), ("night-shift", {"days": 1000})],
)
def test_an_invitation_that_makes_no_sense_is_refused(context: Context, group: str, options: dict[str, Any]) -> None:
    make_group(context, "night-shift")
    make_group(context, "old-listing", state="listing")
    with pytest.raises(BadInput):
        operators.invite(context, group, **options)
    with pytest.raises(BadInput, match="listing"):
        operators.invite(context, "old-listing")


def test_a_new_facilitator_is_a_member_whom_others_see(context: Context, person: People) -> None:
    ada = person("ada")
    group = make_group(context, "night-shift")
    before = revision(context)
    row = operators.add_facilitator(context, "night-shift", "ada", "heron")
    assert (row.alias, row.role, row.standing, row.member) == ("heron", "facilitator", "active", 1)
    page = look(context, lambda c: groups.by_id(c, group))
    assert (page.members, page.page_seq > 0, revision(context) > before) == (1, True, True)
    assert look(context, lambda c: accounts.seq(c, number(ada))) > 0
    again = operators.add_facilitator(context, "night-shift", "ada", "other", role=Role.CO_FACILITATOR)
    assert (again.member, again.alias, again.role) == (1, "heron", "co_facilitator")
    assert look(context, lambda c: groups.by_id(c, group)).members == 1


@pytest.mark.parametrize("alias", ["", "heron", "HER0N", "operator", "h", "he\x1bron ron", "x" * 30])
def test_a_facilitators_alias_is_fit_and_free(context: Context, person: People, alias: str) -> None:
    person("ada")
    person("ben")
    make_group(context, "night-shift")
    operators.add_facilitator(context, "night-shift", "ada", "heron")
    with pytest.raises(TuigroupError):
        operators.add_facilitator(context, "night-shift", "ben", alias)


def test_only_somebody_who_is_here_runs_a_group(context: Context, person: People) -> None:
    person("ada")
    make_group(context, "old-listing", state="listing")
    make_group(context, "night-shift")
    with pytest.raises(BadInput, match="sign-in name"):
        operators.add_facilitator(context, "night-shift", "nobody", "heron")
    with pytest.raises(BadInput, match="listing"):
        operators.add_facilitator(context, "old-listing", "ada", "heron")
    with pytest.raises(BadInput):
        operators.add_facilitator(context, "night-shift", "ada", "heron", role=Role.MEMBER)


def test_who_left_comes_back_as_facilitator(context: Context, person: People) -> None:
    person("ada")
    group = make_group(context, "night-shift")
    operators.add_facilitator(context, "night-shift", "ada", "heron")
    with context.database.write() as connection:
        memberships.change(connection, group, 1, standing="left", role="member")
        groups.count_members(connection, group, -1)
    row = operators.add_facilitator(context, "night-shift", "ada", "")
    assert (row.standing, row.role) == ("active", "facilitator")
    assert look(context, lambda c: groups.by_id(c, group)).members == 1
    with context.database.write() as connection:
        memberships.change(connection, group, 1, standing="ended")
    with pytest.raises(BadInput, match="ended"):
        operators.add_facilitator(context, "night-shift", "ada", "")


def test_credentials_wait_until_they_are_confirmed(context: Context, person: People) -> None:
    ada = person("ada")
    group = make_group(context, "night-shift")
    operators.add_facilitator(context, "night-shift", "ada", "heron")
    with pytest.raises(BadInput, match="not stated"):
        decisions.confirm_credentials(context, "night-shift", "heron")
    with context.database.write() as connection:
        memberships.change(connection, group, 1, credentials="Clinical social worker")
    assert [one.alias for one in decisions.waiting(context).credentials] == ["heron"]
    before = look(context, lambda c: groups.by_id(c, group)).page_seq
    assert decisions.confirm_credentials(context, "night-shift", "Heron") == "Clinical social worker"
    assert decisions.waiting(context).credentials == []
    assert look(context, lambda c: groups.by_id(c, group)).page_seq > before
    assert told(context, ada) == ["facilitator", "confirmed"]
    with pytest.raises(BadInput, match="Nobody"):
        decisions.confirm_credentials(context, "night-shift", "marta")


def test_credentials_can_be_withdrawn_also_from_who_stepped_down(context: Context, person: People) -> None:
    ada = person("ada")
    group = make_group(context, "night-shift")
    operators.add_facilitator(context, "night-shift", "ada", "heron")
    with pytest.raises(BadInput, match="confirmed credentials"):
        decisions.withdraw_credentials(context, "night-shift", "heron")
    with context.database.write() as connection:
        memberships.change(connection, group, 1, credentials="Clinical social worker")
    decisions.confirm_credentials(context, "night-shift", "heron")
    with context.database.write() as connection:
        memberships.change(connection, group, 1, role="member")
    before = look(context, lambda c: groups.by_id(c, group)).page_seq
    assert decisions.withdraw_credentials(context, "night-shift", "heron") == "Clinical social worker"
    row = look(context, lambda c: memberships.by_member(c, group, 1))
    assert (row.confirmed, row.professional) == (False, False)
    assert look(context, lambda c: groups.by_id(c, group)).page_seq > before
    assert told(context, ada) == ["facilitator", "confirmed", "unconfirmed"]


def test_who_is_made_to_run_a_group_is_told_as_what(context: Context, person: People) -> None:
    ada = person("ada")
    make_group(context, "night-shift")
    make_group(context, "shut", state="closed")
    operators.add_facilitator(context, "night-shift", "ada", "heron", role=Role.CO_FACILITATOR)
    operators.add_facilitator(context, "night-shift", "ada", "")
    assert told(context, ada) == ["co-facilitator", "facilitator"]
    with pytest.raises(BadInput, match="closed"):
        operators.add_facilitator(context, "shut", "ada", "heron")


def test_a_group_that_nobody_runs_waits_until_somebody_does(context: Context, person: People) -> None:
    person("ada")
    group = make_group(context, "night-shift")
    make_group(context, "old-listing", state="listing")
    make_group(context, "shut", state="closed")
    operators.add_facilitator(context, "night-shift", "ada", "heron", role=Role.CO_FACILITATOR)
    assert [row.id for row in decisions.waiting(context).unled] == [group]
    shown = [(row.slug, [who.alias for who in running]) for row, running in operators.overview(context)]
    assert shown == [("night-shift", ["heron"]), ("shut", [])]
    operators.add_facilitator(context, "night-shift", "ada", "")
    assert not decisions.waiting(context).anything


def test_a_proposal_that_is_declined_makes_room_for_another(context: Context, person: People) -> None:
    ada = person("ada")
    group = make_group(context, "night-shift", state="proposed")
    operators.add_facilitator(context, "night-shift", "ada", "heron")
    assert look(context, lambda c: groups.proposals_of(c, number(ada))) == 1
    before = revision(context)
    row = decisions.decline_group(context, str(group))
    assert (row.state, row.listed) == ("closed", False)
    assert decisions.waiting(context).proposals == []
    assert look(context, lambda c: groups.proposals_of(c, number(ada))) == 0
    assert told(context, ada) == ["facilitator", "group-declined"]
    assert revision(context) == before, "the directory never knew of it"
    for again in (decisions.open_group, decisions.decline_group):
        with pytest.raises(BadInput, match="closed already"):
            again(context, "night-shift")


def test_a_proposal_opens_once(context: Context, person: People) -> None:
    ada = person("ada")
    group = make_group(context, "night-shift", state="proposed")
    operators.add_facilitator(context, "night-shift", "ada", "heron")
    assert [row.id for row in decisions.waiting(context).proposals] == [group]
    before = revision(context)
    assert decisions.open_group(context, "night-shift").state == "open"
    assert decisions.waiting(context).proposals == []
    assert revision(context) > before
    assert told(context, ada) == ["facilitator", "group-opened"]
    with pytest.raises(BadInput, match="open already"):
        decisions.open_group(context, "night-shift")


def test_a_confirmed_claim_makes_a_listing_a_group(context: Context, person: People) -> None:
    ada, ben = person("ada"), person("ben")
    group = make_group(context, "tuesday-rest", state="listing", source="our-town")
    with context.database.write() as connection:
        for who, alias in ((ada, "heron"), (ben, "finch")):
            invites.add_claim(connection, group, number(who), alias, "I open the door", context.now())
    first, second = decisions.waiting(context).claims
    assert (first.alias, first.word, first.group) == ("heron", "I open the door", "Tuesday Rest")
    assert decisions.confirm_claim(context, first.id).state == "open"
    assert decisions.waiting(context).claims == []
    assert len(look(context, lambda c: groups.boards(c, group))) == 5
    runs = look(context, lambda c: memberships.running(c, group))
    assert [(row.alias, row.role) for row in runs] == [("heron", "facilitator")]
    assert told(context, ada) == ["claim-confirmed"]
    assert told(context, ben) == ["claim-declined"]
    for gone in (first.id, second.id, 99):
        with pytest.raises(BadInput):
            decisions.confirm_claim(context, gone)


def test_notices_to_the_operator_wake_the_operator(context: Context, person: People) -> None:
    olu, ada = person("olu", operator=True), person("ada")
    with context.database.write() as connection:
        notices.add(
            connection, None, "no-facilitator", "A group has nobody who runs it.", now=context.now(), group_id=3
        )
    (notice,) = decisions.notices_to_operators(context)
    assert (notice.type, notice.group_id) == ("no-facilitator", 3)
    assert decisions.notices_to_operators(context, after=notice.id) == []
    assert look(context, lambda c: accounts.seq(c, number(olu))) == 1
    assert look(context, lambda c: accounts.seq(c, number(ada))) == 0
