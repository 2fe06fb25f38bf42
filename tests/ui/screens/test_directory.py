"""The directory as a person sees it: what fits, what a row unfolds to, listings with their source and age."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.groups_sample import GROUPS, MEETINGS, WORRY, asked, fill, keys
from tests.ui.stubs import StubSession, golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.sync import WantDirectory

Make = Callable[..., TuigroupApp]


def rows(app: TuigroupApp) -> list[str]:
    """The lines that begin a group or listing."""
    lines = screen_text(app).splitlines()[2:-1]
    return [line for line in lines if line[:3] in ("   ", " > ", " - ") and line[3:4].strip()]


async def test_as_it_looks(make_app: Make, store: Store) -> None:
    fill(store, asked(WORRY))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "down")
        golden(app, "directory-80x24")
        await pilot.resize_terminal(120, 40)
        await keys(pilot)
        golden(app, "directory-120x40")
        await pilot.resize_terminal(40, 12)
        await keys(pilot)
        golden(app, "directory-40x12")


async def test_it_asks_for_what_changed_and_shows_what_is_here_meanwhile(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        assert session.engine.wanted == [WantDirectory(since=10)]
        assert "Asking the server; what is here is shown meanwhile." in screen_text(app)
        session.engine.wanted.clear()
        session.engine.changed()
        await keys(pilot)
        assert "Asking" not in screen_text(app)
        store.groups.put_directory([replace(GROUPS[0], group=99, name="Brand New", posts_week=500)], [], 11)
        await keys(pilot)
        assert "Brand New" in screen_text(app)


async def test_offline_says_so_and_an_empty_directory_too(make_app: Make, store: Store, session: StubSession) -> None:
    session.engine.link.state, session.engine.link.sentence = "offline", "Offline since 18:02."
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        text = screen_text(app)
        assert "No groups are known here yet." in text
        assert "Offline since 18:02. These are the groups known here." in text


async def test_typing_filters_and_enter_goes_back_to_the_list(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"ireland")
        assert rows(app)[0][3:].startswith("The Second Chair")
        assert "6 groups, 1 fit" in screen_text(app)
        await keys(pilot, "enter")
        assert "find: ireland" in screen_text(app)
        await keys(pilot, "enter")
        assert "Directory > The Second Chair" in screen_text(app)
        await keys(pilot, "escape", "slash", *["backspace"] * 7, "escape")
        assert "6 groups" in screen_text(app)
        assert len(rows(app)) >= 6


FACTS = "41 members, about 6 posts a day, a first answer usually within 3 h; meets"


async def test_a_row_unfolds_when_asked_and_stays_so_while_the_marker_moves(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "down")
        folded = screen_text(app)
        assert " > Night Porters" in folded
        assert FACTS not in folded
        await keys(pilot, "i")
        assert FACTS in screen_text(app)
        await keys(pilot, "down")
        assert FACTS in screen_text(app), "what was asked for is not taken away by moving on"
        assert " > Night Porters" not in screen_text(app)
        await keys(pilot, "up", "i")
        assert screen_text(app) == folded


async def test_moving_changes_nothing_but_the_marker(make_app: Make, store: Store) -> None:
    """Each line that changes with it would cost a slow line more than the moving itself."""
    fill(store, asked(WORRY))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        still = screen_text(app).replace(">", " ")
        for _ in range(len(rows(app)) - 1):
            await keys(pilot, "down")
            assert screen_text(app).replace(">", " ") == still


async def test_joining_twice_is_said_to_be_needless(make_app: Make, store: Store) -> None:
    fill(store, asked(WORRY))
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        while " > Kettle and Worry" not in screen_text(app):
            await keys(pilot, "down")
        await keys(pilot, "J")
        assert "There is nothing to join here, or you are in already." in screen_text(app)


async def test_in_a_rich_look_the_marked_row_unfolds(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory", rich="always")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        text = screen_text(app)
        assert "41 members, about 6 posts a day, a first answer usually within 3 h" not in text
        await keys(pilot, *["down"] * 5)
        await keys(pilot, *["up"] * 4)
        text = screen_text(app)
        assert " > Night Porters" in text
        assert "41 members, about 6 posts a day, a first answer usually within 3 h; meets" in text
        assert "Digging first" not in text


async def test_facets_narrow_and_count(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "f")
        golden(app, "facets-80x24")
        await keys(pilot, "down", "enter")
        assert "[x] professional" in screen_text(app)
        await keys(pilot, "escape")
        text = screen_text(app)
        assert "6 groups, 1 fit" in text
        assert "Kettle and Worry" in text
        assert "Night Porters" not in text
        assert "find: -   professional" in text
        await keys(pilot, "f", "x", "escape")
        assert "Night Porters" in screen_text(app)


async def test_listings_come_with_their_facet_and_are_marked(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        assert "Rest Circle" not in screen_text(app)
        await keys(pilot, "f", "end", "space", "escape")
        assert WantDirectory(since=10, listings=True) in session.engine.wanted
        text = screen_text(app)
        assert "- Tuesday Rest Circle        listing, in person, Leeds, 4 months old" in text
        assert "- Ferry House Evening        listing, in person, Nelson, 2 d old" in text
        await keys(pilot, "slash", *"rest", "enter")
        assert "J join" not in screen_text(app), "a listing has nothing to join"


async def test_searching_on_the_server_takes_the_words_and_listings(
    make_app: Make, store: Store, session: StubSession
) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"nelson", "enter")
        text = screen_text(app)
        assert "Nothing here fits all of that." in text
        assert '> Search groups and listings on the server for "nelson"' in text
        await keys(pilot, "enter")
        assert WantDirectory(q="nelson", listings=True) in session.engine.wanted
        assert WantDirectory(q="nelson") in session.engine.wanted
        assert "Ferry House Evening" in screen_text(app)


async def test_a_group_that_comes_while_one_types_is_what_enter_opens(make_app: Make, store: Store) -> None:
    found = [group for group in GROUPS if group.name == "Allotment Men"]
    store.groups.put_directory([group for group in GROUPS if group not in found], MEETINGS, 10)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"allotment")
        assert "> Search groups" in screen_text(app)
        store.groups.put_directory(GROUPS, MEETINGS, 11)
        await keys(pilot)
        await keys(pilot, "enter")
        assert f" > {found[0].name}" in screen_text(app)
        await keys(pilot, "enter")
        assert f"Directory > {found[0].name}" in screen_text(app)


async def test_nothing_typed_goes_to_the_server_by_itself(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot, "slash", *"grief", "enter", "f", "down", "enter", "escape", "s")
        assert all(not getattr(want, "q", "") for want in session.engine.wanted)


async def test_order_by_meeting_name_and_activity(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 40)) as pilot:
        seen = []
        for _ in range(3):
            await keys(pilot, "home")
            text = screen_text(app)
            first = next(line[3:30].strip() for line in text.splitlines() if line.startswith(" > "))
            seen.append((text.splitlines()[1].split("by ")[1].strip(), first))
            await keys(pilot, "s")
    assert seen == [("next meeting", "The Second Chair"), ("name", "Allotment Men"), ("activity", "Hands Full Here")]


async def test_wide_shows_the_page_beside_the_list(make_app: Make, store: Store) -> None:
    fill(store)
    app = make_app(first="directory")
    async with app.run_test(size=(120, 40)) as pilot:
        await keys(pilot, "down")
        text = screen_text(app)
        assert "Guidelines" in text
        assert "Who runs it" in text
        assert "heron, facilitator, peer" in text
