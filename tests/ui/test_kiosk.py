"""The app at a shared terminal: it waits, keeps a visit's clock, warns, and ends with a blank screen."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.store.test_given import listed, row
from tests.ui.stubs import PHRASE, StubSession, StubSettings, golden, screen_text
from tuigroup.i18n import Translator
from tuigroup.session import Became
from tuigroup.store import Draft, given
from tuigroup.ui.app import Leaving
from tuigroup.ui.kiosk import Kiosk, KioskApp
from tuigroup.views.paper_pass import PaperPass
from tuigroup.views.visit_clock import VisitClock

ENDED = {"ended": "idle", "became": Became(sent=1, sealed=2).numbers(), "revoked": True}


@dataclass
class Desk:
    """What stands around the app, with a clock that is moved by hand."""

    session: StubSession
    now: float = 1000.0
    begun: int = 0
    printed: list[str] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    printer: bool = False

    def app(self, *, ended: dict[str, Any] | None = None, staff: bool = True, settings: Any = None) -> KioskApp:
        clock = VisitClock(30, 180, lambda: self.now)

        def begin() -> None:
            clock.begin()
            self.begun += 1

        async def ask(code: str) -> tuple[bool, int]:
            self.codes.append(code)
            return code == "right", 0 if len(self.codes) < 2 else 15

        async def printing(paper: PaperPass, t: Translator) -> bool:
            self.printed.append(paper.phrase)
            return True

        kiosk = Kiosk(clock, 30, begin, ask if staff else None, printing if self.printer else None, ended or {})
        made = KioskApp(self.session, settings or StubSettings(), kiosk)
        made._zone = UTC
        return made


@pytest.fixture
def desk(session: StubSession) -> Desk:
    session.account, session.passing = None, True
    return Desk(session)


SIZES = [(80, 24), (120, 40), (40, 12)]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_waiting_screen(desk: Desk, size: tuple[int, int]) -> None:
    app = desk.app()
    async with app.run_test(size=size) as pilot:
        await pilot.pause()
        golden(app, f"attract-{size[0]}x{size[1]}")


async def test_the_waiting_screen_names_what_the_server_gives(desk: Desk) -> None:
    given.keep(desk.session.store, "v1", listed(row()))
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "attract-given-80x24")


async def test_the_waiting_screen_in_spanish(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("e")
        await pilot.pause()
        golden(app, "attract-es-80x24")


async def test_the_receipt_stands_until_somebody_presses_a_key(desk: Desk) -> None:
    app = desk.app(ended=ENDED)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "attract-receipt-80x24")
        await pilot.press("c")
        await pilot.pause()
        assert "sealed" not in screen_text(app)
        assert app.look.name == "contrast"
        await pilot.press("c")
        assert app.look.name == "mono"


async def test_one_key_begins_and_leaving_ends_the_visit(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("q", "f10", "escape")
        assert app.is_running, "nobody leaves before they came"
        await pilot.press("enter")
        await pilot.pause()
        assert desk.begun == 1
        shown = screen_text(app)
        assert "I am new here" in shown
        assert "another server" not in shown
        assert "30 min left" in shown
        await pilot.press("q")
    assert (app.return_value, app.over) == (Leaving.PLAIN, "")


async def test_f10_ends_a_visit_from_a_text_field_too(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("j", "enter")
        await pilot.pause()
        assert "Sign-in name" in screen_text(app)
        await pilot.press("f10")
    assert app.return_value is Leaving.PLAIN


async def passing(pilot: Any, desk: Desk, seconds: float) -> None:
    """So many seconds pass, and the clock is looked at."""
    desk.now += seconds
    pilot.app._tick()
    await pilot.pause()


async def test_idle_is_counted_down_from_two_thirds_and_a_key_goes_on(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await passing(pilot, desk, 119)
        assert "still there" not in screen_text(app)
        await passing(pilot, desk, 2)
        golden(app, "kiosk-idle-80x24")
        await passing(pilot, desk, 30)
        assert "In 29 seconds" in screen_text(app)
        await pilot.press("q")
        await passing(pilot, desk, 0)
        assert "still there" not in screen_text(app)
        assert app.is_running, "the key only says that somebody is there"
        await passing(pilot, desk, 121)
        await passing(pilot, desk, 60)
    assert (app.return_value, app.over) == (Leaving.QUICK, "idle")


async def test_the_visits_own_time_is_said_and_ends_it(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        for _ in range(15):
            desk.now += 114
            app.kiosk.clock.stirred()
        await passing(pilot, desk, 0)
        shown = screen_text(app)
        assert "This visit ends in about two minutes" in shown
        assert "2 min left" in shown
        await passing(pilot, desk, 90)
    assert app.over == "clock"


async def test_whoever_looks_and_goes_leaves_nothing_either(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await passing(pilot, desk, 1000)
        assert app.is_running, "nobody was there"
        await pilot.press("f1")
        await passing(pilot, desk, 181)
    assert app.over == "renew"


async def test_newer_public_data_disturbs_nobody(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f12")
        await pilot.pause()
        app.renew()
        await pilot.pause()
        assert "The staff's code" in screen_text(app)
        await passing(pilot, desk, 181)
    assert app.over == "renew"
    waiting = desk.app()
    async with waiting.run_test(size=(80, 24)):
        waiting.renew()
    assert waiting.over == "renew"


async def test_signing_out_ends_the_visit(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        app.signed_out()
    assert app.return_value is Leaving.PLAIN


async def test_a_draft_is_not_left_without_a_word(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        desk.session.account = "moss"
        desk.session.store.drafts.save(Draft("", "thread", 1, 1, title="Half"))
        await pilot.press("f10")
        await pilot.pause()
        assert "One draft is not finished. Nothing stays on this machine." in screen_text(app)
        await pilot.press("d")
        await pilot.pause()
    assert desk.session.calls == [("settle", "discard")]


async def test_the_clock_goes_on_while_a_screen_is_taken_away(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await app.screen.query("TitleLine").remove()
        app._minutes = -1
        app._tick()
        assert app._minutes != -1
    assert app.crashed is None


async def test_the_paper_pass_is_large_and_covered_while_something_is_asked(desk: Desk) -> None:
    desk.printer = True
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        assert "This screen is public" in screen_text(app)
        await pilot.press("ctrl+s")
        await pilot.pause()
        await pilot.pause()
        golden(app, "paper-pass-80x24")
        await pilot.press("enter")
        await pilot.pause()
        assert "a p p l e" not in screen_text(app)
        await pilot.press("p")
        await pilot.pause()
        assert desk.printed == [PHRASE]
        assert "The printer has it." in screen_text(app)
        assert "a p p l e" in screen_text(app)


async def test_after_a_quick_exit_there_is_a_clock_first(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(KioskApp, "local_time", lambda _: datetime(2026, 11, 22, 19, 4, tzinfo=UTC))
    app = desk.app(ended={"ended": "quick", "became": {}, "revoked": True})
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        golden(app, "plain-clock-80x24")
        await pilot.press("x")
        await pilot.pause()
        assert "SUPPORT GROUPS" in screen_text(app)


async def test_staff_leave_by_a_code(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        for code, said in (("wrong", "That is not the code."), ("wronger", "counts in 15 seconds")):
            await pilot.press("f12")
            await pilot.pause()
            await pilot.press(*code, "enter")
            await pilot.pause()
            await pilot.pause()
            assert said in screen_text(app)
            assert code not in screen_text(app)
        await pilot.press("f12")
        await pilot.pause()
        await pilot.press(*"right", "enter")
        await pilot.pause()
        await pilot.pause()
    assert app.over == "staff"


async def test_without_a_code_staff_have_no_key(desk: Desk) -> None:
    app = desk.app(staff=False)
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("f12")
        await pilot.pause()
        assert "code" not in screen_text(app)


async def test_lines_are_a_key_away(desk: Desk) -> None:
    app = desk.app()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("l")
    assert app.over == "lines"
