"""Wishing for a content note, and what its author and who runs the group do about it: on screens."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui import sample
from tests.ui.groups_sample import keys
from tests.ui.sample import HERON, ME, MINE, MINUTE, NIGHT
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.cases import Cases, Step
from tuigroup.wire.ops import AnyOp, SetNote, Wish
from tuigroup.wire.records import MembershipRecord, PostRecord
from tuigroup.wire.words import Role, Topic

Make = Callable[..., TuigroupApp]
OWN = PostRecord(1, 1, 0, MINE, MINUTE - 900, "I have been awake since one.", wished=("loss",))
OTHERS = PostRecord(2, 1, 1, HERON, MINUTE - 120, "I write tomorrow's list.", note="work", wished=("food", "suicide"))


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


def ops(store: Store) -> list[AnyOp]:
    return [row.op for row in store.outbox.rows()]


def wished(store: Store, *records: PostRecord) -> None:
    sample.fill(store)
    store.threads.put_posts(NIGHT, records)


async def test_wishing_and_once_is_heard(make_app: Make, store: Store) -> None:
    sample.fill(store)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=2)
        await keys(pilot)
        await keys(pilot, "C")
        golden(app, "wish-80x24")
        await keys(pilot, "6")
        assert "Told, without your name." in said(app)
        assert "You wished that a note named this: food." in said(app)
        await keys(pilot, "C")
        assert "Which topic" not in said(app)
        await keys(pilot, "k", "C")
        assert "Which topic" not in said(app), "not for one's own"
    (op,) = ops(store)
    assert isinstance(op, Wish)
    assert (op.post, op.topic) == (2, Topic.FOOD)


async def test_the_author_reads_it_on_the_first_page_and_adds_it_in_one_key(make_app: Make, store: Store) -> None:
    wished(store, OWN)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        golden(app, "today-wished-80x24")
        app.open("thread", group=NIGHT, thread=1, post=1)
        await keys(pilot)
        assert "Someone wishes this had a note: loss. A adds it, x leaves it as it is." in said(app)
        await keys(pilot, "A")
        assert 'The note is "loss" now.' in said(app)
        assert "Someone wishes this" not in said(app)
        assert "edited" not in said(app)
        await keys(pilot, "escape")
        assert "a post of yours had a note" not in said(app)
    (op,) = ops(store)
    assert isinstance(op, SetNote)
    assert (op.post, op.note) == (1, "loss")


async def test_the_author_leaves_it_as_it_is(make_app: Make, store: Store) -> None:
    wished(store, OWN)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=1)
        await keys(pilot, "x")
        assert "It stays as it is. Nobody counts such wishes." in said(app)
        assert "Someone wishes this" not in said(app)
    (op,) = ops(store)
    assert isinstance(op, SetNote)
    assert op.note is None


async def test_two_topics_are_asked_about_and_what_does_not_fit_is(make_app: Make, store: Store) -> None:
    wished(store, replace(OWN, note="my very long week", wished=("abuse", "medication")))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("thread", group=NIGHT, thread=1, post=1)
        await keys(pilot, "A")
        assert "1 abuse 2 medication" in said(app)
        await keys(pilot, "2")
        assert 'Shall "medication" take the place of "my very long week"?' in said(app)
        await keys(pilot, "escape", "A", "1")
        assert 'The note is "my very long week, abuse" now.' in said(app)


async def test_who_runs_the_group_finds_it_among_the_cases(make_app: Make, store: Store) -> None:
    wished(store, OTHERS)
    store.groups.put_memberships([MembershipRecord(NIGHT, ME, "old_bicycle", Role.FACILITATOR)])
    steps = [Step(act="topic", at=MINUTE - 60, by="Ines", detail="tealeaf", word="medication")]
    store.casebook.put_cases(NIGHT, Cases(apart=steps))
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        assert "a post of yours" not in said(app)
        app.open("cases", group=NIGHT)
        await keys(pilot)
        golden(app, "cases-wished-80x24")
        await keys(pilot, "enter")
        assert "heron is asked first; A adds it." in said(app)
        await keys(pilot, "A", "2")
        assert 'The note is "work, food" now.' in said(app)
        await keys(pilot, "j", "A", "o", *"long nights", "enter")
    assert [op.note for op in ops(store) if isinstance(op, SetNote)] == ["work, food", "long nights"]


async def test_who_no_longer_runs_it_hears_of_no_wish(make_app: Make, store: Store) -> None:
    wished(store, OTHERS)
    store.groups.put_memberships([MembershipRecord(NIGHT, ME, "old_bicycle", Role.FACILITATOR)])
    assert store.threads.wished(NIGHT, own=False)
    store.groups.put_memberships([MembershipRecord(NIGHT, ME, "old_bicycle")])
    assert not store.threads.wished(NIGHT, own=False)
