"""A bundle on screens: what is said of it first, what is closed in it, its crisis lines, and the way in and back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from tests.session.test_bundled import put
from tests.ui.groups_sample import keys
from tests.ui.stubs import NOW, StubSession, golden, screen_text
from tests.wire.test_bundles import CONTENT
from tuigroup.session.bundled import Bundles
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.screens.bundle import BundleScreen
from tuigroup.ui.screens.directory import DirectoryScreen
from tuigroup.ui.screens.welcome import WelcomeScreen
from tuigroup_server.service.bundles import _crisis_lines

Make = Callable[..., TuigroupApp]
MADE = int(NOW // 60)


def said(app: TuigroupApp) -> str:
    return " ".join(screen_text(app).split())


def opened(
    session: StubSession, folder: Path, *, days: int = 0, seed: bytes = bytes(range(32)), **more: object
) -> Bundles:
    """The session's store is a bundle's from now on."""
    found = Bundles(folder)
    file = put(folder, seed=seed, made=MADE - days * 1440, helplines=_crisis_lines(), **more)
    store = found.open(file).store
    store._clock = lambda: NOW
    session.store, session.account = store, None
    return found


async def test_what_is_said_first_and_what_is_in_it(make_app: Make, session: StubSession, tmp_path: Path) -> None:
    bundles = opened(session, tmp_path, days=21, address="https://groups.example.org")
    app = make_app(bundles=bundles)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        golden(app, "bundle-80x24")
        await keys(pilot, "escape")
        assert isinstance(app.screen, BundleScreen), "there is nothing behind it"
        await keys(pilot, "enter")
        assert isinstance(app.screen, DirectoryScreen)
        await keys(pilot, "J", "P", "u")
        assert isinstance(app.screen, DirectoryScreen), "nothing is joined, proposed or asked"
        assert "no line: a bundle" in said(app)
        await keys(pilot, "escape", "down", "down", "enter")
        assert "not verified by us" in said(app)
        assert "emergency number" in said(app)
    assert session.engine.woken == 0


async def test_another_key_and_a_great_age_are_said_before_all_else(
    make_app: Make, session: StubSession, tmp_path: Path
) -> None:
    opened(session, tmp_path)
    bundles = opened(session, tmp_path, days=800, seed=bytes(32))
    app = make_app(bundles=bundles)
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        golden(app, "bundle-other-key-80x24")
        await keys(pilot, "end", "enter")
        assert "The key is remembered." in said(app)
        assert "Careful" not in said(app)


async def test_from_the_welcome_screen_and_back(make_app: Make, session: StubSession, tmp_path: Path) -> None:
    session.account = None
    file = put(tmp_path, made=MADE, name=CONTENT.name)
    app = make_app(bundles=Bundles(None))
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        app.screen.query_one("RowList").select("bundle")  # type: ignore[attr-defined]
        await keys(pilot, "enter", *"nothing", "enter")
        assert "There is no file of that name." in said(app)
        await keys(pilot, "ctrl+u", *file, "enter")
        assert isinstance(app.screen, BundleScreen)
        assert "A bundle of Sample community" in said(app)
        await keys(pilot, "escape")
        assert isinstance(app.screen, WelcomeScreen)
        assert app.session is session


async def test_a_door_that_lets_no_files_be_opened_offers_none(make_app: Make, session: StubSession) -> None:
    session.account = None
    app = make_app()
    async with app.run_test(size=(80, 24)) as pilot:
        await keys(pilot)
        assert "bundle" not in said(app)
