"""BMLT: every value a string, Sunday is 1, letters mean what the server's own list says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tuigroup.errors import BadInput
from tuigroup.wire.words import GroupFormat
from tuigroup_server.importers import bmlt, meeting_guide
from tuigroup_server.importers.report import LeftOut, Repair, Report, Skip
from tuigroup_server.storage.listings import Listing

from .test_meeting_guide import OPTIONS, when

FIXTURES = Path(__file__).parent / "fixtures"
RESULTS = (FIXTURES / "results.json").read_bytes()
FORMATS = (FIXTURES / "formats.json").read_bytes()


@pytest.fixture(scope="module")
def everything() -> tuple[dict[str, Listing], Report]:
    found, report = bmlt.read(RESULTS, "results.json", OPTIONS, FORMATS)
    return {listing.source_slug: listing for listing in found}, report


def test_a_record_whole(everything: tuple[dict[str, Listing], Report]) -> None:
    listing = everything[0]["12"]
    assert listing.name == "Harbour"
    assert when(listing) == [(7, 1140, 90)]
    assert listing.format is GroupFormat.IN_PERSON
    assert listing.about == "Open to anyone. Women. Bring a cup"
    assert listing.topics == ("women",)
    assert listing.welcome == "Boat House, 2 Example Quay, Hull, Yorkshire HU1 1AA, UK\nSide door\nBring a cup"
    assert (listing.country, listing.place, listing.language) == ("GB", "Hull", "sv")
    assert listing.extra["bus_lines"] == "Bus 4"
    assert listing.extra["worldid_mixed"] == "G0001"
    assert listing.extra["latitude"] == 53.8
    assert "0177" not in repr(listing)
    assert "ada@" not in repr(listing)


def test_ways_to_attend_and_languages(everything: tuple[dict[str, Listing], Report]) -> None:
    found = everything[0]
    assert found["13"].format is GroupFormat.ONLINE
    assert when(found["13"]) == [(6, 1410, 60)]
    assert found["13"].language == "es"
    assert found["13"].timezone == "America/New_York"
    assert "By telephone: +12025550100,,5#" in found["13"].welcome
    assert found["14"].format is GroupFormat.HYBRID


def test_counts(everything: tuple[dict[str, Listing], Report]) -> None:
    report = everything[1]
    assert (report.read, report.taken, report.meetings) == (8, 5, 4)
    assert report.skipped == {Skip.BAD_DAY: 1, Skip.UNPUBLISHED: 1, Skip.BAD_TIME: 1}
    assert report.repaired[Repair.NO_END] == 2
    assert report.repaired[Repair.BAD_END] == 1
    assert report.repaired[Repair.BY_APPOINTMENT] == 1
    assert report.repaired[Repair.LABEL] == 1
    assert report.left_out == {LeftOut.CONTACT: 1}
    assert report.notes == []


def test_without_a_list_of_formats_it_says_so() -> None:
    found, report = bmlt.read(RESULTS, "results.json", OPTIONS)
    assert report.notes == [bmlt.NO_FORMATS]
    assert found[0].topics == ()
    assert found[0].extra["formats"] == "O,K"


def test_an_answer_can_hold_its_formats() -> None:
    whole = json.dumps({"meetings": json.loads(RESULTS), "formats": json.loads(FORMATS)}).encode()
    found, report = bmlt.read(whole, "results.json", OPTIONS)
    assert found[0].topics == ("women",)
    assert report.notes == []


def test_a_broken_list_of_formats_says_where() -> None:
    with pytest.raises(BadInput, match="list of formats is not JSON from line 2, column 1"):
        bmlt.read(RESULTS, "results.json", OPTIONS, b"[\n}")


def test_it_can_be_written_as_meeting_guide(everything: tuple[dict[str, Listing], Report]) -> None:
    listing = everything[0]["12"]
    record = json.loads(meeting_guide.write([listing]))[0]
    assert (record["day"], record["time"], record["end_time"]) == (0, "19:00", "20:30")
    assert record["types"] == ["O", "W"]
    assert record["formatted_address"] == "2 Example Quay, Hull, Yorkshire HU1 1AA, UK"
    assert record["worldid_mixed"] == "G0001"
    again, _ = meeting_guide.read(json.dumps([record]).encode(), "out.json", OPTIONS)
    assert again[0].meetings == listing.meetings
    assert (again[0].about, again[0].welcome, again[0].extra) == (listing.about, listing.welcome, listing.extra)
