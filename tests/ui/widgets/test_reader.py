"""The reader: wrapping, paging, and a place that survives another width."""

from __future__ import annotations

from tests.ui.widgets.host import Host, text
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views.lines import Paragraph, line

WORDS = "tea " * 30


def story(count: int = 40) -> list[Paragraph]:
    return [Paragraph(line(f"{n}. {WORDS}".strip())) for n in range(count)]


async def test_pages_do_not_skip_a_line() -> None:
    pane = Reader()
    app = Host(pane)
    async with app.run_test(size=(40, 8)) as pilot:
        pane.set_paragraphs(Paragraph(line(str(n))) for n in range(30))
        await pilot.press("space")
        await pilot.pause()
        assert text(app)[0] == " 7", "the last line of a page is the first of the next"
        await pilot.press("b")
        await pilot.pause()
        assert text(app)[0] == " 0"


async def test_space_at_the_end_says_so_once_there() -> None:
    pane = Reader()
    app = Host(pane)
    async with app.run_test(size=(40, 8)) as pilot:
        pane.set_lines(["one", "two"])
        await pilot.press("space")
        await pilot.pause()
        assert len(app.heard) == 1


async def test_the_place_is_a_paragraph_at_every_width() -> None:
    pane = Reader()
    app = Host(pane)
    async with app.run_test(size=(80, 10)) as pilot:
        pane.set_paragraphs(story(), place=17)
        await pilot.pause()
        assert text(app)[0].startswith(" 17. tea")
        await pilot.resize_terminal(50, 10)
        await pilot.pause()
        assert pane.place == 17
        assert text(app)[0].startswith(" 17. tea")
        await pilot.resize_terminal(120, 10)
        await pilot.pause()
        assert text(app)[0].startswith(" 17. tea")


async def test_no_line_is_wider_than_76_columns() -> None:
    pane = Reader()
    app = Host(pane)
    async with app.run_test(size=(200, 10)) as pilot:
        pane.set_paragraphs([Paragraph(line(WORDS), first="- ", rest="  ")])
        await pilot.pause()
        lines = [found for found in text(app) if found]
        assert max(len(found.strip()) for found in lines) <= 76
        assert lines[0].startswith(" - tea")
        assert lines[1].startswith("   tea")


async def test_an_empty_text_is_nothing_to_trip_over() -> None:
    pane = Reader()
    app = Host(pane)
    async with app.run_test(size=(40, 8)) as pilot:
        pane.set_paragraphs([])
        await pilot.press("down", "up", "end", "home", "pagedown", "pageup")
        assert pane.at_end
        assert pane.place == 0
