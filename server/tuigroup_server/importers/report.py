"""What an import did, counted by kind, and said in lines for the operator. Holds no text of any record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Repair(StrEnum):
    """What was put right in a record that went in."""

    DAY_TEXT = "weekday written as text"
    DAY_SEVEN = "day 7 taken as Sunday"
    DAY_LEFT_OUT = "a day that is no weekday left out of a list"
    TWELVE_HOUR = "time with a.m. or p.m. turned into 24 h"
    TIME_FORM = "time in an unusual form read"
    MIDNIGHT = "24:00 taken as the start of the next day"
    NO_END = "no end time, so 60 minutes taken"
    BAD_END = "end time not readable, so 60 minutes taken"
    PAST_MIDNIGHT = "ends after midnight, on the next day"
    NO_ZONE = "no time zone, so the given one taken"
    BAD_ZONE = "time zone not known, so the given one taken"
    BY_APPOINTMENT = "no day and time, so listed as by appointment"
    PAUSED = "not meeting at present, so listed without its times"
    NO_NAME = "no name, so that of its group or place taken"
    LONG_NAME = "name shortened"
    NO_SLUG = "no slug, so one made from name and time"
    SAME_SLUG = "slug used before, so a number added"
    LONG_SLUG = "slug shortened"
    HTML = "HTML turned into plain text"
    LONG_TEXT = "text shortened"
    WINDOWS = "Windows characters read"
    UNSAFE_TEXT = "control or invisible characters taken out"
    LINK_COMPLETED = "https:// put before a link"
    LINK_LEFT_OUT = "link left out that is no web address"
    DATE_FORM = "date in another form read"
    DATE_LEFT_OUT = "date left out that could not be read"
    LABEL = "label taken out of a value"
    TOO_MUCH = "unknown fields left out that are too large"
    BARE_VALUE = "single value taken where a list belongs"
    FIRST_HEADING = "no title given, so the first heading taken"
    NO_DATE = "reviewed is no date like 2026-01-31, so left out"
    NO_LANGUAGE = "language is no code like en or pt-BR, so en taken"


class LeftOut(StrEnum):
    """What is never imported, by design."""

    CONTACT = "contact names, numbers and addresses"
    PAYMENT = "payment handles"
    EDIT_LINK = "edit links"
    PHONE_IN_TEXT = "telephone numbers in a text"
    MAIL_IN_TEXT = "e-mail addresses in a text"
    PAYMENT_IN_TEXT = "payment handles in a text"


class Skip(StrEnum):
    """Why a record did not go in."""

    NOT_A_RECORD = "not a record"
    NO_NAME = "no name, group or place"
    BAD_DAY = "day that is no weekday"
    BAD_TIME = "time that could not be read"
    NO_ZONE = "no time zone (--timezone gives one)"
    REPEATED = "the same record again"
    UNPUBLISHED = "not published by its source"


class Skipped(Exception):
    """Raised while a record is read: it does not go in, for this reason."""

    def __init__(self, reason: Skip) -> None:
        super().__init__(reason.value)
        self.reason = reason


@dataclass(slots=True)
class Marks:
    """What was met while one record was read; it counts only if the record goes in. ``notes`` are sentences."""

    repairs: set[Repair] = field(default_factory=set)
    left_out: set[LeftOut] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)

    def repair(self, kind: Repair) -> None:
        self.repairs.add(kind)

    def leave_out(self, kind: LeftOut) -> None:
        self.left_out.add(kind)


@dataclass(slots=True)
class Report:
    """Counts of an import. ``noun`` names what was read; ``notes`` are whole sentences, one a line."""

    noun: str = "record"
    read: int = 0
    taken: int = 0
    meetings: int = 0
    repaired_records: int = 0
    repaired: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    written: dict[str, int] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)

    def take(self, marks: Marks, meetings: int = 0) -> None:
        """A record went in."""
        self.taken += 1
        self.meetings += meetings
        self.repaired_records += bool(marks.repairs)
        self.repaired.update(kind.value for kind in marks.repairs)
        self.left_out.update(kind.value for kind in marks.left_out)
        self.notes += marks.notes

    def skip(self, reason: Skip) -> None:
        self.skipped[reason.value] += 1

    def lines(self) -> list[str]:
        """For printing: what was read, repaired, left out, skipped, written; kinds with the most first."""
        first = f"Read {_count(self.read, self.noun)}, took {self.taken}"
        if self.meetings:
            first += f" with {_count(self.meetings, 'weekly meeting')}"
        out = [f"{first}."]
        out += _table(f"Repaired in {_count(self.repaired_records, self.noun)}:", self.repaired)
        out += _table("Left out on purpose:", self.left_out)
        out += _table(f"Skipped {_count(sum(self.skipped.values()), self.noun)}:", self.skipped)
        if self.written:
            out.append("In the database: " + ", ".join(f"{count} {what}" for what, count in self.written.items()) + ".")
        return out + self.notes


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _table(heading: str, counts: Counter[str]) -> Iterable[str]:
    if counts:
        yield heading
        for kind, count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
            yield f"{count:7d}  {kind}"
