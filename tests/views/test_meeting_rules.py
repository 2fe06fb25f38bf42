"""How often a meeting is, as it is filled in and said, by one's own clock and the group's."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from tests.ui.meetings_sample import SOON
from tests.ui.sample import MINUTE
from tuigroup.errors import BadInput
from tuigroup.i18n import ENGLISH
from tuigroup.views import group_settings as s
from tuigroup.views import meeting_rules as r
from tuigroup.views import meetings as m
from tuigroup.views.changed_dates import otherwise
from tuigroup.views.meeting_rows import meeting_in, record
from tuigroup.wire.occurrences import EVERY_OTHER
from tuigroup.wire.ops import MeetingIn

TUESDAY = MeetingIn(weekday=2, start=20 * 60 + 30, timezone="Europe/London")
TODAY = (date(2026, 11, 22) - date(1970, 1, 1)).days  # a Sunday
TOKYO = ZoneInfo("Asia/Tokyo")


def put(meeting: MeetingIn, name: str, text: str) -> MeetingIn:
    return s.meeting_with(meeting, name, text, today=TODAY)


def said(meeting: MeetingIn, name: str) -> str:
    return s.meeting_shown(ENGLISH, meeting, name)


def test_every_other_week_begins_with_the_next_such_day() -> None:
    other = put(TUESDAY, "rule", r.EVERY_OTHER_WEEK)
    assert (other.rule, said(other, "since"), said(other, "rule")) == (EVERY_OTHER, "2026-11-24", "every other Tuesday")
    assert said(put(other, "since", "1 December 2026"), "since") == "2026-12-01"
    assert said(put(other, "weekday", "4"), "since") == "2026-11-26"
    with pytest.raises(BadInput, match="another day of the week"):
        put(other, "since", "2026-11-25")
    assert put(other, "rule", r.EVERY_WEEK) == TUESDAY


def test_once_a_month_keeps_its_place_on_another_day() -> None:
    monthly = put(TUESDAY, "rule", "-1")
    assert said(monthly, "rule") == "last Tuesday of the month"
    assert said(put(monthly, "weekday", "5"), "rule") == "last Friday of the month"
    assert s.meeting_words(ENGLISH, monthly) == "last Tuesday of the month 20:30 to 21:30, London"


def test_dates_of_the_old_rule_go_with_it() -> None:
    changed = TUESDAY.model_copy(update={"changes": ("2026-11-24",)})
    assert put(changed, "start", "19:00").changes == ("2026-11-24",)
    assert put(changed, "weekday", "2").changes == ("2026-11-24",)
    assert put(changed, "weekday", "3").changes == ()
    assert put(changed, "rule", "1").changes == ()


def test_there_and_back() -> None:
    for meeting in (TUESDAY, put(TUESDAY, "rule", "2"), put(TUESDAY, "rule", r.EVERY_OTHER_WEEK)):
        assert meeting_in(record(meeting, 3)) == meeting


def test_where_it_is_another_day_only_what_is_true_is_said() -> None:
    first = record(put(TUESDAY, "rule", "1"))
    found = m.usual(first, MINUTE)
    assert found is not None
    assert m.weekly(ENGLISH, found, TOKYO) == "Wednesday, once a month, 05:30 to 06:30"
    assert m.weekly(ENGLISH, found, ZoneInfo("Europe/London")) == "first Tuesday of the month 20:30 to 21:30"
    other = record(put(TUESDAY, "rule", r.EVERY_OTHER_WEEK))
    found = m.usual(other, MINUTE)
    assert found is not None
    assert m.weekly(ENGLISH, found, TOKYO) == "every other Wednesday 05:30 to 06:30"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("2027-01-06 19:30", datetime(2027, 1, 6, 19, 30)),
        ("6.1.2027 7:30 pm", datetime(2027, 1, 6, 19, 30)),
        ("6 January 2027 19.30", datetime(2027, 1, 6, 19, 30)),
        ("18:15", datetime(2027, 1, 5, 18, 15)),
        ("6 pm", datetime(2027, 1, 5, 18, 0)),
    ],
)
def test_a_moment_as_it_is_typed(text: str, moment: datetime) -> None:
    assert r.moment_of(text, datetime(2027, 1, 5, 20, 30)) == moment


@pytest.mark.parametrize("text", ["", "soon", "2027-02-30 10:00", "2027-01-06", "2027-01-06 25:00"])
def test_what_is_no_moment(text: str) -> None:
    with pytest.raises(BadInput, match="A date and a time are like"):
        r.moment_of(text, datetime(2027, 1, 5, 20, 30))


def test_changed_dates_on_the_page_by_the_readers_clock() -> None:
    changes = ("2026-11-22 Tired.", "2026-11-29>2026-11-29T18:00", "2026-11-15")
    meeting = replace(SOON, changes=changes)
    assert otherwise(ENGLISH, meeting, MINUTE, TOKYO) == [
        'Not on Mon 23 November, 04:30. Their word: "Tired."',
        "Not Mon 30 November, 04:30 but 03:00.",
    ]
