"""What the server took: a key becomes a number everywhere at once, in whatever order acks and changes come."""

from __future__ import annotations

from dataclasses import replace

from tests.store.community import (
    ME,
    MYSELF,
    NOW,
    a_store,
    a_thread,
    bodies,
    edit,
    head,
    keys,
    post,
    remove,
    removed,
    reply,
    respond,
    thread,
    took,
)
from tuigroup.store.rows import Draft
from tuigroup.wire.ops import Reply
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.sync import Ack
from tuigroup.wire.words import PostState, ResponseKind


def test_a_key_becomes_a_number_everywhere_at_once() -> None:
    store = a_store()
    a_thread(store)
    key = thread(store, "Mine", "My words.")
    below = reply(store, key, "And more.")
    sent = reply(store, key, "Sent together with it.")
    draft = store.drafts.save(Draft("", "reply", 1, target=below, body="not done"))
    for ref in (key, below):
        store.marks.watch(1, ref, True)
        store.marks.fold(1, ref, True)
    store.marks.set_position(1, key, below)
    store.marks.set_position(1, 1, key)
    store.outbox.sending([key, sent])
    store.outbox.acked(Ack(k=key, n=5, t=5, at=NOW + 1))
    [one, two] = store.outbox.sendable(NOW)
    assert isinstance(one, Reply)
    assert isinstance(two, Reply)
    assert one.to == 5
    assert two.to == key  # as it left: the server knows both names
    store.outbox.acked(Ack(k=sent, n=7, t=5, at=NOW + 1))
    store.outbox.sending([below])
    store.outbox.acked(Ack(k=below, n=6, t=5, at=NOW + 1))
    assert [(row.ref, row.thread, row.parent) for row in store.threads.posts(1, 5)] == [
        (5, 5, None),
        (6, 5, 5),
        (7, 5, 5),
    ]
    assert store.threads.posts(1, key) == store.threads.posts(1, 5)
    kept = store.drafts.get(draft.id)
    assert kept is not None
    assert kept.target == 6
    assert store.drafts.find("reply", 1, below) == kept
    assert store.marks.is_watched(1, 5)
    assert store.marks.is_watched(1, key)
    assert store.marks.is_watched(1, 6)
    assert store.marks.folded(1, 5) == {5, 6}
    assert (store.marks.position(1, 5), store.marks.position(1, 1)) == (6, 5)
    assert store.outbox.count() == 0
    assert (
        b"AAAA"
        not in "\n".join(
            str(tuple(row))
            for table in ("outbox", "drafts", "marks", "positions", "folds", "posts")
            for row in store._db.rows(f"SELECT * FROM {table}")
            if table != "drafts"
        ).encode()
    )
    head_row = store.threads.get(1, 5)
    assert head_row is not None
    assert (head_row.posts, head_row.here, head_row.unread, head_row.title) == (3, 3, 0, "Mine")
    assert not store.threads.missing(1, 5)
    assert store.search.find("together")[0].ref == 7


def test_hearing_an_ack_again_changes_nothing() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    ack = Ack(k=key, n=5, t=1, at=NOW)
    store.outbox.acked(ack)
    before = store.threads.posts(1, 1)
    store.outbox.acked(ack)
    store.outbox.acked(Ack(k="never-seen", n=5))
    store.outbox.acked(Ack(k=key, e="not-found"))
    assert store.threads.posts(1, 1) == before
    assert store.outbox.count() == 0


def test_a_post_that_came_as_a_change_before_its_ack_shows_once() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1, "Same here.")
    second = reply(store, 1, "Same here.")
    below = reply(store, key, "More.")
    store.outbox.sending([key, second, below])
    mine = post(5, parent=1, author=MYSELF, body="Same here.")
    store.threads.put_posts(1, [mine])
    assert bodies(store).count("Same here.") == 2
    assert [row.ref for row in store.threads.posts(1, 1)] == [1, 2, 3, 4, 5, below, second]
    assert [row.key for row in store.outbox.rows()] == [second, below]
    assert store.threads.find(1, key) == 5
    store.outbox.acked(Ack(k=key, n=5, t=1, at=NOW))
    assert bodies(store).count("Same here.") == 2
    store.outbox.acked(Ack(k=second, n=6, t=1, at=NOW))
    store.outbox.acked(Ack(k=below, n=7, t=1, at=NOW))
    assert [(row.ref, row.depth) for row in store.threads.posts(1, 1)] == [
        (1, 0), (2, 1), (3, 2), (4, 1), (5, 1), (7, 2), (6, 1),
    ]  # fmt: skip


def test_a_thread_that_came_as_a_change_before_its_ack() -> None:
    store = a_store()
    key = thread(store, "Mine", "My words.")
    store.outbox.sending([key])
    store.threads.put_heads(1, [head(5, author=MYSELF, title="Mine")])
    store.threads.put_posts(1, [post(5, 5, author=MYSELF, body="My words.")])
    assert [row.ref for row in store.threads.list(1)] == [5]
    took(store, key, 5, 5)
    assert [row.ref for row in store.threads.list(1)] == [5]


def test_the_head_may_come_before_the_ack_and_counts() -> None:
    store = a_store()
    key = thread(store, "Mine", "My words.")
    store.threads.put_heads(1, [head(5, 3, 8, author=MYSELF, title="Mine")])
    took(store, key, 5, 5)
    row = store.threads.get(1, 5)
    assert row is not None
    assert (row.posts, row.here) == (3, 1)
    a_thread(store)
    key = reply(store, 1)
    store.threads.put_heads(1, [head(1, posts=5, last=9)])
    took(store, key, 9, 1)
    row = store.threads.get(1, 1)
    assert row is not None
    assert row.posts == 5


def test_acks_in_any_order_make_the_same_tree() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 2, "one")
    below = reply(store, key, "two")
    store.outbox.sending([key, below])
    store.outbox.acked(Ack(k=below, n=6, t=1, at=NOW))
    assert bodies(store).count("two") == 1
    store.outbox.acked(Ack(k=key, n=5, t=1, at=NOW))
    assert [(row.ref, row.parent) for row in store.threads.posts(1, 1)][2:5] == [(3, 2), (5, 2), (6, 5)]


def test_an_ack_without_number_or_membership_or_thread() -> None:
    store = a_store(empty=True)
    a_thread(store)
    took(store, reply(store, 1))
    assert store.outbox.count() == 0
    took(store, reply(store, 1, "I was a member."), 5)
    assert store.threads.posts(1, 1)[-1].alias == "unnamed"
    took(store, reply(store, 44, "To something unknown."), 45)
    assert bodies(store, 44) == ["To something unknown."]
    key = reply(store, 50, "x")
    below = reply(store, key, "y")
    store.outbox.sending([key, below])
    store._db.run("UPDATE outbox SET thread = NULL")
    store.outbox.acked(Ack(k=below, n=52))
    assert bodies(store, 52) == ["y"]


def test_edits_removals_and_responses_show_at_once_and_stay() -> None:
    store = a_store()
    a_thread(store)
    for key in (edit(store, 4, "Changed.", note="sleep"), respond(store, 1, ResponseKind.WITH_YOU), remove(store, 4)):
        assert key in keys(store)
    first, mine = store.threads.posts(1, 1)[0], store.threads.posts(1, 1)[3]
    assert (first.mine, first.responses, first.pending) == (ResponseKind.WITH_YOU, (1, 0, 0, 0), True)
    assert (mine.state, mine.body, mine.pending) == (PostState.REMOVED, "", True)
    for op in store.outbox.sendable(NOW):
        took(store, op.k, 4, at=NOW + 5)
    first, mine = store.threads.posts(1, 1)[0], store.threads.posts(1, 1)[3]
    assert (first.mine, first.responses, first.pending) == (ResponseKind.WITH_YOU, (1, 0, 0, 0), False)
    assert (mine.state, mine.body, mine.pending) == (PostState.REMOVED, "", False)
    assert all(hit.ref != 4 for hit in store.search.find("words"))


def test_an_edit_of_a_first_post_changes_the_title_everywhere() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(5, author=MYSELF)])
    store.threads.put_posts(1, [post(5, 5, author=MYSELF)])
    key = edit(store, 5, "New words.", "New title", "")
    assert store.threads.list(1)[0].title == "New title"
    took(store, key, 5, at=NOW + 5)
    row = store.threads.post(1, 5)
    assert row is not None
    assert (row.body, row.edited) == ("New words.", NOW + 5)
    assert store.threads.list(1)[0].title == "New title"
    assert [hit.ref for hit in store.search.find("new title")] == [5]


def test_an_ack_never_undoes_what_came_later() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(5, author=MYSELF)])
    later = post(5, 5, author=MYSELF, body="Changed on another machine.")
    store.threads.put_posts(1, [replace(later, edited=NOW + 50)])
    took(store, edit(store, 5, "Older."), 5, at=NOW + 5)
    assert bodies(store, 5) == ["Changed on another machine."]
    key = edit(store, 5, "Never.")
    store.threads.put_posts(1, [removed(later)])
    took(store, key, 5, at=NOW + 99)
    assert bodies(store, 5) == [""]
    took(store, edit(store, 4444, "Not here."), 4444)


def test_responses_change_counts_once() -> None:
    store = a_store()
    a_thread(store)
    key = respond(store, 1, ResponseKind.WITH_YOU)
    store.threads.put_posts(1, [replace(post(1), responses=(1, 0, 0, 0), mine=ResponseKind.WITH_YOU)])
    took(store, key, 1)
    assert store.threads.posts(1, 1)[0].responses == (1, 0, 0, 0)
    key = respond(store, 1, ResponseKind.ME_TOO)
    assert store.threads.posts(1, 1)[0].responses == (0, 1, 0, 0)
    took(store, key, 1)
    key = respond(store, 1, None)
    took(store, key, 1)
    row = store.threads.posts(1, 1)[0]
    assert (row.responses, row.mine) == ((0, 0, 0, 0), None)


def test_a_group_dropped_and_joined_again_gives_back_what_was_written() -> None:
    store = a_store()
    a_thread(store)
    took(store, reply(store, 1, "Same here."), 5, 1)
    store.groups.drop(1)
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle")])
    a_thread(store)
    key = reply(store, 1, "Same here.")
    store.outbox.sending([key])
    store.threads.put_posts(1, [post(5, parent=1, author=MYSELF, body="Same here.")])
    assert [row.ref for row in store.threads.posts(1, 1)][-2:] == [5, key]
