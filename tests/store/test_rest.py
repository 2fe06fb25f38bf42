"""A break from a group and muted members: what counts as new, on every machine of the member's, and for nobody else."""

from __future__ import annotations

from dataclasses import replace

from tests.store.community import HERON, NOW, TEALEAF, a_store, a_thread, head, post
from tuigroup import actions
from tuigroup.wire import limits
from tuigroup.wire.words import Audience


def test_nothing_counts_while_one_takes_a_break() -> None:
    store = a_store()
    a_thread(store)
    (joined,) = store.groups.joined()
    assert joined.unread == 3
    assert store.answers(0) == []
    store.threads.put_posts(1, [post(5, parent=4, author=TEALEAF)])
    assert len(store.answers(0)) == 1
    actions.take_break(store, 1, True)
    (joined,) = store.groups.joined()
    assert (joined.on_break, joined.unread, joined.unanswered) == (True, 0, 0)
    assert store.answers(0) == []
    assert store.threads.next_unread() is None
    assert store.outbox.count() == 0, "nobody is told"
    actions.take_break(store, 1, False)
    (joined,) = store.groups.joined()
    assert (joined.on_break, joined.unread) == (False, 4)
    assert store.threads.next_unread() is not None


def test_what_a_muted_member_writes_is_never_unread_and_marked() -> None:
    store = a_store()
    a_thread(store)
    store.threads.put_heads(1, [head(9, author=TEALEAF)])
    store.threads.put_posts(1, [post(9, 9, author=TEALEAF), post(5, parent=4, author=TEALEAF)])
    before = store.groups.joined()[0]
    assert (before.unread, before.unanswered, len(store.answers(0))) == (5, 1, 1)
    actions.mute_member(store, 1, TEALEAF.member, True)
    after = store.groups.joined()[0]
    assert (after.unread, after.unanswered, store.answers(0)) == (2, 0, [])
    posts = {row.ref: row for row in store.threads.posts(1, 1)}
    assert (posts[2].muted, posts[2].unread, posts[3].muted, posts[3].unread) == (True, False, False, True)
    assert store.outbox.count() == 0
    actions.mute_member(store, 1, TEALEAF.member, False)
    assert store.groups.joined()[0] == before


def test_a_private_word_is_heard_whoever_wrote_it() -> None:
    store = a_store()
    number = limits.APART
    store.threads.put_heads(1, [replace(head(number), board=0, audience=Audience.FACILITATORS)])
    store.threads.put_posts(1, [post(number, number)])
    actions.mute_member(store, 1, HERON.member, True)
    assert store.groups.joined()[0].unread == 1
    assert [row.muted for row in store.threads.posts(1, number)] == [False]


def test_all_of_it_goes_from_machine_to_machine() -> None:
    home, library = a_store(), a_store()
    actions.take_break(home, 1, True)
    actions.mute_member(home, 1, 7, True)
    home.marks.set_second_voice(True)
    home.marks.set_shown_around()
    library.marks.merge(home.marks.export())
    marks = library.marks
    assert (marks.on_break(1), marks.is_member_muted(1, 7), marks.second_voice(), marks.shown_around()) == (True,) * 4
    actions.take_break(library, 1, False)
    home.marks.merge(library.marks.export())
    assert not home.marks.on_break(1)
    assert NOW
