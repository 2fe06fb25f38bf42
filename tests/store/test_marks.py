"""Read marks, watching, muting, folds, positions, and the private record that carries them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.community import MYSELF, NOW, Clock, a_store, a_thread, head, post, reply, took
from tuigroup.store import StoreChanged
from tuigroup.wire.words import ResponseKind


def test_reading_marks_only_what_was_read() -> None:
    store = a_store()
    a_thread(store)
    store.marks.mark_read(1, [1, 3, 0, -1, "unsent-key"])
    assert [row.unread for row in store.threads.posts(1, 1)] == [False, True, False, False]
    assert store.threads.list(1)[0].unread == 1
    assert store.marks.export() == {"g": {"1": {"r": "1,3"}}, "v": 0}
    store.threads.put_posts(1, [replace(post(1), edited=9)])
    assert store.threads.posts(1, 1)[0].unread is False


def test_reading_again_says_and_changes_nothing() -> None:
    store = a_store()
    a_thread(store)
    store.marks.mark_read(1, [1])
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    store.marks.mark_read(1, [1])
    store.marks.mark_read(1, [])
    assert heard == []


def test_a_whole_thread_and_a_whole_group() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(1, posts=9, last=20), head(30, posts=2, last=31)])
    store.threads.put_posts(1, [post(1), post(2, parent=1)])
    store.marks.mark_thread_read(1, 1)
    assert store.groups.joined()[0].unread == 2
    assert store.marks.export()["g"]["1"]["r"] == "1-2,20"
    store.marks.mark_group_read(1)
    assert store.groups.joined()[0].unread == 0
    assert store.marks.export()["g"]["1"]["r"] == "1-31"
    store.marks.mark_group_read(2)
    assert "2" not in store.marks.export()["g"]


def test_watching_and_muting() -> None:
    store = a_store()
    a_thread(store)
    store.marks.watch(1, 1, True)
    store.marks.watch(1, 1, True)
    store.marks.mute(1, 1, True)
    row = store.threads.list(1)[0]
    assert (row.watched, row.muted) == (True, True)
    assert store.groups.joined()[0].unread == 0
    store.marks.mute(1, 1, False)
    assert not store.marks.is_muted(1, 1)
    assert store.marks.export()["g"]["1"] == {"w": {"1": [1, NOW]}, "m": {"1": [0, NOW + 1]}}


def test_folds_stay_on_this_machine() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    for ref in (1, 2, key, 99):
        store.marks.fold(1, ref, True)
        store.marks.fold(1, ref, True)
    store.marks.fold(1, 2, False)
    store.marks.fold(1, 2, False)
    assert store.marks.folded(1, 1) == {1, key}
    assert store.marks.export()["g"] == {}


def test_where_reading_stopped() -> None:
    store = a_store()
    a_thread(store)
    assert store.marks.position(1, 1) is None
    store.marks.set_position(1, 1, 3)
    store.marks.set_position(1, 1, 3)
    assert store.marks.position(1, 1) == 3
    assert store.marks.export()["g"]["1"]["p"] == {"1": [3, NOW]}
    store.marks.set_position(1, 1, reply(store, 3))
    assert store.marks.export()["g"] == {}


def test_visits() -> None:
    clock = Clock()
    store = a_store(clock=clock)
    assert store.marks.last_visit() == 0
    store.marks.set_last_visit()
    assert store.marks.last_visit() == NOW
    store.marks.set_last_visit(NOW - 5)
    assert store.marks.last_visit() == NOW - 5


def test_the_record_is_dirty_until_what_was_pushed_is_all_there_is() -> None:
    store = a_store()
    a_thread(store)
    assert not store.marks.dirty()
    store.marks.mark_read(1, [1])
    seen = store.marks.dirty()
    assert seen
    store.marks.watch(1, 1, True)
    store.marks.clean(seen)
    assert store.marks.dirty()
    store.marks.clean()
    assert not store.marks.dirty()


def test_another_machines_marks() -> None:
    home, library = a_store(), a_store(clock=(later := Clock()))
    for store in (home, library):
        a_thread(store)
        store.threads.put_heads(1, [head(1, posts=4, last=4), head(9)])
    home.marks.mark_read(1, [1])
    home.marks.watch(1, 1, True)
    home.marks.set_position(1, 1, 1)
    later.minutes(5)
    library.marks.mark_read(1, [2])
    library.marks.mute(1, 9, True)
    library.marks.set_position(1, 1, 2)
    library.marks.set_last_visit()
    for store, other in ((home, library), (library, home), (home, library)):
        store.marks.merge(other.marks.export())
    assert home.marks.export() == library.marks.export()
    assert [row.unread for row in home.threads.posts(1, 1)] == [False, False, True, False]
    assert (home.marks.is_watched(1, 1), home.marks.is_muted(1, 9)) == (True, True)
    assert (home.marks.position(1, 1), home.marks.last_visit()) == (2, NOW + 5)


def test_a_position_on_an_unsent_post_stays() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    store.marks.set_position(1, 1, key)
    store.marks.merge({"g": {"1": {"p": {"1": [3, NOW + 9]}}}})
    assert store.marks.position(1, 1) == key


def test_merging_what_is_known_says_nothing() -> None:
    store = a_store()
    a_thread(store)
    store.marks.mark_read(1, [1])
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    store.marks.merge(store.marks.export())
    store.marks.merge({})
    store.marks.merge({"g": {"1": {"r": "1"}}, "v": 0})
    assert heard == []


@pytest.mark.parametrize(
    "record",
    [
        {"g": 5, "v": "x"},
        {
            "g": {
                "x": {},
                "0": {"r": "1"},
                "01": {"r": "1"},
                "1": 7,
                "2": {"r": 5, "w": [], "m": {"1": 4}, "p": {"1": [0, 1]}},
            }
        },
        {"g": {"1": {"r": "5-1,x,99999999999999999999,0", "w": {"1": [2, 5], "2": [1, -1], "y": [1, 1]}}}},
        {"g": {"": {"r": "1"}}, "v": -4},
    ],
)
def test_what_does_not_fit_in_a_record_is_left_out(record: dict[str, object]) -> None:
    store = a_store()
    store.marks.merge(record)
    assert store.marks.export() == {"g": {}, "v": 0}


def test_responses_to_ones_own_posts_are_seen_by_reading_their_thread() -> None:
    store = a_store()
    a_thread(store)
    mine = post(4, parent=1, author=MYSELF)
    store.threads.put_posts(1, [replace(mine, responses=(2, 0, 1, 0))])
    found = store.answers(0)
    assert [(a.kind, a.response, a.count, a.unread) for a in found if a.kind == "response"] == [
        ("response", ResponseKind.THANK_YOU, 1, True),
        ("response", ResponseKind.WITH_YOU, 2, True),
    ]
    store.marks.mark_read(1, [1])
    assert not any(a.unread for a in store.answers(0) if a.kind == "response")
    store.threads.put_posts(1, [replace(mine, responses=(3, 0, 1, 0))])
    assert [a.count for a in store.answers(0) if a.unread and a.kind == "response"] == [1]
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    store.marks.set_position(1, 1, 4)
    assert len(heard) == 1
    assert not any(a.unread for a in store.answers(0) if a.kind == "response")


def test_responses_that_were_taken_back_are_no_news() -> None:
    store = a_store()
    a_thread(store)
    mine = post(4, parent=1, author=MYSELF)
    store.threads.put_posts(1, [replace(mine, responses=(2, 0, 0, 0))])
    store.threads.put_posts(1, [replace(mine, responses=(1, 0, 0, 0))])
    assert [a.count for a in store.answers(0)] == [1]
    store.threads.put_posts(1, [mine])
    assert store.answers(0) == []


def test_who_answered_newest_first() -> None:
    clock = Clock()
    store = a_store(clock=clock)
    a_thread(store)
    store.threads.put_posts(1, [post(5, parent=4), post(6, parent=5), post(7, parent=4, author=MYSELF)])
    [reply_] = store.answers(0)
    assert (reply_.kind, reply_.ref, reply_.alias, reply_.title, reply_.snippet, reply_.unread) == (
        "reply", 5, "heron", "First week", "Words of post 5.", True,
    )  # fmt: skip
    store.threads.put_posts(1, [replace(post(4, parent=1, author=MYSELF), responses=(0, 1, 0, 0))])
    assert [a.kind for a in store.answers(0)] == ["response", "reply"]
    assert store.answers(0, limit=1)[0].kind == "response"
    assert store.answers(NOW + 1) == []
    store.marks.mute(1, 1, True)
    assert [a.kind for a in store.answers(0)] == ["response"]


def test_answers_to_a_post_just_sent() -> None:
    store = a_store()
    a_thread(store)
    took(store, reply(store, 1), 5, 1)
    store.threads.put_posts(1, [post(6, parent=5)])
    assert [a.ref for a in store.answers(0)] == [6]
