"""Drafts: on disk when saved, found again, deleted for good, carried to other machines."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from tests.store.community import NOW, Clock, a_store, a_thread, draws, reply
from tuigroup.store import Store, StoreChanged
from tuigroup.store.rows import Draft
from tuigroup.wire.words import Intent

WORDS = Draft("", "reply", 1, target=2, title="", body="One line\nTwo lines\x1b[31m", note="n", intent=Intent.SUPPORT)


def test_a_draft_is_on_disk_as_it_was_typed(tmp_path: Path) -> None:
    store = a_store(tmp_path / "s")
    draft = store.drafts.save(WORDS)
    assert draft == replace(WORDS, id=draft.id, saved_at=NOW)
    other = Store.open(tmp_path / "s", clock=Clock(), random=draws())
    assert other.drafts.get(draft.id) == draft
    other.close()
    store.close()


def test_saving_again_changes_the_same_draft() -> None:
    clock = Clock()
    store = a_store(clock=clock)
    draft = store.drafts.save(WORDS)
    heard: list[StoreChanged] = []
    store.subscribe(heard.append)
    clock.minutes(2)
    assert store.drafts.save(draft) == draft
    assert heard == []
    later = store.drafts.save(replace(draft, body="More."))
    assert (later.id, later.saved_at) == (draft.id, NOW + 2)
    assert store.drafts.all() == [later]


def test_finding_the_draft_for_a_post_or_a_group() -> None:
    store = a_store()
    a_thread(store)
    key = reply(store, 1)
    one = store.drafts.save(WORDS)
    two = store.drafts.save(Draft("", "thread", 1, board=2, title="T"))
    three = store.drafts.save(Draft("", "reply", 1, target=key))
    assert store.drafts.find("reply", 1, 2) == one
    assert store.drafts.find("thread", 1) == two
    assert store.drafts.find("reply", 1, key) == three
    assert store.drafts.find("edit", 1, 2) is None
    assert store.drafts.get("none") is None
    assert {draft.id for draft in store.drafts.all()} == {one.id, two.id, three.id}


def test_drafts_on_unsent_posts_and_those_without_room_stay_here() -> None:
    store = a_store()
    a_thread(store)
    here = store.drafts.save(Draft("", "reply", 1, target=reply(store, 1), body="x"))
    big = store.drafts.save(Draft("", "thread", 1, body="y" * 900))
    small = store.drafts.save(Draft("", "thread", 1, body="z"))
    assert set(store.drafts.export(room=1000)["d"]) == {small.id}
    assert set(store.drafts.export()["d"]) == {small.id, big.id}
    store.drafts.merge({"d": {here.id: [2**50, None]}})
    assert store.drafts.get(here.id) == here
    assert store.marks.dirty()


def test_a_draft_with_an_intent_of_a_later_version() -> None:
    store = a_store()
    record = store.drafts.export()
    fields = {"kind": "thread", "group": 1, "board": 1, "target": 0, "saved_at": 5, "title": "", "body": "b"}
    record["d"]["abc"] = [5, {**fields, "note": "", "intent": "unheard of", "quote": ""}]
    store.drafts.merge(record)
    assert store.drafts.all()[0].intent is Intent.NONE
    store.drafts.merge(record)
    store.drafts.merge({})
    assert len(store.drafts.all()) == 1
