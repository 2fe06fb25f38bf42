"""What one does with a meeting in the list: say that one comes, check in, leave a date out, move it."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.text import line
from tuigroup.views import agenda
from tuigroup.views.agenda import Entry
from tuigroup.views.meeting_rows import change_date
from tuigroup.views.meeting_rules import moment_of
from tuigroup.views.meetings import zone_words
from tuigroup.views.times import local
from tuigroup.wire import limits
from tuigroup.wire.occurrences import Change, day_of, zone_of

TOLD: Final = N_("By your clock. Whether you come, and came, is in your private record: nobody else sees it.")
NONE: Final = N_("None of your groups has a meeting ahead, as far as is known here.")
NO_DISK: Final = N_(
    "No file can be kept here. Over SSH, ssh HOST meetings --ics prints the calendar; at home this key writes it."
)
OUT: Final = "out"
AS_USUAL: Final = "as-usual"


def works(store: Store, entry: Entry, name: str, now: int) -> bool:
    """Whether a command does something with it now."""
    match name:
        case "coming":
            return agenda.to_come(entry, now)
        case "arrive":
            return agenda.is_open(entry, now)
        case "slip":
            slot, group = entry.at.slot, entry.number
            had = bool(store.attendance.slip(group, slot))
            return had or (store.attendance.was_there(group, slot) and agenda.gives_slips(entry, now))
        case "skip_date":
            return agenda.may_change(entry, now)
        case "move_date":
            return agenda.may_change(entry, now) and entry.off is None
    return True


def why_not(t: Translator, name: str) -> str:
    """Why a command does nothing with it now."""
    match name:
        case "coming":
            return t("That one is over, or left out.")
        case "arrive":
            return t("Checking in works from half an hour before a meeting to the end of the day.")
        case "slip":
            return t("There are slips for meetings at which you checked in, while they are on.")
    return t("This is for those who run the group.")


def switch_coming(t: Translator, store: Store, entry: Entry) -> str:
    on = not store.attendance.is_coming(entry.number, entry.at.slot)
    store.attendance.set_coming(entry.number, entry.at.slot, on)
    return t("Noted for yourself: you'll be there. The group is told nothing.") if on else t("Not noted any more.")


def switch_there(t: Translator, store: Store, entry: Entry) -> str:
    on = not store.attendance.was_there(entry.number, entry.at.slot)
    store.attendance.set_there(entry.number, entry.at.slot, on)
    return t("You checked in. The group is told nothing.") if on else t("Taken back: you did not check in.")


# What facilitators do


def ask_moved(t: Translator, entry: Entry) -> str:
    zone = zone_words(entry.at.meeting.timezone)
    return t("To which date and time, by the clock in {zone}?", zone=zone)


def moved_typed(entry: Entry) -> str:
    """The date and time as they are now, by the group's clock."""
    return f"{_own(entry):%Y-%m-%d %H:%M}"


def check_moved(entry: Entry, text: str) -> None:
    """Raises BadInput."""
    moment_of(text, _own(entry))


def _own(entry: Entry) -> datetime:
    return local(entry.at.start, zone_of(entry.at.meeting.timezone)).replace(tzinfo=None)


def change(t: Translator, store: Store, entry: Entry, to: str, word: str = "") -> str:
    """To the outbox, and what is said then. ``to`` is OUT, AS_USUAL, or a time as typed. Raises BadInput."""
    day, word = day_of(entry.at), line(word, limits.MEETING_WORD)
    if to == AS_USUAL:
        change_date(store, entry.number, entry.at.meeting, day, None)
        return t("It is held as usual; members hear of it once that is sent.")
    if to == OUT:
        change_date(store, entry.number, entry.at.meeting, day, Change(day, None, word))
        return t("Left out; members hear of it once that is sent.")
    moment = moment_of(to, _own(entry))
    if moment == _own(entry) and entry.at.change is None:
        raise BadInput(N_("That is when it is already."), kept=N_("Nothing was changed."))
    change_date(store, entry.number, entry.at.meeting, day, Change(day, moment, word))
    return t("Moved; members hear of it once that is sent.")
