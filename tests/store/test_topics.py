"""Muted topics of content notes: never new, in any group, on every machine of the member's, and nobody is told."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from tests.store.community import HERON, MYSELF, NOW, TEALEAF, a_store, a_thread, head, post
from tuigroup.store import Store, private
from tuigroup.store.rows import Place
from tuigroup.wire import limits
from tuigroup.wire.records import PostRecord
from tuigroup.wire.words import Audience


def noted(record: PostRecord, note: str) -> PostRecord:
    return replace(record, note=note)


def food(store: Store) -> None:
    """Thread 1 with an answer about food to my own post (4), and thread 9 about food and work."""
    a_thread(store)
    store.threads.put_posts(1, [noted(post(5, parent=4, author=TEALEAF), "Food")])
    store.threads.put_heads(1, [replace(head(9, posts=2, last=10, author=TEALEAF), note="food, work")])
    store.threads.put_posts(1, [noted(post(9, 9, author=TEALEAF), "food, work"), post(10, 9, parent=9)])


def counted(store: Store) -> tuple[int, int, int, int]:
    (joined,) = store.groups.joined()
    return joined.unread, joined.new_threads, joined.unanswered + joined.second, len(store.answers(0))


def test_what_has_the_topic_is_never_new_anywhere_and_comes_back() -> None:
    store = a_store()
    food(store)
    before = counted(store)
    assert before == (6, 2, 1, 1)
    store.marks.mute_topic("FOOD ", True)
    assert counted(store) == (3, 1, 0, 0)
    posts = {row.ref: row for row in store.threads.posts(1, 1)}
    assert (posts[5].muted, posts[5].unread, posts[3].muted, posts[3].unread) == (True, False, False, True)
    thread = store.threads.get(1, 9)
    assert thread is not None
    assert (thread.muted, thread.of_topic) == (True, True)
    assert {row.ref for row in store.threads.waiting(1)} <= {1}
    assert [row.unread for row in store.groups.boards(1)] in ([], [3])
    store.marks.mark_read(1, [1, 2, 3])
    assert store.threads.next_unread() is None
    assert store.outbox.count() == 0, "nobody is told"
    store.marks.mute_topic("food", False)
    assert store.threads.next_unread() == Place(1, 9, 9)
    assert len(store.answers(0)) == before[3]


def test_only_whole_topics_are_muted_and_case_does_not_count() -> None:
    store = a_store()
    food(store)
    store.marks.mute_topic("foo", True)
    store.marks.mute_topic("food, work", True)
    assert counted(store)[0] == 6
    store.marks.mute_topic("Work", True)
    assert counted(store)[0] == 4
    assert store.marks.topics_muted() == {"foo", "food, work", "work"}


def test_a_thread_muted_by_itself_stays_so_when_its_topic_is_not() -> None:
    store = a_store()
    food(store)
    store.marks.mute(1, 9, True)
    store.marks.mute_topic("food", True)
    store.marks.mute_topic("food", False)
    thread = store.threads.get(1, 9)
    assert thread is not None
    assert (thread.muted, thread.of_topic) == (True, False)


def test_what_one_wrote_oneself_and_a_private_word_are_as_they_were() -> None:
    store = a_store()
    store.threads.put_heads(1, [replace(head(1, posts=2, last=2, author=MYSELF), note="food")])
    store.threads.put_posts(1, [noted(post(1, author=MYSELF), "food"), post(2, parent=1, author=TEALEAF)])
    number = limits.APART
    store.threads.put_heads(1, [replace(head(number), board=0, audience=Audience.FACILITATORS, note="food")])
    store.threads.put_posts(1, [noted(post(number, number, author=HERON), "food")])
    before = counted(store)
    store.marks.mute_topic("food", True)
    assert counted(store) == before == (2, 1, 1, 1)
    assert [row.muted for row in (*store.threads.posts(1, 1), *store.threads.posts(1, number))] == [False] * 3


def test_it_goes_from_machine_to_machine_and_the_later_word_counts() -> None:
    home, library = a_store(), a_store()
    home.marks.mute_topic("food", True)
    library.marks.mute_topic("work", True)
    library.marks.merge(home.marks.export())
    assert library.marks.topics_muted() == {"food", "work"}
    assert library.marks.dirty()
    library.marks.mute_topic("food", False)
    home.marks.merge(library.marks.export())
    assert home.marks.topics_muted() == {"work"}
    home.marks.merge(a_store().marks.export())
    assert home.marks.topics_muted() == {"work"}, "a machine that has none takes none away"


def test_a_record_is_bounded_and_merges_the_same_in_any_order() -> None:
    records = [
        {private.TOPICS: {f"topic {at:03}": [1, NOW + at] for at in range(begin, begin + private.MOST_TOPICS)}}
        for begin in (0, 30, 90)
    ]
    merged = []
    for one, two, three in permutations(records):
        merged.append(private.merge(private.merge(one, two), three)[private.TOPICS])
        merged.append(private.merge(one, private.merge(two, three))[private.TOPICS])
    assert all(found == merged[0] for found in merged)
    assert len(merged[0]) == private.MOST_TOPICS
    assert "topic 149" in merged[0]


@pytest.mark.parametrize(
    "spoilt",
    [7, [], {"food": 1}, {"food": [2, 5]}, {"": [1, 5]}, {" Food": [1, 5]}, {"x" * 999: [1, 5]}, {"a": [1, -1]}],
)
def test_what_does_not_fit_is_left_out(spoilt: object) -> None:
    assert private.TOPICS not in private.tidy({private.TOPICS: spoilt})
    store = a_store()
    store.marks.mute_topic("food", True)
    store.marks.merge({private.TOPICS: spoilt})
    assert store.marks.topics_muted() == {"food"}


def test_a_program_that_knows_nothing_of_it_leaves_it_alone() -> None:
    record = {"g": {}, "v": 0, private.TOPICS: {"food": [1, NOW]}, "later": {"x": 1}}
    assert private.beyond(record) == {"later": {"x": 1}}
    assert private.merge(record, {})[private.TOPICS] == {"food": [1, NOW]}
