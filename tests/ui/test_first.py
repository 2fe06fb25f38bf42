"""The first picture, drawn without Textual, is what the screen shows that takes it over: cell for cell."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from datetime import UTC
from pathlib import Path

import pytest

from tests.terminal_layer.apps import running, until
from tests.ui.sample import ME, MINUTE, NIGHT, fill
from tests.ui.stubs import NOW, StubSession, StubSettings
from tuigroup.store import Draft, Store
from tuigroup.terminal.drivers.recorder import Recorder
from tuigroup.terminal.parser import Parser
from tuigroup.terminal.remote import Remote
from tuigroup.ui import first
from tuigroup.ui.app import TuigroupApp
from tuigroup.ui.looks import THEMES
from tuigroup.wire.cases import Case, Cases
from tuigroup.wire.ops import Reply
from tuigroup.wire.records import MembershipRecord
from tuigroup.wire.sync import Notice
from tuigroup.wire.words import Role

Make = Callable[..., TuigroupApp]
Size = tuple[int, int]


def busy(store: Store) -> None:
    """Something of everything that the page can tell."""
    fill(store)
    store.marks.set_last_visit(MINUTE - 5 * 1440)
    store.drafts.save(Draft("", "reply", NIGHT, target=2, body="Not silly.\nI fold\ntowels."))
    store.outbox.add(Reply(k=store.new_key(), g=NIGHT, to=1, body="Thank you all."))
    store.notices.add(Notice(t="admitted", g=NIGHT, at=MINUTE))


async def same(make_app: Make, session: StubSession, settings: StubSettings, size: Size) -> None:
    found = first.picture(session, settings, *size, zone=UTC)
    assert found is not None
    recorder, app = Recorder(size), make_app(settings=settings)
    async with running(app, recorder):
        await until(lambda: not recorder.pending and not recorder.held)
        screen = recorder.remote
        early = Remote(*size, screen.caps)
        Parser(early.want, screen.caps).feed(first.written(found, THEMES[settings.theme], *size))
        assert early.want.text() == screen.want.text()
        assert early.want.rows == screen.want.rows
        assert found.cursor == screen.place


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (110, 30), (109, 24), (59, 20), (200, 50)])
async def test_it_is_what_the_screen_shows(make_app: Make, store: Store, session: StubSession, size: Size) -> None:
    busy(store)
    await same(make_app, session, StubSettings(), size)


@pytest.mark.parametrize("theme", THEMES)
async def test_in_every_theme(make_app: Make, store: Store, session: StubSession, theme: str) -> None:
    busy(store)
    await same(make_app, session, StubSettings(theme=theme), (80, 24))


async def test_in_another_language_and_with_other_keys(make_app: Make, store: Store, session: StubSession) -> None:
    busy(store)
    await same(
        make_app,
        session,
        StubSettings(language="es", keys={"directory": "y", "leave": "Z", "help_now": "f2"}),
        (80, 24),
    )


async def test_where_nothing_is_new(make_app: Make, store: Store, session: StubSession) -> None:
    fill(store, joined=False)
    await same(make_app, session, StubSettings(), (80, 24))


def test_a_guest_and_a_small_window_wait_for_their_screens(store: Store, session: StubSession) -> None:
    fill(store)
    assert first.picture(session, StubSettings(), 39, 24) is None
    assert first.picture(session, StubSettings(), 80, 11) is None
    assert first.picture(session, StubSettings(server=""), 80, 24) is None
    session.account = None
    assert first.picture(session, StubSettings(), 80, 24) is None


LATE = ("textual", "rich", "pydantic", "httpx", "nacl", "icalendar", "dateutil")
DRAWN = f"""
import sys
from pathlib import Path
from tuigroup.config import Settings
from tuigroup.doors import local
from tuigroup.session import Session
from tuigroup.store import Store
from tuigroup.sync.client import Client
from tuigroup.ui import first

settings = Settings(server="https://groups.example.org", offline=True)
store = Store.open(Path(sys.argv[1]), clock=lambda: {MINUTE * 60})
session = Session.open(settings, store, Client(settings.server))
found = first.picture(session, settings, 120, 40)
print("".join(text for _, _, of in found.placed for text, _ in of))
print([name for name in {LATE} if name in sys.modules])
"""


def test_nothing_is_loaded_for_it_that_would_make_it_late(tmp_path: Path) -> None:
    """Not by what it imports, and not by what it asks the store: cases, meetings, check-ins, partners."""
    place = tmp_path / "store.sqlite3"
    store = Store.open(place, clock=lambda: NOW)
    fill(store)
    store.settings.set("account.name", "old_bicycle")
    store.drafts.save(Draft("", "reply", NIGHT, target=2, body="Not silly."))
    store.notices.add(Notice(t="admitted", g=NIGHT, at=MINUTE))
    store.check_ins.add(MINUTE, 3)
    store.goals.add("Walk", 3, MINUTE // 1440)
    store.groups.put_memberships([MembershipRecord(NIGHT, ME, "old_bicycle", Role.FACILITATOR)])
    store.casebook.put_cases(NIGHT, Cases(cases=[Case(case=1), Case(case=2, state="decided")]))
    store.close()
    said = subprocess.run([sys.executable, "-c", DRAWN, str(place)], capture_output=True, text=True, timeout=60)
    assert said.stderr == ""
    drawn, loaded = said.stdout.splitlines()
    assert "1 case waits" in drawn
    assert loaded == "[]"
