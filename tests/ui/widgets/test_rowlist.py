"""The list with a marker: moving, keeping its place, rows of any height, thousands of rows."""

from __future__ import annotations

from tests.ui.widgets.host import Host, text
from tuigroup.ui.widgets.rowlist import BLANK, Row, RowList, text_row
from tuigroup.views.lines import line

SIZE = (40, 6)


def rows(*names: str) -> list[Row]:
    return [text_row(name, key=name) for name in names]


async def test_the_marker_moves_and_enter_opens() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows(rows("one", "two", "three"))
        await pilot.pause()
        assert text(app)[:3] == [" > one", "   two", "   three"]
        await pilot.press("j", "down", "k", "enter")
        await pilot.pause()
        assert text(app)[:3] == ["   one", " > two", "   three"]
        assert [message.row.key for message in app.heard] == ["two"]


async def test_headings_are_passed() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows([text_row("Heading"), *rows("one"), BLANK, *rows("two")])
        await pilot.press("down")
        assert str(pane.key) == "two"
        await pilot.press("up", "up", "up")
        assert str(pane.key) == "one"


async def test_the_place_is_kept_by_key_when_rows_change() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows(rows(*"abcdefghijkl"))
        for _ in range(7):
            await pilot.press("j")
        await pilot.pause()
        before = text(app).index(" > h")
        pane.set_rows(rows("x", "y", *"abcdefghijkl"))
        await pilot.pause()
        assert str(pane.key) == "h"
        assert text(app).index(" > h") == before, "the list does not jump under the eyes"
        pane.set_rows(rows(*"abc"))
        await pilot.pause()
        assert str(pane.key) == "c", "the nearest one left"
        pane.set_rows([])
        assert pane.row is None


async def test_pages_and_ends() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows(rows(*(str(n) for n in range(100))))
        await pilot.press("pagedown")
        await pilot.pause()
        assert text(app)[0] == " > 5"
        await pilot.press("end")
        await pilot.pause()
        assert text(app)[-1] == " > 99"
        await pilot.press("pageup")
        await pilot.pause()
        assert " > 89" in text(app)
        await pilot.press("home")
        await pilot.pause()
        assert text(app)[0] == " > 0"


async def test_a_row_taller_than_the_screen_is_read_to_its_end() -> None:
    pane = RowList()
    app = Host(pane)
    tall = Row("tall", lambda room: [line(f"line {n}") for n in range(10)], 0)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows([tall, *rows("next")])
        seen = set(text(app))
        for _ in range(5):
            await pilot.press("down")
            await pilot.pause()
            seen |= set(text(app))
            if str(pane.key) == "next":
                break
        assert str(pane.key) == "next"
        assert {f"   line {n}" for n in range(1, 10)} <= seen


async def test_thousands_of_rows_draw_only_what_is_seen() -> None:
    drawn: list[int] = []

    def row(n: int) -> Row:
        def draw(room: int) -> list[tuple[tuple[str, str], ...]]:
            drawn.append(n)
            return [line(str(n))]

        return Row(n, draw, 1)

    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows([row(n) for n in range(20_000)])
        await pilot.pause()
        await pilot.press("end", "up")
        await pilot.pause()
        assert len(set(drawn)) < 20


async def test_an_empty_list_says_what_it_says() -> None:
    pane = RowList(empty="Nothing here yet.")
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows([])
        await pilot.press("down", "up", "enter", "pagedown", "end", "home")
        await pilot.pause()
        assert text(app)[0] == "   Nothing here yet."


async def test_markup_and_escapes_in_a_row_are_only_letters() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows(rows("[@click=app.quit]x[/] [/oops]", "a\x1b[2Jb\x9b"))
        await pilot.pause()
        assert text(app)[0] == " > [@click=app.quit]x[/] [/oops]"
        assert text(app)[1] == "   a[2Jb"


async def test_the_terminal_cursor_stands_on_the_marker() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows(rows("one", "two"))
        await pilot.press("down")
        await pilot.pause()
        assert tuple(app.cursor_position) == (1, 1)


async def test_rows_are_drawn_anew_for_another_width() -> None:
    pane = RowList()
    app = Host(pane)
    async with app.run_test(size=SIZE) as pilot:
        pane.set_rows([Row("wide", lambda room: [line("x" * room)], 1)])
        await pilot.resize_terminal(60, 6)
        await pilot.pause()
        assert text(app)[0] == " > " + "x" * 56
        await pilot.resize_terminal(200, 6)
        await pilot.pause()
        assert text(app)[0] == " > " + "x" * 76
