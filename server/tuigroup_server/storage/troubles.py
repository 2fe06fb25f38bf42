"""What can be wrong with a database, whichever it is, as sentences. Knows neither engine."""

from __future__ import annotations

from tuigroup.errors import TuigroupError


class DatabaseBusy(TuigroupError):
    """What passes by itself: another process is at it, there is no room, the line to it is cut."""

    title = "The server is busy"
    kept = "Nothing was changed."
    todo = "Please try again in a moment."


class Collided(DatabaseBusy):
    """Another process wrote the same at the same moment. Done again from the start it works, or is refused rightly."""


class DatabaseUnusable(TuigroupError):
    """The file or URL can't be opened as a database of tuigroup."""

    title = "The database can't be used"
    kept = "Nothing in it was changed."
