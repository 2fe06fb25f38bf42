"""What a shared terminal says while nobody is there: what this is, who helps at once, and how to begin."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from tuigroup.helplines import Country, Helplines
from tuigroup.helplines import words as say
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.text import width
from tuigroup.views.help_now import facts
from tuigroup.views.lines import Line, line

NAME: Final = N_("Support groups, read and written here")
WHAT: Final = N_(
    "People who live with something hard meet in these groups: in writing, at their own pace, under a name they "
    "choose. No e-mail, no real name, free of charge."
)
NOTHING_STAYS: Final = N_("Nothing of you stays on this machine. A visit lasts {minutes} minutes at most.")
EVERYWHERE: Final = N_("112 reaches an emergency service from most mobile phones in most countries.")
HERE_NOW: Final = N_("If you need somebody now:")
MOST_LINES: Final = 3
MOST_GIVEN: Final = 2
ROOM: Final = 72  # columns


def pointer(t: Translator, store: Store, country: str, asks: str) -> str:
    """What stands first of all: how to get to the crisis lines (``asks`` is a key or a word), and whom to call now."""
    said = t("Help now: {key} shows crisis lines.", key=asks)
    found = _country(facts(store), country)
    return said if found is None else f"{said} {t('In danger right now: {number}.', number=say.emergency(t, found))}"


def crisis(t: Translator, store: Store, country: str, room: int = ROOM) -> Iterator[Line]:
    """The country's emergency number and its first lines; how to see all of them is the key's to say.

    Whose word a line is stands behind it where it fits into ``room`` columns, else below.
    """
    lines = facts(store).read_by((t.language,))
    found = _country(lines, country)
    if found is None:
        yield line(t(EVERYWHERE))
        return
    number = say.emergency(t, found)
    yield line(f"{t('emergency number')} ", (number, "strong"), f"  {say.name(t, found)}")
    for one in lines.given_in(country)[:MOST_GIVEN]:
        way, number, _ = say.contact_parts(t, one.contacts[0])
        label = say.given_briefly(t)
        if width(f"{one.name}: {way} {number}  {label}") <= room:
            yield line(f"{one.name}: {way} ", (number, "strong"), (f"  {label}", "dim"))
        else:
            yield line(f"{one.name}: {way} ", (number, "strong"))
            yield line((f"  {label}", "dim"))
    for one in (found.lines if found in lines.countries else ())[:MOST_LINES]:
        if one.contacts:
            way, number, _ = say.contact_parts(t, one.contacts[0])
            yield line(f"{one.name}: {way} ", (number, "strong"))


def _country(lines: Helplines, code: str) -> Country | None:
    return next((one for one in (*lines.countries, *lines.given) if one.code == code), None)
