"""Reports and cases in words, the same on screens and in the line mode: what waits, what was done, what can be done.

What a post says stands apart, so that nobody has to read it who only looks for what is urgent. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import tzinfo
from types import MappingProxyType
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.times import ago, stamp
from tuigroup.wire import limits
from tuigroup.wire.cases import LEVELS, Act, Case, Category, Step
from tuigroup.wire.records import MemberRecord
from tuigroup.wire.words import Review, Role

CATEGORIES: Final[Mapping[Category, str]] = MappingProxyType(
    {
        Category.DANGER: N_("somebody may be in danger"),
        Category.HURTFUL: N_("it attacks or threatens somebody"),
        Category.PRIVACY: N_("it gives away who somebody is"),
        Category.HARMFUL: N_("advice that may do harm"),
        Category.SELLING: N_("it sells something"),
        Category.OTHER: N_("something else"),
    }
)
CATEGORY_KEYS: Final[Mapping[Category, str]] = MappingProxyType(
    {
        Category.DANGER: "d",
        Category.HURTFUL: "a",
        Category.PRIVACY: "p",
        Category.HARMFUL: "h",
        Category.SELLING: "s",
        Category.OTHER: "o",
    }
)
LOG: Final = N_("The log ends at {head}. Keep it: whoever has it can tell whether the log was changed.")
LEFT: Final = N_("Its author has left the group. What you decide holds if they come back.")
BACK: Final = N_(
    "Its author left and came back while this case was open, as {alias}. What you decide holds for them under that "
    "alias. Please keep it among you who run the group."
)
LEVEL: Final = (N_("green"), N_("amber"), N_("red"), N_("crisis"))
# What a step says; {by} did it, {detail} says more.
_STEPS: Final[Mapping[str, str]] = MappingProxyType(
    {
        Act.ASSIGN: N_("{by} gave it to {detail}"),
        Act.NOTE: N_("{by} noted"),
        Act.TRIAGE: N_("{by} called it {detail}"),
        Act.HIDE: N_("{by} hid the post"),
        Act.RESTORE: N_("{by} let everybody read it"),
        Act.WARN: N_("{by} had a word with the author"),
        Act.LOCK: N_("{by} locked the thread"),
        Act.UNLOCK: N_("{by} unlocked the thread"),
        Act.MOVE: N_("{by} moved the thread to {detail}"),
        Act.SUSPEND: N_("{by} suspended the author for {detail} days"),
        Act.END: N_("{by} ended the author's membership"),
        Act.ESCALATE: N_("{by} asked for help, along the group's plan"),
        Act.CLOSE: N_("{by} left it as it is"),
        Act.HOLD: N_("held until somebody has looked"),
        Act.APPEAL: N_("{by} asked to look again"),
        Act.TAKEN_BACK: N_("{by} took the post back"),
        Act.RETURN: N_("the suspension ended"),
        Act.BACK: N_("who wrote it is back, as {detail}"),
        Act.TOPIC: N_("{by} put a content note on a post by {detail}"),
    }
)


@dataclass(frozen=True, slots=True)
class Teller:
    """Who is told: their language and their clock."""

    t: Translator
    now: int
    zone: tzinfo | None = None


def level(t: Translator, case: Case) -> str:
    return t(LEVEL[case.level])


def why(t: Translator, case: Case) -> str:
    """``3 reports: it attacks or threatens somebody, something else``, ``the first post of a newcomer``."""
    if case.why == "newcomer":
        return t("the first post of a newcomer")
    said = [t(CATEGORIES[one]) for one in Category if one.value in {report.category for report in case.reports}]
    count = t.plural("{count} report", "{count} reports", len(case.reports))
    return f"{count}: {', '.join(said)}" if said else count


def headline(teller: Teller, case: Case) -> str:
    """``red, waits for 2 h``; what becomes of it where it does not wait."""
    t = teller.t
    parts = [level(t, case)]
    at = case.at if case.state == "open" else case.changed
    time = ago(t, at, teller.now) if teller.now > at else t("a moment")
    if case.state == "decided":
        parts.append(t("decided {time} ago", time=time))
    elif case.state == "appealed":
        parts.append(t("asked to look again, {time} ago", time=time))
    else:
        parts.append(t("waits for {time}", time=time))
    if case.assigned:
        parts.append(t("with {alias}", alias=shown_line(case.assigned, limits.ALIAS * 2)))
    return ", ".join(parts)


def subject(t: Translator, case: Case) -> str:
    """``a post by heron in "First week"``."""
    alias = shown_line(case.before or case.about, limits.ALIAS * 2)
    title = shown_line(case.title, limits.TITLE * 2)
    if case.private:
        return t('a post by {alias}, for those who run the group: "{title}"', alias=alias, title=title)
    return t('a post by {alias} in "{title}"', alias=alias, title=title)


def state_of_post(t: Translator, case: Case) -> str:
    """Who can read it now."""
    if case.removed:
        return t("Its author took it back.") if case.review != Review.RELEASED else t("It is published.")
    if case.review == Review.HELD:
        return t("It is held: only its author and you who run the group can read it.")
    if case.review == Review.HIDDEN:
        return t("It is hidden: only its author and you who run the group can read it.")
    return "" if case.private else t("Everybody in the group can read it.")


def closed(case: Case) -> bool:
    """Whether there are words of members that are shown only when they are asked for."""
    return bool(case.body) or any(report.note for report in case.reports)


def sentences(teller: Teller, store: Store, group: int, case: Case, *, opened: bool) -> list[str]:
    """All that is known of a case but what the post says, a paragraph each; what reports say once it is ``opened``."""
    t = teller.t
    out = [f"{headline(teller, case)}.", f"{why(t, case)}.", f"{subject(t, case)}."]
    if note := shown_line(case.note, limits.NOTE * 2):
        out.append(t("Note: {note}.", note=note))
    if case.left:
        out.append(t(LEFT))
    if case.before:
        out.append(t(BACK, alias=shown_line(case.about, limits.ALIAS * 2)))
    out.append(state_of_post(t, case))
    if case.locked:
        out.append(t("The thread is locked."))
    if opened:
        out += reported(t, case)
    out += [step(teller, one) for one in case.steps]
    if case.appeal:
        out.append(t("Its author has written to you; that stands among the private words of the group."))
    waiting = [t(DECISIONS[act]) for act in store.casebook.unsent(group, case.case) if act in DECISIONS]
    out += [t("Waits to be sent: {label}.", label=label) for label in waiting]
    return [sentence[:1].upper() + sentence[1:] for sentence in out if sentence]


def reported(t: Translator, case: Case) -> list[str]:
    """What reports say."""
    words = (shown(report.note, limits.WORD * 2) for report in case.reports)
    return [t('A report says: "{word}"', word=word) for word in words if word]


def step(teller: Teller, one: Step) -> str:
    """``Sun 21:10: heron hid the post. "This hurts people."``"""
    t = teller.t
    by = shown_line(one.by, limits.ALIAS * 2) or t("someone who left")
    detail = shown_line(one.detail, limits.TITLE * 2)
    if one.act == Act.TRIAGE and one.detail in LEVELS:
        detail = t(LEVEL[LEVELS.index(one.detail)])
    said = t(_STEPS[one.act], by=by, detail=detail) if one.act in _STEPS else shown_line(one.act, 40)
    word = shown(one.word, limits.WORD * 2)
    when = stamp(t, one.at, teller.now, teller.zone)
    return f'{when}: {said}. "{word}"' if word else f"{when}: {said}."


# What can be done, in the order of the menu: a key and what it says.

DECISIONS: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.ASSIGN: N_("take it or give it to somebody, so that others know"),
        Act.NOTE: N_("note something for the others who run the group"),
        Act.TRIAGE: N_("say how urgent it is"),
        Act.RESTORE: N_("let everybody read it"),
        Act.HIDE: N_("hide the post"),
        Act.WARN: N_("have a word with the author"),
        Act.LOCK: N_("lock the thread"),
        Act.UNLOCK: N_("unlock the thread"),
        Act.MOVE: N_("move the thread to another board"),
        Act.SUSPEND: N_("suspend the author for some days"),
        Act.END: N_("end the author's membership"),
        Act.ESCALATE: N_("ask for help, along the group's plan"),
        Act.CLOSE: N_("leave it as it is"),
    }
)
KEYS: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.ASSIGN: "t",
        Act.NOTE: "n",
        Act.TRIAGE: "l",
        Act.RESTORE: "r",
        Act.HIDE: "h",
        Act.WARN: "w",
        Act.LOCK: "k",
        Act.UNLOCK: "k",
        Act.MOVE: "m",
        Act.SUSPEND: "s",
        Act.END: "x",
        Act.ESCALATE: "e",
        Act.CLOSE: "c",
    }
)
# What is asked before each; the word goes to the author but with a note.
WORD_FOR: Final[Mapping[Act, str]] = MappingProxyType(
    {
        Act.NOTE: N_("What should the others who run the group know? Its author does not see it."),
        Act.WARN: N_("What would you like to tell its author?"),
        Act.HIDE: N_("A word to its author: why. It may be empty."),
        Act.RESTORE: N_("A word to its author; it may be empty."),
        Act.LOCK: N_("A word to its author: why. It may be empty."),
        Act.MOVE: N_("A word to its author; it may be empty."),
        Act.SUSPEND: N_("A word to its author: why. It may be empty."),
        Act.END: N_("A word to its author: why. It may be empty."),
        Act.CLOSE: N_("A word about it; it may be empty."),
    }
)
WISHED: Final = N_("Somebody wishes for a content note")
APART: Final = N_("Content notes put on posts")
ON_ITS_WAY: Final = N_("On its way. It stands in the log once the server has it.")
REPORTED: Final = N_(
    "Thank you. Those who run the group look at it; nobody else is told, and they do not see who you are."
)
IN_DANGER: Final = N_("If somebody may be in danger now, help now has people who answer.")
DAYS: Final = N_("For how many days?")
MOST_DAYS: Final = limits.SUSPENSION
WHO: Final = N_("Who takes it?")
MOST_TAKERS: Final = 8  # one key each, and one for oneself


def who_may_take(store: Store, group: int, case: Case) -> list[MemberRecord]:
    """The others who run the group, as far as they are known here, without the one whom a case is about."""
    mine = store.groups.membership(group)
    own = mine.member if mine is not None else 0
    found = [one for one in store.groups.members(group) if one.role is not Role.MEMBER and one.member != own]
    return [one for one in found if one.alias != case.about][:MOST_TAKERS]


def possible(case: Case, *, runs: bool = True) -> list[Act]:
    """What can be decided in a case as it is. Who is in the group is for who ``runs`` it, and not for a moderator."""
    there = not case.removed
    fits = {
        Act.RESTORE: there and bool(case.review),
        Act.HIDE: there and case.review != Review.HIDDEN and (not case.private or case.review == Review.HELD),
        Act.LOCK: there and not case.private and not case.locked,
        Act.UNLOCK: there and not case.private and case.locked,
        Act.MOVE: there and not case.private,
        Act.CLOSE: case.review != Review.HELD and case.state != "decided",
    }
    barred = () if runs else (Act.SUSPEND, Act.END)
    return [act for act in DECISIONS if fits.get(act, True) and act not in barred]


def check_days(text: str) -> None:
    """Raises BadInput."""
    days(text)


def days(text: str) -> int:
    """How many days a suspension is for. Raises BadInput."""
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= MOST_DAYS):
        raise BadInput(
            N_("A suspension is for one day at least, and for a year at most."), todo=N_("Please type a number.")
        )
    return int(typed)


def log_end(t: Translator, head: str) -> str:
    """How a group's log of decisions ends (``group.count.hash``), '' where nothing stands in it yet."""
    said = shown_line(head, 100)
    return "" if not said or said.endswith(".") else t(LOG, head=said)
