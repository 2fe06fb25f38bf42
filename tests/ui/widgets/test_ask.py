"""Questions: answered by one letter, or by a line of text that is looked at first."""

from __future__ import annotations

import pytest
from textual.app import App
from textual.widgets import Input

from tests.ui.widgets.host import Host, text
from tuigroup.errors import BadInput
from tuigroup.ui.widgets.ask import Ask, Choice, Prompt
from tuigroup.ui.widgets.form import Field, Form, Text


def asked(app: App[object]) -> list[str]:
    return [found for found in text(app) if found]


async def test_a_letter_answers() -> None:
    app = Host(Text("Below"))
    answers: list[str | None] = []
    async with app.run_test(size=(60, 12)) as pilot:
        app.push_screen(Ask("Take it back?", Choice("y", "yes, take it back", "yes"), escape="keep it"), answers.append)
        await pilot.pause()
        assert asked(app)[-3:] == [" Take it back?", "   y  yes, take it back", "   Esc  keep it"]
        await pilot.press("x", "y")
        await pilot.pause()
        assert answers == ["yes"]


async def test_esc_answers_nothing() -> None:
    app = Host(Text("Below"))
    answers: list[str | None] = []
    async with app.run_test(size=(60, 12)) as pilot:
        app.push_screen(Ask("Take it back?", Choice("y", "yes", "yes")), answers.append)
        await pilot.press("escape")
        await pilot.pause()
        assert answers == [None]


async def test_a_line_that_does_not_do_stays_to_be_mended() -> None:
    def check(value: str) -> None:
        if value != "seven":
            raise BadInput("That is not the word.", todo="Please look again.")

    app = Host(Text("Below"))
    answers: list[str | None] = []
    async with app.run_test(size=(60, 12)) as pilot:
        app.push_screen(Prompt("Which word?", check=check), answers.append)
        await pilot.pause()
        await pilot.press(*"six", "enter")
        await pilot.pause()
        assert " That is not the word. Please look again." in text(app)
        assert app.screen.query_one(Input).value == "six"
        app.screen.query_one(Input).value = "seven"
        await pilot.press("enter")
        await pilot.pause()
        assert answers == ["seven"]


async def test_what_does_not_fit_is_told_without_a_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Host(Text("Below"))
    rung: list[None] = []
    monkeypatch.setattr(app, "bell", lambda: rung.append(None))
    async with app.run_test(size=(70, 12)) as pilot:
        app.push_screen(Prompt("Which word?", value="seven", limit=6))
        await pilot.pause()
        await pilot.press(*"ty")
        await pilot.pause()
        assert " No more than 6 characters fit here: that was left out." in text(app)
        assert app.screen.query_one(Input).value == "sevent"
    assert not rung


async def test_a_form_goes_from_line_to_line() -> None:
    form = Form([Field("name", "Name", "moss", hint="Nobody sees it."), Field("pass", "Passphrase", secret=True)])
    app = Host(form)
    async with app.run_test(size=(60, 12)) as pilot:
        form.focus_on("name")
        await pilot.press("enter", *"abc", "enter")
        await pilot.pause()
        assert app.heard[0].values == {"name": "moss", "pass": "abc"}
        assert "abc" not in "".join(text(app))
        assert " Nobody sees it." in text(app)
