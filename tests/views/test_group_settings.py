"""What facilitators fill in: read kindly, checked plainly, and only what differs is sent."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.ui.groups_sample import GROUPS, page
from tuigroup.errors import BadInput
from tuigroup.i18n import ENGLISH
from tuigroup.views import group_settings as s
from tuigroup.views import meeting_rules
from tuigroup.wire.ops import GroupSettings, MeetingIn
from tuigroup.wire.words import GroupFormat

NIGHT = s.of(page(GROUPS[0]))


@pytest.mark.parametrize(
    ("text", "minutes"),
    [("20:30", 1230), ("20.30", 1230), ("8:30 pm", 1230), ("8 pm", 1200), ("12 am", 0), ("12:05 p.m.", 725), ("7", 420),
     ("0:00", 0), ("19h15", 1155), (" 06:15 ", 375)],
)  # fmt: skip
def test_times_as_people_write_them(text: str, minutes: int) -> None:
    assert meeting_rules.start_of(text) == minutes


@pytest.mark.parametrize(
    "text", ["", "25:00", "20:60", "noon", "-1", "8:30:15", "13 pm x", "\u0662\u0660:\u0663\u0660x"]
)
def test_other_times_are_asked_for_again(text: str) -> None:
    with pytest.raises(BadInput, match="A time is like 20:30"):
        meeting_rules.start_of(text)


def test_only_what_differs_is_sent() -> None:
    assert s.is_empty(s.changes(NIGHT, NIGHT))
    changed = s.with_value(s.with_value(NIGHT, "topics", " Sleep,work ,, sleep, Nights"), "country", "ie")
    assert s.changes(NIGHT, changed) == GroupSettings(topics=["sleep", "work", "nights"], country="IE")
    assert s.changes(NIGHT, s.with_value(NIGHT, "listed", "unlisted")) == GroupSettings(listed=False)
    assert s.changes(NIGHT, s.with_value(NIGHT, "country", "")) == GroupSettings(country="")


@pytest.mark.parametrize(
    ("name", "text", "what"),
    [
        ("name", "  ", "needs a name"),
        ("topics", "a,b,c,d,e,f,g", "At most 6 topics"),
        ("language", "english please", "short tag"),
        ("timezone", "../../etc/passwd", "not known here"),
        ("timezone", "", "not known here"),
        ("country", "ZZ", "two letters"),
    ],
)
def test_what_does_not_fit_is_said(name: str, text: str, what: str) -> None:
    with pytest.raises(BadInput, match=what) as found:
        s.with_value(NIGHT, name, text)
    assert found.value.field == name


def test_how_fields_read() -> None:
    shown = {field.name: s.shown(ENGLISH, NIGHT, field.name) for field in s.FIELDS}
    assert shown["country"] == "Britain (UK)"
    assert shown["listed"] == "as it is"
    assert shown["topics"] == "sleep, work"
    assert shown["format"] == "online"
    assert s.with_value(NIGHT, "format", "hybrid").format is GroupFormat.HYBRID


def test_meetings() -> None:
    meeting = MeetingIn(weekday=2, start=600)
    meeting = s.meeting_with(meeting, "timezone", "america/new york".title())
    meeting = s.meeting_with(s.meeting_with(meeting, "duration", "90 min"), "online", "yes")
    assert (
        s.meeting_words(ENGLISH, s.meeting_with(meeting, "name", "Soup")) == "Tuesdays 10:00 to 11:30, New York: Soup"
    )
    with pytest.raises(BadInput, match="5 minutes to 24 hours"):
        s.meeting_with(meeting, "duration", "0")


@given(st.sampled_from([field.name for field in s.FIELDS if field.kind != "choice"]), st.text(max_size=3000))
def test_anything_typed_is_taken_or_refused_with_a_sentence(name: str, text: str) -> None:
    try:
        found = s.with_value(NIGHT, name, text)
    except BadInput as problem:
        said = problem.sentence()
    else:
        said = "Taken."
        assert GroupSettings.model_validate_json(found.model_dump_json(exclude_none=True)) == found, "it fits the wire"
        assert s.shown(ENGLISH, found, name) is not None
    assert said.endswith(".")
