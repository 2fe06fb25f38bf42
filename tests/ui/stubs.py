"""What screens are tested against: the real Store in memory, and a session and an engine that only note what is asked.

``screen_text`` is what a person would see; ``golden`` compares it with a file under tests/golden.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from textual.app import App

from tuigroup.errors import TuigroupError
from tuigroup.session.ending import Became, Fate
from tuigroup.session.staying import Stays
from tuigroup.store import Draft, Store
from tuigroup.store.rows import SearchHit
from tuigroup.wire.accounts import KeyRow, ServerInfo
from tuigroup.wire.leaving import DAYS, Leaving, PostsFate
from tuigroup.wire.slips import sign
from tuigroup.wire.sync import AnyWant

GOLDEN = Path(__file__).parent.parent / "golden"
NOW = 1_795_374_000.0  # Sunday 22 November 2026, 19:00 UTC
PHRASE = "apple brick cloud delta eagle fence grape house island jacket kettle lemon"


@dataclass
class StubLink:
    state: str = "online"
    since: float = NOW
    waiting: int = 0
    up: int = 0
    down: int = 0
    sentence: str = "The line is up."
    reason: str = ""
    coming: int = 0
    asks: bool = False
    listening: bool = False


@dataclass
class StubEngine:
    """Notes what it was asked for; ``refuse`` is raised by searches, ``hits`` are what they find."""

    link: StubLink = field(default_factory=StubLink)
    wanted: list[AnyWant] = field(default_factory=list)
    woken: int = 0
    reconsidered: int = 0
    rest: str = ""
    fetched: list[str] = field(default_factory=list)
    cancelled: list[str] = field(default_factory=list)
    running: dict[str, tuple[int, int]] = field(default_factory=dict)
    hits: list[SearchHit] = field(default_factory=list)
    refuse: TuigroupError | None = None
    flushes: bool = True
    bytes_a_second: float = 0.0
    problems: dict[str, str] = field(default_factory=dict)
    refusals: dict[AnyWant, str] = field(default_factory=dict)
    listeners: list[Callable[..., Any]] = field(default_factory=list)

    def status(self) -> StubLink:
        return self.link

    def wake(self) -> None:
        self.woken += 1

    def want(self, want: AnyWant) -> None:
        self.wanted.append(want)

    def reconsider(self) -> None:
        self.reconsidered += 1

    def fetch_rest(self) -> None:
        self.rest = "wanted"

    def leave_rest(self) -> None:
        self.rest = "left"

    def rate(self) -> float:
        return self.bytes_a_second

    def download_problem(self, slug: str) -> str:
        return self.problems.get(slug, "")

    def refusal(self, want: AnyWant) -> str:
        return self.refusals.get(want, "")

    def pending(self) -> set[AnyWant]:
        return set(self.wanted)

    def subscribe(self, callback: Callable[..., Any]) -> Callable[[], None]:
        self.listeners.append(callback)
        return lambda: self.listeners.remove(callback) if callback in self.listeners else None

    def changed(self) -> None:
        """The line, or a download, changed."""
        for listener in list(self.listeners):
            listener()

    def go_offline(self) -> None:
        self.link.state, self.link.sentence = "paused", "The line is not used now."
        self.changed()

    def go_online(self) -> None:
        self.link.state, self.link.sentence = "online", "The line is up."
        self.changed()

    async def flush(self, timeout: float) -> bool:
        return self.flushes

    def fetch_resource(self, slug: str) -> None:
        self.fetched.append(slug)

    def downloads(self) -> Mapping[str, tuple[int, int]]:
        return self.running

    def cancel(self, slug: str) -> None:
        self.cancelled.append(slug)
        self.running.pop(slug, None)

    async def search(self, text: str, g: int = 0) -> list[SearchHit]:
        if self.refuse is not None:
            raise self.refuse
        return self.hits


@dataclass
class StubSession:
    """``refuse`` is raised by the next account call; ``calls`` says what was asked, without passphrases kept."""

    store: Store
    engine: StubEngine = field(default_factory=StubEngine)
    account: str | None = "moss"
    server: ServerInfo | None = field(
        default_factory=lambda: ServerInfo(id="s1", name="Sample community", version="0.1.0")
    )
    operator: bool = False
    refuse: TuigroupError | None = None
    calls: list[tuple[str, ...]] = field(default_factory=list)
    passing: bool = False
    choosable: bool = False
    stays: Stays = Stays.KEEP
    disk: bool = True
    lasting: bool = True
    leaving: Leaving | None = None
    document: dict[str, Any] = field(default_factory=dict)
    became: Became = field(default_factory=Became)
    unknown_key: str = ""
    record_closed: bool = False
    locked: bool = False
    others: bool = False  # another program changed who is here
    arrivals: int = 0
    asks: bool = False
    sees: str = ""
    keys: list[KeyRow] = field(default_factory=list)

    def displaced(self) -> bool:
        found, self.others = self.others, False
        return found

    def asks_once(self) -> bool:
        asked, self.asks = self.asks, False
        return asked

    def undecided(self) -> list[Draft]:
        return self.store.drafts.unsealed()

    def lock(self) -> None:
        self._call("lock")

    def let_stay(self, stays: Stays) -> None:
        self._call("let_stay", stays.value)
        self.stays = stays

    async def unlock(self, passphrase: str) -> None:
        self._call("unlock", passphrase)
        self.locked, self.account = False, "moss"

    def forget_here(self) -> None:
        self._call("forget_here")
        self.locked, self.account = False, None

    async def open_record(self, passphrase: str) -> None:
        self._call("open_record", passphrase)
        self.record_closed = False

    async def add_key(self, line: str, label: str, passphrase: str) -> KeyRow:
        self._call("add_key", line, label, passphrase)
        self.keys.append(KeyRow(id=len(self.keys) + 1, kind="ssh-ed25519", label=label, created=int(NOW)))
        return self.keys[-1]

    async def list_keys(self) -> list[KeyRow]:
        self._call("list_keys")
        return list(self.keys)

    async def remove_key(self, id: int) -> None:
        self._call("remove_key", str(id))
        self.keys = [row for row in self.keys if row.id != id]

    async def ask_slip(self, group: int, slot: int) -> str:
        self._call("ask_slip", str(group), str(slot))
        code = sign(bytes(32), "Night Shift Sleep Circle", date(2026, 11, 22), b"123456")
        self.store.attendance.keep_slip(group, slot, code)
        return code

    async def trust(self, fingerprint: str) -> None:
        self._call("trust", fingerprint)
        self.unknown_key = ""

    def _call(self, *what: str) -> None:
        self.calls.append(what)
        if self.refuse is not None:
            raise self.refuse

    async def create_account(self, name: str, passphrase: str) -> str:
        self._call("create", name, passphrase)
        self.account = name
        return PHRASE

    async def sign_in(self, name: str, passphrase: str) -> None:
        self._call("sign_in", name, passphrase)
        self.account = name

    async def recover(self, name: str, phrase: str, new_passphrase: str) -> str:
        self._call("recover", name, phrase, new_passphrase)
        self.account = name
        return PHRASE

    async def change_passphrase(self, old: str, new: str) -> None:
        self._call("change", old, new)

    async def new_phrase(self, passphrase: str) -> str:
        self._call("new_phrase", passphrase)
        return PHRASE

    async def sign_out(self, everywhere: bool = False, *, keep: bool = True) -> bool:
        self._call("sign_out", str(everywhere))
        self.account = None
        return True

    async def sign_out_after(self, fate: Fate, everywhere: bool = False) -> Became:
        self._call("sign_out_after", fate.value, str(everywhere))
        self.account = None
        return self.became

    async def leave_for_good(self, passphrase: str, posts: PostsFate) -> Leaving:
        self._call("leave", passphrase, posts.value)
        self.account = None
        return Leaving(until=int(NOW) + DAYS * 86_400, posts=posts)

    async def stay(self) -> None:
        self._call("stay")
        self.leaving, self.account = None, "moss"

    async def let_go(self) -> None:
        self._call("let_go")
        self.leaving = None

    async def take_along(self) -> dict[str, Any]:
        self._call("take_along")
        return self.document

    async def settle(self, fate: Fate, *, seconds: float = 10.0) -> Became:
        self._call("settle", fate.value)
        return self.became

    def suggest_name(self) -> str:
        return "quiet-harbour-17"

    def suggest_passphrase(self) -> str:
        return "lantern willow copper meadow"


@dataclass
class StubSettings:
    theme: str = "own"
    language: str = ""
    country: str = "GB"
    server: str = "https://groups.example.org"
    editor: str = ""
    ask_above_kb: int = 64
    sync_minutes: int = 5
    at_once: bool = False
    danger: str = "on"
    keys: Mapping[str, str] = field(default_factory=dict)


def screen_text(app: App[Any]) -> str:
    """The screen as text, one line a row, blanks at the ends taken off."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips).rstrip() + "\n"


def golden(app: App[Any], name: str) -> None:
    """Compare the screen with tests/golden/<name>.txt; TUIGROUP_GOLDEN=write makes the file anew."""
    seen, path = screen_text(app), GOLDEN / f"{name}.txt"
    if os.environ.get("TUIGROUP_GOLDEN") == "write":
        path.write_text(seen, encoding="utf-8")
    assert path.exists(), f"{path.name} is not there; make it with TUIGROUP_GOLDEN=write"
    assert seen == path.read_text(encoding="utf-8")
