"""The four questions of 'help me choose': what can be answered, and what an answer means. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.views import group_words as words
from tuigroup.views.facets import Entry
from tuigroup.views.finding import GENERAL, Answers
from tuigroup.views.meetings import AFTERNOON, EVENING, MORNING, NIGHT, PART_HOURS, PARTS
from tuigroup.views.times import every
from tuigroup.wire.words import GroupFormat, GroupKind

ABOUT, LED, WHERE, WHEN = range(4)
ONLINE: Final = "online"
_EVERY: Final = {
    NIGHT: N_("nights"), MORNING: N_("mornings"), AFTERNOON: N_("afternoons"), EVENING: N_("evenings"),
}  # fmt: skip
WEEKDAYS, WEEKEND = "weekdays", "weekend"


@dataclass(frozen=True, slots=True)
class Option:
    """``value`` is what comes back, ``label`` what is read, ``more`` a few words beside it."""

    value: str
    label: str
    more: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """``own`` says what one may type instead, '' where nothing."""

    text: str
    own: str
    options: tuple[Option, ...]


def questions(t: Translator, entries: Iterable[Entry], country: str) -> tuple[Question, ...]:
    """All four, with what groups here can answer; ``country`` is the reader's own, '' for unknown."""
    known = list(entries)
    return (
        Question(t("What is it about?"), t("your own word for it"), _topics(t, known)),
        Question(
            t("With whom?"),
            "",
            (
                Option(GroupKind.PEER_LED.value, t("with peers"), t("people who know it from inside lead it")),
                Option(GroupKind.PROFESSIONAL_LED.value, t("with a professional"), t("somebody trained leads it")),
            ),
        ),
        Question(t("Online, or near you?"), t("a town or place"), _places(t, known, country.upper())),
        Question(t("When would you have time? Days and hours are yours."), "", _times(t)),
    )


def _topics(t: Translator, entries: Iterable[Entry]) -> tuple[Option, ...]:
    counts = Counter(topic for entry in entries if not entry.listing for topic in entry.topics if topic != GENERAL)
    ordered = sorted(counts, key=lambda topic: (-counts[topic], topic))
    return tuple(Option(topic, topic, _groups(t, counts[topic])) for topic in ordered)


def _places(t: Translator, entries: Iterable[Entry], own: str) -> tuple[Option, ...]:
    counts: Counter[str] = Counter()
    for entry in entries:
        if entry.group.format is not GroupFormat.ONLINE and entry.group.country:
            counts[entry.group.country.upper()[:2]] += 1
    ordered = sorted(counts, key=lambda code: (code != own, words.country(t, code)))
    found = (
        Option(code, t("in person, {country}", country=words.country(t, code)), _groups(t, counts[code]))
        for code in ordered
    )
    return (
        Option(ONLINE, t("online"), t("from anywhere")),
        *(option for option in found if words.country(t, option.value)),
    )


def _times(t: Translator) -> tuple[Option, ...]:
    parts = tuple(
        Option(part, t(_EVERY[part]), t("{first} to {end}", first=PART_HOURS[part][0], end=PART_HOURS[part][1]))
        for part in PARTS
    )
    days = tuple(Option(str(number), every(t, number - 1)) for number in range(1, 8))
    return (*parts, Option(WEEKDAYS, t("Monday to Friday")), Option(WEEKEND, t("at the weekend")), *days)


def _groups(t: Translator, count: int) -> str:
    return t.plural("{count} group", "{count} groups", count)


def answers(chosen: Mapping[int, Collection[str]], own: Mapping[int, str]) -> Answers:
    """What the ticks and own words of each question mean; a question that is missing was skipped."""
    led = chosen.get(LED, ())
    where = set(chosen.get(WHERE, ()))
    days: set[int] = set()
    parts: set[str] = set()
    for value in chosen.get(WHEN, ()):
        if value in PARTS:
            parts.add(value)
        elif value == WEEKDAYS:
            days |= set(range(1, 6))
        elif value == WEEKEND:
            days |= {6, 7}
        elif value.isdecimal():
            days.add(int(value))
    return Answers(
        about=frozenset(chosen.get(ABOUT, ())),
        said=own.get(ABOUT, ""),
        led=GroupKind(next(iter(led))) if len(led) == 1 else None,
        online=ONLINE in where,
        countries=frozenset(where - {ONLINE}),
        place=own.get(WHERE, ""),
        days=frozenset(days),
        parts=frozenset(parts),
    )
