"""How a group looks after itself: what who runs it fills in about that, read, checked and shown. Pure."""

from __future__ import annotations

import re
from typing import Any, Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.text import clean
from tuigroup.views import quiet
from tuigroup.views.meeting_rules import start_of
from tuigroup.views.sheet_field import KEPT, SheetField
from tuigroup.wire import limits

FIELDS: Final = (
    SheetField(
        "ask_again",
        N_("Agreement"),
        "choice",
        N_("Is everybody asked to agree to the guidelines again, once they are sent?"),
        choices=(("n", N_("no: it is a small correction"), "no"), ("y", N_("yes: everybody is asked"), "yes")),
    ),
    SheetField(
        "hold_first",
        N_("First posts"),
        "choice",
        N_("Should somebody who runs the group look at a newcomer's first post before others see it?"),
        choices=(("s", N_("they show at once"), "no"), ("h", N_("they wait for a look"), "yes")),
    ),
    SheetField(
        "capacity", N_("Places"), "line", N_("How many members does the group take? Empty for as many as come."), 6
    ),
    SheetField(
        "quiet",
        N_("Quiet hours"),
        "line",
        N_("When do people usually not read, by the group's clock? Such as 22:00 to 07:00; empty for never."),
        24,
    ),
    SheetField("plan", N_("Crisis plan"), "text", N_("What to do in a crisis; for who runs the group"), limits.PLAN),
)
NAMES: Final = tuple(field.name for field in FIELDS)


def shown(t: Translator, name: str, value: Any) -> str:
    """A field as people say it."""
    match name:
        case "hold_first":
            return t("they wait for a look") if value else t("they show at once")
        case "ask_again":
            return t("everybody is asked to agree") if value else t("nobody is asked again")
        case "capacity":
            return t("{count} at most", count=value) if value else t("as many as come")
        case "quiet":
            return quiet.hours(t, tuple(value or ())) or t("none", context="quiet hours")
    return value or ""


def raw(name: str, value: Any) -> str:
    """A field as it is typed."""
    match name:
        case "hold_first" | "ask_again":
            return "yes" if value else "no"
        case "quiet":
            return " to ".join(f"{at // 60:02}:{at % 60:02}" for at in value or ())
    return str(value or "")


def value(name: str, text: str) -> object:
    """What was typed or chosen, as it is kept. Raises BadInput."""
    match name:
        case "hold_first":
            return text == "yes"
        case "ask_again":
            return True if text == "yes" else None
        case "capacity":
            return _capacity(text)
        case "quiet":
            return _quiet(text)
    return clean(text, limits.PLAN)


def _capacity(text: str) -> int:
    digits = text.strip()
    if not digits or (digits.isascii() and digits.isdigit() and int(digits) <= limits.CAPACITY):
        return int(digits or 0)
    raise BadInput(
        N_("The places of a group are a number, such as 12; nothing means as many as come."),
        field="capacity",
        kept=KEPT,
    )


def _quiet(text: str) -> list[int]:
    """Two minutes after midnight, or none."""
    if not text.strip():
        return []
    parts = re.split(r"\s+(?:to|until|till|a|hasta)\s+|\s*[-\u2013]\s*", text.strip().lower())
    if len(parts) == 2:
        begin, end = map(start_of, parts)
        if begin != end:
            return [begin, end]
    raise BadInput(
        N_("Quiet hours are like 22:00 to 07:00; nothing means that there are none."), field="quiet", kept=KEPT
    )
