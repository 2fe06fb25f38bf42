"""What help now needs of a store: the lines, those of the server's operator on top, and when somebody here is there.

Nothing is asked of a server, ranked or left out; what is not known is not said.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, tzinfo
from typing import Final, Protocol

from tuigroup.errors import TuigroupError
from tuigroup.helplines import Country, CrisisLine, Helplines, load, main_language
from tuigroup.helplines.hours import is_open, open_now
from tuigroup.helplines.words import ON_DUTY, emergency, reached
from tuigroup.helplines.words import given as given_by
from tuigroup.i18n import Translator
from tuigroup.store import Store, given
from tuigroup.text import width
from tuigroup.views import duty
from tuigroup.views.clean import shown_line
from tuigroup.views.times import local
from tuigroup.wire import limits
from tuigroup.wire.words import Standing

OPEN: Final = 2  # lines that are named as open, of each list; help now has all
GROUPS: Final = 4  # of which it is said; all of them say it on their own pages


class Languages(Protocol):
    @property
    def language(self) -> str: ...


class Place(Languages, Protocol):
    @property
    def country(self) -> str: ...


def reads(t: Translator, store: Store, settings: Languages) -> tuple[str, ...]:
    """What the member reads, first of all what they chose here or on their machine, which tuigroup may not speak."""
    named = (store.settings.get("language") or settings.language, t.language)
    return tuple(dict.fromkeys(code for one in named if (code := main_language(one)).isalpha() and 2 <= len(code) <= 3))


def facts(store: Store) -> Helplines:
    """Also where the store can't be read any more: then the packaged lines alone."""
    try:
        return given.facts(store)
    except TuigroupError:
        return load()


def country_of(store: Store, settings: Place, lines: Helplines) -> Country | None:
    """The member's own, None where it is not set or nothing is known of it."""
    code = store.settings.get("country", settings.country).upper()
    return next((found for found in (*lines.countries, *lines.given) if found.code == code), None)


def named_open(t: Translator, lines: Helplines, country: Country, now: int) -> tuple[list[str], bool]:
    """The first lines of a country that are open at a minute, with whom they are given by where that is not the
    package; and whether all lines that it has are surely closed."""
    packaged = country.lines if country in lines.countries else ()
    on_top = lines.given_in(country.code)
    named = [*(f"{one} ({given_by(t)})" for one in _open(t, on_top, now)), *_open(t, packaged, now)]
    hours = [contact.hours for one in (*on_top, *packaged) for contact in one.contacts]
    return named, bool(hours) and all(is_open(found, now) is False for found in hours)


def open_line(t: Translator, store: Store, settings: Place, room: int) -> str:
    """Which crisis lines of one's country are open now, in one line of at most ``room`` columns where one of them fits.

    '' where no country is set, none has a line, or their hours do not say it.
    """
    lines = facts(store).read_by(reads(t, store, settings))
    country = country_of(store, settings, lines)
    if country is None:
        return ""
    named, closed = named_open(t, lines, country, store.now_min())
    if closed:
        number = emergency(t, country)
        return t("No crisis line here is open at this hour; {number} always is.", number=number)
    said = ""
    for count in range(1, len(named) + 1):
        longer = t("Open now: {lines}.", lines="; ".join(named[:count]))
        if said and width(longer) > room:
            break
        said = longer
    return said


def _open(t: Translator, lines: Sequence[CrisisLine], now: int) -> list[str]:
    found = ((line.name, *reached(t, contact)) for line, contact in open_now(lines, now)[:OPEN])
    return [t("{name} ({way} {number})", name=name, way=way, number=number) for name, way, number in found]


def today(store: Store, zone: tzinfo | None) -> date:
    return local(store.now_min(), zone).date()


def there(t: Translator, store: Store, zone: tzinfo | None) -> list[str]:
    """When those who run one's groups are there: on duty now, or how long a first answer usually takes."""
    try:
        return _of_groups(t, store, zone) or [t(ON_DUTY)]
    except TuigroupError:
        return [t(ON_DUTY)]


def _of_groups(t: Translator, store: Store, zone: tzinfo | None) -> list[str]:
    now = store.now_min()
    mine = [one.group for one in store.groups.joined() if one.membership.standing is Standing.ACTIVE]
    on_duty, usual = [], []
    for group in mine:
        page = store.groups.page(group.group)
        named = shown_line(group.name, limits.GROUP_NAME)
        if said := duty.on_duty(t, page, now, zone):
            on_duty.append(f"{named}: {said}")
        elif said := duty.usual_wait(t, group, page, now):
            usual.append(f"{named}: {said}")
    if mine and not on_duty:
        usual.insert(0, t("In your groups nobody has said that they are there now."))
    return [*on_duty, *usual][:GROUPS]
