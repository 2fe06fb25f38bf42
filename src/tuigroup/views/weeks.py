"""Some weeks of check-ins and goals at a glance: a sentence, a row a week in words, and a chart for 80 columns.

The chart is plain text: the steps stand beside it in words, days go from left to right. Nothing needs a colour.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.check_ins import HELPED, CheckIn
from tuigroup.store.goals import Goal
from tuigroup.store.private_journal import monday, week_of, weekday
from tuigroup.text import clip, pad, width
from tuigroup.views import check_ins as words
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Line, line
from tuigroup.views.times import every

WEEKS: Final = 8
SPAN: Final = 28  # days of the sentence
FEW: Final = 3  # check-ins of which nothing general is said
LOWER: Final = 0.75  # steps below the rest that make a weekday worth naming
OTHER: Final = 0.5  # steps between four weeks and the four before
ENOUGH: Final = 5
LABEL: Final = 10  # columns of the words beside the chart


def sentence(t: Translator, store: Store, today: int) -> str:
    """``In the last four weeks mostly all right, lower on Sundays; walking helped 5 times.``"""
    moods = store.check_ins.moods(today - 2 * SPAN + 1)
    found = {day: mood for day, mood in moods.items() if today - SPAN < day <= today}
    if not found:
        return t("There are no check-ins of the last four weeks.")
    if len(found) < FEW:
        said = (f"{words.when(t, day, today)} {words.mood(t, found[day])}" for day in sorted(found))
        return t("In the last four weeks: {moods}.", moods=", ".join(said))
    parts = [t("In the last four weeks {how}", how=mostly(t, found.values())), *_lower(t, found)]
    sentences = [", ".join(parts)]
    if what := _helped(t, store.check_ins.latest(today - SPAN + 1)):
        sentences[0] += f"; {what}"
    before = [mood for day, mood in moods.items() if day <= today - SPAN]
    if len(before) >= ENOUGH and len(found) >= ENOUGH:
        change = _mean(found.values()) - _mean(before)
        if change >= OTHER:
            sentences.append(t("The four weeks before were harder"))
        elif change <= -OTHER:
            sentences.append(t("The four weeks before were easier"))
    return " ".join(f"{one}." for one in sentences)


def mostly(t: Translator, moods: Iterable[int]) -> str:
    """``all right``, ``mostly all right``, ``between low and all right``."""
    found = sorted(moods)
    mood, count = max(Counter(found).items(), key=lambda pair: (pair[1], pair[0]))
    if count == len(found):
        return words.mood(t, mood)
    if count * 2 >= len(found):
        return t("mostly {mood}", mood=words.mood(t, mood))
    low, high = found[len(found) // 4], found[-1 - len(found) // 4]
    if low == high:
        return t("mostly {mood}", mood=words.mood(t, low))
    return t("between {low} and {high}", low=words.mood(t, low), high=words.mood(t, high))


def _lower(t: Translator, found: Mapping[int, int]) -> list[str]:
    """A day of the week that is lower than the others, if there is one."""
    days: dict[int, list[int]] = {}
    for day, mood in found.items():
        days.setdefault(weekday(day), []).append(mood)
    means = {day: _mean(moods) for day, moods in days.items() if len(moods) >= 2}
    lowest = min(means, key=lambda day: means[day], default=-1)
    others = [mood for day, mood in found.items() if weekday(day) != lowest]
    if lowest < 0 or not others or means[lowest] > _mean(others) - LOWER:
        return []
    return [t("lower on {days}", days=every(t, lowest))]


def _helped(t: Translator, check_ins: Iterable[CheckIn]) -> str:
    """What helped most often, if anything did more than once."""
    counts: Counter[str] = Counter()
    spelled: dict[str, str] = {}
    for one in check_ins:
        for word in one.helped:
            counts[word.casefold()] += 1
            spelled[word.casefold()] = word
    top = [(word, count) for word, count in counts.most_common(2) if count > 1]
    said = []
    for word, count in top:
        what = shown_line(spelled[word], HELPED)
        said.append(t.plural("{what} helped {count} time", "{what} helped {count} times", count, what=what))
    return ", ".join(said)


def _mean(moods: Iterable[int]) -> float:
    found = list(moods)
    return sum(found) / len(found)


def goal_sentences(t: Translator, store: Store, today: int) -> list[str]:
    """``Walk before work: 9 times in the last four weeks, in 3 of them as often as you meant to.``"""
    said = []
    for goal in words.running(store, today):
        weeks = [words.done_in(goal, week_of(today) - back) for back in range(4)]
        if not sum(weeks):
            continue
        one = t.plural(
            "{goal}: on one day in the last four weeks", "{goal}: on {count} days in the last four weeks", sum(weeks),
            goal=shown_line(goal.words),
        )  # fmt: skip
        if full := sum(done >= goal.times for done in weeks):
            one += ", " + t.plural(
                "in one of them as often as you meant to", "in {count} of them as often as you meant to", full
            )
        said.append(f"{one}.")
    return said


def week_words(t: Translator, moods: Mapping[int, int], goals: Sequence[Goal], week: int) -> str:
    """A week in words: ``mostly all right, 5 check-ins; walk before work 3 of 3``; '' where there is nothing."""
    first = monday(week)
    found = [moods[first + place] for place in range(7) if first + place in moods]
    parts = []
    if found:
        days = t.plural("on one day", "on {count} days", len(found))
        parts.append(f"{mostly(t, found)}, {days}")
    for goal in goals:
        if done := words.done_in(goal, week):
            name = clip(shown_line(goal.words), 30)
            parts.append(t("{goal} {done} of {times}", goal=name, done=done, times=goal.times))
    return "; ".join(parts)


def week_rows(t: Translator, store: Store, today: int) -> list[tuple[str, str]]:
    """When each week began, and the week in words; the latest first, weeks of which nothing is known left out."""
    moods, goals = store.check_ins.moods(monday(week_of(today) - WEEKS + 1)), words.running(store, today)
    weeks = range(week_of(today), week_of(today) - WEEKS, -1)
    said = ((words.short_date(t, monday(week)), week_words(t, moods, goals, week)) for week in weeks)
    return [(began, one) for began, one in said if one]


def chart(t: Translator, store: Store, today: int, room: int) -> list[Line]:
    """A line a step, the best on top, a column a day; then a line for each goal. As many weeks as have room."""
    count = max(1, min(WEEKS, (room - LABEL) // 8))
    weeks = range(week_of(today) - count + 1, week_of(today) + 1)
    moods = store.check_ins.moods(monday(weeks[0]))
    lines = [line((_label(words.mood(t, step)), "dim"), _days(weeks, "o ", moods, step)) for step in range(5, 0, -1)]
    began = "".join(pad(words.short_date(t, monday(week)), 8) for week in weeks)
    lines.append(line((" " * LABEL + began, "dim")))
    for goal in words.running(store, today):
        ticked = dict.fromkeys(goal.days, 1)
        row = _days(weeks, "x.", ticked, 1)
        if "x" in row:
            lines += [(), line((clip(shown_line(goal.words), room), "strong")), line(" " * LABEL, row)]
    return lines


def _label(text: str) -> str:
    return " " * max(0, LABEL - 1 - width(text)) + clip(text, LABEL - 1) + " "


def _days(weeks: Iterable[int], signs: str, values: Mapping[int, int], value: int) -> str:
    """A column a day, seven a week, a blank between weeks: one sign for a day of that value, the other for the rest."""
    row = ("".join(signs[values.get(monday(week) + place) != value] for place in range(7)) for week in weeks)
    return " ".join(row).rstrip()
