"""Parts of all of one's own as text: reports and decisions, check-ins, goals, meetings and slips; and what cleans them.

The document is that of docs/leaving.md, and nothing in it is trusted. Pure.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, Final

from tuigroup.i18n import N_, Translator
from tuigroup.views.casework import CATEGORIES
from tuigroup.views.check_ins import MOODS
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.lines import WIDEST, wrap

LONG: Final = 20_000
_CATEGORIES: Final = {kind.value: said for kind, said in CATEGORIES.items()}
_DECIDED: Final[Mapping[str, str]] = MappingProxyType(
    {
        "hold": N_("kept back until somebody had looked at it"),
        "hide": N_("your post was hidden"),
        "restore": N_("everybody can read your post"),
        "warn": N_("a word for you"),
        "lock": N_("the thread was locked"),
        "unlock": N_("the thread was unlocked"),
        "move": N_("the thread was moved"),
        "suspend": N_("you were suspended"),
        "end": N_("your membership was ended"),
    }
)
_STANDS: Final[Mapping[str, str]] = MappingProxyType(
    {"running": "", "paused": N_("paused"), "reached": N_("reached"), "let-go": N_("let go")}
)


def moderation(t: Translator, group: dict[str, Any]) -> Iterator[str]:
    """What one reported in a group, and what was decided there about oneself."""
    for report in group.get("reports", []):
        yield ""
        about = t(_CATEGORIES.get(str(report.get("about")), ""))
        number = str(report.get("post"))
        yield t(
            "{when}, you reported post {number}: {about}", when=moment(report.get("at")), number=number, about=about
        )
        yield from indented(report.get("note"))
    for decided in group.get("decisions", []):
        yield ""
        what = t(_DECIDED.get(str(decided.get("what")), ""))
        case = str(decided.get("case"))
        yield t(
            "{when}, decided about you (case {number}): {what}", when=moment(decided.get("at")), number=case, what=what
        )
        yield from indented(decided.get("word"))


def own(t: Translator, private: dict[str, Any], names: dict[Any, str]) -> Iterator[str]:
    """Check-ins, goals and slips, which nobody else sees."""
    if private.get("check_ins") or private.get("days"):
        yield ""
        yield t("Check-ins, by your own clock:")
        for day in private.get("days", []):
            yield f"{one_line(day.get('day'))}  {_mood(t, day.get('mood'))}"
        for one in private.get("check_ins", []):
            helped = ", ".join(one_line(word) for word in one.get("helped", []))
            beside = f" ({t('what helped: {list}', list=helped)})" if helped else ""
            yield from wrap(f"{_wall(one.get('at'))}  {_mood(t, one.get('mood'))}{beside}", WIDEST)
            yield from indented(one.get("note"))
    for goal in private.get("goals", []):
        yield ""
        stands = t(_STANDS.get(str(goal.get("stands")), ""))
        yield ", ".join(part for part in (f"{t('Goal')}: {one_line(goal.get('words'))}", stands) if part)
        for step in goal.get("steps", []):
            yield f"  [{'x' if step.get('done') else ' '}] {one_line(step.get('words'))}"
        if days := ", ".join(one_line(day) for day in goal.get("days", [])):
            yield from wrap(t("Done on {days}", days=one_line(days, LONG)), WIDEST)
    for slip in private.get("slips", []):
        yield ""
        number = slip.get("group")
        yield f"{t('Attendance slip')}, {names.get(number, number)}, {moment(slip.get('meeting'))}"
        yield one_line(slip.get("code"), 1_000)


def _mood(t: Translator, value: Any) -> str:
    return t(MOODS[value - 1]) if type(value) is int and 1 <= value <= len(MOODS) else ""


def _wall(stamp: Any) -> str:
    return one_line(stamp).replace("T", " ").removesuffix(":00")


def moment(stamp: Any) -> str:
    """``2026-11-22 19:00 UTC``."""
    return one_line(stamp).replace("T", " ").replace(":00Z", " UTC").replace("Z", " UTC")


def one_line(value: Any, most: int = 400) -> str:
    return shown_line(str(value or ""), most)


def indented(value: Any) -> Iterator[str]:
    """A text indented by two."""
    for part in shown(str(value or ""), LONG).splitlines():
        yield from (f"  {found}" for found in wrap(part, WIDEST - 2)) if part else ("",)
