"""Joining: the guidelines first, then an alias; with a word or a code where the group wants one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.ui.groups_sample import CODED, GROUPS, MINUTE, NIGHT, ROOMS, fill, keys, page
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import Join
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.sync import Ack, WantGroup
from tuigroup.wire.words import Standing

Make = Callable[..., TuigroupApp]


def joins(store: Store) -> list[Join]:
    return [row.op for row in store.outbox.rows() if isinstance(row.op, Join)]


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=ROOMS)
        await keys(pilot)
        golden(app, "join-guidelines-80x24")
        await keys(pilot, "enter")
        golden(app, "join-form-80x24")
        await pilot.resize_terminal(120, 40)
        await keys(pilot)
        golden(app, "join-form-120x40")


async def test_an_open_group_is_joined_and_its_board_opens_once_the_server_says_so(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "down", "J", "enter", *"marten", "enter")
        (join,) = joins(store)
        assert (join.g, join.alias) == (NIGHT, "marten")
        assert session.engine.woken == 1
        assert "You join as marten. It is on its way." in screen_text(app)
        store.outbox.acked(Ack(k=join.k, n=5, at=MINUTE))
        store.groups.put_memberships([MembershipRecord(NIGHT, 5, "marten")])
        await keys(pilot)
        assert type(app.screen).__name__ == "BoardScreen"
        await keys(pilot, "escape")
        assert screen_text(app).startswith(" Directory")


@pytest.mark.parametrize("way", ["from the directory", "from its page"])
async def test_the_board_opens_however_soon_the_server_says_so(
    way: str, make_app: Make, store: Store, session: StubSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)

    def answered_at_once() -> None:
        for join in joins(store):
            store.outbox.acked(Ack(k=join.k, n=5, at=MINUTE))
            store.groups.put_memberships([MembershipRecord(NIGHT, 5, "marten")])

    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "down", *(["enter"] if way == "from its page" else []), "J", "enter", *"marten")
        monkeypatch.setattr(session.engine, "wake", answered_at_once)
        await keys(pilot, "enter")
        assert type(app.screen).__name__ == "BoardScreen"


async def test_a_word_goes_with_a_request(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=ROOMS)
        await keys(pilot, "enter", *"marten", "enter", *"My sister died in May.", "enter")
    (join,) = joins(store)
    assert (join.alias, join.word, join.code) == ("marten", "My sister died in May.", "")


async def test_a_code_goes_with_an_invitation(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=CODED)
        await keys(pilot, "enter", *"marten", "enter", *"kettle-42")
        await pilot.press("ctrl+s")
    (join,) = joins(store)
    assert (join.word, join.code) == ("", "kettle-42")


async def test_nobody_joins_without_having_seen_the_guidelines(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    session.engine.link.state, session.engine.link.sentence = "offline", "Offline since 18:02."
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=4)
        await keys(pilot, "enter", "ctrl+s")
        text = screen_text(app)
        assert "guidelines are not here yet" in text
        assert "Offline since 18:02." in text
        assert WantGroup(g=4) in session.engine.wanted
        store.groups.put_page(page(GROUPS[3], guidelines=""))
        await keys(pilot)
        assert "This group has written no guidelines. Enter goes on." in screen_text(app)


async def test_guidelines_longer_than_the_screen_are_read_to_their_end_first(make_app: Make, store: Store) -> None:
    fill(store)
    store.groups.put_page(page(GROUPS[0], guidelines="\n".join(f"- Rule number {number}." for number in range(60))))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=NIGHT)
        await keys(pilot, "enter")
        assert "Alias" not in screen_text(app)
        await keys(pilot, "enter", "enter", "enter")
        assert "Alias" in screen_text(app)


async def test_what_cannot_be_used_is_said_and_stays_to_be_mended(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=NIGHT)
        await keys(pilot, "enter", *"...", "enter")
        assert "An alias needs letters or digits." in screen_text(app)
        assert "Alias  ..." in screen_text(app)
        await keys(pilot, *"fox", "enter")
    assert [join.alias for join in joins(store)] == ["...fox"]


async def test_an_alias_used_elsewhere_is_pointed_out(make_app: Make, store: Store) -> None:
    fill(store, MembershipRecord(ROOMS, 4, "Moss"))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=NIGHT)
        await keys(pilot, "enter", *"mo.ss", "enter")
        assert "in The Second Chair too" in " ".join(screen_text(app).split())
        await keys(pilot, "escape")
        assert joins(store) == []
        await keys(pilot, "enter", "k")
        assert [join.alias for join in joins(store)] == ["mo.ss"]


async def test_esc_goes_back_to_the_guidelines_and_then_away(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=NIGHT)
        await keys(pilot, "enter", *"fox", "escape")
        assert "Guidelines" in screen_text(app)
        await keys(pilot, "enter")
        assert "Alias  fox" in screen_text(app)
        await keys(pilot, "escape", "escape")
        assert screen_text(app).startswith(" Directory")
        assert joins(store) == []


async def test_a_full_group_says_so_in_the_directory_on_its_page_and_before_one_joins(
    make_app: Make, store: Store
) -> None:
    fill(store)
    full = replace(GROUPS[0], full=True)
    store.groups.put_directory([full], [])
    store.groups.put_page(page(full))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        [row] = [row for row in screen_text(app).splitlines() if "Night Porters" in row]
        assert " full " in row
        await keys(pilot, "down", "enter")
        assert "full at the moment (else open: you are in at once)" in screen_text(app)
        await keys(pilot, "J")
        assert "No place is free here, as far as is known." in screen_text(app)
        await keys(pilot, "enter", *"marten", "enter")
        (join,) = joins(store)
        store.outbox.acked(Ack(k=join.k, e="group-full", d="This group is full at the moment."))
        await keys(pilot)
        assert "You have not joined yet. This group is full at the moment." in " ".join(screen_text(app).split())


async def test_who_was_here_before_is_told_what_another_alias_means(make_app: Make, store: Store) -> None:
    fill(store)
    store.groups.put_memberships([MembershipRecord(ROOMS, 7, "old_bicycle", standing=Standing.LEFT)])
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("join", group=ROOMS)
        await keys(pilot, "enter")
        said = " ".join(screen_text(app).split())
        assert "You were here as old_bicycle. Under another alias you are somebody new here. Only if a report" in said
