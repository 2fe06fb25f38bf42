"""What fits: the directory filtered by words and facets, and put in order. Pure.

Within one facet any chosen value fits, across facets all must. Days and hours are the reader's own.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import tzinfo
from typing import Final, Literal

from tuigroup.i18n import ENGLISH, N_, Translator
from tuigroup.views import group_words as words
from tuigroup.views.meetings import PART_HOURS, PART_WORDS, PARTS, Occurrence, Slot, coming, slots
from tuigroup.wire.records import GroupRecord, MeetingRecord, MembershipRecord
from tuigroup.wire.words import Access, GroupFormat, GroupKind

Sort = Literal["meeting", "name", "activity"]
SORTS: Final[tuple[Sort, ...]] = ("meeting", "name", "activity")
SORT_WORDS: Final[Mapping[Sort, str]] = {"meeting": N_("next meeting"), "name": N_("name"), "activity": N_("activity")}

HEADINGS: Final = {
    "kind": N_("Led by"),
    "format": N_("How it meets"),
    "access": N_("Joining"),
    "day": N_("Meets on (your days)"),
    "part": N_("Meets at (your hours)"),
    "topic": N_("About"),
    "language": N_("Language"),
}
NEVER: Final = 2**62


@dataclass(frozen=True, slots=True)
class Entry:
    """A group of the directory with what is worked out once: ``text`` is folded for finding."""

    group: GroupRecord
    name: str
    text: str
    topics: tuple[str, ...]
    meetings: tuple[MeetingRecord, ...] = ()
    next: Occurrence | None = None
    slots: frozenset[Slot] = frozenset()
    membership: MembershipRecord | None = None

    @property
    def listing(self) -> bool:
        return words.is_listing(self.group)

    def values(self, facet: str) -> frozenset[str]:
        """The values this group has in a facet."""
        group = self.group
        match facet:
            case "kind":
                return frozenset() if self.listing else frozenset({group.kind.value})
            case "format":
                return frozenset({group.format.value})
            case "access":
                return frozenset() if self.listing else frozenset({group.access.value})
            case "topic":
                return frozenset(self.topics)
            case "language":
                return frozenset({words.language_code(group.language)})
            case "day":
                return frozenset(str(day) for day, _ in self.slots)
            case "part":
                return frozenset(part for _, part in self.slots)
        raise KeyError(facet)


@dataclass(frozen=True, slots=True)
class Facets:
    """What was chosen: values by facet, and whether listings are wanted at all."""

    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    listings: bool = False

    def has(self, facet: str, value: str) -> bool:
        return value in self.chosen.get(facet, frozenset())

    def toggled(self, facet: str, value: str) -> Facets:
        """With a value taken in or left out."""
        values = self.chosen.get(facet, frozenset()) ^ {value}
        rest = {name: found for name, found in self.chosen.items() if name != facet}
        return replace(self, chosen={**rest, facet: values} if values else rest)

    def fits(self, entry: Entry, *, but: str = "") -> bool:
        """Whether a group fits all facets, ``but`` one."""
        if entry.listing and not self.listings:
            return False
        for facet, values in self.chosen.items():
            if facet == but:
                continue
            if not values & entry.values(facet):
                return False
        days, parts = self.chosen.get("day"), self.chosen.get("part")
        if days and parts and not {"day", "part"} & {but}:
            # Both together mean one meeting that is on the day and at the hour.
            return any(str(day) in days and part in parts for day, part in entry.slots)
        return True

    def words(self, t: Translator) -> str:
        """What is chosen, as people say it: ``peer-led, online, Tuesday``."""
        said = [label(t, facet, value) for facet in HEADINGS for value in _ordered(facet, self.chosen.get(facet, ()))]
        return ", ".join([*said, t("with listings")] if self.listings else said)


def label(t: Translator, facet: str, value: str) -> str:
    """A value of a facet as people say it."""
    match facet:
        case "kind":
            return t(words.KIND[GroupKind(value)])
        case "format":
            return t(words.FORMAT[GroupFormat(value)])
        case "access":
            return t(words.ACCESS[Access(value)])
        case "language":
            return words.language(t, value)
        case "day":
            return t.weekday(int(value) - 1)
        case "part":
            return t(PART_WORDS[value])
    return value


def label_long(t: Translator, facet: str, value: str) -> str:
    """The same with what helps to choose."""
    if facet == "part":
        first, end = PART_HOURS[value]
        return t("{part}, {first} to {end}", part=t(PART_WORDS[value]), first=first, end=end)
    return label(t, facet, value)


def _ordered(facet: str, values: Iterable[str]) -> list[str]:
    order: Sequence[str] = {
        "kind": tuple(GroupKind), "format": tuple(GroupFormat), "access": tuple(Access),
        "day": tuple("1234567"), "part": PARTS,
    }.get(facet, ())  # fmt: skip
    return sorted(values, key=lambda value: (order.index(value) if value in order else len(order), value))


def options(entries: Iterable[Entry], facets: Facets) -> dict[str, list[tuple[str, int]]]:
    """For every facet its values with how many groups fit with each, given the other facets.

    Values that no group has are left out, but not those that are chosen. Topics and languages come most used first.
    """
    found: dict[str, list[tuple[str, int]]] = {}
    known = [entry for entry in entries if facets.listings or not entry.listing]
    for facet in HEADINGS:
        counts: Counter[str] = Counter()
        for entry in known:
            fits = facets.fits(entry, but=facet)
            possible = _beside(entry, facet, facets)
            for value in entry.values(facet):
                counts[value] += fits and value in possible
        for value in facets.chosen.get(facet, ()):
            counts[value] += 0
        values = _ordered(facet, counts)
        if facet in ("topic", "language"):
            values.sort(key=lambda value: (-counts[value], value))
        found[facet] = [(value, counts[value]) for value in values]
    return found


def _beside(entry: Entry, facet: str, facets: Facets) -> frozenset[str]:
    """The values a group has in a facet beside what is chosen: hours are those of meetings on the chosen days."""
    if facet == "part" and (days := facets.chosen.get("day")):
        return frozenset(part for day, part in entry.slots if str(day) in days)
    if facet == "day" and (parts := facets.chosen.get("part")):
        return frozenset(str(day) for day, part in entry.slots if part in parts)
    return entry.values(facet)


def fold(text: str) -> str:
    """Lower case without accents, for finding."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold()
    return "".join(character for character in plain if not unicodedata.combining(character))


def finds(entry: Entry, text: str) -> bool:
    """Whether every word of ``text`` is somewhere in the group's name, topics, place or about."""
    return all(word in entry.text for word in fold(text).split())


def entries(
    t: Translator,
    groups: Iterable[GroupRecord],
    meetings: Iterable[MeetingRecord],
    memberships: Iterable[MembershipRecord],
    now: int,
    zone: tzinfo | None,
    known: Iterable[Entry] = (),
) -> tuple[Entry, ...]:
    """The directory with everything worked out; ``known`` entries that still hold are used again."""
    by_group: dict[int, list[MeetingRecord]] = {}
    for meeting in meetings:
        by_group.setdefault(meeting.group, []).append(meeting)
    own = {membership.group: membership for membership in memberships}
    before = {entry.group.group: entry for entry in known}
    found = []
    for group in groups:
        ours, mine = tuple(by_group.get(group.group, ())), own.get(group.group)
        entry = before.get(group.group)
        if entry is None or not _holds(entry, group, ours, mine, now):
            entry = entry_of(t, group, ours, mine, now, zone)
        found.append(entry)
    return tuple(found)


def _holds(
    entry: Entry,
    group: GroupRecord,
    meetings: tuple[MeetingRecord, ...],
    membership: MembershipRecord | None,
    now: int,
) -> bool:
    same = (entry.group, entry.meetings, entry.membership) == (group, meetings, membership)
    return same and (entry.next is None or entry.next.end > now)


def entry_of(
    t: Translator,
    group: GroupRecord,
    meetings: Sequence[MeetingRecord],
    membership: MembershipRecord | None,
    now: int,
    zone: tzinfo | None,
) -> Entry:
    """One group with everything worked out."""
    name, topics, occurrences = words.name(group), words.topics(group), coming(meetings, now)
    said = (
        name,
        *topics,
        words.where(t, group),
        words.about(group),
        words.language(ENGLISH, group.language),
        words.language(t, group.language),
    )
    return Entry(
        group,
        name,
        fold(" ".join(said)),
        topics,
        tuple(meetings),
        min(occurrences, key=lambda occurrence: occurrence.start, default=None),
        slots(occurrences, zone),
        membership,
    )


def in_order(found: Iterable[Entry], sort: Sort) -> list[Entry]:
    """Hosted groups and listings together: those without a meeting last, names in their usual order."""

    def key(entry: Entry) -> tuple[int, str, int]:
        name = fold(entry.name)
        match sort:
            case "meeting":
                return (entry.next.start if entry.next else NEVER, name, entry.group.group)
            case "activity":
                return (-entry.group.posts_week, name, entry.group.group)
            case "name":
                return (0, name, entry.group.group)

    return sorted(found, key=key)


def fitting(all_entries: Iterable[Entry], facets: Facets, text: str, sort: Sort) -> list[Entry]:
    """What the directory shows."""
    return in_order((entry for entry in all_entries if facets.fits(entry) and finds(entry, text)), sort)
