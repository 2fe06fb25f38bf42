"""Opening a bundle: hostile text, how old it is, and keys of servers known from before."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.wire.test_bundles import CODEC, CONTENT, SEED
from tuigroup.errors import BadInput, Offline
from tuigroup.i18n import ENGLISH
from tuigroup.session.bundled import FILE, Bundles
from tuigroup.store import bundled
from tuigroup.views import bundle as words
from tuigroup.wire import bundles, tables
from tuigroup.wire.records import GroupRecord, ResourceRecord
from tuigroup.wire.words import ResourceKind

HOSTILE = "\x1b]0;owned\x07\u202egnp.exe[@click=app.quit]x[/]"


def put(folder: Path, *, seed: bytes = SEED, **changes: object) -> str:
    file = folder / "stick.tuigroup"
    file.write_bytes(bundles.write(seed, CONTENT.model_copy(update=changes), CODEC))
    return str(file)


async def test_it_is_in_memory_and_asks_nobody(tmp_path: Path) -> None:
    session = Bundles(tmp_path / "kept").open(put(tmp_path))
    assert session.store.path is None
    assert [group.name for group in session.store.groups.directory()] == ["Night Shift"]
    assert session.store.resources.body("tea") == "Put the kettle on."
    with pytest.raises(Offline):
        await session.sign_in("moss", "four calm little words")
    await session.close()
    assert [path.name for path in (tmp_path / "kept").iterdir()] == [FILE]


def test_a_key_is_remembered_and_another_one_warned_about(tmp_path: Path) -> None:
    known = Bundles(tmp_path / "kept")
    stands = [known.open(put(tmp_path)).store.settings.get(bundled.STANDS) for _ in range(2)]
    assert stands == [bundled.NEW, bundled.KNOWN]
    other = put(tmp_path, seed=bytes(32))
    for _ in range(2):
        store = known.open(other).store
        assert words.changed(store), "and again, until somebody compared it"
    assert "another key" in words.warnings(ENGLISH, store, CONTENT.made)[0]
    known.trust(store)
    assert not words.changed(known.open(other).store)
    assert words.changed(known.open(put(tmp_path)).store)
    nothing = Bundles(None).open(put(tmp_path)).store
    assert nothing.settings.get(bundled.STANDS) == bundled.NEW


@pytest.mark.parametrize("spoilt", ["", "[]", '{"s1": 3}', "\x00"])
def test_a_damaged_file_of_keys_stops_nobody(tmp_path: Path, spoilt: str) -> None:
    (tmp_path / FILE).write_text(spoilt)
    assert Bundles(tmp_path).open(put(tmp_path)).store.settings.get(bundled.STANDS) == bundled.NEW


@pytest.mark.parametrize(
    ("days", "said", "old"),
    [
        (-1, "still to come", False),
        (0, "from today", False),
        (1, "from yesterday", False),
        (6, "from 6 days ago", False),
        (21, "from 3 weeks ago", False),
        (95, "from 3 months ago", False),
        (366, "from more than a year ago", True),
        (800, "from more than 2 years ago", True),
    ],
)
def test_how_old_it_is(tmp_path: Path, days: int, said: str, old: bool) -> None:
    store = Bundles(None).open(put(tmp_path)).store
    now = CONTENT.made + days * 1440
    assert said in words.age(ENGLISH, store, now)
    assert words.old(store, now) is old
    assert bool(words.warnings(ENGLISH, store, now)) is old


def test_hostile_text_is_cleaned_wherever_it_stands(tmp_path: Path) -> None:
    group = GroupRecord(1, 1, HOSTILE, HOSTILE, HOSTILE, place=HOSTILE, topics=(HOSTILE,))
    reading = ResourceRecord("tea", 1, ResourceKind.ARTICLE, HOSTILE, (HOSTILE,), source=HOSTILE)
    lines = {
        "origin": HOSTILE, "licence": HOSTILE, "seen": "2026-01-02",
        "countries": [{"code": "GB", "name": HOSTILE, "emergency": "999", "source": HOSTILE, "lines": []}],
    }  # fmt: skip
    file = put(
        tmp_path, name=HOSTILE, address=HOSTILE, server=HOSTILE, bodies={"tea": HOSTILE}, helplines=lines,
        groups=tables.GROUPS.encode([group]), resources=tables.RESOURCES.encode([reading]),
    )  # fmt: skip
    store = Bundles(None).open(file).store
    facts = words.crisis_lines(store)
    assert facts is not None
    shown = [
        *words.about(ENGLISH, store, CONTENT.made, None), words.name(store), store.groups.directory()[0].name,
        store.resources.body("tea") or "", store.resources.heads()[0].title, facts.origin, facts.countries[0].name,
    ]  # fmt: skip
    for text in shown:
        assert text.replace("\n", "").isprintable(), ascii(text)
        assert "owned" not in text


@pytest.mark.parametrize("lines", [{}, {"countries": 3}, {"countries": [{}]}, {"origin": 1, "countries": []}])
def test_crisis_lines_that_do_not_fit_are_left_out(tmp_path: Path, lines: dict[str, object]) -> None:
    store = Bundles(None).open(put(tmp_path, helplines=lines)).store
    assert words.crisis_lines(store) is None


@pytest.mark.parametrize("named", ["", "  ", "nothing-there", "."])
def test_what_is_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named: str) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(BadInput):
        Bundles(None).open(named)
