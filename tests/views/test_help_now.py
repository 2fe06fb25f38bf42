"""Which crisis lines are open before something is posted: said in one line, of one's own country, and never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from tests.store.test_given import contact, listed, row
from tuigroup.i18n import ENGLISH, translator
from tuigroup.store import Store, given
from tuigroup.text import width
from tuigroup.views.help_now import open_line, reads


@dataclass(frozen=True)
class Set:
    country: str = "GB"
    language: str = ""


def at(hour: int, *, day: int = 15) -> Store:
    moment = datetime(2026, 11, day, hour, tzinfo=UTC)
    return Store.open(None, clock=moment.timestamp)


def said(store: Store, country: str, language: str = "", room: int = 76) -> str:
    return open_line(translator(language), store, Set(country, language), room)


def test_lines_of_the_own_country_that_are_open_in_one_line() -> None:
    assert said(at(3), "GB") == "Open now: Samaritans (call 116 123)."
    assert said(at(3), "GB", room=200) == (
        "Open now: Samaritans (call 116 123); Shout Crisis Text Line (text SHOUT to 85258)."
    )
    assert width(said(at(3), "US")) <= 76


def test_by_the_lines_own_clock() -> None:
    japan, evening = "Inochi no Denwa", 9  # 18:00 in Tokyo
    assert japan in said(at(evening), "JP", "ja", room=200)
    assert japan not in said(at(evening + 6), "JP", "ja", room=200)


def test_what_one_can_talk_to_is_named_first() -> None:
    assert said(at(3), "JP", "en_GB").startswith("Open now: Yorisoi Hotline")
    given.keep(store := at(3), "v1", listed(row("a", name="Gaeilge", contacts=[contact(languages=["ga"])]), row("b")))
    assert said(store, "GB", "en").startswith("Open now: Our line (call 01 555)")
    assert said(store, "GB", "ga").startswith("Open now: Gaeilge (call 01 555) (given by whoever runs this server")


@pytest.mark.parametrize("hours", ["daily 18:00 to 22:00 UTC", "Mon 18:00 to 22:00 UTC; Tue 18:00 to 22:00 UTC"])
def test_where_all_are_closed_it_says_what_is_not(hours: str) -> None:
    given.keep(store := at(12), "v1", listed(row(contacts=[contact(hours=hours)]), code="NZ"))
    assert said(store, "NZ") == "No crisis line here is open at this hour; 111 always is."


def test_hours_that_cannot_be_read_are_not_said_to_be_open_or_closed() -> None:
    given.keep(store := at(12), "v1", listed(row(contacts=[contact(hours="evenings, mostly")]), code="NZ"))
    assert said(store, "NZ") == ""


@pytest.mark.parametrize("country", ["", "NZ", "XX"])
def test_nothing_is_said_where_no_line_is_known(country: str) -> None:
    assert said(at(12), country) == ""


def test_the_country_that_a_member_chose_counts() -> None:
    store = at(12)
    store.settings.set("country", "FR")
    assert "3114" in said(store, "GB")


@pytest.mark.parametrize(
    ("chosen", "machine", "expected"),
    [
        ("", "fr_CA.UTF-8", ("fr", "en")),
        ("es", "en_GB", ("es", "en")),
        ("", "C.UTF-8", ("en",)),
        ("", "", ("en",)),
        ("", "../../x", ("en",)),
    ],
)
def test_what_is_read_is_what_was_chosen_else_the_machines(chosen: str, machine: str, expected: Any) -> None:
    store = at(12)
    if chosen:
        store.settings.set("language", chosen)
    assert reads(ENGLISH, store, Set(language=machine)) == expected
