"""Boards in the set-up sheet, and a closed one as its readers see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from tests.ui.groups_sample import GROUPS, NIGHT, facilitate, keys, page
from tests.ui.stubs import golden, screen_text
from tuigroup.store import Store
from tuigroup.ui.app import TuigroupApp
from tuigroup.wire.ops import BoardIn, GroupSettings, SetUp
from tuigroup.wire.records import BoardRecord
from tuigroup.wire.words import BoardPurpose

Make = Callable[..., TuigroupApp]
BOARDS = (
    BoardRecord(1, BoardPurpose.DISCUSSION, "Talk"),
    BoardRecord(3, BoardPurpose.COPING, "What helps"),
    BoardRecord(5, BoardPurpose.ANNOUNCEMENTS, "News", closed=True),
)


def with_boards(store: Store) -> None:
    facilitate(store)
    store.groups.put_page(replace(page(GROUPS[0]), boards=BOARDS))


async def test_as_they_look_and_only_what_differs_is_sent(make_app: Make, store: Store) -> None:
    with_boards(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 50)) as pilot:
        app.open("set_up", group=NIGHT)
        await keys(pilot, "end")
        golden(app, "set-up-boards-80x50")
        await keys(pilot, "enter", *"What helps", "enter")
        assert "There is a board of this name already." in screen_text(app)
        await keys(pilot, *["backspace"] * 10, *"Night walks", "enter", "c")
        assert "Night walks: check-ins" in screen_text(app)
        await keys(pilot, "end", "up", "up", "enter", "o")
        assert "News: announcements: only who runs the group begins threads, closed" not in screen_text(app)
        await keys(pilot, "up", "enter", "c")
        assert "What helps: coping strategies, closed" in screen_text(app)
        await keys(pilot, "enter", "x")
        assert "What helps: coping strategies, closed" not in screen_text(app)
        await keys(pilot, "enter", "r", *["backspace"] * 10, *"It helps", "enter", "ctrl+s")
        assert "changes wait to be sent" in screen_text(app)
        assert "Night walks: check-ins" in screen_text(app), "what is on its way is shown as it will be"
    (op,) = [row.op for row in store.outbox.rows()]
    assert isinstance(op, SetUp)
    sent = [
        BoardIn(purpose=BoardPurpose.CHECK_IN, title="Night walks"),
        BoardIn(board=5, purpose=BoardPurpose.ANNOUNCEMENTS, title="News"),
        BoardIn(board=3, purpose=BoardPurpose.COPING, title="It helps"),
    ]
    assert op.settings == GroupSettings(boards=sent)


async def test_on_a_closed_board_nobody_begins_or_answers_and_the_screen_says_why(make_app: Make, store: Store) -> None:
    with_boards(store)
    app = make_app(first="directory")
    async with app.run_test(size=(80, 24)) as pilot:
        app.open("board", group=NIGHT)
        await keys(pilot)
        [news] = [row for row in screen_text(app).splitlines() if " News" in row]
        assert "closed" in news
        app.open("board", group=NIGHT, board=5)
        await keys(pilot)
        assert "This board is closed: what was written can be read, and nobody writes here." in screen_text(app)
        assert "t new thread" not in screen_text(app)
        app.open("board", group=NIGHT, board=1)
        await keys(pilot)
        assert "t new thread" in screen_text(app)
