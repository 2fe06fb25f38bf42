"""Four answers become three groups, each with a sentence that is true."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from tuigroup.i18n import ENGLISH
from tuigroup.views.facets import Entry, entries
from tuigroup.views.finding import Answers, Suggestion, suggest
from tuigroup.wire.records import GroupRecord, MeetingRecord, MembershipRecord
from tuigroup.wire.words import Access, GroupFormat, GroupKind, GroupState

NOW = int(datetime(2026, 11, 22, 19, 0, tzinfo=UTC).timestamp()) // 60
LONDON = ZoneInfo("Europe/London")
PRO = GroupKind.PROFESSIONAL_LED


def group(number: int, name: str, *topics: str, **other: object) -> GroupRecord:
    record = GroupRecord(number, number, f"g{number}", name, "A place to talk.", topics=topics, members=12)
    return replace(record, **other)  # type: ignore[arg-type]


GROUPS = [
    group(1, "Three O'Clock Kitchen", "sleep", "work", country="GB", posts_week=30, first_reply=170),
    group(2, "Worry Workbench", "anxiety", "panic", "general", kind=PRO, country="US", posts_week=12, first_reply=55),
    group(3, "The Empty Chair", "grief", format=GroupFormat.HYBRID, access=Access.REQUEST, country="IE",
          place="Galway, the back room of a library"),
    group(4, "Boatshed Blokes", "men", "loneliness", format=GroupFormat.IN_PERSON, country="NZ", place="Whanganui"),
    group(5, "Those Who Hold the Door", "general", access=Access.INVITE),
    group(6, "Tuesday Rest Circle", "sleep", state=GroupState.LISTING, format=GroupFormat.IN_PERSON, country="GB",
          place="Leeds"),
    group(7, "Old Room", "sleep", state=GroupState.CLOSED),
]  # fmt: skip
MEETINGS = [
    MeetingRecord(1, 2, 20 * 60 + 30, timezone="Europe/London"),
    MeetingRecord(1, 5, 3 * 60, timezone="Europe/London"),
    MeetingRecord(2, 3, 19 * 60, timezone="America/Chicago"),
    MeetingRecord(3, 7, 15 * 60, timezone="Europe/Dublin"),
    MeetingRecord(6, 2, 18 * 60, timezone="Europe/London"),
]


def all_entries(*memberships: MembershipRecord) -> tuple[Entry, ...]:
    return entries(ENGLISH, GROUPS, MEETINGS, memberships, NOW, LONDON)


def find(answers: Answers, *memberships: MembershipRecord) -> list[Suggestion]:
    return suggest(ENGLISH, answers, all_entries(*memberships), NOW, LONDON)


def said(found: list[Suggestion]) -> list[tuple[str, str]]:
    return [(one.entry.name, one.why) for one in found]


def test_all_four_answers_count_and_are_named() -> None:
    first = find(
        Answers(
            frozenset({"sleep"}), led=GroupKind.PEER_LED, online=True, days=frozenset({5}), parts=frozenset({"night"})
        )
    )[0]
    assert first.entry.name == "Three O'Clock Kitchen"
    assert first.why == "It is about sleep, led by peers and online, and meets on Fridays at 03:00 your time."


def test_what_does_not_fit_is_said() -> None:
    assert said(find(Answers(frozenset({"grief"}), led=PRO, online=True, parts=frozenset({"morning"}))))[0] == (
        "The Empty Chair",
        "It is about grief and online, though it is led by peers and it meets on Sundays at 15:00 your time.",
    )


def test_a_day_and_an_hour_mean_one_meeting() -> None:
    # Tuesday evening or Friday night, but not Tuesday night.
    why = find(Answers(frozenset({"sleep"}), days=frozenset({2}), parts=frozenset({"night"})))[0].why
    assert why == "It is about sleep, though it meets on Tuesdays at 20:30 your time."


def test_own_words_find_what_they_mean() -> None:
    assert find(Answers(said="I am so lonely"))[0].entry.name == "Boatshed Blokes"
    assert find(Answers(said="Library"))[0].why.startswith("It speaks of library")


def test_skipping_everything_still_ends_in_three_open_groups() -> None:
    found = find(Answers())
    assert [one.entry.name for one in found] == ["Three O'Clock Kitchen", "Worry Workbench", "Boatshed Blokes"]
    assert found[0].why == "It is open to everybody at once, and a first answer usually comes within 3 h."


def test_near_counts_places_and_countries_and_then_listings_too() -> None:
    found = find(Answers(frozenset({"sleep"}), place="leeds"))
    assert said(found)[0] == ("Tuesday Rest Circle", "It is about sleep and in Leeds.")
    assert find(Answers(countries=frozenset({"NZ"})))[0].why == "It is in Whanganui."
    assert find(Answers(countries=frozenset({"IE"})))[0].why == "It is in Galway and online."


def test_ones_own_groups_closed_ones_and_those_by_invitation_are_left_out() -> None:
    names = [one.entry.name for one in find(Answers(frozenset({"sleep", "general"})), MembershipRecord(1, 5, "moss"))]
    assert not {"Three O'Clock Kitchen", "Those Who Hold the Door", "Old Room"} & set(names)


def test_nobody_here_gives_nothing() -> None:
    assert suggest(ENGLISH, Answers(frozenset({"sleep"})), (), NOW, LONDON) == []


TOPICS = st.frozensets(st.sampled_from(["sleep", "anxiety", "grief", "men", "nothing known", ""]), max_size=3)


@given(
    TOPICS, st.text(max_size=20), st.sampled_from([None, *GroupKind]), st.booleans(),
    st.frozensets(st.sampled_from(["GB", "NZ", "??"]), max_size=2), st.text(max_size=8),
    st.frozensets(st.integers(1, 7), max_size=3), st.frozensets(st.sampled_from(["night", "evening"])),
)  # fmt: skip
def test_any_answers_end_in_up_to_three_plain_sentences(
    about: frozenset[str], own: str, led: GroupKind | None, online: bool, countries: frozenset[str], place: str,
    days: frozenset[int], parts: frozenset[str],
) -> None:  # fmt: skip
    answers = Answers(about, own, led, online, countries, place, days, parts)
    found = find(answers)
    assert len(found) == 3
    assert found == find(answers)
    for one in found:
        assert one.why.startswith("It ")
        assert one.why.endswith(".")
        assert one.why.count(".") == 1 or own.count(".")
        assert "  " not in one.why
