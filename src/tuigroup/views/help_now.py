"""What help now needs of a store: the lines, those of the server's operator on top, and when somebody here is there.

Nothing is asked of a server, ranked or left out; what is not known is not said.
"""

from __future__ import annotations

from datetime import date, tzinfo
from typing import Final, Protocol

from tuigroup.errors import TuigroupError
from tuigroup.helplines import Helplines, load, main_language
from tuigroup.helplines.words import ON_DUTY
from tuigroup.i18n import Translator
from tuigroup.store import Store, given
from tuigroup.views import duty
from tuigroup.views.clean import shown_line
from tuigroup.views.times import local
from tuigroup.wire import limits
from tuigroup.wire.words import Standing

GROUPS: Final = 4  # of which it is said; all of them say it on their own pages


class Languages(Protocol):
    @property
    def language(self) -> str: ...


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
