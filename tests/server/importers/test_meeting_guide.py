"""Real directories are full of faults: each one is repaired and counted, or skipped and counted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any
from zoneinfo import available_timezones

import pytest

from tuigroup.errors import BadInput
from tuigroup.wire import limits
from tuigroup.wire.words import GroupFormat
from tuigroup_server.importers import meeting_guide
from tuigroup_server.importers.listing import EXTRA_BYTES, Options
from tuigroup_server.importers.report import LeftOut, Repair, Report, Skip
from tuigroup_server.storage.listings import Listing

FIXTURES = Path(__file__).parent / "fixtures"
NOW = 1_795_000_000 // 60
ZONES = {zone.lower(): zone for zone in available_timezones()}
OPTIONS = Options(NOW, "Europe/London", ZONES)
PLAIN: dict[str, Any] = {"slug": "a", "name": "A", "day": 1, "time": "10:00", "end_time": "11:00", "city": "York"}


def read(*records: Any, options: Options = OPTIONS) -> tuple[list[Listing], Report]:
    return meeting_guide.read(json.dumps(records).encode(), "feed.json", options)


def one(**fields: Any) -> Listing:
    found, report = read(PLAIN | fields)
    assert report.taken == 1
    return found[0]


@pytest.fixture(scope="module")
def everything() -> tuple[dict[str, Listing], Report]:
    found, report = meeting_guide.read((FIXTURES / "meeting_guide.json").read_bytes(), "meeting_guide.json", OPTIONS)
    return {listing.source_slug: listing for listing in found}, report


def when(listing: Listing) -> list[tuple[int, int, int]]:
    return [(meeting.weekday, meeting.start, meeting.duration) for meeting in listing.meetings]


def test_a_plain_record(everything: tuple[dict[str, Listing], Report]) -> None:
    listing = everything[0]["plain"]
    assert listing.name == "Quiet Evening"
    assert listing.format is GroupFormat.IN_PERSON
    assert listing.about == "Open to anyone. Women. Wheelchair access."
    assert listing.welcome == "Library, 1 Example Street, Leeds, LS1 1AA, UK"
    assert (listing.country, listing.place, listing.topics) == ("GB", "Leeds", ("women",))
    assert listing.url == "https://example.org/meetings/plain"
    assert listing.updated_min == 1_790_865_000 // 60
    assert listing.extra["harbour_colour"] == "blue"
    assert when(listing) == [(2, 19 * 60 + 30, 75)]
    assert listing.meetings[0].timezone == "Europe/London"
    assert listing.meetings[0].place == "Library, 1 Example Street, Leeds, LS1 1AA, UK"


@pytest.mark.parametrize(
    ("slug", "expected"),
    [
        ("day-text", [(7, 660, 60)]),
        ("day-word", [(3, 1140, 60)]),
        ("day-list", [(1, 720, 45), (3, 720, 45), (5, 720, 45)]),
        ("day-commas", [(6, 720, 60), (7, 720, 60)]),
        ("day-part", [(2, 1080, 60)]),
        ("late", [(6, 1410, 90)]),
        ("twenty-four", [(7, 0, 60)]),
        ("bad-end", [(4, 1080, 60)]),
        ("appointment", []),
        ("paused", []),
        ("inactive", []),
    ],
)
def test_days_and_times(
    everything: tuple[dict[str, Listing], Report], slug: str, expected: list[tuple[int, int, int]]
) -> None:
    assert when(everything[0][slug]) == expected


def test_every_repair_is_counted(everything: tuple[dict[str, Listing], Report]) -> None:
    report = everything[1]
    assert report.read == 31
    assert report.taken == 26
    assert report.meetings == 26 - 3 + 2 + 1
    for kind, count in {
        Repair.DAY_TEXT: 3,
        Repair.DAY_SEVEN: 1,
        Repair.DAY_LEFT_OUT: 1,
        Repair.TWELVE_HOUR: 2,
        Repair.TIME_FORM: 1,
        Repair.MIDNIGHT: 1,
        Repair.BAD_END: 1,
        Repair.PAST_MIDNIGHT: 1,
        Repair.BAD_ZONE: 1,
        Repair.BY_APPOINTMENT: 1,
        Repair.PAUSED: 2,
        Repair.NO_NAME: 1,
        Repair.LONG_NAME: 1,
        Repair.NO_SLUG: 1,
        Repair.SAME_SLUG: 1,
        Repair.HTML: 1,
        Repair.WINDOWS: 1,
        Repair.UNSAFE_TEXT: 1,
        Repair.LINK_COMPLETED: 1,
        Repair.LINK_LEFT_OUT: 2,
        Repair.DATE_FORM: 1,
        Repair.DATE_LEFT_OUT: 1,
        Repair.BARE_VALUE: 1,
    }.items():
        assert report.repaired[kind] == count, kind
    assert report.skipped == {
        Skip.BAD_DAY: 1, Skip.BAD_TIME: 1, Skip.NO_NAME: 1, Skip.NOT_A_RECORD: 1, Skip.REPEATED: 1,
    }  # fmt: skip


def test_the_report_says_it_in_lines(everything: tuple[dict[str, Listing], Report]) -> None:
    lines = everything[1].lines()
    assert lines[0] == "Read 31 records, took 26 with 26 weekly meetings."
    assert "Skipped 5 records:" in lines
    assert "      1  the same record again" in lines
    assert "      2  time with a.m. or p.m. turned into 24 h" in lines
    assert Report(read=1, taken=1, meetings=1).lines() == ["Read 1 record, took 1 with 1 weekly meeting."]


def test_names_and_slugs(everything: tuple[dict[str, Listing], Report]) -> None:
    found = everything[0]
    assert (found["twin"].name, found["twin-2"].name) == ("Twin One", "Twin Two")
    assert found["no-slug-at-all-3-09-00"].name == "No Slug at All"
    assert found["no-name"].name == "The Named Group"
    assert len(found["long-name"].name) <= limits.GROUP_NAME
    assert found["long-name"].name.endswith("...")
    assert found["long-name"].meetings[0].name == found["long-name"].extra["name"]


def test_a_slug_with_a_number_never_takes_anothers() -> None:
    found, _ = read(*({**PLAIN, "slug": slug, "day": day} for day, slug in enumerate(["a", "a", "a-2"])))
    assert [listing.source_slug for listing in found] == ["a", "a-3", "a-2"]
    found, report = read({**PLAIN, "slug": "x" * 200}, {**PLAIN, "slug": "x" * 200, "day": 2})
    assert len({listing.source_slug for listing in found}) == 2
    assert report.repaired[Repair.LONG_SLUG] == 2


def test_text_is_plain(everything: tuple[dict[str, Listing], Report]) -> None:
    listing = everything[0]["html"]
    assert listing.name == "Fish & Chips"
    assert "St. Clare’s Hall" in listing.welcome
    assert listing.extra["notes"] == "First\nsecond bold end"


def test_zones(everything: tuple[dict[str, Listing], Report]) -> None:
    found = everything[0]
    assert found["zone"].timezone == "America/New_York"
    assert found["bad-zone"].timezone == "Europe/London"


def test_without_a_zone_a_record_is_skipped_and_counted() -> None:
    found, report = read(PLAIN, PLAIN | {"slug": "b", "timezone": "Europe/Oslo"}, options=Options(NOW, "", ZONES))
    assert [listing.source_slug for listing in found] == ["b"]
    assert report.skipped == {Skip.NO_ZONE: 1}
    assert not report.repaired


def test_links_and_dates(everything: tuple[dict[str, Listing], Report]) -> None:
    found = everything[0]
    assert found["links"].meetings[0].url == "https://meet.example.org/room"
    assert found["links"].url == ""
    assert found["bad-link"].meetings[0].url == ""
    assert "secret" not in repr(found["bad-link"])
    assert found["dates"].updated_min == 1_756_120_627 // 60
    assert found["bad-date"].updated_min == 0


def test_nothing_private_comes_in(everything: tuple[dict[str, Listing], Report]) -> None:
    found, report = everything
    listing = found["private"]
    for private in ("Ada Example", "0199", "0198", "0123 ", "ada@", "adaexample", "edit", "desk@", "202-555"):
        assert private not in repr(listing), private
    assert listing.extra["committee"] == {"seat": "two"}
    assert listing.extra["notes"] == (
        "Call Ada at [phone] or write to [e-mail]. Venmo: [payment] or [payment] Zoom ID: 123 456 7890."
    )
    # How to dial in is how to attend.
    assert "By telephone: +12025550111,,374181617#" in listing.welcome
    assert "ID: 555 010 0123" in listing.welcome
    assert set(report.left_out) == set(LeftOut)


def test_a_conference_phone_that_is_no_number_is_left_out() -> None:
    listing = one(conference_phone="ask Ada")
    assert "conference_phone" not in listing.extra
    assert listing.format is GroupFormat.IN_PERSON


def test_unknown_fields_and_types_stay(everything: tuple[dict[str, Listing], Report]) -> None:
    listing = everything[0]["types"]
    assert listing.language == "es"
    assert listing.topics == ("men",)
    assert listing.extra["types"] == ["S", "M", "QQQ"]


def test_unknown_fields_have_a_bound() -> None:
    listing = one(novel=["word" * 100] * 100, small="kept", deep=[[[[[[[["far"]]]]]]]], odd=float("inf"))
    assert "novel" not in listing.extra
    assert listing.extra["small"] == "kept"
    assert "far" not in repr(listing.extra)
    assert len(json.dumps(listing.extra)) < EXTRA_BYTES
    long = one(notes="word " * 2000)
    assert len(long.about) <= limits.ABOUT
    assert long.about.endswith("...")
    assert len(long.welcome) <= limits.WELCOME


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, GroupFormat.IN_PERSON),
        ({"types": ["ONL"]}, GroupFormat.ONLINE),
        ({"types": ["ONL", "TC"], "address": "1 Example Street"}, GroupFormat.ONLINE),
        ({"types": ["ONL"], "address": "1 Example Street"}, GroupFormat.HYBRID),
        ({"types": ["ONL"], "address": "York, UK"}, GroupFormat.ONLINE),
        ({"types": ["ONL"], "formatted_address": "1 Example Street, York, UK"}, GroupFormat.HYBRID),
        ({"types": ["ONL"], "address": "1 Example Street", "approximate": "yes"}, GroupFormat.ONLINE),
        ({"conference_url": "https://example.org/j/1", "attendance_option": "hybrid"}, GroupFormat.HYBRID),
        ({"conference_url": "https://example.org/j/1", "attendance_option": "in-person"}, GroupFormat.IN_PERSON),
    ],
)
def test_how_people_attend(fields: dict[str, Any], expected: GroupFormat) -> None:
    listing = one(**fields)
    assert listing.format is expected
    assert listing.meetings[0].online == (expected is not GroupFormat.IN_PERSON)


def test_what_does_not_meet_says_so_and_keeps_its_times_for_later(
    everything: tuple[dict[str, Listing], Report],
) -> None:
    found = everything[0]
    assert found["paused"].about.startswith("Not meeting at present.")
    assert found["paused"].extra["time"] == "10:00"
    assert found["inactive"].extra["conference_url"] == "https://example.org/j/9"
    assert found["appointment"].about.startswith("Meets by appointment.")


def test_a_place_stands_where_nothing_else_is_told() -> None:
    assert one(location="Boat House").about == "Meets at Boat House."
    assert one(group="Rowers").welcome == "Held by Rowers.\nYork"
    assert one(formatted_address="1 A Street, Leeds, LS1, UK", city="").place == "Leeds"
    assert one(formatted_address="Leeds, UK", city="", region="").place == "Leeds"
    assert one(language="PT-br").language == "pt-br"
    assert one(language="all of them!").language == "en"
    assert one(types=["EN", "S"]).language == "en"


@pytest.mark.parametrize(
    ("body", "place"),
    [
        (b'[\n{"slug": "a",}\n]', "line 2, column 14"),
        (b'[{"slug": "a"}]\n\n  tail', "line 3, column 3"),
        (b'[\n{"slug": "\xe9"}]', "line 2, column 11"),
        (b'{"answer": 1}', "line 1, column 1"),
        (b'"text"', "line 1, column 1"),
        (b"", "line 1, column 1"),
    ],
)
def test_a_broken_file_says_where(body: bytes, place: str) -> None:
    with pytest.raises(BadInput, match=place) as caught:
        meeting_guide.read(body, "feed.json", OPTIONS)
    assert caught.value.what.startswith("feed.json")
    assert caught.value.kept == "Nothing was changed."


def test_json_without_end_is_refused() -> None:
    for body in (b"[" * 100_000, b"[" + b"9" * 10_000 + b"]"):
        with pytest.raises(BadInput):
            meeting_guide.read(body, "feed.json", OPTIONS)


def test_a_list_inside_an_object_and_a_byte_order_mark_are_fine() -> None:
    body = b"\xef\xbb\xbf" + json.dumps({"meetings": [PLAIN]}).encode()
    assert meeting_guide.read(body, "feed.json", OPTIONS)[1].taken == 1


def test_what_is_written_reads_the_same_again(everything: tuple[dict[str, Listing], Report]) -> None:
    found = list(everything[0].values())
    again, report = meeting_guide.read(meeting_guide.write(found), "out.json", OPTIONS)
    by_slug = {listing.source_slug: listing for listing in again}
    assert report.taken == len(found)
    assert not report.skipped
    for listing in found:
        if listing.updated_min:
            assert by_slug[listing.source_slug] == listing
        else:
            assert by_slug[listing.source_slug].meetings == listing.meetings
            assert by_slug[listing.source_slug].extra == listing.extra


def test_what_is_written_is_harmless_on_a_terminal_and_reads_the_same() -> None:
    odd = "caf\u00e9 \u009b2J\u202e\x1b[2J\u2028 \U000e0041 \U0001f642"
    written = meeting_guide.write([replace(one(), name=odd)])
    assert all(line.isprintable() for line in written.decode().split("\n"))
    assert "caf\u00e9" in written.decode()
    assert json.loads(written)[0]["name"] == odd


def test_the_written_form_is_meeting_guides() -> None:
    records = json.loads(meeting_guide.write([one(day=[0, 2], time="11:00 PM", end_time="12:30 AM", colour="blue")]))
    record = records[0]
    assert record["day"] == [2, 0]
    assert (record["time"], record["end_time"]) == ("23:00", "00:30")
    assert record["timezone"] == "Europe/London"
    assert record["colour"] == "blue"
    assert json.loads(meeting_guide.write([])) == []
