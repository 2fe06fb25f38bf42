"""What is filled in to open a written meeting, kept on disk until it is sent: a form as views.sheets has it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import tzinfo
from typing import Any, Final

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import ENGLISH, N_, Translator
from tuigroup.store import Store
from tuigroup.text import clean
from tuigroup.text import line as one_line
from tuigroup.views.boards import title as board_title
from tuigroup.views.meeting_rules import moment_of
from tuigroup.views.sheet_field import SheetField
from tuigroup.views.times import local, within
from tuigroup.views.written_meetings import moment
from tuigroup.wire import limits, rounds

KEPT: Final = N_("Nothing else was changed.")
WORDS: Final = N_(
    "The agenda: welcome, guidelines, a check-in round, sharing, closing; each ends by the clock at the latest. What "
    "you fill in is kept here until you send it."
)


FIELDS: Final = (
    SheetField("title", N_("Title"), "line", N_("What is this meeting called?"), limits.TITLE),
    SheetField(
        "opens", N_("Begins"), "line", N_("When? A time such as 20:30, or 2027-01-05 20:30; empty: at once."), 30
    ),
    SheetField("length", N_("Lasts"), "line", N_("How long, in minutes or hours, such as 60 or 24 h?"), 10),
    SheetField(
        "turn", N_("A turn"), "line", N_("How long is a turn at most, such as 5 or 2 h? Empty: as is usual."), 10
    ),
    SheetField("welcome", N_("Welcome"), "text", N_("What everybody reads first"), limits.WELCOME),
    SheetField("closing", N_("Closing"), "text", N_("What is said at the end; it may be empty"), limits.WELCOME),
    SheetField(
        "free",
        N_("Answers"),
        "choice",
        N_("May everybody answer once the sharing is over?"),
        choices=(("y", N_("yes, in the closing too"), "yes"), ("n", N_("no, only after the meeting"), "no")),
    ),
    SheetField(
        "closes",
        N_("Record"),
        "choice",
        N_("What becomes of it when it is over?"),
        choices=(("o", N_("it stays open for answers"), "no"), ("r", N_("it stays, to be read only"), "yes")),
    ),
)


class WrittenForm:
    """``board`` is where the meeting will stand."""

    def __init__(self, store: Store, group: int, board: int, zone: tzinfo | None) -> None:
        self.store = store
        self.group = group
        self.board = board
        self._zone = zone
        self._name = f"form.written.{group}.{board}"

    @property
    def fields(self) -> Sequence[SheetField]:
        return FIELDS

    @property
    def changed(self) -> bool:
        return bool(self.store.settings.get(self._name))

    def place(self, t: Translator) -> str:
        return board_title(t, self.store, self.group, self.board)

    def afresh(self) -> None:
        """Nothing is kept beside what is on disk."""

    def _values(self) -> dict[str, Any]:
        page = self.store.groups.page(self.group)
        usual: dict[str, Any] = {
            "title": "", "opens": 0, "length": rounds.SHORTEST, "turn": 0, "closing": "", "free": True, "closes": False,
            "welcome": page.welcome if page is not None else "",
        }  # fmt: skip
        kept = self.store.settings.get(self._name)
        found: dict[str, Any] = json.loads(kept) if kept else {}
        return usual | found

    def value(self, t: Translator, name: str) -> str:
        found = self._values()[name]
        match name:
            case "opens":
                return moment(t, found, self.store.now_min(), self._zone) if found else t("at once")
            case "length":
                return _length(t, found)
            case "turn":
                usual = rounds.usual_turn(self._values()["length"])
                return within(t, found) if found else t("{time}, as is usual", time=within(t, usual))
            case "free":
                return t("yes, in the closing too") if found else t("no, only after the meeting")
            case "closes":
                return t("it stays, to be read only") if found else t("it stays open for answers")
        return str(found)

    def typed(self, name: str) -> str:
        found = self._values()[name]
        if name == "opens":
            return f"{local(found, self._zone):%Y-%m-%d %H:%M}" if found else ""
        if name in ("length", "turn"):
            return _length(ENGLISH, found) if found else ""
        return str(found)

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        value: object
        match name:
            case "opens":
                value = self._opens(text)
            case "length":
                value = _minutes(text, rounds.SHORTEST, "length")
            case "turn":
                value = _minutes(text, rounds.LEAST, "turn") if text.strip() else 0
            case "free" | "closes":
                value = text == "yes"
            case "title":
                value = one_line(text, limits.TITLE)
            case _:
                value = clean(text, limits.WELCOME)
        if really:
            self.store.settings.set(self._name, json.dumps(self._values() | {name: value}))

    def _opens(self, text: str) -> int:
        """A minute since 1970; 0 for at once."""
        if not text.strip():
            return 0
        now = self.store.now_min()
        found = moment_of(text, local(now, self._zone).replace(tzinfo=None))
        if self._zone is not None:
            found = found.replace(tzinfo=self._zone)
        at = int(found.timestamp()) // 60
        if at < now:
            raise BadInput(N_("That is over already."), field="opens", kept=KEPT, todo=N_("Empty means at once."))
        if at > now + rounds.AHEAD:
            raise BadInput(N_("A written meeting can be announced 60 days ahead at most."), field="opens", kept=KEPT)
        return at

    def forget(self) -> None:
        self.store.settings.set(self._name, "")

    def send(self) -> bool:
        """Puts it into the outbox. Raises BadInput."""
        found = self._values()
        if not found["title"]:
            raise BadInput(N_("The meeting needs a title."), field="title", kept=N_("Everything else is kept."))
        if not found["welcome"]:
            raise BadInput(
                N_("A word of welcome is missing."), field="welcome", kept=N_("Everything else is kept."),
                todo=N_("It is what everybody reads first."),
            )  # fmt: skip
        more = {name: found[name] for name in ("opens", "length", "turn", "closing", "free", "closes")}
        actions.open_meeting(self.store, self.group, self.board, found["title"], found["welcome"], **more)
        self.forget()
        return True


def _length(t: Translator, minutes: int) -> str:
    """``1 h``, ``24 h``."""
    return t("{hours} h", hours=24) if minutes == rounds.LONGEST else within(t, minutes)


def _minutes(text: str, least: int, field: str) -> int:
    """Minutes out of ``60``, ``60 min``, ``2 h``, ``2 h 10 min``, ``a day``. Raises BadInput."""
    words = text.lower().replace("min", " ").replace("h", " h ").split()
    total, number = 0, -1
    for word in [*words, ""]:
        if word == "h" and number >= 0:
            total, number = total + number * 60, -1
        elif word.isascii() and word.isdigit() and number < 0 and len(word) <= 4:
            number = int(word)
        elif not word:
            total += max(number, 0)
        else:
            total = -1
            break
    if least <= total <= rounds.LONGEST:
        return total
    if field == "turn":
        raise BadInput(N_("A turn lasts 2 minutes to the whole meeting, such as 5 or 2 h."), field=field, kept=KEPT)
    raise BadInput(N_("A written meeting lasts one hour to a day, such as 60 or 24 h."), field=field, kept=KEPT)
