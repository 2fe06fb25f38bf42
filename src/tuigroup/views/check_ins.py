"""A member's own check-ins and goals in words: the five steps, a day, what helped, how far a goal is this week.

Steps are words, never numbers; what is counted is what was done, never what was not.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.check_ins import HELPED, CheckIn
from tuigroup.store.goals import LET_GO, PAUSED, REACHED, RUNNING, Goal
from tuigroup.store.private_journal import DAY, monday, week_of, weekday
from tuigroup.views.clean import shown_line
from tuigroup.views.needs import SessionLike
from tuigroup.views.times import local

MOODS: Final = (N_("very low"), N_("low"), N_("so-so"), N_("all right"), N_("good"))
ASK: Final = N_("How are you today?")
ASK_NOTE: Final = N_("A few words for yourself, if you like")
ASK_GOAL: Final = N_("What would you like to do, in your own words?")
ASK_STEP: Final = N_("A small step, so small that it is easy")
ASK_RHYTHM: Final = N_("How often would be good?")
ASK_FINISH: Final = N_("What becomes of this goal?")
ERASE_GOAL: Final = N_("Erase this goal with its steps and its days, for good?")
ERASE_CHECK_IN: Final = N_("Erase this check-in for good?")
ERASE_STEP: Final = N_("Erase this step?")
ABOUT: Final = N_(
    "A word a day, if you like, and what helped. Goals are yours to pause or let go; nothing here is a score. The last "
    "half year goes along to your other machines in full, what is older as one word a day."
)
LOOK_BACK: Final = 14  # days in which somebody who checked in is asked on the first page
_EPOCH: Final = date(1970, 1, 1).toordinal()

RHYTHMS: Final = (
    ("1", N_("once a week"), "1"),
    ("2", N_("twice a week"), "2"),
    ("3", N_("3 times a week"), "3"),
    ("4", N_("4 times a week"), "4"),
    ("5", N_("5 times a week"), "5"),
    ("6", N_("6 times a week"), "6"),
    ("7", N_("every day"), "7"),
)
ENDS: Final = (
    ("r", N_("I reached it"), str(REACHED)),
    ("l", N_("I let it go, and that is all right"), str(LET_GO)),
)
ENDED_WORDS: Final = {
    REACHED: N_("Reached. What you did for it stays here."),
    LET_GO: N_("Let go. What you did for it stays here."),
}


def wall(now: int, zone: tzinfo | None) -> int:
    """A minute as the member's clock shows it, as check-ins have it."""
    when = local(now, zone)
    return (when.toordinal() - _EPOCH) * DAY + when.hour * 60 + when.minute


def today(now: int, zone: tzinfo | None) -> int:
    return wall(now, zone) // DAY


def date_of(day: int) -> date:
    return date.fromordinal(_EPOCH + day)


def mood(t: Translator, value: int) -> str:
    return t(MOODS[value - 1])


def mood_choices(t: Translator) -> list[tuple[str, str, str]]:
    """Key, words, value; the best first, as a list is read from the top."""
    return [(str(6 - value), mood(t, value), str(value)) for value in range(5, 0, -1)]


def when(t: Translator, day: int, now: int) -> str:
    """``today``, ``yesterday``, ``Tuesday``, ``Tue 3 Nov``; ``now`` is today."""
    if day == now:
        return t("today")
    if day == now - 1:
        return t("yesterday")
    if now - 7 < day < now:
        return t.weekday(weekday(day))
    return f"{t.weekday(weekday(day), short=True)} {short_date(t, day)}"


def short_date(t: Translator, day: int) -> str:
    return t.date(date_of(day), "{day} {mon}")


def helped(t: Translator, words: Sequence[str]) -> str:
    """``walking and tea helped``; '' for none."""
    shown = [shown_line(word, HELPED) for word in words]
    if not shown:
        return ""
    return t("{what} helped", what=t(" and ").join(part for part in (", ".join(shown[:-1]), shown[-1]) if part))


def told(t: Translator, one: CheckIn, room: int = 200) -> str:
    """``all right; "slept through"; walking helped``."""
    note = shown_line(one.note, room)
    parts = (mood(t, one.mood), f'"{note}"' if note else "", helped(t, one.helped))
    return "; ".join(part for part in parts if part)


def parse_helped(text: str) -> list[str]:
    return [part.strip() for part in text.split(",") if part.strip()]


def ask_helped(t: Translator, store: Store) -> str:
    """The question, with own words from before."""
    before = [shown_line(word, HELPED) for word in store.check_ins.helped_before()]
    question = t("What helped, even a little? Commas between")
    return t("{question}; before: {words}", question=question, words=", ".join(before)) if before else question


def where_kept(t: Translator, session: SessionLike) -> str:
    """Who can read what was just written, and whether it is there the next time."""
    if session.account is None:
        gone = t("It is kept as long as this visit; an account would take it along.")
        return gone if session.passing else t("It is kept on this machine alone.")
    if session.record_closed:
        return t("Your private record is closed: this is kept here only, until the account page opens it.")
    return t("Only you can read it: it goes along in your private record, which the server can't open.")


# Goals


def rhythm(t: Translator, times: int) -> str:
    return t(RHYTHMS[min(7, max(1, times)) - 1][1])


def done_in(goal: Goal, week: int) -> int:
    """On how many days of a week something was done."""
    first = monday(week)
    return sum(first + place in goal.days for place in range(7))


def this_week(t: Translator, goal: Goal, now: int) -> str:
    """``2 of 3 this week, done today``; what was done beyond the rhythm counts too."""
    if goal.stands == PAUSED:
        return t("paused")
    if goal.stands == REACHED:
        return t("reached")
    if goal.stands == LET_GO:
        return t("let go")
    done = done_in(goal, week_of(now))
    words = t("{done} of {times} this week", done=done, times=goal.times)
    return f"{words}, {t('done today')}" if now in goal.days else words


def in_all(t: Translator, goal: Goal) -> str:
    """What was done so far."""
    if not goal.total:
        return t("Begun {when}.", when=short_date(t, goal.begun))
    return t.plural(
        "Done on one day since {when}.", "Done on {count} days since {when}.", goal.total,
        when=short_date(t, goal.begun),
    )  # fmt: skip


def running(store: Store, now: int) -> list[Goal]:
    """Goals that are neither reached nor let go; those that are paused at the end."""
    found = [goal for goal in store.goals.all(now - 100) if goal.stands in (RUNNING, PAUSED)]
    return sorted(found, key=lambda goal: goal.stands)


def ended(store: Store, now: int) -> list[Goal]:
    return [goal for goal in store.goals.all(now - 100) if goal.stands not in (RUNNING, PAUSED)]


def today_words(t: Translator, store: Store, now: int, zone: tzinfo | None) -> str:
    """For the first page: how one is today and what goals are done; '' for who uses none of it of late."""
    day = today(now, zone)
    latest = store.check_ins.latest(day - LOOK_BACK, 1)
    goals = [goal for goal in running(store, day) if goal.stands == RUNNING]
    parts = []
    if latest and latest[0].day == day:
        parts.append(told(t, latest[0], 40))
    elif latest:
        parts.append(t(ASK))
    if goals:
        done = sum(day in goal.days for goal in goals)
        parts.append(t.plural("{done} of {count} goal today", "{done} of {count} goals today", len(goals), done=done))
    return "; ".join(parts)
