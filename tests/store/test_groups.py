"""The directory, pages of groups, meetings, memberships, requests."""

from __future__ import annotations

from dataclasses import replace

from tests.store.community import ME, a_store, a_thread, group, head, post, refuse, removed, reply, thread, took
from tuigroup.store.rows import GroupDetail
from tuigroup.wire.ops import AnswerRequest, Join, Leave
from tuigroup.wire.records import (
    BoardRecord,
    FacilitatorRecord,
    JoinRequestRecord,
    MeetingRecord,
    MemberRecord,
    MembershipRecord,
)
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import BoardPurpose, GroupState, Role, Standing

DETAIL = GroupDetail(
    group(1, "Sleep"),
    "Welcome.",
    "Be kind.",
    (BoardRecord(1, BoardPurpose.DISCUSSION, "Talk"), BoardRecord(2, BoardPurpose.ANNOUNCEMENTS, "News")),
    (FacilitatorRecord("ines", Role.FACILITATOR, True, "Nurse"),),
    (MeetingRecord(1, 7, 1260, 60, "Europe/Berlin", "Night talk", online=True),),
)


def test_the_directory_by_name_with_listings_apart() -> None:
    store = a_store()
    listing = replace(group(9, "Rest"), state=GroupState.LISTING, topics=("sleep", "rest"))
    closed = replace(group(8, "Gone"), state=GroupState.CLOSED)
    store.groups.put_directory([listing, closed], [MeetingRecord(9, 2, 600)], 44, listings=True)
    assert [record.name for record in store.groups.directory()] == ["Grief", "Sleep"]
    assert store.groups.directory(listings=True) == [listing]
    assert store.groups.get(8) == closed
    assert store.groups.get(77) is None
    assert store.groups.directory_rev() == 1
    assert store.groups.directory_rev(listings=True) == 44
    assert [meeting.group for meeting in store.groups.meetings()] == [9]


def test_a_search_on_the_server_leaves_how_far_the_directory_is_here() -> None:
    store = a_store()
    store.groups.put_directory([group(3, "Sleepless")], [])
    assert store.groups.directory_rev() == 1


def test_changed_groups_take_the_place_of_old_ones_with_their_meetings() -> None:
    store = a_store()
    store.groups.put_directory([group(2, "Loss")], [MeetingRecord(2, 1, 60), MeetingRecord(5, 1, 60)], 2)
    store.groups.put_directory([group(2, "Loss")], [MeetingRecord(2, 3, 90)], 3)
    assert [meeting.weekday for meeting in store.groups.meetings_of(2)] == [3]
    assert store.groups.meetings_of(5) == []
    assert store.search.find("grief") == []


def test_a_page_whole() -> None:
    store = a_store()
    assert store.groups.page(1) is None
    store.groups.put_page(DETAIL)
    assert store.groups.page(1) == DETAIL
    store.groups.put_page(replace(DETAIL, boards=DETAIL.boards[:1]))
    page = store.groups.page(1)
    assert page is not None
    assert page.boards == DETAIL.boards[:1]


def test_boards_with_their_counts() -> None:
    store = a_store()
    store.groups.put_page(DETAIL)
    a_thread(store)
    store.threads.put_heads(1, [replace(head(20), board=2)])
    thread(store)
    rows = store.groups.boards(1)
    assert [(row.board.title, row.threads, row.unread) for row in rows] == [("Talk", 2, 3), ("News", 1, 1)]


def test_what_is_joined_with_what_is_new() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_heads(1, [head(10), head(11, author=post(1).author)])
    store.threads.put_posts(1, [post(10, 10)])
    [sleep] = store.groups.joined()
    assert (sleep.group.name, sleep.membership.member) == ("Sleep", ME)
    assert (sleep.unread, sleep.new_threads, sleep.unanswered) == (5, 3, 2)
    assert sleep.last_at == head(11).last_at
    store.marks.mute(1, 10, True)
    reply(store, 11)
    [sleep] = store.groups.joined()
    assert (sleep.unread, sleep.new_threads, sleep.unanswered) == (4, 2, 0)


def test_announcements_locked_and_removed_threads_wait_for_no_answer() -> None:
    store = a_store()
    store.groups.put_page(DETAIL)
    store.threads.put_heads(1, [replace(head(1), board=2), replace(head(2), locked=True), head(3)])
    store.threads.put_posts(1, [removed(post(3, 3))])
    assert store.groups.joined()[0].unanswered == 0


def test_a_group_asked_to_join_is_listed_and_one_left_is_not() -> None:
    store = a_store()
    store.outbox.add(Join(k=store.new_key(), g=2, alias="quiet"))
    assert [(j.group.name, j.membership.standing) for j in store.groups.joined()] == [
        ("Grief", Standing.REQUESTED),
        ("Sleep", Standing.ACTIVE),
    ]
    asked = store.groups.membership(2)
    assert asked is not None
    assert (asked.member, asked.alias) == (0, "quiet")
    key = store.outbox.add(Leave(k=store.new_key(), g=1))
    assert [j.group.name for j in store.groups.joined()] == ["Grief"]
    refuse(store, key, "not-allowed", "Please hand over first.")
    assert [j.group.name for j in store.groups.joined()] == ["Grief", "Sleep"]


def test_leaving_a_group_never_joined_shows_nothing() -> None:
    store = a_store()
    store.outbox.add(Leave(k=store.new_key(), g=2))
    assert store.groups.membership(2) is None


def test_a_join_that_was_taken_already_is_no_refusal() -> None:
    store = a_store()
    key = store.outbox.add(Join(k=store.new_key(), g=1, alias="again"))
    store.outbox.acked(Ack(k=key, e="already-member"))
    assert store.outbox.count() == 0


def test_memberships_are_always_all_of_them() -> None:
    store = a_store()
    store.groups.put_memberships([MembershipRecord(2, 4, "quiet", word="Welcome")])
    assert [mine.group for mine in store.groups.memberships()] == [2]
    assert store.groups.membership(1) is None


def test_a_group_known_by_membership_alone_is_not_listed_yet() -> None:
    store = a_store()
    store.groups.put_memberships([MembershipRecord(99, 4, "quiet")])
    assert store.groups.joined() == []


def test_what_one_wrote_is_read_once_one_knows_who_one_is() -> None:
    store = a_store(empty=True)
    store.groups.put_directory([group(1, "Sleep")], [], 1)
    a_thread(store)
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle")])
    assert [row.unread for row in store.threads.posts(1, 1)] == [True, True, True, False]
    assert store.groups.joined()[0].unread == 3


def test_requests_and_members_for_who_runs_the_group() -> None:
    store = a_store()
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle", Role.FACILITATOR)])
    store.groups.put_join_requests(1, [JoinRequestRecord(12, "new", 5, "Hello"), JoinRequestRecord(11, "first", 4)])
    store.groups.put_members(1, [MemberRecord(3, "tealeaf"), MemberRecord(2, "heron")])
    assert [record.alias for record in store.groups.join_requests(1)] == ["first", "new"]
    assert [record.alias for record in store.groups.members(1)] == ["heron", "tealeaf"]
    key = store.outbox.add(AnswerRequest(k=store.new_key(), g=1, member=12, admit=True))
    no = store.outbox.add(AnswerRequest(k=store.new_key(), g=1, member=11, admit=False))
    assert [r.standing for r in store.groups.join_requests(1)] == [Standing.DECLINED, Standing.ACTIVE]
    took(store, key)
    refuse(store, no)
    assert [r.standing for r in store.groups.join_requests(1)] == [Standing.REQUESTED, Standing.ACTIVE]
    store.outbox.withdraw(no)
    no = store.outbox.add(AnswerRequest(k=store.new_key(), g=1, member=11, admit=False))
    took(store, no)
    assert store.groups.join_requests(1)[0].standing is Standing.DECLINED
    store.groups.put_members(1, [MemberRecord(3, "")])
    assert [record.alias for record in store.groups.members(1)] == ["heron"]
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle", Role.MEMBER)])
    assert (store.groups.members(1), store.groups.join_requests(1)) == ([], [])


def test_dropping_a_group_keeps_its_place_in_the_directory_and_what_waits() -> None:
    store = a_store()
    a_thread(store)
    reply(store, 1)
    store.groups.drop(1)
    assert store.threads.list(1) == []
    assert store.search.find("words") == []
    assert store.groups.joined() == []
    assert store.groups.get(1) is not None
    assert store.outbox.count() == 1
