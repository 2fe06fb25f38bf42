"""An attendance slip in words: what it says, its code in lines that fit, how a third party checks it. Pure."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import Translator
from tuigroup.views.agenda import Entry, group_name
from tuigroup.views.clean import shown_line
from tuigroup.wire.occurrences import held_on
from tuigroup.wire.slips import LONGEST

GROUPS: Final = 8  # of five letters, a line


def code_lines(code: str) -> list[str]:
    groups = shown_line(code, LONGEST).split()
    return [" ".join(groups[start : start + GROUPS]) for start in range(0, len(groups), GROUPS)]


def heading(t: Translator, entry: Entry) -> str:
    day = held_on(entry.at)
    return t(
        "A member of {group} was at its meeting on {date}.",
        group=group_name(entry),
        date=t.date(day, "{day} {month} {year}"),
    )


def explained(t: Translator) -> list[str]:
    return [
        t(
            "This code says so, signed by the server, and says nothing of who. The server keeps nothing of who asked "
            "for it; the slip itself stays on this machine."
        ),
        t(
            "Whoever you give it to can check it with the operator's public key, which the server shows to everybody "
            "(/v1/slips/key): tuigroup verify-slip --key KEY CODE"
        ),
        t("It names nobody, so whoever has the code can show it. Give it only to whom it is meant for."),
    ]


def said(t: Translator, group: str, day: str, number: str) -> str:
    """What a slip that was checked says, in one sentence."""
    return t(
        "The signature is right: a member of {group} was at its meeting on {date} (slip {number}).",
        group=group,
        date=day,
        number=number,
    )
