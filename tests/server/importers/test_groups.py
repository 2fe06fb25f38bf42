"""Listings in a real database: what an operator sees when importing once, again, and with changes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, update

from tests.server.conftest import Clock
from tuigroup.errors import BadInput
from tuigroup_server import schema
from tuigroup_server.importers import Report, export_groups, run_groups
from tuigroup_server.service.context import Context
from tuigroup_server.storage import directory, meetings, server
from tuigroup_server.storage.groups import GroupRow

FIXTURES = Path(__file__).parent / "fixtures"
FEED = FIXTURES / "meeting_guide.json"
PLAIN: dict[str, Any] = {"slug": "a", "name": "A", "day": 1, "time": "10:00", "end_time": "11:00", "city": "York"}


def load(context: Context, location: Path | str, **given: str) -> Report:
    options = {"format": "meeting-guide", "source": "north", "timezone": "Europe/London"} | given
    return run_groups(context, location=str(location), **options)


def feed(folder: Path, *records: dict[str, Any]) -> Path:
    path = folder / "feed.json"
    path.write_text(json.dumps(records))
    return path


def shown(context: Context, after: int = 0) -> dict[str, GroupRow]:
    with context.database.read() as connection:
        return {row.source_slug: row for row in directory.changed(connection, after, listings=True, limit=1000)}


def sequence(context: Context) -> int:
    with context.database.read() as connection:
        return server.number(connection, server.DIRECTORY_SEQ)


def test_listings_stand_in_the_directory(context: Context) -> None:
    report = load(context, FEED)
    assert report.lines()[-1] == "In the database: 26 new, 0 changed, 0 as they were."
    rows = shown(context)
    assert len(rows) == 26
    assert sorted(row.rev for row in rows.values()) == list(range(1, 27))
    row = rows["plain"]
    assert (row.slug, row.state, row.source, row.name) == ("north-plain", "listing", "north", "Quiet Evening")
    with context.database.read() as connection:
        held = meetings.of_groups(connection, [rows["day-list"].id])[rows["day-list"].id]
    assert [meeting.weekday for meeting in held] == [1, 3, 5]


def test_again_changes_nothing_and_doubles_nothing(context: Context) -> None:
    load(context, FEED)
    before = shown(context)
    report = load(context, FEED)
    assert report.lines()[-1] == "In the database: 0 new, 0 changed, 26 as they were."
    assert shown(context) == before
    assert sequence(context) == 26


def test_only_what_changed_moves_the_directory_on(context: Context, tmp_path: Path) -> None:
    load(context, feed(tmp_path, PLAIN, PLAIN | {"slug": "b"}, PLAIN | {"slug": "c"}))
    first = shown(context)
    changed = PLAIN | {"slug": "b", "time": "12:00", "end_time": "13:00"}
    report = load(context, feed(tmp_path, PLAIN, changed, PLAIN | {"slug": "c", "unknown": "field"}))
    assert report.lines()[-1] == "In the database: 0 new, 2 changed, 1 as they were."
    assert set(shown(context, after=3)) == {"b", "c"}
    assert shown(context)["b"].id == first["b"].id
    with context.database.read() as connection:
        held = meetings.of_groups(connection, [first["b"].id])[first["b"].id]
    assert [(meeting.start, meeting.duration) for meeting in held] == [(720, 60)]


def test_a_list_without_any_listing_calls_nothing_gone(context: Context, tmp_path: Path) -> None:
    load(context, feed(tmp_path, PLAIN))
    before, at = shown(context), sequence(context)
    for records in ([], [{"key": "O", "description": "a list of formats"}]):
        report = load(context, feed(tmp_path, *records))
        assert report.lines()[-1] == "In the database: 0 new, 0 changed."
        assert (shown(context), sequence(context)) == (before, at)


def test_what_is_gone_from_the_source_is_kept_and_grows_old(context: Context, clock: Clock, tmp_path: Path) -> None:
    load(context, feed(tmp_path, PLAIN, PLAIN | {"slug": "b"}))
    then = context.now_min()
    clock.forward(days=10)
    report = load(context, feed(tmp_path, PLAIN))
    assert report.lines()[-1].endswith("1 no longer at the source and kept with their age.")
    rows = shown(context)
    assert rows["b"].updated_min == then
    # Still said by its source: as young as the import, but no reason to send it to everybody again.
    assert rows["a"].updated_min == context.now_min()
    assert sequence(context) == 2
    clock.forward(days=31)
    load(context, feed(tmp_path, PLAIN))
    assert set(shown(context, after=2)) == {"a"}


def test_a_sources_own_date_is_the_listings_age(context: Context, clock: Clock, tmp_path: Path) -> None:
    dated = PLAIN | {"updated": "2026-01-01 00:00:00"}
    load(context, feed(tmp_path, dated))
    clock.forward(days=60)
    load(context, feed(tmp_path, dated))
    assert shown(context)["a"].updated_min == 1_767_225_600 // 60
    assert sequence(context) == 1
    assert load(context, feed(tmp_path, PLAIN | {"updated": "2026-02-01 00:00:00"})).written["changed"] == 1


def test_a_claimed_listing_belongs_to_its_facilitators(context: Context, tmp_path: Path) -> None:
    load(context, feed(tmp_path, PLAIN, PLAIN | {"slug": "b"}))
    with context.database.write() as connection:
        connection.execute(update(schema.groups).where(schema.groups.c.source_slug == "a").values(state="open"))
    report = load(context, feed(tmp_path, PLAIN | {"name": "Another name"}))
    assert report.written["claimed by facilitators and left alone"] == 1
    assert report.written["no longer at the source and kept with their age"] == 1
    with context.database.read() as connection:
        names = connection.execute(select(schema.groups.c.name).where(schema.groups.c.source_slug == "a")).scalars()
        assert list(names) == ["A"]
    assert [record["slug"] for record in json.loads(export_groups(context, "meeting-guide"))] == ["b"]


def test_sources_do_not_meet(context: Context, tmp_path: Path) -> None:
    path = feed(tmp_path, PLAIN, PLAIN | {"slug": "A!"}, PLAIN | {"slug": "x" * 100}, PLAIN | {"slug": "x" * 101})
    load(context, path)
    assert load(context, path, source="south").written["new"] == 4
    with context.database.read() as connection:
        slugs = list(connection.execute(select(schema.groups.c.slug)).scalars())
    assert len(set(slugs)) == 8
    assert {"north-a", "north-a-2", "south-a", "south-a-2"} < set(slugs)
    assert max(map(len, slugs)) == 80


@pytest.mark.parametrize("name", ["broken.json", "no-such-file.json"])
def test_a_broken_file_changes_nothing(context: Context, name: str) -> None:
    load(context, FEED)
    before = shown(context)
    with pytest.raises(BadInput) as caught:
        load(context, FIXTURES / name)
    assert "Nothing was changed." in caught.value.sentence()
    assert name in caught.value.what
    assert shown(context) == before


def test_the_place_of_the_break_is_named(context: Context) -> None:
    with pytest.raises(BadInput, match="line 3, column 14"):
        load(context, FIXTURES / "broken.json")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"source": "North West"}, "source"),
        ({"source": ""}, "source"),
        ({"timezone": "Mars/Olympus"}, "timezone"),
        ({"format": "ical"}, "format"),
    ],
)
def test_what_can_not_be_used_is_said(context: Context, given: dict[str, str], field: str) -> None:
    with pytest.raises(BadInput) as caught:
        load(context, FEED, **given)
    assert caught.value.field == field


def test_only_known_forms_are_written(context: Context) -> None:
    with pytest.raises(BadInput, match="meeting-guide"):
        export_groups(context, "bmlt")


def test_unknown_fields_survive_the_round_trip(context: Context, tmp_path: Path) -> None:
    load(context, FEED)
    out = tmp_path / "out.json"
    out.write_bytes(export_groups(context, "meeting-guide"))
    records = {record["slug"]: record for record in json.loads(out.read_text())}
    assert records["plain"]["harbour_colour"] == "blue"
    assert records["private"]["committee"] == {"seat": "two"}
    assert records["types"]["types"] == ["S", "M", "QQQ"]
    assert records["long-name"]["name"].endswith("Show")
    assert records["inactive"]["time"] == "10:00"
    load(context, out, source="copy")
    again = json.loads(export_groups(context, "meeting-guide"))
    assert sorted(again[:26], key=str) == sorted(again[26:], key=str)


def test_bmlt_finds_its_formats_beside_the_file_or_in_the_folder(context: Context, tmp_path: Path) -> None:
    (tmp_path / "GetSearchResults.json").write_bytes((FIXTURES / "results.json").read_bytes())
    alone = load(context, tmp_path, format="bmlt", source="alone")
    assert alone.notes
    (tmp_path / "GetFormats.json").write_bytes((FIXTURES / "formats.json").read_bytes())
    report = load(context, tmp_path / "GetSearchResults.json", format="bmlt", source="alone")
    assert not report.notes
    assert report.written["changed"] == 2
    assert load(context, tmp_path, format="bmlt", source="alone").written == {
        "new": 0, "changed": 0, "as they were": 5,
    }  # fmt: skip


def test_no_meeting_of_a_listing_is_left_behind(context: Context, tmp_path: Path) -> None:
    load(context, feed(tmp_path, PLAIN | {"day": [1, 2, 3]}))
    load(context, feed(tmp_path, PLAIN | {"types": ["TC"]}))
    with context.database.read() as connection:
        assert connection.execute(select(schema.meetings)).all() == []
    assert shown(context)["a"].about.startswith("Not meeting at present.")
