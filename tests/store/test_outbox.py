"""What waits and goes out: named, in order, published later; and that what is shown is what will be."""

from __future__ import annotations

import pytest

from tests.store.community import (
    ME,
    NOW,
    TEALEAF,
    Clock,
    a_store,
    a_thread,
    bodies,
    edit,
    group,
    head,
    keys,
    post,
    refuse,
    reply,
    respond,
    thread,
    took,
)
from tuigroup.errors import BadInput
from tuigroup.wire import limits
from tuigroup.wire.ops import (
    Claim,
    Edit,
    GroupSettings,
    Join,
    Leave,
    Propose,
    Remove,
    Reply,
    Respond,
    StartThread,
)
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.words import PostState, ResponseKind

# Waiting


def test_everything_that_waits_is_named_without_its_words() -> None:
    store = a_store()
    a_thread(store)
    mine = thread(store, "A title that goes on and on for more than anybody reads")
    for op in (
        Reply(k=store.new_key(), g=1, to=2, body="secret"),
        Reply(k=store.new_key(), g=1, to=4, body="secret"),
        Reply(k=store.new_key(), g=1, to=mine, body="secret"),
        Reply(k=store.new_key(), g=1, to=99, body="secret"),
        Edit(k=store.new_key(), g=1, post=4, body="secret"),
        Remove(k=store.new_key(), g=1, post=88),
        Respond(k=store.new_key(), g=1, post=1, kind=ResponseKind.WITH_YOU),
        Respond(k=store.new_key(), g=1, post=1, kind=None),
        Join(k=store.new_key(), g=2, alias="secret"),
        Propose(k=store.new_key(), alias="secret", settings=GroupSettings(name="secret")),
    ):
        store.outbox.add(op)
    rows = store.outbox.rows()
    assert [row.label for row in rows] == [
        'New thread "A title that goes on and on for more..."',
        "Reply to tealeaf",
        "Reply to yourself",
        "Reply to yourself",
        "Reply to a post",
        'Change of your post in "First week"',
        "Your post taken back",
        "With you for heron",
        "Response to heron taken back",
        "Joining",
        "A group proposed",
    ]
    assert [row.group for row in rows][-2:] == [2, 0]
    assert {row.state for row in rows} == {"queued"}
    assert rows[0].created == NOW
    assert store.outbox.count() == 11


def test_the_same_key_is_added_once() -> None:
    store = a_store()
    op = StartThread(k="abcdefgh", g=1, title="Mine", body="Words.")
    assert store.outbox.add(op) == store.outbox.add(op) == "abcdefgh"
    assert store.outbox.count() == 1
    took(store, "abcdefgh", 5, 5)
    store.outbox.add(op)
    assert store.outbox.count() == 0


def test_nothing_that_could_not_be_read_again_is_kept() -> None:
    store = a_store()
    bad = Reply.model_construct(k="abcdefgh", op="reply", g=1, to=1, body="", note="", later=0)
    with pytest.raises(BadInput, match="body"):
        store.outbox.add(bad)
    with pytest.raises(BadInput, match="its form"):
        store.outbox.add(Leave.model_construct(k="abcdefgh", op="nonsense", g=1))
    assert store.outbox.rows() == []


def test_a_reply_to_something_of_ones_own_that_is_gone() -> None:
    store = a_store()
    with pytest.raises(BadInput, match="not here any more"):
        reply(store, "nothing-here")


# Going out


def test_sent_in_the_order_written_and_what_hangs_on_a_refused_one_waits() -> None:
    store = a_store()
    a_thread(store)
    first = thread(store)
    below = reply(store, first)
    deeper = reply(store, below)
    other = reply(store, 1)
    assert keys(store) == [first, below, deeper, other]
    refuse(store, first, "bad-field", "This group\x1b[31m has no such board.")
    [row, *_] = store.outbox.rows()
    assert (row.state, row.problem, row.detail) == ("refused", "bad-field", "This group has no such board.")
    assert keys(store) == [other]
    shown = store.threads.posts(1, first)
    assert [(r.sending, r.problem) for r in shown] == [
        ("refused", "This group has no such board."),
        ("queued", ""),
        ("queued", ""),
    ]


def test_a_request_holds_so_many_operations_and_so_much_text() -> None:
    store = a_store()
    a_thread(store)
    for _ in range(limits.OPS + 1):
        respond(store, 1, ResponseKind.ME_TOO)
    assert len(keys(store)) == limits.OPS
    store = a_store()
    a_thread(store)
    for _ in range(30):
        reply(store, 1, "w" * limits.BODY)
    sendable = store.outbox.sendable(NOW)
    assert 10 < len(sendable) < 30
    assert sum(len(op.model_dump_json()) for op in sendable) < limits.BODY_BYTES


def test_no_answer_came() -> None:
    store = a_store()
    a_thread(store)
    key, other = reply(store, 1), reply(store, 2)
    store.outbox.sending([key, other])
    assert [row.state for row in store.outbox.rows()] == ["sending", "sending"]
    assert {row.sending for row in store.threads.posts(1, 1) if row.sending} == {"queued"}
    store.outbox.requeue([key], reached=False)
    assert [row.state for row in store.outbox.rows()] == ["queued", "sending"]
    store.outbox.requeue()
    assert [row.state for row in store.outbox.rows()] == ["queued", "queued"]
    store.outbox.edit(key, "It never left.")
    assert store.outbox.count() == 2
    store.outbox.edit(other, "It may have arrived.")
    assert store.outbox.count() == 3


def test_published_later() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    store.outbox.spread(key, 7)
    assert store.outbox.sendable(NOW)[0].later == 7  # type: ignore[union-attr]
    took(store, key, later=NOW + 7)
    store.outbox.spread(key, 9)
    store.outbox.spread("no-such-key", 9)
    [row] = store.outbox.rows()
    assert (row.state, row.due) == ("scheduled", NOW + 7)
    assert store.threads.posts(1, 1)[-1].sending == "scheduled"
    below = reply(store, key)
    assert keys(store) == [below]
    assert keys(store, NOW + 7) == [key, below]
    assert store.outbox.sendable(NOW + 7)[0].later == 7  # type: ignore[union-attr]
    took(store, key, 5, 1)
    assert [row.ref for row in store.threads.posts(1, 1)] == [1, 2, 3, 4, 5, below]


def test_operations_that_are_no_posts_are_not_spread() -> None:
    store = a_store()
    key = store.outbox.add(Leave(k=store.new_key(), g=1))
    store.outbox.spread(key, 5)
    assert store.outbox.sendable(NOW) == [Leave(k=key, g=1)]


def test_edited_before_it_is_published() -> None:
    store = a_store()
    key = thread(store, "Mine", "First words.")
    took(store, key, later=NOW + 7)
    assert store.outbox.edit(key, "Better words.", "Ours", "sleep") == key
    change = store.outbox.rows()[-1]
    assert isinstance(change.op, Edit)
    assert change.op.post == key
    assert keys(store) == [change.key]
    assert (bodies(store, key), store.threads.list(1)[0].title) == (["Better words."], "Ours")
    took(store, change.key)
    assert (bodies(store, key), store.threads.list(1)[0].title) == (["Better words."], "Ours")
    [sent] = store.outbox.sendable(NOW + 7)
    assert isinstance(sent, StartThread)
    assert (sent.body, sent.title) == ("First words.", "Mine")  # as it left the first time
    took(store, key, 5, 5)
    row = store.threads.post(1, 5)
    assert row is not None
    assert (row.body, row.note, store.threads.list(1)[0].title) == ("Better words.", "sleep", "Ours")


def test_a_reply_edited_before_it_is_published_and_then_refused_goes_out_as_edited() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1, "First words.")
    took(store, key, later=NOW + 7)
    change = edit(store, key, "Better words.", title="no title on replies")
    took(store, change)
    refuse(store, key)
    again = store.outbox.retry(key)
    [op] = store.outbox.sendable(NOW)
    assert isinstance(op, Reply)
    assert (op.k, op.body) == (again, "Better words.")


def test_taken_back_before_it_is_published() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1, "First words.")
    took(store, key, later=NOW + 7)
    edit(store, key, "Better words.")
    store.outbox.withdraw(key)
    assert store.threads.post(1, key).state is PostState.REMOVED  # type: ignore[union-attr]
    last = store.outbox.rows()[-1]
    assert isinstance(last.op, Remove)
    took(store, last.key)
    assert store.outbox.count() == 0
    assert len(bodies(store)) == 4


def test_a_response_to_what_is_not_published_changes_nothing() -> None:
    store = a_store()
    key = thread(store)
    took(store, key, later=NOW + 7)
    took(store, respond(store, key, ResponseKind.ME_TOO))
    assert store.threads.posts(1, key)[0].responses == (0, 0, 0, 0)


def test_forgetting_operations_of_a_kind_on_a_post() -> None:
    store = a_store()
    a_thread(store)
    respond(store, 1, ResponseKind.ME_TOO)
    assert not store.outbox.drop_unsent(1, 1, Respond)
    assert store.outbox.count() == 0
    one, other = respond(store, 1, ResponseKind.ME_TOO), respond(store, 2, ResponseKind.ME_TOO)
    store.outbox.sending([one])
    respond(store, 1, None)
    assert store.outbox.drop_unsent(1, 1, Respond)
    assert [row.key for row in store.outbox.rows()] == [one, other]


def test_other_operations_leave_when_they_are_through() -> None:
    store = a_store()
    for op in (Leave(k=store.new_key(), g=1), Claim(k=store.new_key(), g=2, alias="ines")):
        took(store, store.outbox.add(op))
    assert store.outbox.count() == 0


def test_two_groups_do_not_mix() -> None:
    clock = Clock()
    store = a_store(clock=clock)
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle"), MembershipRecord(2, 3, "quiet")])
    store.groups.put_directory([group(2, "Grief")], [])
    a_thread(store)
    store.threads.put_heads(2, [head(1)])
    store.threads.put_posts(2, [post(1, author=TEALEAF)])
    one, two = reply(store, 1, g=1), reply(store, 1, g=2)
    clock.minutes(3)
    took(store, two, 2, 1)
    assert [row.ref for row in store.threads.posts(2, 1)] == [1, 2]
    assert store.threads.posts(1, 1)[-1].ref == one
    assert store.threads.posts(2, 1)[1].alias == "quiet"
