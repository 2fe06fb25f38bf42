"""The directory's filter: words, facets and order."""

from __future__ import annotations

from tests.views.test_finding import GROUPS, LONDON, MEETINGS, NOW
from tuigroup.i18n import ENGLISH
from tuigroup.views.facets import Facets, entries, fitting, options
from tuigroup.views.group_words import age, busy, country, first_reply, language, listing
from tuigroup.wire.records import GroupRecord

OPEN = [group for group in GROUPS if group.state.value != "closed"]
ALL = entries(ENGLISH, OPEN, MEETINGS, (), NOW, LONDON)


def names(facets: Facets, text: str = "", sort: str = "name") -> list[str]:
    return [entry.name for entry in fitting(ALL, facets, text, sort)]  # type: ignore[arg-type]


def test_words_are_found_in_names_topics_places_and_countries_whatever_their_accents() -> None:
    assert names(Facets(), "kitchen") == ["Three O'Clock Kitchen"]
    assert names(Facets(), "SLÉEP") == ["Three O'Clock Kitchen"]
    assert names(Facets(), "galway grief") == ["The Empty Chair"]
    assert names(Facets(), "ireland") == ["The Empty Chair"]
    assert names(Facets(), "sleep galway") == []


def test_listings_come_only_when_wanted() -> None:
    assert "Tuesday Rest Circle" not in names(Facets())
    assert "Tuesday Rest Circle" in names(Facets(listings=True))
    assert "Tuesday Rest Circle" not in names(Facets(listings=True).toggled("access", "open"))


def test_values_of_one_facet_add_up_and_facets_narrow_each_other() -> None:
    facets = Facets().toggled("format", "online").toggled("format", "hybrid")
    assert names(facets) == ["The Empty Chair", "Those Who Hold the Door", "Three O'Clock Kitchen", "Worry Workbench"]
    facets = facets.toggled("kind", "professional_led")
    assert names(facets) == ["Worry Workbench"]
    assert facets.words(ENGLISH) == "professional, online, hybrid"
    assert facets.toggled("kind", "professional_led").toggled("format", "online").words(ENGLISH) == "hybrid"


def test_days_and_hours_are_the_readers_and_mean_one_meeting() -> None:
    thursday = Facets().toggled("day", "4")
    assert names(thursday) == ["Worry Workbench"]  # Wednesday evening in Chicago
    assert names(thursday.toggled("part", "night")) == ["Worry Workbench"]
    assert names(thursday.toggled("part", "evening")) == []
    tuesday = Facets().toggled("day", "2")
    assert names(tuesday.toggled("part", "night")) == []
    assert dict(options(ALL, tuesday)["part"]) == {"night": 0, "afternoon": 0, "evening": 1}


def test_counts_say_how_many_would_fit() -> None:
    counted = options(ALL, Facets().toggled("kind", "peer_led"))
    assert counted["kind"] == [("peer_led", 4), ("professional_led", 1)]
    assert counted["format"] == [("online", 2), ("in_person", 1), ("hybrid", 1)]
    assert ("anxiety", 0) in counted["topic"]


def test_order() -> None:
    assert names(Facets(), sort="meeting")[:3] == ["Three O'Clock Kitchen", "Worry Workbench", "The Empty Chair"]
    assert names(Facets(), sort="activity")[0] == "Three O'Clock Kitchen"


def test_words_for_what_groups_are() -> None:
    quiet = GroupRecord(1, 1, "q", "Quiet", "")
    assert busy(ENGLISH, quiet) == "quiet this week"
    assert first_reply(ENGLISH, quiet) == ""
    assert [first_reply(ENGLISH, group) for group in OPEN[:2]] == [
        "a first answer usually within 3 h", "a first answer usually within 1 h",
    ]  # fmt: skip
    assert age(ENGLISH, GroupRecord(1, 1, "q", "Q", "", updated=NOW - 130 * 1440), NOW) == "4 months old"
    assert listing(ENGLISH, OPEN[5], NOW) == "listing, in person, Leeds, of unknown age"
    assert country(ENGLISH, "gb") == "Britain (UK)"
    assert country(ENGLISH, "\x1b[") == ""
    assert language(ENGLISH, "en-GB") == "English"
    assert language(ENGLISH, "tlh") == "tlh"


def test_what_is_worked_out_is_used_again_while_it_holds() -> None:
    again = entries(ENGLISH, OPEN, MEETINGS, (), NOW, LONDON, ALL)
    assert all(one is other for one, other in zip(ALL, again, strict=True))
    later = entries(ENGLISH, OPEN, MEETINGS, (), NOW + 3 * 1440, LONDON, ALL)
    assert {one.name for one, other in zip(ALL, later, strict=True) if one is not other} == {
        "Three O'Clock Kitchen",
        "Tuesday Rest Circle",
    }
    renamed = [*OPEN[:-1], GroupRecord(6, 9, "g6", "Another", "")]
    assert [entry.name for entry in entries(ENGLISH, renamed, MEETINGS, (), NOW, LONDON, ALL)][-1] == "Another"
