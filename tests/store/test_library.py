"""Resources, search, usage, notices, settings."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.store.community import NOW, Clock, a_store, a_thread, group, head, post, reply, thread
from tuigroup.store import Store, StoreChanged
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.sync import Notice
from tuigroup.wire.words import ResourceKind

BREATHING = ResourceRecord(
    "breathing", 3, ResourceKind.COPING, "Breathing at night", ("sleep",), size=900, sections=("In", "Out")
)
WHAT = ResourceRecord("what", 4, ResourceKind.ARTICLE, "What a group is", ("groups",))


def test_the_list_of_the_library() -> None:
    store = a_store()
    store.resources.put_heads([WHAT, BREATHING], 4)
    assert [record.slug for record in store.resources.heads()] == ["breathing", "what"]
    assert store.resources.heads(kind="coping") == [BREATHING]
    assert store.resources.heads(topic="groups") == [WHAT]
    assert (store.resources.head("what"), store.resources.head("none")) == (WHAT, None)
    assert store.resources.rev() == 4
    store.resources.put_heads([], 0)
    assert store.resources.rev() == 4


def test_a_text_saved_for_offline() -> None:
    store = a_store()
    store.resources.put_heads([BREATHING], 3)
    assert (store.resources.body("breathing"), store.resources.saved()) == (None, set())
    store.resources.put_partial("breathing", b"half", "e1")
    assert store.resources.partial("breathing") == (b"half", "e1")
    store.resources.put_body("breathing", "Breathe in.\x1b[31m\nBreathe out, lighthouse.", "e1")
    assert store.resources.body("breathing") == "Breathe in.\nBreathe out, lighthouse."
    assert (store.resources.etag("breathing"), store.resources.saved()) == ("e1", {"breathing"})
    assert store.resources.partial("breathing") == (b"", "")
    assert [hit.slug for hit in store.search.find("lighthouse")] == ["breathing"]
    assert not store.resources.outdated("breathing")
    store.resources.put_heads([replace(BREATHING, rev=9)], 9)
    assert store.resources.outdated("breathing")
    assert [hit.slug for hit in store.search.find("lighthouse")] == ["breathing"]
    store.resources.forget("breathing")
    assert store.search.find("lighthouse") == []
    assert store.resources.heads() != []
    store.resources.forget("unheard-of")


def test_a_resource_taken_out_of_the_library_is_forgotten() -> None:
    store = a_store()
    store.resources.put_heads([BREATHING, replace(WHAT, slug="")], 3)
    store.resources.put_body("breathing", "Words.", "e")
    store.resources.put_heads([replace(BREATHING, removed=True)], 5)
    assert (store.resources.heads(), store.resources.saved()) == ([], set())
    assert store.search.find("breathing") == []


def test_where_reading_a_resource_stopped() -> None:
    store = a_store()
    assert store.resources.position("breathing") == 0
    store.resources.set_position("breathing", 12)
    store.resources.set_position("breathing", 12)
    assert store.resources.position("breathing") == 12


# Search


def test_everything_here_is_found() -> None:
    store = a_store()
    a_thread(store)
    store.resources.put_heads([BREATHING], 3)
    store.threads.put_posts(1, [post(5, body="I lie awake at night and count lighthouses")])
    [hit] = store.search.find("Lighthouse")
    assert (hit.kind, hit.group, hit.thread, hit.ref, hit.alias, hit.title) == ("post", 1, 1, 5, "heron", "First week")
    assert "lighthouses" in hit.snippet
    assert {hit.kind for hit in store.search.find("night")} == {"post", "resource"}
    [sleep] = [hit for hit in store.search.find("sleep") if hit.kind == "group"]
    assert (sleep.group, sleep.title) == (1, "Sleep")
    assert store.search.find("night awake") == store.search.find("awake night")
    assert store.search.find("night nothing") == []
    assert [hit.kind for hit in store.search.find("night", g=1)] == ["post"]
    assert store.search.find("night", g=2) == []
    assert len(store.search.find("words", limit=2)) == 2


def test_a_thread_is_found_by_its_title_before_its_posts_are_here() -> None:
    store = a_store()
    store.threads.put_heads(1, [head(9, title="Lighthouse at three")])
    [hit] = store.search.find("lighthouse")
    assert (hit.thread, hit.ref, hit.title, hit.alias) == (9, 9, "Lighthouse at three", "heron")
    store.threads.put_heads(1, [head(9, title="Another title")])
    assert store.search.find("lighthouse") == []


def test_what_is_unsent_is_found_too() -> None:
    store = a_store()
    key = thread(store, "Lantern", "By the window.")
    reply(store, key, "The LANTERN again")
    reply(store, key, "nothing")
    assert [(hit.ref, hit.thread) for hit in store.search.find("lantern")][1] == (key, key)
    assert len(store.search.find("lantern")) == 2
    assert store.search.find("lantern", g=2) == []


def test_accents_do_not_matter() -> None:
    store = a_store()
    store.threads.put_posts(1, [post(1, body="Ein Café in Zürich")])
    assert [hit.ref for hit in store.search.find("cafe zurich")] == [1]


def test_the_index_outlives_nothing_it_should_not() -> None:
    store = a_store()
    store.search._db.run("INSERT INTO found (kind, group_id, ref) VALUES ('post', 1, 77)")
    row = store.search._db.value("SELECT last_insert_rowid()")
    store.search._db.run("INSERT INTO words (rowid, title, body) VALUES (?, 'Left', 'over')", (row,))
    [hit] = store.search.find("left")
    assert (hit.thread, hit.title) == (77, "Left")


@pytest.fixture(scope="module")
def full() -> Store:
    store = a_store()
    a_thread(store)
    thread(store)
    return store


@given(st.text(max_size=40) | st.text("\"*()-:^+{}[]\\'%_AND OR NOT NEAR\x00a", max_size=40))
@example('"')
@example("AND")
@example("a* OR (b NOT c")
@example("title:words")
@example("NEAR(a b, 5)")
@example("\ud800")
@example("\x00")
@example("²")
@example("𞤀")
def test_no_query_breaks_it(full: Store, query: str) -> None:
    full.search.find(query)


# Usage


def test_bytes_by_kind_of_session_day_and_month() -> None:
    clock = Clock()
    store = a_store(clock=clock)
    store.usage.add("sync", 100, 2000)
    store.usage.add("sync", 1, 2)
    clock.minutes(26 * 60)
    store.usage.add("resource", 5, 500)
    assert store.usage.session() == {"sync": (101, 2002), "resource": (5, 500)}
    assert store.usage.today() == (5, 500)
    assert store.usage.month() == {"resource": (5, 500), "sync": (101, 2002)}
    clock.minutes(40 * 24 * 60)
    assert store.usage.month() == {}
    assert store.usage.today() == (0, 0)


# Notices


def test_a_notice_stays_until_it_is_dismissed_and_never_comes_again() -> None:
    store = a_store()
    notice = Notice(t="opened", g=1, d="Your group\x07 is open.", at=5)
    store.notices.add(notice)
    store.notices.add(notice)
    store.notices.add(Notice(t="later", d="Later.", at=6))
    [later, first] = store.notices.all()
    assert (first.type, first.group, first.text, first.at) == ("opened", 1, "Your group is open.", 5)
    store.notices.dismiss(first.id)
    store.notices.dismiss(first.id)
    store.notices.add(notice)
    assert store.notices.all() == [later]


# Settings


def test_settings_are_kept_and_said() -> None:
    store = a_store()
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    assert store.settings.get("theme", "own") == "own"
    store.settings.set("theme", "dark")
    assert store.settings.get("theme", "own") == "dark"
    store.settings.remove("theme")
    store.settings.remove("theme")
    assert store.settings.get("theme") == ""
    assert [change.kinds for change in heard] == [{"settings"}, {"settings"}]
    store.settings.set("count", "many")
    assert store.settings.number("count", 4) == 4


def test_the_cursor() -> None:
    store = a_store()
    assert store.cursor() is None
    store.set_cursor("abc")
    assert store.cursor() == "abc"
    store.set_cursor(None)
    assert store.cursor() is None
    assert store.now_min() == NOW
    assert store.new_key() != store.new_key()


# What strangers send


def test_text_from_strangers_is_harmless_when_kept() -> None:
    evil = "\x1b]0;title\x07he\u202ello\x9b31m\r[@click=app.quit]x[/]"
    store = a_store(empty=True)
    store.groups.put_directory([replace(group(1, evil), about=evil, topics=(evil, "\x1b[0m"), place=evil)], [], 1)
    store.threads.put_heads(1, [replace(head(1), title=evil, note=evil, author=replace(head(1).author, alias=evil))])
    store.threads.put_posts(
        1, [replace(post(1), body=evil, note=evil, author=replace(post(1).author, alias="\x1b[2J"))]
    )
    store.resources.put_heads([replace(BREATHING, title=evil, sections=(evil,), source=evil)], 1)
    dump = "\n".join(store._db._connection.iterdump())
    assert not any(character in dump for character in "\x1b\x07\u202e\x9b\r")
    row = store.threads.post(1, 1)
    assert row is not None
    assert row.alias == "unnamed"


def test_numbers_that_no_column_holds() -> None:
    store = a_store()
    huge = 2**62
    store.threads.put_posts(1, [replace(post(huge), thread=huge, at=huge, edited=-5, responses=(huge, -1, 0, 0))])
    store.threads.put_heads(1, [replace(head(huge), posts=huge, last=huge, last_at=huge)])
    store.threads.put_heads(1, [replace(head(5), posts=-1)])
    assert len(store.threads.list(1)) == 2
    assert store.groups.joined()[0].unread >= 0
