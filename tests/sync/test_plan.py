"""Plans without a server: what goes up, what an answer asks to be done, and what stops everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.strategies import answers, requests
from tuigroup.errors import MalformedWire, ServerLooksEmpty
from tuigroup.sync import pages, plan
from tuigroup.sync.plan import Local
from tuigroup.sync.steps import (
    Acked,
    AddNotice,
    Distrust,
    DropGroup,
    PutDirectory,
    PutHeads,
    PutLibrary,
    PutMembers,
    PutMemberships,
    PutPage,
    PutPosts,
    PutRequests,
    SetCursor,
)
from tuigroup.wire import limits, tables
from tuigroup.wire.ops import AnyOp, Edit, Leave, Reply, Respond, StartThread
from tuigroup.wire.records import (
    Author,
    BoardRecord,
    FacilitatorRecord,
    GroupRecord,
    JoinRequestRecord,
    MeetingRecord,
    MemberRecord,
    MembershipRecord,
    PostRecord,
    ResourceRecord,
    ThreadRecord,
)
from tuigroup.wire.sync import (
    Ack,
    AnyWant,
    GroupChanges,
    GroupPage,
    Notice,
    Page,
    Remaining,
    SyncAnswer,
    SyncRequest,
    WantBoard,
    WantDirectory,
    WantGroup,
    WantLibrary,
    WantSearch,
    WantThread,
)
from tuigroup.wire.words import BoardPurpose, ResourceKind, Role, Standing

HERON = Author(1, "heron")


def post(number: int, thread: int = 1) -> PostRecord:
    return PostRecord(number, thread, 0 if number == thread else thread, HERON, 100, f"post {number}")


def head(number: int) -> ThreadRecord:
    return ThreadRecord(number, 1, f"thread {number}", HERON, 100, 100, 1, number)


def page(g: int, **changed: Any) -> GroupPage:
    values: dict[str, Any] = {
        "i": tables.GROUPS.encode([GroupRecord(g, 1, f"group-{g}", f"Group {g}", "about")]),
        "boards": tables.BOARDS.encode([BoardRecord(1, BoardPurpose.DISCUSSION, "Talk")]),
        "facilitators": tables.FACILITATORS.encode([FacilitatorRecord("ines", Role.FACILITATOR)]),
        "meetings": tables.MEETINGS.encode([MeetingRecord(g, 2, 1260)]),
    }
    return GroupPage(g=g, **{**values, **changed})


def memberships(*rows: MembershipRecord) -> dict[str, Any]:
    return tables.MEMBERSHIPS.encode(rows)


def member(g: int, standing: Standing = Standing.ACTIVE) -> MembershipRecord:
    return MembershipRecord(g, 3, "heron", standing=standing)


# What goes up


def test_urgent_wants_go_first_and_no_more_than_fit() -> None:
    wants: list[AnyWant] = [
        WantLibrary(),
        WantDirectory(),
        *(WantBoard(g=g) for g in range(1, 30)),
        WantThread(g=4, n=9),
    ]
    asked = plan.request([], wants, "a1", 5000)
    assert asked.w[0] == WantThread(g=4, n=9)
    assert len(asked.w) == 20
    assert (asked.s, asked.m, asked.o) == ("a1", 5000, [])


def test_wants_that_differ_in_place_only_are_one() -> None:
    assert plan.name(WantThread(g=1, n=2, after=7)) == plan.name(WantThread(g=1, n=2))
    assert plan.name(WantDirectory(since=7)) == plan.name(WantDirectory())
    assert plan.name(WantLibrary(since=7)) == plan.name(WantLibrary())
    names = {
        plan.name(want)
        for want in (
            WantThread(g=1, n=2),
            WantBoard(g=1),
            WantBoard(g=1, before=5),
            WantDirectory(),
            WantDirectory(listings=True),
            WantDirectory(q="sleep"),
            WantGroup(g=1),
            WantLibrary(),
            WantSearch(q="tea"),
            WantSearch(q="tea", g=1),
        )
    }
    assert len(names) == 10


def reply(key: str, g: int, later: int = 0) -> Reply:
    return Reply(k=key, g=g, to=1, body="hello", later=later)


def test_further_groups_are_put_off_each_by_its_own_minutes() -> None:
    ops: list[AnyOp] = [
        reply("k0000001", 4),
        Respond(k="k0000002", g=5, post=1),
        StartThread(k="k0000003", g=5, title="t", body="b"),
        reply("k0000004", 5),
        reply("k0000005", 6),
        reply("k0000006", 7, later=9),
    ]
    later = plan.spread(ops, None, 100, lambda below: 0)
    assert later == {"k0000003": 3, "k0000004": 3, "k0000005": 4}


def test_a_flush_that_went_on_a_moment_ago_still_counts() -> None:
    assert plan.spread([reply("k0000001", 5)], (4, 99), 100, lambda below: below - 1) == {"k0000001": 12}
    assert plan.spread([reply("k0000001", 5)], (4, 98), 100, lambda below: 0) == {}
    assert plan.spread([reply("k0000001", 4)], (4, 100), 100, lambda below: 0) == {}


def test_an_edit_for_another_group_is_put_off_like_a_post() -> None:
    ops: list[AnyOp] = [
        Edit(k="k0000001", g=4, post=1, body="b"),
        Edit(k="k0000002", g=5, post=1, body="b"),
        Edit(k="k0000003", g=6, post="unsent-01", body="b"),  # goes out with what it changes
        Edit(k="k0000004", g=7, post=limits.APART + 1, body="b"),  # some only read it, as they do the post
    ]
    assert plan.spread(ops, None, 100, lambda below: 0) == {"k0000002": 3}


@given(st.lists(st.integers(1, 30), max_size=40), st.randoms())
def test_no_two_groups_are_published_in_one_minute_while_there_are_minutes(groups: list[int], random: Any) -> None:
    ops = [reply(f"k{index:07}", g) for index, g in enumerate(groups)]
    later = plan.spread(ops, None, 100, random.randrange)
    minutes = {op.g: later.get(op.k, 0) for op in ops}
    assert all(plan.SOONEST <= minute <= plan.LATEST for minute in later.values())
    assert sum(1 for minute in minutes.values() if not minute) == min(1, len(minutes))
    if len(minutes) <= 11:
        assert len(set(minutes.values())) == len(minutes)


# What comes down


def test_everything_in_an_answer_becomes_a_step_in_its_order() -> None:
    answer = SyncAnswer(
        a=[Ack(k="k0000001", n=7)],
        y=memberships(member(4)),
        c=[
            GroupChanges(
                g=4,
                i=page(4),
                h=tables.THREADS.encode([head(1)]),
                p=tables.POSTS.encode([post(1)]),
                r=tables.JOIN_REQUESTS.encode([JoinRequestRecord(9, "wren", 100)]),
                u=tables.MEMBERS.encode([MemberRecord(3, "heron")]),
            )
        ],
        n=[Notice(t="word", d="Hello.")],
        s="a2",
    )
    made = plan.steps(SyncRequest(s="a1"), answer, Local(frozenset({4})))
    assert [type(step) for step in made.steps] == [
        PutMemberships,
        Acked,
        PutPage,
        PutHeads,
        PutPosts,
        PutRequests,
        PutMembers,
        AddNotice,
        SetCursor,
    ]
    assert (made.further, made.more) == ((), False)


def test_a_gap_casts_doubt_on_what_is_here_before_what_is_told_comes_in() -> None:
    answer = SyncAnswer(c=[GroupChanges(g=4, gap=True, p=tables.POSTS.encode([post(1)]))])
    first, _begun, second = plan.steps(SyncRequest(), answer, Local(frozenset({4}))).steps
    assert first == Distrust(4)
    assert isinstance(second, PutPosts)


def test_a_group_s_page_takes_from_the_directory_what_it_does_not_say_itself() -> None:
    whole, meeting = page(4), MeetingRecord(group=4, weekday=2, start=1140)
    short = whole.model_copy(update={"i": None, "meetings": None})
    other = MeetingRecord(group=5, weekday=3, start=600)
    directory = Page(w="d", d=whole.i, x=tables.MEETINGS.encode([meeting, other]), rev=3)
    answer = SyncAnswer(c=[GroupChanges(g=4, i=short)], p=[directory])
    put = plan.steps(SyncRequest(w=[WantDirectory()]), answer, Local(frozenset({4}))).steps[0]
    assert isinstance(put, PutPage)
    assert (put.detail.group.group, put.detail.meetings) == (4, (meeting,))
    for lonely in (SyncAnswer(c=answer.c), SyncAnswer(c=[GroupChanges(g=5, i=page(5, i=None))], p=[directory])):
        with pytest.raises(MalformedWire):
            plan.steps(SyncRequest(w=[WantDirectory()]), lonely, Local(frozenset({4})))


def test_a_new_group_that_came_without_its_page_is_asked_for() -> None:
    answer = SyncAnswer(y=memberships(member(4), member(5)), c=[GroupChanges(g=5, i=page(5))])
    made = plan.steps(SyncRequest(), answer, Local())
    assert made.further == (WantGroup(g=4), WantBoard(g=4))
    asked = SyncRequest(w=[WantGroup(g=4), WantBoard(g=4)])
    assert plan.steps(asked, answer, Local()).further == ()
    cut = answer.model_copy(update={"m": Remaining(items=3)})
    assert plan.steps(SyncRequest(), cut, Local()).further == ()
    assert plan.steps(SyncRequest(), cut, Local()).more


def test_a_group_one_is_no_longer_in_is_dropped_before_its_standing_is_noted() -> None:
    answer = SyncAnswer(y=memberships(member(4, Standing.ENDED)))
    first, second = plan.steps(SyncRequest(), answer, Local(frozenset({4}))).steps
    assert first == DropGroup(4)
    assert isinstance(second, PutMemberships)


def test_a_server_that_knows_no_membership_any_more_stops_everything() -> None:
    with pytest.raises(ServerLooksEmpty) as caught:
        plan.steps(SyncRequest(), SyncAnswer(y=memberships()), Local(frozenset({4})))
    assert "kept here" in caught.value.sentence()
    leaving = SyncRequest(o=[Leave(k="k0000001", g=4)])
    answer = SyncAnswer(y=memberships(), a=[Ack(k="k0000001")])
    assert DropGroup(4) in plan.steps(leaving, answer, Local(frozenset({4}))).steps
    refused = SyncAnswer(y=memberships(), a=[Ack(k="k0000001", e="not-allowed")])
    with pytest.raises(ServerLooksEmpty):
        plan.steps(leaving, refused, Local(frozenset({4})))


def test_what_the_server_was_too_busy_for_is_not_taken_as_refused() -> None:
    answer = SyncAnswer(a=[Ack(k="k0000001", e="busy"), Ack(k="k0000002", e="too-many")])
    (step,) = plan.steps(SyncRequest(), answer, Local()).steps
    assert step == Acked(answer.a[1])


def test_the_same_answer_again_is_no_progress() -> None:
    asked = SyncRequest(s="a1")
    assert not plan.progressed(asked, SyncAnswer(s="a1"))
    assert not plan.progressed(asked, SyncAnswer())
    assert plan.progressed(asked, SyncAnswer(s="a2"))
    assert plan.progressed(asked, SyncAnswer(p=[Page(w="t")]))
    assert plan.progressed(asked, SyncAnswer(a=[Ack(k="k0000001")]))


@given(requests, answers)
def test_any_answer_gives_a_plan_or_one_of_two_errors(asked: SyncRequest, answer: SyncAnswer) -> None:
    try:
        made = plan.steps(asked, answer, Local(frozenset({1, 2})))
    except (MalformedWire, ServerLooksEmpty):
        return
    assert set(made.answered) <= set(asked.w)


# Wanted pages


def test_pages_answer_wants_in_order_and_what_is_missing_stays_wanted() -> None:
    wants: list[AnyWant] = [WantThread(g=4, n=1), WantThread(g=4, n=2), WantLibrary()]
    found = pages.pages(wants, [Page(w="t", g=4, n=2, p=tables.POSTS.encode([post(2, 2)])), Page(w="z")])
    assert found.answered == (wants[1],)
    assert found.steps == [PutPosts(4, (post(2, 2),), 0)]


def test_a_thread_goes_on_after_its_last_post() -> None:
    want = WantThread(g=4, n=1, after=2)
    told = Page(w="t", g=4, n=1, p=tables.POSTS.encode([post(3), post(5)]), h=tables.THREADS.encode([head(1)]))
    found = pages.pages([want], [told.model_copy(update={"more": True})])
    assert found.further == (WantThread(g=4, n=1, after=5),)
    assert found.steps == [PutHeads(4, (head(1),)), PutPosts(4, (post(3), post(5)), 2)]
    assert pages.pages([want], [told]).further == ()


def test_a_page_of_which_nothing_fitted_stays_wanted_as_it_is() -> None:
    wants: list[AnyWant] = [
        WantThread(g=4, n=1, after=2),
        WantBoard(g=4),
        WantGroup(g=4),
        WantDirectory(since=3),
        WantLibrary(since=3),
    ]
    told = [Page(w=want.w, g=4 if want.w in "tbg" else 0, n=1 if want.w == "t" else 0, more=True) for want in wants]
    found = pages.pages(wants, told)
    assert (found.answered, found.further, found.refused) == ((), (), ())


def test_a_board_is_answered_by_its_first_page() -> None:
    told = Page(w="b", g=4, h=tables.THREADS.encode([head(1)]), more=True)
    found = pages.pages([WantBoard(g=4)], [told])
    assert found.answered == (WantBoard(g=4),)
    assert found.further == ()


def test_the_directory_goes_on_from_where_it_came_to() -> None:
    groups = [GroupRecord(4, 8, "a", "A", "about")]
    told = Page(
        w="d", d=tables.GROUPS.encode(groups), x=tables.MEETINGS.encode([MeetingRecord(4, 1, 60)]), rev=8, more=True
    )
    found = pages.pages([WantDirectory(listings=True)], [told])
    assert found.steps == [PutDirectory(tuple(groups), (MeetingRecord(4, 1, 60),), 8, True)]
    assert found.further == (WantDirectory(since=8, listings=True),)
    searched = pages.pages([WantDirectory(q="sleep")], [told])
    assert searched.steps == [PutDirectory(tuple(groups), (MeetingRecord(4, 1, 60),), 0, False)]
    assert searched.further == ()


def test_the_library_goes_on_from_where_it_came_to() -> None:
    record = ResourceRecord("quiet", 6, ResourceKind.ARTICLE, "Quiet")
    told = Page(w="l", l=tables.RESOURCES.encode([record]), rev=6)
    assert pages.pages([WantLibrary()], [told]).steps == [PutLibrary((record,), 6)]
    more = pages.pages([WantLibrary()], [told.model_copy(update={"more": True})])
    assert more.further == (WantLibrary(since=6),)


def test_finds_come_from_several_groups_and_none_is_an_answer_too() -> None:
    want = WantSearch(q="tea")
    one = Page(w="q", g=4, p=tables.POSTS.encode([post(3)]), h=tables.THREADS.encode([head(1)]))
    two = Page(w="q", g=5, p=tables.POSTS.encode([post(7, 7)]))
    found = pages.pages([want], [one, two])
    ((asked, hits),) = found.found
    assert asked == want
    assert [(hit.group, hit.title, hit.ref, hit.snippet) for hit in hits] == [
        (4, "thread 1", 3, "post 3"),
        (5, "", 7, "post 7"),
    ]
    assert pages.pages([want], [Page(w="q")]).found == ((want, ()),)
    assert pages.pages([want], [Page(w="q", e="not-signed-in")]).refused == ((want, "not-signed-in"),)


@pytest.mark.parametrize(
    ("want", "told"),
    [
        (WantThread(g=4, n=1), Page(w="t", g=4, n=1, p=tables.POSTS.encode([post(2, 2)]))),
        (WantGroup(g=4), Page(w="g", g=4)),
        (WantGroup(g=4), Page(w="g", g=4, i=page(4, i=tables.GROUPS.encode([])))),
        (WantGroup(g=4), Page(w="g", g=4, i=page(4, i=page(5).i))),
    ],
)
def test_a_page_of_something_else_is_one_malformed(want: Any, told: Page) -> None:
    with pytest.raises(MalformedWire):
        pages.pages([want], [told])


def test_a_groups_page_comes_whole() -> None:
    (step,) = pages.pages([WantGroup(g=4)], [Page(w="g", g=4, i=page(4, welcome="Come in."))]).steps
    assert isinstance(step, PutPage)
    assert (step.detail.welcome, step.detail.boards[0].title) == ("Come in.", "Talk")


def test_a_group_that_can_not_be_is_one_malformed() -> None:
    with pytest.raises(MalformedWire):
        plan.steps(SyncRequest(), SyncAnswer(y=memberships(member(0))), Local())
