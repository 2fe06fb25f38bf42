"""Title and key line: what fits is shown, the rest gives way in order."""

from __future__ import annotations

import pytest

from tests.ui.widgets.host import Host, text
from tuigroup.ui.widgets.bars import KeyLine, NoticeLine, TitleLine

LONG = ("Night Shift Sleep Circle", "Coping", "What do you do at 3 a.m. when the house is quiet?")


@pytest.mark.parametrize("columns", [40, 60, 80, 120])
async def test_the_title_always_shows_the_way_to_help(columns: int) -> None:
    bar = TitleLine()
    app = Host(bar)
    async with app.run_test(size=(columns, 5)) as pilot:
        bar.title(LONG, "18 posts, 4 new", "offline, 2 to send", "H")
        await pilot.pause()
        shown = text(app)[0]
        assert len(shown) <= columns
        assert "H help" in shown
        assert "What" in shown or "Night" in shown


async def test_a_title_from_a_stranger_stays_one_line_of_letters() -> None:
    bar = TitleLine()
    app = Host(bar)
    async with app.run_test(size=(80, 5)) as pilot:
        bar.title(("[bold]\x1b]0;owned\x07\nnext\u202e",), "", "online", "H")
        await pilot.pause()
        assert text(app)[0].startswith(" [bold]]0;ownednext")
        assert not text(app)[1]


async def test_keys_that_do_not_fit_give_way_but_not_the_way_back() -> None:
    bar = KeyLine()
    app = Host(bar)
    async with app.run_test(size=(40, 5)) as pilot:
        items = [("Enter", "open"), ("n", "next unread"), ("d", "directory"), ("l", "library")]
        bar.keys(items, [("Esc", "back"), ("?", "keys")])
        await pilot.pause()
        assert text(app)[0] == " Enter open  Esc back  ? keys"
        assert "library" not in text(app)[0]


async def test_a_notice_wraps_and_goes() -> None:
    bar = NoticeLine()
    app = Host(bar)
    async with app.run_test(size=(40, 8)) as pilot:
        bar.say("The line dropped. Your reply is safe here and goes out when it is back.")
        await pilot.pause()
        assert text(app)[0] == " The line dropped. Your reply is safe"
        assert bar.said.endswith("when it is back.")
        bar.say("")
        await pilot.pause()
        assert not any(text(app))
