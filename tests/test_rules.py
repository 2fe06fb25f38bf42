"""Who may do what: the whole table, read as people would say it."""

from __future__ import annotations

import itertools

import pytest

from tuigroup.wire.cases import Act
from tuigroup.wire.problems import PROBLEMS
from tuigroup.wire.words import BoardPurpose, GroupState, Role, Standing
from tuigroup_server import rules
from tuigroup_server.rules import Action, Door, DoorAction, Who

INSIDE = (Who.MEMBER, Who.MODERATOR, Who.CO_FACILITATOR, Who.FACILITATOR)
EVERYTHING = list(itertools.product(Action, Who, map(str, GroupState), (True, False)))


def allowed(action: Action, state: str = "open", listed: bool = True) -> list[Who]:
    return [who for who in Who if not rules.refusal(action, who, state, listed)]


def test_every_row_has_a_place_for_everybody() -> None:
    assert set(rules.ALLOWED) == set(Action)
    assert {len(row) for row in rules.ALLOWED.values()} == {len(Who)}
    assert set(rules.IN_STATE) == {str(state) for state in GroupState}


def test_only_an_ssh_door_vouches_and_nobody_without_one() -> None:
    assert set(rules.AT_THE_DOOR) == set(DoorAction)
    assert set(rules.IDLE) == set(Door)
    may = {action: [door for door in Door if not rules.door_refusal(action, door)] for action in DoorAction}
    assert may[DoorAction.VOUCH] == [Door.SSH]
    assert may[DoorAction.PASS_ON_NETWORK] == may[DoorAction.END_SESSIONS] == list(Door)
    assert {rules.door_refusal(action, None) for action in DoorAction} == {"door-refused"}
    assert {rules.door_refusal(*each) for each in itertools.product(DoorAction, Door)} <= {"", *PROBLEMS}
    assert rules.IDLE[Door.KIOSK] == 5 * 60


def test_reading_and_writing_are_for_members() -> None:
    for action in (Action.READ, Action.SEARCH, Action.WRITE, Action.RESPOND, Action.OFFER):
        assert allowed(action) == list(INSIDE)


def test_the_guest_of_a_session_answers_and_changes_their_own_and_nothing_else() -> None:
    for action in (Action.ANSWER, Action.EDIT_OWN, Action.REMOVE_OWN):
        assert allowed(action) == [Who.SPEAKER, *INSIDE]
    may = {action for action in Action if Who.SPEAKER in allowed(action)}
    assert may == {Action.SEE_PAGE, Action.LEAVE, Action.ANSWER, Action.EDIT_OWN, Action.REMOVE_OWN}
    assert rules.who(7, "active", Role.MEMBER, guest=True) is Who.SPEAKER
    assert not rules.hears("", Who.SPEAKER, party=True)


def test_running_a_group_is_for_who_runs_it() -> None:
    for action in (Action.ANSWER_REQUESTS, Action.SEE_REQUESTS, Action.SEE_MEMBERS, Action.SET_UP, Action.ANNOUNCE):
        assert allowed(action) == [Who.CO_FACILITATOR, Who.FACILITATOR]
    for action in (Action.HAND_OVER, Action.CLOSE, Action.NAME_MODERATORS):
        assert allowed(action) == [Who.FACILITATOR]


def test_a_moderator_is_a_member_who_works_on_cases_and_runs_nothing() -> None:
    may = {action for action in Action if Who.MODERATOR in allowed(action)}
    assert may - {action for action in Action if Who.MEMBER in allowed(action)} == {Action.SEE_CASES, Action.DECIDE}
    barred = {act for act in Act if not rules.may_decide(Who.MODERATOR, act)}
    assert barred == {Act.SUSPEND, Act.END}
    assert all(rules.may_decide(Who.CO_FACILITATOR, act) for act in Act)
    assert not any(rules.may_decide(Who.MEMBER, act) for act in Act)
    assert rules.may_note(Who.MODERATOR, own=False)
    assert rules.hears_wishes(Who.MODERATOR, own=False)
    assert not rules.hears("facilitators", Who.MODERATOR, party=False), "a private word is for who runs the group"
    assert rules.may_look("moderator", own=False, private=False)
    assert not rules.may_look("moderator", own=False, private=True)
    assert not rules.may_look("member", own=False, private=False)
    assert rules.may_look("co_facilitator", own=False, private=True)
    assert not rules.may_look("facilitator", own=True, private=False)
    assert rules.must_agree(Who.MODERATOR, 1, 2)
    assert not rules.must_agree(Who.CO_FACILITATOR, 1, 2)
    assert not rules.holds_first(Who.MODERATOR, chosen=True, seen_before=False)


def test_cases_are_for_who_runs_the_group_and_decisions_for_whom_they_are_about() -> None:
    assert allowed(Action.SEE_CASES) == allowed(Action.DECIDE) == [Who.MODERATOR, Who.CO_FACILITATOR, Who.FACILITATOR]
    assert allowed(Action.REPORT) == list(INSIDE)
    assert allowed(Action.SEE_DECISIONS) == allowed(Action.APPEAL) == [Who.SUSPENDED, *INSIDE]
    for action in (Action.REPORT, Action.SEE_CASES, Action.DECIDE, Action.SEE_DECISIONS, Action.APPEAL):
        assert allowed(action, "closed") == allowed(action), "what was written can still be looked at"


def test_who_is_suspended_sees_the_page_and_why_and_nothing_else() -> None:
    may = {action for action in Action if Who.SUSPENDED in allowed(action)}
    assert may == {Action.SEE_PAGE, Action.SEE_DECISIONS, Action.APPEAL, Action.SEE_GIVEN, Action.TAKE_OUT}
    assert {rules.refusal(action, Who.SUSPENDED, "open", listed=False) for action in set(Action) - may} == {"suspended"}
    assert not rules.hears("facilitators", Who.SUSPENDED, party=True)


def test_who_runs_a_group_is_put_out_by_a_facilitator_only() -> None:
    assert rules.may_put_out(Who.CO_FACILITATOR, Role.MEMBER)
    assert rules.may_put_out(Who.CO_FACILITATOR, Role.MODERATOR)
    assert not rules.may_put_out(Who.MODERATOR, Role.MEMBER)
    assert rules.may_put_out(Who.FACILITATOR, Role.CO_FACILITATOR)
    assert not rules.may_put_out(Who.CO_FACILITATOR, Role.CO_FACILITATOR)
    assert not rules.may_put_out(Who.FACILITATOR, Role.FACILITATOR)


def test_three_reporters_hold_a_post_once_and_newcomers_wait_where_a_group_chose_so() -> None:
    assert [rules.holds_reported(count, reviewed=False) for count in (1, 2, 3, 4)] == [False, False, True, True]
    assert not rules.holds_reported(9, reviewed=True)
    assert rules.holds_first(Who.MEMBER, chosen=True, seen_before=False)
    assert not rules.holds_first(Who.MEMBER, chosen=True, seen_before=True)
    assert not rules.holds_first(Who.MEMBER, chosen=False, seen_before=False)
    assert not rules.holds_first(Who.CO_FACILITATOR, chosen=True, seen_before=False)


def test_a_guest_sees_pages_and_nothing_else() -> None:
    assert [action for action in Action if Who.GUEST in allowed(action)] == [Action.SEE_PAGE]


@pytest.mark.parametrize("state", list(map(str, GroupState)))
def test_an_unlisted_group_is_not_there_for_who_is_outside(state: str) -> None:
    for action, who in itertools.product(Action, (Who.GUEST, Who.STRANGER)):
        assert rules.refusal(action, who, state, listed=False) == "not-found"


def test_a_proposal_is_known_to_its_proposer_only() -> None:
    for action, who in itertools.product(Action, (Who.GUEST, Who.STRANGER)):
        assert rules.refusal(action, who, "proposed") == "not-found"
    assert rules.refusal(Action.SET_UP, Who.FACILITATOR, "proposed") == ""
    assert rules.refusal(Action.WRITE, Who.FACILITATOR, "proposed") == "not-allowed"


def test_a_closed_group_can_be_read_and_left_and_nothing_is_added() -> None:
    possible = {action for action in Action if Who.FACILITATOR in allowed(action, "closed")}
    assert {Action.READ, Action.SEARCH, Action.LEAVE, Action.REMOVE_OWN, Action.SEE_PAGE} <= possible
    assert not possible & {Action.WRITE, Action.EDIT_OWN, Action.RESPOND, Action.SET_UP, Action.ANSWER_REQUESTS}
    assert rules.refusal(Action.WRITE, Who.MEMBER, "closed") == "group-closed"
    assert rules.refusal(Action.JOIN, Who.STRANGER, "closed") == "group-closed"


def test_a_listing_has_nothing_to_join_but_can_be_claimed() -> None:
    assert rules.refusal(Action.JOIN, Who.STRANGER, "listing") == "listing-only"
    assert rules.refusal(Action.CLAIM, Who.STRANGER, "listing") == ""
    assert rules.refusal(Action.CLAIM, Who.GUEST, "listing") == "not-signed-in"
    assert rules.refusal(Action.CLAIM, Who.STRANGER, "open") == "not-allowed"


def test_the_sentence_fits_who_asks() -> None:
    assert rules.refusal(Action.READ, Who.GUEST, "open") == "not-signed-in"
    assert rules.refusal(Action.READ, Who.STRANGER, "open") == "not-a-member"
    assert rules.refusal(Action.READ, Who.ASKING, "open") == "not-a-member"
    assert rules.refusal(Action.JOIN, Who.MEMBER, "open") == "already-member"
    assert rules.refusal(Action.JOIN, Who.ASKING, "open") == "already-member"
    assert rules.refusal(Action.SET_UP, Who.MEMBER, "open") == "not-allowed"


def test_every_refusal_is_a_problem_that_both_sides_know() -> None:
    assert {rules.refusal(*each) for each in EVERYTHING} <= {"", *PROBLEMS}


def test_standing_and_role_say_who_somebody_is() -> None:
    assert rules.who(None, Standing.ACTIVE, Role.FACILITATOR) is Who.GUEST
    assert rules.who(7) is Who.STRANGER
    assert rules.who(7, Standing.REQUESTED, Role.MEMBER) is Who.ASKING
    for gone in (Standing.LEFT, Standing.DECLINED):
        assert rules.who(7, gone, Role.FACILITATOR) is Who.STRANGER
    for out in (Standing.ENDED, "suspended"):
        assert rules.who(7, out, Role.FACILITATOR) is Who.SUSPENDED
    assert [rules.who(7, Standing.ACTIVE, role) for role in Role] == [
        Who.MEMBER,
        Who.FACILITATOR,
        Who.CO_FACILITATOR,
        Who.MODERATOR,
    ]


def test_boards_that_are_led() -> None:
    led = {purpose for purpose in BoardPurpose if rules.starting(purpose) is Action.ANNOUNCE}
    assert led == {BoardPurpose.ANNOUNCEMENTS, BoardPurpose.GUEST_SESSION}


def test_joining_by_access_and_invitation() -> None:
    assert [rules.joining(access, False) for access in ("open", "request", "invite")] == ["active", "requested", ""]
    assert {rules.joining(access, True) for access in ("open", "request", "invite")} == {"active"}
    assert rules.may_return("left")
    assert rules.may_return("declined")
    assert not rules.may_return("ended")


def test_a_figure_is_told_when_it_says_something_new() -> None:
    assert rules.notable(0, 1)
    assert rules.notable(10, 15)
    assert not rules.notable(100, 101)
    assert not rules.notable(7, 7)
