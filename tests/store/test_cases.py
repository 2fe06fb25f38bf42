"""Cases and decisions as they are kept: cleaned, with what waits to be sent, and gone with the duty."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tuigroup.store import Store
from tuigroup.store.settings import OPERATOR
from tuigroup.wire.cases import Act, Case, Cases, Decisions, OwnCase, Reported, Step, Talk
from tuigroup.wire.ops import Appeal, Decide
from tuigroup.wire.records import Author, MembershipRecord, PostRecord
from tuigroup.wire.sync import Notice
from tuigroup.wire.words import PostState, Review, Role, Standing

ESCAPE = "\x1b]0;gone\x07"


@pytest.fixture
def store() -> Iterator[Store]:
    opened = Store.open(None, clock=lambda: 1_795_000_000.0)
    run(opened)
    yield opened
    opened.close()


def run(store: Store, role: Role = Role.FACILITATOR) -> None:
    store.groups.put_memberships([MembershipRecord(1, 4, "me", role)])


def cases(store: Store, *levels: int) -> None:
    told = [Case(case=number, level=level, about="heron", body="Words.") for number, level in enumerate(levels, 1)]
    store.casebook.put_cases(1, Cases(cases=told, head="1.3.abc", plan="Call."))


def test_what_waits_to_be_sent_waits_no_more_in_the_queue(store: Store) -> None:
    cases(store, 2, 0)
    assert store.casebook.waiting(1) == 2
    store.outbox.add(Decide(k=store.new_key(), g=1, case=1, act=Act.HIDE))
    assert store.casebook.waiting(1) == 1
    assert store.casebook.unsent(1, 1) == [Act.HIDE]
    assert store.casebook.unsent(1, 2) == []


def test_no_notice_tells_of_a_case_that_waits_where_none_does(store: Store) -> None:
    for group, kind in ((1, "case"), (1, "appeal"), (1, "offer"), (2, "case")):
        store.notices.add(Notice(t=kind, g=group, d="Something waits.", at=100))
    cases(store, 2, 0)
    assert len(store.notices.all()) == 4
    store.casebook.put_cases(1, Cases(cases=[Case(case=number, state="decided") for number in (1, 2)]))
    assert {(notice.group, notice.type) for notice in store.notices.all()} == {(1, "offer"), (2, "case")}


def test_who_runs_the_server_is_told_of_cases_that_are_in_no_queue(store: Store) -> None:
    store.settings.set(OPERATOR, "1")
    store.notices.add(Notice(t="case", g=1, d="Nobody there can look at it.", at=100))
    store.casebook.put_cases(1, Cases())
    assert len(store.notices.all()) == 1


def test_cases_go_with_the_duty_and_with_the_group_and_decisions_stay(store: Store) -> None:
    for gone in ("duty", "group"):
        run(store)
        cases(store, 1)
        store.casebook.put_decisions(1, Decisions(cases=[OwnCase(case=7)], wait=30))
        if gone == "duty":
            run(store, Role.MEMBER)
        else:
            store.groups.drop(1)
        assert not store.casebook.known(1)
        assert store.casebook.decisions(1).wait == 30


def test_what_is_kept_back_goes_with_the_duty_but_ones_own(store: Store) -> None:
    store.threads.put_posts(
        1,
        [
            PostRecord(1, 1, 0, Author(2, "heron"), 100, "It is kept back.", review=Review.HELD),
            PostRecord(2, 1, 1, Author(4, "me"), 101, "So is mine.", review=Review.HELD),
        ],
    )
    run(store, Role.MEMBER)
    theirs, mine = store.threads.posts(1, 1)
    assert (theirs.body, theirs.state, theirs.review) == ("", PostState.REMOVED, Review.HELD)
    assert (mine.body, mine.review) == ("So is mine.", Review.HELD)
    assert store.search.find("kept") == []


def test_texts_of_strangers_are_cleaned(store: Store) -> None:
    step = Step(act="warn" + ESCAPE, by="heron" + ESCAPE, detail=ESCAPE, word="Be kind." + ESCAPE)
    told = Case(
        case=1, level=3, state="open", about=ESCAPE, title="Title" + ESCAPE, body="Words." + ESCAPE,
        reports=[Reported(category="other" + ESCAPE, note="A note." + ESCAPE)], steps=[step],
    )  # fmt: skip
    store.casebook.put_cases(1, Cases(cases=[told], head=ESCAPE, plan="Call." + ESCAPE))
    own = OwnCase(case=1, body="Mine." + ESCAPE, steps=[step], talk=[Talk(by="heron" + ESCAPE, body="So." + ESCAPE)])
    store.casebook.put_decisions(1, Decisions(cases=[own]))
    kept = f"{store.casebook.cases(1)!r}{store.casebook.decisions(1)!r}"
    assert "\\x1b" not in kept
    assert "gone" not in kept
    assert "Be kind." in kept


def test_an_appeal_that_waits_is_known_of(store: Store) -> None:
    assert not store.casebook.appealing(1, 7)
    store.outbox.add(Appeal(k=store.new_key(), g=1, case=7, body="Please look again."))
    assert store.casebook.appealing(1, 7)
    assert not store.casebook.appealing(1, 8)


def test_what_another_version_wrote_is_asked_for_again(store: Store) -> None:
    cases(store, 1)
    store._db.run("UPDATE casebook SET body = '{\"cases\": 7}'")
    assert not store.casebook.known(1)
    assert store.casebook.case(1, 1) is None


def test_until_when_one_is_suspended_is_kept(store: Store) -> None:
    store.groups.put_memberships([MembershipRecord(1, 4, "me", standing=Standing.ENDED, until=29_000_000)])
    mine = store.groups.membership(1)
    assert mine is not None
    assert (mine.standing, mine.until) == (Standing.ENDED, 29_000_000)
