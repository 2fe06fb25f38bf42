"""What was refused, changed or taken back before others saw it: tried again, edited where it waits, or gone."""

from __future__ import annotations

import pytest

from tests.store.community import (
    NOW,
    a_store,
    a_thread,
    bodies,
    edit,
    refuse,
    remove,
    reply,
    respond,
    thread,
    took,
)
from tuigroup.errors import BadInput
from tuigroup.wire.ops import (
    Edit,
    Join,
    Remove,
    Reply,
    StartThread,
)
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import PostState, ResponseKind


def test_what_was_refused_is_not_shown_as_done() -> None:
    store = a_store()
    a_thread(store)
    for key in (edit(store, 4, "Changed."), respond(store, 1, ResponseKind.WITH_YOU), remove(store, 4)):
        refuse(store, key)
    first, mine = store.threads.posts(1, 1)[0], store.threads.posts(1, 1)[3]
    assert (first.mine, first.pending) == (None, False)
    assert (mine.state, mine.body) == (PostState.SHOWN, "Words of post 4.")
    assert [row.state for row in store.outbox.rows()] == ["refused"] * 3


def test_a_removal_of_what_is_removed_already_is_done() -> None:
    store = a_store()
    a_thread(store)
    refuse(store, remove(store, 4), "post-removed")
    assert store.outbox.count() == 0
    assert store.threads.posts(1, 1)[3].state is PostState.REMOVED


def test_a_retry_goes_out_under_a_new_key_with_all_that_hangs_on_it() -> None:
    store = a_store()
    key = thread(store, "Mine", "My words.")
    below = reply(store, key)
    store.marks.mute(1, key, True)
    refuse(store, key)
    again = store.outbox.retry(key)
    assert again != key
    sent = store.outbox.sendable(NOW)
    assert [op.k for op in sent] == [again, below]
    assert isinstance(sent[1], Reply)
    assert sent[1].to == again
    assert store.marks.is_muted(1, key)
    assert store.outbox.retry(again) == store.outbox.retry(key) == again
    took(store, again, 5, 5)
    took(store, below, 6, 5)
    assert [row.ref for row in store.threads.posts(1, key)] == [5, 6]
    with pytest.raises(BadInput, match="does not wait any more"):
        store.outbox.retry(key)


def test_a_retry_while_an_answer_to_it_is_taken_already() -> None:
    """A reply taken under a parent whose own ack is still to come: the parent is found when its number comes."""
    store = a_store()
    a_thread(store)
    key = reply(store, 1, "one")
    below = reply(store, key, "two")
    store.outbox.sending([key, below])
    store.outbox.acked(Ack(k=below, n=6, t=1, at=NOW))
    refuse(store, key)
    again = store.outbox.retry(key)
    took(store, again, 7, 1)
    assert store.threads.post(1, 6).parent == 7  # type: ignore[union-attr]


def test_editing_what_never_left_changes_it_in_place() -> None:
    store = a_store()
    a_thread(store)
    key = thread(store, "Mine", "My words.")
    assert store.outbox.edit(key, "Other words.", "Ours", "sleep") == key
    [op] = store.outbox.sendable(NOW)
    assert isinstance(op, StartThread)
    assert (op.title, op.body, op.note) == ("Ours", "Other words.", "sleep")
    answer = reply(store, 1)
    store.outbox.edit(answer, "Better.", "replies have no title")
    assert bodies(store)[-1] == "Better."
    change = edit(store, 4, "Changed.")
    assert store.outbox.edit(change, "Changed again.", "Title") == change
    assert store.threads.posts(1, 1)[3].body == "Changed again."
    with pytest.raises(BadInput, match="no text"):
        store.outbox.edit(remove(store, 4), "x")


def test_editing_what_may_have_arrived_sends_an_edit_after_it() -> None:
    store = a_store()
    key = thread(store, "Mine", "My words.")
    store.outbox.sending([key])
    store.outbox.requeue()
    assert store.outbox.edit(key, "Other words.") == key
    assert store.outbox.edit(key, "Third words.", "Ours") == key
    first, second = store.outbox.sendable(NOW)
    assert isinstance(first, StartThread)
    assert isinstance(second, Edit)
    assert (first.body, second.body, second.title, second.post) == ("My words.", "Third words.", "Ours", key)
    assert bodies(store, key) == ["Third words."]
    store.outbox.edit(key, "Fourth words.")
    assert store.threads.list(1)[0].title == "Ours"
    store.outbox.sending([key, second.k])
    store.outbox.edit(second.k, "Fifth words.")
    assert store.outbox.count() == 3
    assert bodies(store, key) == ["Fifth words."]
    for n, op in enumerate(store.outbox.sendable(NOW)):
        took(store, op.k, 5, 5 if not n else 0, at=NOW + n)
    assert bodies(store, 5) == ["Fifth words."]


def test_editing_what_was_refused_sends_it_again() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1, "Too long.")
    refuse(store, key)
    again = store.outbox.edit(key, "Short.")
    [op] = store.outbox.sendable(NOW)
    assert isinstance(op, Reply)
    assert (op.k, op.body) == (again, "Short.")
    assert [row.sending for row in store.threads.posts(1, 1)].count("queued") == 1


def test_taking_back_what_never_left_leaves_nothing() -> None:
    store = a_store()
    key = thread(store)
    below = reply(store, key)
    store.marks.watch(1, key, True)
    edit(store, key, "Changed.")
    with pytest.raises(BadInput, match="answers this one") as caught:
        store.outbox.withdraw(key)
    assert "Both are kept" in caught.value.sentence()
    store.outbox.withdraw(below)
    store.outbox.withdraw(key)
    assert store.outbox.count() == 0
    assert store.threads.list(1) == []
    assert not store.marks.is_watched(1, key)
    with pytest.raises(BadInput, match="does not wait"):
        store.outbox.withdraw(key)


def test_taking_back_what_may_have_arrived_sends_its_removal_once() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    store.outbox.sending([key])
    store.outbox.withdraw(key)
    store.outbox.withdraw(key)
    sent = store.outbox.sendable(NOW)
    assert [type(op) for op in sent] == [Reply, Remove]
    assert store.threads.posts(1, 1)[-1].state is PostState.REMOVED
    took(store, key, 5, 1)
    took(store, sent[1].k, 5)
    assert store.threads.posts(1, 1)[-1].state is PostState.REMOVED
    assert store.outbox.count() == 0


def test_taken_back_and_then_refused_is_simply_gone() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    store.outbox.sending([key])
    store.outbox.edit(key, "Changed.")
    store.outbox.withdraw(key)
    refuse(store, key)
    assert store.outbox.count() == 0
    assert len(bodies(store)) == 4


def test_a_refused_post_takes_in_the_edits_that_followed_it() -> None:
    store = a_store()
    key = thread(store, "Mine", "First.")
    store.outbox.sending([key])
    store.outbox.edit(key, "Second.", "Ours", "sleep")
    refuse(store, key)
    assert bodies(store, key) == ["Second."]
    again = store.outbox.retry(key)
    assert store.outbox.sendable(NOW) == [StartThread(k=again, g=1, title="Ours", body="Second.", note="sleep")]


def test_what_can_not_be_undone_says_so() -> None:
    store = a_store()
    key = store.outbox.add(Join(k=store.new_key(), g=2, alias="quiet"))
    store.outbox.sending([key])
    with pytest.raises(BadInput, match="may have reached the server"):
        store.outbox.withdraw(key)
    refuse(store, key)
    store.outbox.withdraw(key)
    assert store.outbox.count() == 0
