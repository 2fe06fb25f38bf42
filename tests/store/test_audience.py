"""A private word in the member's own store: written, sent, answered, found; and gone with the duty it came with."""

from __future__ import annotations

from dataclasses import replace

from tests.store.community import HERON, ME, MYSELF, NOW, a_store, a_thread, head, post, thread, took
from tuigroup import actions
from tuigroup.store import Draft
from tuigroup.store.schema import LATEST
from tuigroup.sync import plan
from tuigroup.wire import limits
from tuigroup.wire.ops import Reply, StartPrivate, StartThread
from tuigroup.wire.records import MembershipRecord, ThreadRecord
from tuigroup.wire.words import Audience, Role

APART = limits.APART + 5 * limits.APART_POSTS


def a_word(number: int = APART, *, author: object = HERON) -> ThreadRecord:
    return replace(head(number, author=author), board=0, audience=Audience.FACILITATORS)  # type: ignore[arg-type]


def test_a_private_word_goes_out_as_what_it_is() -> None:
    store = a_store()
    draft = store.drafts.save(Draft("", "private", 1, body="I would rather not say it to all.\nIt is the nights."))
    key = actions.send_draft(store, draft.id)
    row = store.threads.get(1, key)
    assert row is not None
    assert (row.audience, row.board, row.title) == (Audience.FACILITATORS, 0, "I would rather not say it to all.")
    (op,) = store.outbox.sendable(NOW)
    assert isinstance(op, StartPrivate)
    took(store, key, n=APART, t=APART)
    row = store.threads.get(1, key)
    assert row is not None
    assert (row.ref, row.audience, row.mine, row.unread) == (APART, Audience.FACILITATORS, True, 0)
    assert store.outbox.rows() == []


def test_a_draft_of_it_goes_from_machine_to_machine_as_what_it_is() -> None:
    home, library = a_store(), a_store()
    home.drafts.save(Draft("", "private", 1, body="Not to all."))
    library.drafts.merge(home.drafts.export())
    assert [(draft.kind, draft.body) for draft in library.drafts.all()] == [("private", "Not to all.")]


def test_all_of_a_group_read_leaves_what_comes_later_unread() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_heads(1, [a_word()])
    store.threads.put_posts(1, [post(APART, APART)])
    assert store.threads.totals(1).unread == 4
    store.marks.mark_group_read(1)
    assert store.threads.totals(1).unread == 0
    store.threads.put_posts(1, [post(900, 1, parent=1), post(APART + 1, APART, parent=APART)])
    assert store.threads.totals(1).unread >= 2


def test_who_runs_the_group_no_longer_keeps_only_their_own_words() -> None:
    store = a_store()
    a_thread(store)
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle", Role.FACILITATOR)])
    own = APART + limits.APART_POSTS
    store.threads.put_heads(1, [a_word(), a_word(own, author=MYSELF)])
    store.threads.put_posts(1, [post(APART, APART, body="Between us: lanterns."), post(own, own, author=MYSELF)])
    assert store.search.find("lanterns")
    store.groups.put_memberships([MembershipRecord(1, ME, "old_bicycle")])
    assert store.threads.get(1, APART) is None
    assert store.threads.posts(1, APART) == []
    assert not store.search.find("lanterns")
    assert store.threads.get(1, own) is not None
    assert len(store.threads.posts(1, 1)) == 4


def test_a_private_word_never_waits_and_what_goes_elsewhere_with_it_does() -> None:
    store = a_store()
    elsewhere = thread(store, g=2)
    actions.start_private(store, 1, "", "Now.")
    ops = store.outbox.sendable(NOW)
    assert set(plan.spread(ops, None, NOW, lambda most: 0)) == {elsewhere}
    reply = Reply(k="reply-to-a-word", g=1, to=APART, body="Thank you.")
    other = StartThread(k="thread-in-another", g=2, title="Hello", body="Hello.")
    assert set(plan.spread([other, reply], None, NOW, lambda most: 0)) == {"thread-in-another"}
    assert plan.spread([reply], (2, NOW), NOW, lambda most: 0) == {}


def test_a_store_of_before_opens() -> None:
    assert LATEST >= 3
    store = a_store()
    columns = {row[1] for row in store._db.rows("PRAGMA table_info(threads)")}
    assert "audience" in columns
