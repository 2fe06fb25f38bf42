"""Help now: crisis lines of all countries, the member's own first. What is here already: no network, no account.

Nothing is hidden, ranked or asked here, and data saving changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from textual.app import ComposeResult

from tuigroup.helplines import LABEL, Country, CrisisLine, Helplines, old
from tuigroup.helplines import words as say
from tuigroup.i18n import N_, Translator
from tuigroup.text import width
from tuigroup.ui.bindings import bindings
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.pick import Pick
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views.help_now import facts, reads
from tuigroup.views.help_now import there as say_there
from tuigroup.views.help_now import today as say_today
from tuigroup.views.lines import Paragraph, line

SETTING = N_("You can set your country under settings, and it will come first.")


class HelpNowScreen(BaseScreen):
    """F1 or H, from everywhere."""

    BINDINGS = bindings("outline")
    KEYS = ("on", "outline", "page_up", "quick_exit")
    LABELS = {"on": N_("further", context="key"), "outline": N_("country", context="key")}
    LAST_KEYS = ("back",)

    def __init__(self) -> None:
        super().__init__()
        self._places: dict[str, int] = {}  # where each country begins, by its name

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Help now"),)

    def body(self) -> ComposeResult:
        yield Reader(id="text")

    def load(self) -> None:
        country = self.store.settings.get("country", self.shell.settings.country)
        self._places = {}
        there = say_there(self.t, self.store, self.zone)
        today = say_today(self.store, self.zone)
        reading = reads(self.t, self.store, self.shell.settings)
        self.query_one(Reader).set_paragraphs(
            _text(self.t, self.facts().read_by(reading), country.upper(), self._places, reading, there, today)
        )

    def facts(self) -> Helplines:
        return facts(self.store)

    def works(self, name: str) -> bool:
        return name != "help_now"

    def action_outline(self) -> None:
        names = sorted(self._places, key=str.casefold)
        self.app.push_screen(
            Pick(self.t("Which country?"), names),
            lambda place: None if place is None else self.query_one(Reader).go_to(self._places[names[place]]),
        )


def _text(
    t: Translator, facts: Helplines, country: str, places: dict[str, int],
    reads: Sequence[str], there: Sequence[str], today: date,
) -> list[Paragraph]:  # fmt: skip
    """The whole text; ``places`` gets the paragraph at which each country begins."""
    before, label, after = say.origin(t, facts)
    out = [
        Paragraph(line((say.in_danger(t, facts, country), "strong"))),
        Paragraph(line(t(say.UNSURE))),
        Paragraph(()),
        Paragraph(line(" ".join([t(say.NO_SERVICE), *there]))),
        Paragraph(()),
        Paragraph(line(before, (label, "warn"), after)),
        Paragraph(()),
    ]
    for found, given in facts.sections(country):
        places[say.name(t, found)] = len(out)
        out += _country(t, found, given, reads, today, own=found.code == country)
    out.append(Paragraph(line((t("Emergency numbers elsewhere"), "title"))))
    ordered = facts.ordered(country)
    wide = max((width(say.name(t, found)) for found in ordered if not found.lines), default=0)
    for found in ordered:
        if not found.lines and found.code != country:
            name = say.name(t, found)
            places.setdefault(name, len(out))
            out.append(Paragraph(line(f"  {name:<{wide}} ", (say.emergency(t, found), "strong")), rest="    "))
    return [*out, Paragraph(()), Paragraph(line(f"{t(say.ELSEWHERE)} {t(SETTING)}"))]


def _country(
    t: Translator, country: Country, given: Sequence[CrisisLine], reads: Sequence[str], today: date, *, own: bool
) -> Iterator[Paragraph]:
    name = say.name(t, country)
    if own:
        name = t("{name} (your country)", name=name)
    yield Paragraph(line((name, "title"), "   " + t("emergency number") + " ", (say.emergency(t, country), "strong")))
    for found in given:
        yield from _line(t, found, reads, today, packaged=False)
    for found in country.lines:
        yield from _line(t, found, reads, today, packaged=True)
    if not (country.lines or given):
        yield Paragraph(line(f"  {t(say.NONE_HERE)}"))
    yield Paragraph(())


def _line(
    t: Translator, found: CrisisLine, reads: Sequence[str], today: date, *, packaged: bool
) -> Iterator[Paragraph]:
    """``packaged`` lines have their label once, above all of them."""
    about = say.about(t, found, packaged=packaged)
    yield Paragraph(line(f"  {found.name}" + (f"  ({about})" if about else "")), rest="    ")
    for contact in found.contacts:
        way, number, terms = say.contact_parts(t, contact, reads)
        yield Paragraph(line(f"    {way} ", (number, "strong"), f"  {terms}"), rest="      ")
    if not packaged:
        yield Paragraph(line(f"    {t(say.GIVEN)}, ", (t(LABEL), "warn")), rest="      ")
    source = t("source  {source}, {day}", source=found.source, day=say.day(t, found.seen))
    mark = f"  {t(say.OLD)}" if old(found.seen, today) else ""
    yield Paragraph(line((f"    {source}", "dim"), (mark, "warn")), rest="      ")
