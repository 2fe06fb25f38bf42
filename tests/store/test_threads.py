"""Lists of threads, posts in reading order, what is missing, what is unread next, and what the server sends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.community import (
    HERON,
    ME,
    MYSELF,
    NOW,
    TEALEAF,
    a_store,
    a_thread,
    group,
    head,
    post,
    removed,
    reply,
    thread,
    took,
)
from tuigroup.errors import ServerLooksEmpty
from tuigroup.store import Place, Ref, Store
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.words import Intent, PostState, ResponseKind, Role


def shape(store: Store, ref: Ref = 1) -> list[tuple[Ref, int]]:
    return [(row.ref, row.depth) for row in store.threads.posts(1, ref)]


def test_a_thread_is_a_tree_read_from_the_top() -> None:
    store = a_store()
    a_thread(store)
    rows = store.threads.posts(1, 1)
    assert [(row.ref, row.depth, row.answers) for row in rows] == [
        (1, 0, ""),
        (2, 1, "heron"),
        (3, 2, "tealeaf"),
        (4, 1, "heron"),
    ]
    assert [row.parent for row in rows] == [None, 1, 2, 1]
    assert [row.own for row in rows] == [False, False, False, True]
    assert [row.unread for row in rows] == [True, True, True, False]


def test_all_of_a_post_is_told() -> None:
    store = a_store()
    record = replace(
        post(1),
        author=replace(HERON, role=Role.FACILITATOR, credentials="Nurse"),
        note="medication",
        intent=Intent.ADVICE,
        edited=9,
        responses=(1, 2, 3, 4),
        mine=ResponseKind.ME_TOO,
    )
    store.threads.put_posts(1, [record])
    row = store.threads.post(1, 1)
    assert row is not None
    assert (row.role, row.credentials, row.note, row.intent) == (
        Role.FACILITATOR, "Nurse", "medication", Intent.ADVICE,
    )  # fmt: skip
    assert (row.edited, row.responses, row.mine) == (9, (1, 2, 3, 4), ResponseKind.ME_TOO)


def test_posts_without_their_parent_and_parents_in_a_circle_are_still_read() -> None:
    store = a_store()
    store.threads.put_posts(1, [post(5, parent=4), post(6, parent=6), post(8, parent=9), post(9, parent=8)])
    assert shape(store) == [(5, 0), (6, 0), (8, 1), (9, 2)]
    store.threads.put_posts(1, [post(1)])
    assert shape(store) == [(1, 0), (5, 1), (6, 1), (8, 1), (9, 2)]


def test_a_very_deep_thread() -> None:
    store = a_store()
    store.threads.put_posts(1, [post(n, parent=n - 1) for n in range(1, 1500)])
    assert shape(store)[-1] == (1499, 1498)


def test_own_unsent_posts_stand_where_they_answer_and_may_be_answered() -> None:
    store = a_store()
    a_thread(store)
    first = reply(store, 2)
    second = reply(store, first, "And one more thing.")
    assert shape(store) == [(1, 0), (2, 1), (3, 2), (first, 2), (second, 3), (4, 1)]
    mine = store.threads.post(1, second)
    assert mine is not None
    assert (mine.sending, mine.own, mine.alias, mine.parent, mine.thread) == ("queued", True, "old_bicycle", first, 1)
    row = store.threads.get(1, 1)
    assert row is not None
    assert (row.posts, row.here, row.last_at) == (6, 6, NOW)


def test_an_unsent_thread_is_listed_by_its_key() -> None:
    store = a_store()
    a_thread(store)
    key = thread(store, "Mine", "My first words.")
    below = reply(store, key)
    [mine, first] = store.threads.list(1)
    assert (mine.ref, mine.title, mine.unsent, mine.posts, mine.head) == (key, "Mine", True, 2, None)
    assert first.ref == 1
    assert store.threads.get(1, key) == mine
    assert shape(store, key) == [(key, 0), (below, 1)]
    assert store.threads.thread_of(1, below) == key
    assert not store.threads.missing(1, key)
    store.marks.watch(1, key, True)
    assert store.threads.list(1)[0].watched


def test_a_board_and_a_limit() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1), replace(head(2), board=2), head(3)])
    assert [row.ref for row in store.threads.list(1)] == [3, 2, 1]
    assert [row.ref for row in store.threads.list(1, board=2)] == [2]
    assert [row.ref for row in store.threads.list(1, limit=2)] == [3, 2]


def test_what_is_not_there() -> None:
    store = a_store()
    assert store.threads.get(1, 5) is None
    assert store.threads.get(1, 0) is None
    assert store.threads.get(1, "no-such-key") is None
    assert store.threads.posts(1, 5) == []
    assert store.threads.post(1, 5) is None
    assert store.threads.thread_of(1, "no-such-key") is None
    assert store.threads.missing(1, 5)
    assert store.threads.after(1, 5) == 0


def test_a_thread_known_by_its_posts_alone_borrows_their_first_line_as_title() -> None:
    store = a_store()
    store.threads.put_posts(1, [replace(post(1), body="A first line\nand more"), post(2, parent=1)])
    [row] = store.threads.list(1)
    assert (row.title, row.alias, row.head, row.posts, row.last_at) == ("A first line", "heron", None, 2, post(2).at)
    assert store.threads.missing(1, 1)


def test_a_head_says_more_than_is_here() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, posts=3, last=9)])
    assert store.threads.thread_of(1, 1) == 1
    [row] = store.threads.list(1)
    assert (row.unread, row.posts, row.here) == (3, 3, 0)
    assert store.threads.missing(1, 1)
    store.threads.put_posts(1, [post(1), post(2, parent=1)], page_after=0)
    assert store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 2
    store.threads.put_posts(1, [post(9, parent=1)], page_after=2)
    assert not store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 9


def test_pages_go_on_where_the_head_knows_of_less_than_they_hold() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, 1, 1)])
    store.threads.put_posts(1, [post(1)], page_after=0)
    store.threads.put_posts(1, [post(number, parent=1) for number in (2, 3, 4)], page_after=1)
    assert store.threads.after(1, 1) == 4
    store.threads.put_posts(1, [post(9, parent=1)], page_after=8)
    assert store.threads.after(1, 1) == 4


def test_asking_for_the_rest_goes_on_from_before_a_gap() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, posts=5, last=9)])
    store.threads.put_posts(1, [post(9, parent=1)])
    store.threads.put_posts(1, [post(8, parent=1)], page_after=7)
    assert store.threads.after(1, 1) == 0
    store.threads.put_posts(1, [], page_after=0)
    assert store.threads.missing(1, 1)


def test_own_posts_do_not_hide_that_others_are_missing() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, posts=3, last=5)])
    store.threads.put_posts(1, [post(1), post(3, parent=1)])  # another's post 5 is not here
    keys = [reply(store, 1, "one"), reply(store, 1, "two")]
    for key, number in zip(keys, (9, 7), strict=True):
        took(store, key, number, 1)
    row = store.threads.get(1, 1)
    assert row is not None
    assert (row.posts, row.here, row.unread) == (5, 4, 3)
    assert store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 0
    store.threads.put_heads(1, [head(1, posts=5, last=9)])
    assert store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 0
    store.threads.put_posts(1, [post(5, parent=1)])
    assert not store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 9


def test_what_came_after_the_head_is_in_doubt_too() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_posts(1, [post(6, parent=1)])
    store.threads.distrust(1)
    store.threads.put_posts(1, [post(n, parent=1) for n in (2, 3, 4)] + [post(1)], page_after=0)
    assert store.threads.after(1, 1) == 4
    assert store.threads.missing(1, 1)


def test_a_thread_read_on_another_machine_is_not_unread_here() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, posts=3, last=9)])
    store.marks.merge({"g": {"1": {"r": "1-9"}}})
    assert store.threads.list(1)[0].unread == 0
    assert store.groups.joined()[0].new_threads == 0


def test_heads_that_come_before_or_after_their_posts() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_heads(1, [head(1, posts=5, last=5, title="Second week")])
    [row] = store.threads.list(1)
    assert (row.title, row.posts, row.here, row.unread) == ("Second week", 5, 4, 4)


def test_a_removed_post_leaves_its_place_and_none_of_its_words() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_posts(1, [removed(post(2, parent=1, author=TEALEAF))])
    row = store.threads.posts(1, 1)[1]
    assert (row.ref, row.state, row.body, row.unread) == (2, PostState.REMOVED, "", False)
    assert {hit.ref for hit in store.search.find("words")} == {1, 3, 4}
    assert b"Words of post 2" not in dump(store)


def dump(store: Store) -> bytes:
    return "\n".join(store._db._connection.iterdump()).encode()


def test_complete_heads_take_threads_away_that_are_gone() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_heads(1, [head(5)], complete=True)
    assert [row.ref for row in store.threads.list(1)] == [5]
    assert store.threads.posts(1, 1) == []
    assert store.search.find("words") == []


def test_a_server_that_has_nothing_any_more_is_not_believed() -> None:
    store = a_store()
    store.threads.put_heads(1, [], complete=True)
    a_thread(store)
    with pytest.raises(ServerLooksEmpty):
        store.threads.put_heads(1, [], complete=True)
    assert len(store.threads.posts(1, 1)) == 4


def test_records_without_a_number_are_not_kept() -> None:
    store = a_store()
    store.threads.put_posts(1, [post(0), post(3, thread=0), post(-4)])
    store.threads.put_heads(1, [head(0), head(-1)])
    assert store.threads.list(1) == []


def test_an_answer_written_before_its_thread_was_known_finds_it() -> None:
    store = a_store()
    key = reply(store, 7)
    after = reply(store, key)
    assert store.threads.thread_of(1, key) == 7
    store.threads.put_posts(1, [post(7, thread=3, parent=3)])
    assert store.threads.thread_of(1, key) == 3
    assert shape(store, 3) == [(7, 0), (key, 1), (after, 2)]


def test_starting_afresh_keeps_everything_readable_and_asks_again() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    store.set_cursor("here")
    store.resources.put_heads([], 5)
    store.marks.mark_read(1, [1])
    assert not store.threads.missing(1, 1)
    store.start_afresh()
    assert store.cursor() is None
    assert (store.groups.directory_rev(), store.resources.rev()) == (0, 0)
    assert store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 0
    assert [row.unread for row in store.threads.posts(1, 1)][:2] == [False, True]
    assert [row.key for row in store.outbox.rows()] == [key]
    a_thread(store)
    assert not store.threads.missing(1, 1)


def test_more_changed_in_one_group_than_was_told() -> None:
    store = two_groups()
    store.threads.distrust(1)
    assert store.threads.missing(1, 1)
    assert store.threads.after(1, 1) == 0
    assert not store.threads.missing(2, 1)
    store.threads.put_posts(1, [post(1), post(2, parent=1)], page_after=0)
    assert not store.threads.missing(1, 1)


# The next unread


def go(store: Store, place: Place | None = None, g: int | None = None) -> list[tuple[int, Ref, Ref]]:
    """All places in the order in which ``n`` goes, marking nothing."""
    seen: list[Place] = []
    while (place := store.threads.next_unread(place, g)) is not None and place not in seen:
        seen.append(place)
    return [(p.group, p.thread, p.ref) for p in seen]


def two_groups() -> Store:
    store = a_store()
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle"), MembershipRecord(2, 3, "quiet")])
    store.threads.put_heads(1, [head(1, 2, 2), head(10, 1)])
    store.threads.put_posts(1, [post(1), post(2, parent=1), post(10, 10)])
    store.threads.put_heads(2, [head(1, 1)])
    store.threads.put_posts(2, [post(1)])
    return store


def test_next_unread_goes_as_the_today_list_does() -> None:
    store = two_groups()
    assert go(store) == [(2, 1, 1), (1, 10, 10), (1, 1, 1), (1, 1, 2)]
    assert go(store, g=1) == [(1, 10, 10), (1, 1, 1), (1, 1, 2)]


def test_next_unread_goes_on_from_here_and_round_again() -> None:
    store = two_groups()
    assert go(store, Place(1, 1, 1)) == [(1, 1, 2), (2, 1, 1), (1, 10, 10), (1, 1, 1)]
    assert go(store, Place(1, 1, 1), g=1) == [(1, 1, 2), (1, 10, 10), (1, 1, 1)]
    assert go(store, Place(1, 99, 99))[:2] == [(2, 1, 1), (1, 10, 10)]
    assert go(store, Place(77, 1, 1))[0] == (2, 1, 1)
    store.marks.mark_read(1, [2, 10])
    store.marks.mark_read(2, [1])
    assert store.threads.next_unread(Place(1, 1, 2)) == Place(1, 1, 1)
    store.marks.mark_read(1, [1])
    assert store.threads.next_unread(Place(1, 1, 2)) is None
    assert store.threads.next_unread() is None


def test_next_unread_passes_by_muted_threads() -> None:
    store = two_groups()
    store.marks.mute(1, 1, True)
    assert go(store) == [(2, 1, 1), (1, 10, 10)]
    assert go(store, Place(1, 1, 1)) == [(2, 1, 1), (1, 10, 10)]


def test_next_unread_goes_to_threads_that_are_not_here_yet() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, posts=3, last=3)])
    assert store.threads.next_unread() == Place(1, 1, 1)
    assert store.threads.next_unread(Place(1, 1, 1)) is None


def test_next_unread_from_an_unsent_post_that_has_its_number_by_now() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    store.marks.mark_read(1, [1, 2])
    assert store.threads.next_unread(Place(1, 1, 2)) == Place(1, 1, 3)
    took(store, key, 5, 1)
    store.threads.put_posts(1, [post(6, parent=1)])
    assert store.threads.next_unread(Place(1, 1, key)) == Place(1, 1, 6)


def test_groups_one_only_asked_to_join_have_nothing_unread() -> None:
    store = a_store()
    store.groups.put_directory([group(3, "Later")], [])
    store.groups.put_memberships([])
    a_thread(store)
    assert store.threads.next_unread() is None


def test_own_posts_are_read_and_stay_so_when_they_change() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_posts(1, [replace(post(4, parent=1, author=MYSELF), edited=5, body="Changed.")])
    assert store.threads.posts(1, 1)[3].unread is False
