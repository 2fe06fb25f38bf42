"""The reader's own time zone: the one they chose, else the machine's, which over SSH or in a library is another's."""

from __future__ import annotations

from datetime import tzinfo

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.views.meetings import zone_words
from tuigroup.wire.occurrences import zone_of


def own(store: Store, usual: tzinfo | None) -> tzinfo | None:
    """``usual`` is the zone where none was chosen, None for the machine's."""
    chosen = store.marks.zone()
    return (zone_of(chosen) if chosen else None) or usual


def shown(t: Translator, store: Store) -> str:
    chosen = store.marks.zone()
    return zone_words(chosen) if chosen else t("this machine's")


def named(text: str) -> str:
    """The name of a zone out of what was typed, '' for the machine's. Raises BadInput."""
    name = text.strip().replace(" ", "_")
    if name in ("", "-"):
        return ""
    if zone_of(name) is None or len(name) > 64:
        raise BadInput(
            N_("This time zone is not known here."),
            field="timezone",
            todo=N_("Names are like Europe/London or Asia/Tokyo."),
        )
    return name
