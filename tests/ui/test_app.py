"""The shell: opening and closing screens, help from everywhere, leaving, and what never happens."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest

from tests.terminal_layer.apps import running, until
from tests.terminal_layer.emulator import Screen, Stream
from tests.ui.sample import NIGHT, fill
from tests.ui.stubs import StubSession, StubSettings, golden, screen_text
from tuigroup.session import Became
from tuigroup.store import Store
from tuigroup.terminal.drivers.recorder import Recorder
from tuigroup.ui.app import Leaving, TuigroupApp
from tuigroup.ui.places import PLACES
from tuigroup.wire.ops import Reply

Make = Callable[..., TuigroupApp]


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def waiting(store: Store) -> None:
    store.outbox.add(Reply(k=store.new_key(), g=NIGHT, to=2, body="Not silly."))


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 12)])
@pytest.mark.parametrize("name", ["welcome", "today", "outbox", "settings", "account", "help", "help_now", "create"])
async def test_every_screen_fits_every_size(make_app: Make, filled: Store, name: str, size: tuple[int, int]) -> None:
    app = make_app(first=name)
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        lines = screen_text(app).splitlines()
        assert len(lines) <= size[1]
        assert all(len(line) <= size[0] for line in lines)
        assert lines[-1].strip(), "the keys that work stand on the last line"


async def test_a_window_too_small_says_so_and_recovers(make_app: Make, filled: Store) -> None:
    app = make_app()
    async with app.run_test(size=(39, 12)) as pilot:
        await pilot.pause()
        assert screen_text(app).startswith("Please make the window larger: 40 by 12")
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert "Night Shift" in screen_text(app)


async def test_help_now_is_one_key_from_everywhere(make_app: Make, filled: Store) -> None:
    app = make_app(first="sign_in")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("H", "f1")
        await pilot.pause()
        assert "Samaritans" in screen_text(app), "F1 works inside a text field"
        assert "not verified by us" in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert "Sign in" in screen_text(app)


async def test_help_now_works_from_a_question_too(make_app: Make, filled: Store) -> None:
    waiting(filled)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        await pilot.press("f1")
        await pilot.pause()
        assert "116 123" in screen_text(app)


async def test_leaving_asks_only_when_something_is_unsent(make_app: Make, filled: Store) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
    assert app.return_value is Leaving.PLAIN


async def test_where_nothing_stays_unsent_writing_is_sent_sealed_or_discarded(
    make_app: Make, filled: Store, session: StubSession
) -> None:
    waiting(filled)
    session.passing, session.became = True, Became(sealed=1)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        shown = screen_text(app)
        assert "Nothing stays on this machine." in shown
        assert "send what is finished, keep the rest sealed" in shown
        assert "discard it for good" in shown
        assert "next time" not in shown
        await pilot.press("k")
        await pilot.pause()
    assert session.calls == [("settle", "seal")]
    assert (app.return_value, app.became) == (Leaving.PLAIN, Became(sealed=1))


async def test_where_the_server_goes_too_leaving_says_that_it_is_lost(
    make_app: Make, filled: Store, session: StubSession
) -> None:
    waiting(filled)
    session.passing, session.lasting = True, False
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        shown = screen_text(app)
        assert "send first" in shown
        assert "it is not sent, and goes with this visit" in shown


async def test_what_is_unsent_can_be_sent_first_or_kept(make_app: Make, filled: Store, session: StubSession) -> None:
    waiting(filled)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert "One thing is not sent yet." in screen_text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert app.is_running
        session.engine.flushes = False
        await pilot.press("q", "s")
        await pilot.pause()
        await app.workers.wait_for_complete()
        await pilot.pause()
        assert "Not everything went out" in screen_text(app)
        await pilot.press("q", "l")
    assert app.return_value is Leaving.PLAIN


async def test_offline_there_is_no_offer_to_send_first(make_app: Make, filled: Store, session: StubSession) -> None:
    waiting(filled)
    session.engine.link.state = "offline"
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q")
        await pilot.pause()
        assert "send first" not in screen_text(app)


@pytest.mark.parametrize("first", ["today", "create", "help_now"])
async def test_the_quick_exit_is_blank_first_of_all(
    make_app: Make, filled: Store, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder, app = Recorder(), make_app(first=first)
    seen: list[str] = []

    def keep() -> None:
        screen = Screen(80, 24)
        Stream(screen).feed(recorder.sent)
        seen.append("".join(screen.display).strip())
        raise OSError("no luck")  # whatever it is, nothing is said of it

    async with running(app, recorder):
        monkeypatch.setattr(app, "keep", keep)
        recorder.type("\x11")
        await until(lambda: bool(seen))
    assert seen == [""]
    assert app.return_value is Leaving.QUICK
    after = recorder.sent.rpartition(b"\x1b[m\x1b[r\x1b[H\x1b[J")[2]
    assert not re.sub(rb"\x1b\[[?0-9]*[a-zA-Z]", b"", after).strip(), "nothing is drawn any more"
    assert after.endswith(b"\x1b[H\x1b[2J"), "what the shell showed is gone too"


async def test_a_letter_in_a_text_field_is_a_letter(make_app: Make, filled: Store, session: StubSession) -> None:
    session.account = None
    app = make_app(first="sign_in")
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press(*"qHq")
        await pilot.pause()
        assert app.is_running
        assert "qHq" in screen_text(app)


async def test_keys_come_from_the_settings(make_app: Make, filled: Store) -> None:
    app = make_app(settings=StubSettings(keys={"settings": "x"}))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "x settings" in screen_text(app)
        await pilot.press("x")
        await pilot.pause()
        assert screen_text(app).startswith(" Settings")


async def test_what_works_everywhere_is_named_by_the_keys_of_the_settings(make_app: Make, filled: Store) -> None:
    app = make_app(settings=StubSettings(keys={"leave": "Z", "help_now": "f2"}))
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        assert "Z leave" in screen_text(app)
        assert "H help now" in screen_text(app)
        await pilot.press("question_mark")
        await pilot.pause()
        assert "Z or F10 " in screen_text(app)
        assert "F2 or H " in screen_text(app)
        await pilot.press("Z")
    assert app.return_value is Leaving.PLAIN


async def test_where_letters_are_typed_help_now_is_named_by_the_key_of_the_settings(make_app: Make) -> None:
    app = make_app(first="sign_in", settings=StubSettings(keys={"help_now": "f2"}))
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "F2 help now" in screen_text(app)
        await pilot.press("f2")
        await pilot.pause()
        assert screen_text(app).startswith(" Help now")


async def test_the_title_tells_the_truth_about_the_line(make_app: Make, filled: Store, session: StubSession) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        session.engine.link.state, session.engine.link.waiting = "offline", 2
        session.engine.changed()
        await pilot.pause()
        await pilot.pause()
        assert "offline, 2 to send" in screen_text(app).splitlines()[0]


async def test_a_change_in_the_store_redraws_and_a_covered_screen_catches_up(make_app: Make, filled: Store) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark")
        waiting(filled)
        await pilot.pause()
        await pilot.press("escape")
        await pilot.pause()
        assert "1 waiting" in screen_text(app)


async def test_nothing_of_textual_opens_a_way_out(make_app: Make, filled: Store, monkeypatch: Any) -> None:
    opened: list[str] = []
    monkeypatch.setattr("webbrowser.open", opened.append)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        app.open_url("https://example.org")
        app.action_screenshot()
        app.copy_to_clipboard("a draft")
        await pilot.press("ctrl+p", "ctrl+c", "ctrl+z", "ctrl+backslash")
        await pilot.pause()
        assert screen_text(app).startswith(" tuigroup")
    assert not opened


def test_every_place_has_a_module_of_ours() -> None:
    assert all(place.startswith("tuigroup.ui.screens.") and ":" in place for place in PLACES.values())


@pytest.mark.parametrize("name", ["own", "dark", "light", "contrast", "mono"])
async def test_every_look_shows_the_same_words(make_app: Make, filled: Store, name: str) -> None:
    filled.settings.set("theme", name)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "today-80x24")


@pytest.mark.parametrize(("name", "ground"), [("own", None), ("dark", 0), ("light", 15)])
async def test_a_look_reaches_the_empty_parts_of_the_screen(
    make_app: Make, filled: Store, name: str, ground: int | None
) -> None:
    filled.settings.set("theme", name)
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        for strip in app.screen._compositor.render_strips():
            for segment in strip:
                colour = segment.style.bgcolor if segment.style is not None else None
                found = None if colour is None or colour.is_default else colour.number
                assert found == ground


async def test_help_opens_once_however_often_it_is_asked_for(make_app: Make, filled: Store) -> None:
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("question_mark", "f1", "f1", "H")
        await pilot.pause()
        assert len(list(app.base_screens())) == 3
        await pilot.press("escape", "escape", "escape", "escape")
        await pilot.pause()
        assert "Night Shift" in screen_text(app)


async def test_what_is_still_to_come_is_told_and_answered_by_key(make_app: Make, session: StubSession) -> None:
    link = session.engine.link
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        assert "only titles" not in screen_text(app)
        link.coming, link.asks = 310_000, True
        session.engine.bytes_a_second = 2500
        session.engine.changed()
        await pilot.pause()
        await pilot.pause()
        seen = screen_text(app)
        assert "310 KB to come" in seen
        assert "There is more: 310 KB, about 2 min." in " ".join(seen.split())
        assert "Y get the rest" in seen
        assert "N only titles" in seen
        await pilot.press("Y")
        assert session.engine.rest == "wanted"
        link.asks = False
        session.engine.changed()
        await pilot.pause()
        await pilot.pause()
        seen = screen_text(app)
        assert "Y get the rest" not in seen
        # On its way it is shown, and can be stopped.
        assert "310 KB to come" in seen
        await pilot.press("N")
        assert session.engine.rest == "left"
        link.coming = 0
        session.engine.changed()
        await pilot.pause()
        await pilot.pause()
        assert "only titles" not in screen_text(app)
        assert "to come" not in screen_text(app)
