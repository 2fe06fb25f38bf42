"""Crisis lines from a server: whatever it says is cleaned and bounded, and the packaged ones stay as they are."""

from __future__ import annotations

import sqlite3
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tuigroup.helplines import load
from tuigroup.helplines.words import plain
from tuigroup.i18n import ENGLISH
from tuigroup.store import Store, given
from tuigroup.store.forgetting import forget_account
from tuigroup.wire import limits

TODAY = date(2026, 11, 29)
GIVEN = "given by whoever runs this server, not verified by us"
HOSTILE = "\x1b]0;owned\x07\u202egnp.exe[@click=app.quit]x[/]{name}"


@pytest.fixture
def store() -> Store:
    return Store.open(None)


def contact(**more: Any) -> dict[str, Any]:
    return {"by": "phone", "show": "01 555", "dial": "01555", "languages": ["en"], "hours": "24/7", **more}


def row(id: str = "own", **more: Any) -> dict[str, Any]:
    return {
        "id": id, "name": "Our line", "about": "someone to talk to", "website": "", "source": "https://example.org/",
        "seen": "2026-11-20", "contacts": [contact()], **more,
    }  # fmt: skip


def listed(*rows: dict[str, Any], code: str = "GB", **more: Any) -> dict[str, Any]:
    return {"countries": [{"code": code, "lines": list(rows), **more}]}


def test_it_goes_on_top_and_takes_nothing_away(store: Store) -> None:
    before = list(plain(ENGLISH, load(), "gb", TODAY))
    given.keep(store, "v1", listed(row(), row("old", name="An old one", seen="2024-01-02")))
    after = list(plain(ENGLISH, given.facts(store), "gb", TODAY))
    at = after.index("United Kingdom: emergency number 999 or 112")
    assert after[at + 1 : at + 7] == [
        "  Our line (someone to talk to)",
        "    call 01 555  day and night; cost not known",
        f"    {GIVEN}; source https://example.org/, 20 November 2026",
        "  An old one (someone to talk to)",
        "    call 01 555  day and night; cost not known",
        f"    {GIVEN}; source https://example.org/, 2 January 2024; older than a year",
    ]
    assert after[: at + 1] + after[at + 7 :] == before, "the packaged list is word for word what it was"


def test_what_it_costs_is_in_words_and_says_where_nobody_knows(store: Store) -> None:
    paid = [contact(cost="local rate"), contact(cost=f"{HOSTILE} a call"), contact(free=True), contact()]
    given.keep(store, "v1", listed(row(contacts=paid)))
    said = [line for line in plain(ENGLISH, given.facts(store), "gb", TODAY) if "01 555" in line]
    assert said[0] == "    call 01 555  day and night; local rate"
    assert "\x1b" not in said[1]
    assert said[1].endswith("a call")
    assert said[2:] == ["    call 01 555  day and night; free", "    call 01 555  day and night; cost not known"]


def test_for_a_country_without_packaged_lines_or_without_an_entry(store: Store) -> None:
    both = [
        *listed(row(), code="NZ")["countries"],
        *listed(row(), code="FJ", name="Fiji", emergency="911")["countries"],
    ]
    given.keep(store, "v1", {"countries": both})
    after = list(plain(ENGLISH, given.facts(store), "fj", TODAY))
    heads = [line for line in after if ": emergency number" in line]
    assert heads[:3] == [
        "Fiji: emergency number 911", "New Zealand: emergency number 111", "Canada: emergency number 911",
    ]  # fmt: skip
    assert "  New Zealand: 111" in after, "and where it stood before"


def test_no_word_of_a_server_changes_an_emergency_number(store: Store) -> None:
    given.keep(store, "v1", listed(row(), emergency="0900 123", name="Elsewhere"))
    assert "United Kingdom: emergency number 999 or 112" in list(plain(ENGLISH, given.facts(store), "gb", TODAY))
    given.keep(store, "v2", listed(row(), code="FJ", name="Fiji"))
    assert given.facts(store).given == (), "a country is told of with its emergency number or not at all"


@pytest.mark.parametrize(
    "raw",
    [
        None, [], 3, "x", {}, {"countries": 3}, {"countries": [3, None, {}]}, listed(3),  # type: ignore[arg-type]
        listed(row(contacts=[])), listed(row(seen="soon")), listed(row(seen=3)), listed(row(source="")),
        listed(row(name=["x"])), listed(row(contacts=[contact(show=988)])), listed(row(), code="G"),
        listed(row(), code="../"), {"countries": {"code": "GB"}},
    ],
)  # fmt: skip
def test_what_does_not_fit_is_left_out(store: Store, raw: object) -> None:
    given.keep(store, "v1", raw)
    assert given.facts(store).given == ()
    assert given.version(store) == "v1", "it is not asked for again and again"


def test_hostile_text_is_cleaned_and_the_rest_stays(store: Store) -> None:
    bad = row("bad", name=HOSTILE, about=HOSTILE, source=HOSTILE, contacts=[contact(show=HOSTILE, hours=HOSTILE)])
    given.keep(store, "v1", listed(bad, row("good"), row("good", name="Twice")))
    for line in plain(ENGLISH, given.facts(store), "gb", TODAY):
        assert line.isprintable(), ascii(line)
        assert "owned" not in line
    assert len(given.facts(store).given_in("GB")) == 2


def test_it_is_bounded(store: Store) -> None:
    many = [row(str(at), name="n" * 5000, contacts=[contact()] * 500) for at in range(5000)]
    given.keep(store, "v1", {"countries": [{"code": "GB", "lines": many}, {"code": "FR", "lines": many}]})
    assert sum(len(country.lines) for country in given.facts(store).given) == limits.HELPLINES
    assert len(store.settings.get(given.LINES)) < 4 * limits.HELPLINES_BYTES


def test_it_is_the_machines_and_goes_when_the_server_has_none(store: Store) -> None:
    given.keep(store, "v1", listed(row()))
    forget_account(store)
    assert given.facts(store).given_in("GB"), "nothing of an account is in it"
    given.keep(store, "", None)
    assert (given.version(store), given.facts(store)) == ("", load())


@pytest.mark.parametrize("spoilt", ["nonsense", "[" * 100_000, "3", '{"countries": [{"code": "GB", "lines": 3}]}'])
def test_what_is_spoilt_here_leaves_the_packaged_lines(store: Store, spoilt: str) -> None:
    store.settings.set(given.LINES, spoilt)
    assert given.facts(store) == load()


def test_a_file_is_looked_at_and_never_written(tmp_path: Path) -> None:
    path = tmp_path / "it's #1.sqlite3"
    store = Store.open(path)
    given.keep(store, "v1", listed(row()))
    assert given.at(path).given_in("GB"), "beside a program that has it open"
    store.close()
    assert given.at(path).given_in("GB")
    for none in (None, tmp_path / "nothing", tmp_path):
        assert given.at(none) == load()
    path.write_bytes(b"spoilt" * 1000)
    assert given.at(path) == load()
    with sqlite3.connect(tmp_path / "other.sqlite3") as other:
        other.execute("CREATE TABLE settings (x)")
    assert given.at(tmp_path / "other.sqlite3") == load()
