"""Members who left for good: what the member's own copy keeps of them, and what of it goes."""

from __future__ import annotations

from tests.store.community import HERON, TEALEAF, a_store, a_thread, post
from tuigroup.i18n import ENGLISH
from tuigroup.line.speech import Reader, post_heading
from tuigroup.store import Store
from tuigroup.views.posts import author
from tuigroup.wire.records import Author, FormerRecord, MemberRecord
from tuigroup.wire.words import PostState


def shown(store: Store) -> list[tuple[str, str]]:
    return [(author(ENGLISH, post), post.body) for post in store.threads.posts(1, 1)]


def test_what_was_erased_goes_here_too_and_can_not_be_found() -> None:
    store = a_store()
    a_thread(store)
    assert {hit.ref for hit in store.search.find("words", 1)} == {1, 2, 3, 4}
    store.threads.part_from(1, [FormerRecord(HERON.member, erased=True)])
    assert [body for _, body in shown(store)] == ["", "Words of post 2.", "", "Words of post 4."]
    assert {author for author, _ in shown(store)} == {"someone who left", "tealeaf", "old_bicycle"}
    assert store.threads.posts(1, 1)[0].state is PostState.REMOVED
    assert {hit.ref for hit in store.search.find("words", 1)} == {2, 4}
    head = store.threads.get(1, 1)
    assert head is not None
    assert (head.alias, head.unread) == ("", 1)


def test_what_stays_says_no_more_who_wrote_it() -> None:
    store = a_store()
    a_thread(store)
    store.groups.put_members(1, [MemberRecord(HERON.member, "heron"), MemberRecord(TEALEAF.member, "tealeaf")])
    store.threads.part_from(1, [FormerRecord(HERON.member)])
    assert shown(store)[0] == ("someone who left", "Words of post 1.")
    first = store.threads.posts(1, 1)[0]
    assert "someone who left" in post_heading(Reader(ENGLISH, store.now_min(), None), first, 1, 4, new=False)
    assert [one.alias for one in store.groups.members(1)] == ["tealeaf"]
    assert {hit.ref for hit in store.search.find("words", 1)} == {1, 2, 3, 4}


def test_who_left_comes_without_a_name_and_a_name_that_shows_nothing_is_another_thing() -> None:
    store = a_store()
    a_thread(store)
    assert store.threads.posts(1, 1)[0].alias == "heron"
    for alias, said in (("", "someone who left"), ("\u200b", "unnamed")):
        store.threads.put_posts(1, [post(1, author=Author(HERON.member, alias))])
        assert shown(store)[0][0] == said
