"""Writing: what a member typed goes into the outbox clean and whole, or they are told what to change."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.store.community import MYSELF, NOW, a_store, a_thread, bodies, head, post, refuse, removed, took
from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.store import Draft, Store
from tuigroup.wire import limits
from tuigroup.wire.ops import Edit, Reply, Respond, StartThread
from tuigroup.wire.words import Intent, PostState, ResponseKind


@pytest.fixture
def store() -> Store:
    store = a_store()
    a_thread(store)
    return store


def test_a_thread_is_written_clean(store: Store) -> None:
    key = actions.start_thread(
        store, 1, 0, " A\x1b[31m title\n", "Some \u202ewords.  \r\nMore.", " note ", Intent.ADVICE
    )
    [op] = store.outbox.sendable(NOW)
    assert op == StartThread(
        k=key, g=1, board=1, title="A title", body="Some words.\nMore.", note="note", intent=Intent.ADVICE
    )


@pytest.mark.parametrize(
    ("title", "body", "note", "field"),
    [
        ("", "words", "", "title"),
        ("x" * (limits.TITLE + 1), "words", "", "title"),
        ("T", " \x1b[31m \n", "", "body"),
        ("T", "x" * (limits.BODY + 1), "", "body"),
        ("T", "words", "n" * (limits.NOTE + 1), "note"),
    ],
)
def test_what_can_not_be_sent_is_said_and_nothing_is_cut(
    store: Store, title: str, body: str, note: str, field: str
) -> None:
    with pytest.raises(BadInput) as caught:
        actions.start_thread(store, 1, 1, title, body, note)
    assert caught.value.field == field
    assert store.outbox.count() == 0


def test_how_much_too_long_is_told(store: Store) -> None:
    with pytest.raises(BadInput, match="is 12 characters longer than the 10,000"):
        actions.reply(store, 1, 1, "x" * (limits.BODY + 12))


def test_a_reply_also_to_what_is_unsent_or_not_here(store: Store) -> None:
    one = actions.reply(store, 1, 2, "One.")
    actions.reply(store, 1, one, "Two.", "note", Intent.HELLO)
    actions.reply(store, 1, 77, "To a post that is not here.")
    assert bodies(store)[3:5] == ["One.", "Two."]
    took(store, one, 5, 1)
    actions.reply(store, 1, one, "Three.")
    last = store.outbox.sendable(NOW)[-1]
    assert isinstance(last, Reply)
    assert last.to == 5


def test_no_reply_to_a_removed_post_or_in_a_locked_thread(store: Store) -> None:
    store.threads.put_posts(1, [removed(post(2, parent=1))])
    with pytest.raises(BadInput, match="taken back"):
        actions.reply(store, 1, 2, "words")
    store.threads.put_heads(1, [replace(head(1, 4, 4), locked=True)])
    with pytest.raises(BadInput, match="locked"):
        actions.reply(store, 1, 1, "words")


def test_changing_ones_own_post(store: Store) -> None:
    assert actions.edit_post(store, 1, 4, "Words of post 4.") == ""
    assert actions.edit_post(store, 1, 4, "Words of post 4.", note="") == ""
    key = actions.edit_post(store, 1, 4, "Better.", title="not on replies", note="sleep")
    assert store.outbox.sendable(NOW) == [Edit(k=key, g=1, post=4, body="Better.", note="sleep")]
    again = actions.edit_post(store, 1, 4, "Best.")
    [op] = store.outbox.sendable(NOW)
    assert op == Edit(k=again, g=1, post=4, body="Best.", note="sleep")
    refuse(store, again)
    last = actions.edit_post(store, 1, 4, "Last.")
    assert [row.key for row in store.outbox.rows()] == [last]
    assert bodies(store)[-1] == "Last."


def test_changing_a_first_post_and_its_title(store: Store) -> None:
    store.threads.put_heads(1, [head(5, author=MYSELF, title="Old")])
    store.threads.put_posts(1, [post(5, 5, author=MYSELF, body="Same.")])
    assert actions.edit_post(store, 1, 5, "Same.", "Old") == ""
    actions.edit_post(store, 1, 5, "Same.", "New")
    assert store.threads.list(1)[-1].title == "New" or store.threads.get(1, 5).title == "New"  # type: ignore[union-attr]
    actions.edit_post(store, 1, 5, "Other.")
    [op] = store.outbox.sendable(NOW)
    assert isinstance(op, Edit)
    assert (op.title, op.body) == ("New", "Other.")


def test_changing_what_is_unsent(store: Store) -> None:
    key = actions.reply(store, 1, 1, "One.")
    assert actions.edit_post(store, 1, key, "Two.") == key
    assert store.outbox.count() == 1
    refuse(store, key)
    again = actions.edit_post(store, 1, key, "Two.")
    assert again not in ("", key)
    assert store.outbox.rows()[0].state == "queued"


def test_only_ones_own_posts_can_be_changed(store: Store) -> None:
    for ref, words in ((1, "Only who wrote"), (99, "not here")):
        with pytest.raises(BadInput, match=words):
            actions.edit_post(store, 1, ref, "x")
    actions.remove_post(store, 1, 4)
    with pytest.raises(BadInput, match="taken back already"):
        actions.edit_post(store, 1, 4, "x")


def test_taking_back(store: Store) -> None:
    actions.edit_post(store, 1, 4, "Never seen.")
    key = actions.remove_post(store, 1, 4)
    assert [row.key for row in store.outbox.rows()] == [key]
    assert store.threads.posts(1, 1)[3].state is PostState.REMOVED
    mine = actions.reply(store, 1, 1, "One.")
    assert actions.remove_post(store, 1, mine) == ""
    assert store.outbox.count() == 1
    other = actions.reply(store, 1, 1, "Two.")
    actions.withdraw(store, other)
    assert store.outbox.count() == 1


def test_responding_shows_at_once_and_back_and_forth_sends_nothing(store: Store) -> None:
    key = actions.respond(store, 1, 1, ResponseKind.WITH_YOU)
    assert store.outbox.sendable(NOW) == [Respond(k=key, g=1, post=1, kind=ResponseKind.WITH_YOU)]
    assert store.threads.posts(1, 1)[0].mine is ResponseKind.WITH_YOU
    actions.respond(store, 1, 1, ResponseKind.ME_TOO)
    assert store.threads.posts(1, 1)[0].responses == (0, 1, 0, 0)
    assert actions.respond(store, 1, 1, None) == ""
    assert store.outbox.count() == 0
    key = actions.respond(store, 1, 1, ResponseKind.ME_TOO)
    store.outbox.sending([key])
    assert actions.respond(store, 1, 1, ResponseKind.ME_TOO) == ""
    actions.respond(store, 1, 1, None)
    assert store.outbox.count() == 2
    assert store.threads.posts(1, 1)[0].responses == (0, 0, 0, 0)


def test_responses_are_for_others_posts_that_are_there(store: Store) -> None:
    with pytest.raises(BadInput, match="what others wrote"):
        actions.respond(store, 1, 4, ResponseKind.ME_TOO)
    with pytest.raises(BadInput, match="not there"):
        actions.respond(store, 1, 99, ResponseKind.ME_TOO)
    store.threads.put_posts(1, [removed(post(2, parent=1))])
    with pytest.raises(BadInput, match="not there"):
        actions.respond(store, 1, 2, ResponseKind.ME_TOO)


def test_trying_again(store: Store) -> None:
    key = actions.reply(store, 1, 1, "One.")
    refuse(store, key)
    again = actions.retry(store, key)
    assert [op.k for op in store.outbox.sendable(NOW)] == [again]


# Drafts


def test_a_draft_becomes_a_post_and_is_gone_in_one_go(store: Store) -> None:
    draft = actions.save_draft(store, Draft("", "reply", 1, target=2, body="Mine.", quote="Words of\n\npost 2."))
    assert actions.composed(draft) == "> Words of\n>\n> post 2.\n\nMine."
    key = actions.send_draft(store, draft.id)
    assert store.drafts.all() == []
    [op] = store.outbox.sendable(NOW)
    assert isinstance(op, Reply)
    assert (op.k, op.to, op.body) == (key, 2, "> Words of\n>\n> post 2.\n\nMine.")
    with pytest.raises(BadInput, match="not here any more"):
        actions.send_draft(store, draft.id)


def test_drafts_of_threads_and_changes(store: Store) -> None:
    one = actions.save_draft(store, Draft("", "thread", 1, board=2, title="T", body="B", intent=Intent.HELLO))
    two = actions.save_draft(store, Draft("", "edit", 1, target=4, body="Better."))
    actions.send_draft(store, one.id)
    actions.send_draft(store, two.id)
    first, second = store.outbox.sendable(NOW)
    assert isinstance(first, StartThread)
    assert (first.board, first.title, first.intent) == (2, "T", Intent.HELLO)
    assert isinstance(second, Edit)
    assert (second.post, second.body, second.title) == (4, "Better.", None)


@pytest.mark.parametrize(
    "draft",
    [
        Draft("", "reply", 1, target=2, body=""),
        Draft("", "reply", 1, target=2, body=" ", quote="only a quote"),
        Draft("", "reply", 1, body="to whom?"),
        Draft("", "thread", 1, body="no title"),
    ],
)
def test_a_draft_that_can_not_be_sent_is_kept(store: Store, draft: Draft) -> None:
    saved = actions.save_draft(store, draft)
    with pytest.raises(BadInput):
        actions.send_draft(store, saved.id)
    assert store.drafts.all() == [saved]
    assert store.outbox.count() == 0


# Reading


def test_reading_watching_muting(store: Store) -> None:
    actions.mark_read(store, 1, [1, 2])
    actions.watch(store, 1, 1, True)
    actions.mute(store, 1, 1, True)
    row = store.threads.get(1, 1)
    assert row is not None
    assert (row.unread, row.watched, row.muted) == (1, True, True)
