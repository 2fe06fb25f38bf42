"""Where a post is written: only plain text gets in, however it comes."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from textual import events

from tests.ui.widgets.host import Host
from tuigroup.ui.widgets.composer import Composer, Push
from tuigroup.ui.widgets.textline import TextLine, typed


@settings(deadline=None)
@given(st.text())
def test_what_is_typed_holds_nothing_that_moves_a_terminal(text: str) -> None:
    kept = typed(text)
    assert all(character == "\n" or character.isprintable() for character in kept)
    assert typed(kept) == kept


def test_words_stay_as_they_are() -> None:
    assert typed("Not silly.\r\n\tI fold *three* [towels].") == "Not silly.\n    I fold *three* [towels]."


async def test_a_paste_is_plain_text() -> None:
    pane = Composer("Hello. ")
    app = Host(pane)
    async with app.run_test(size=(80, 10)) as pilot:
        app.post_message(events.Paste("\x1b]0;owned\x07tea\x9b2J\u202e [@click=app.quit]x[/]\r\nline"))
        await pilot.pause()
        assert pane.text == "Hello. ]0;ownedtea2J [@click=app.quit]x[/]\nline"


async def test_the_cursor_stands_at_the_end_of_what_is_there() -> None:
    pane = Composer("one\ntwo")
    app = Host(pane)
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("!", "tab")
        assert pane.text == "one\ntwo!"


async def test_a_button_is_pressed_by_enter_and_by_space() -> None:
    pressed: list[str] = []

    class Pressing(Host):
        def on_push_pressed(self, message: Push.Pressed) -> None:
            pressed.append(message.push.label)

    app = Pressing(Push("Send"))
    async with app.run_test(size=(80, 10)) as pilot:
        await pilot.press("enter", "space")
        await pilot.pause()
    assert pressed == ["Send", "Send"]


async def test_one_line_takes_only_plain_text_too() -> None:
    entry = TextLine(limit=80)
    app = Host(entry)
    async with app.run_test(size=(80, 10)) as pilot:
        app.post_message(events.Paste("a\x1b[2J title\nsecond line"))
        await pilot.pause()
        assert entry.value == "a[2J title"
