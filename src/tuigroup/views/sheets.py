"""What is filled in about a group, kept on disk until it is sent: proposing one, and setting one up."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Protocol

from pydantic import ValidationError

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.text import line as one_line
from tuigroup.views import board_settings, care_settings
from tuigroup.views import group_settings as settings
from tuigroup.views.sheet_field import SheetField
from tuigroup.wire import limits
from tuigroup.wire.occurrences import EVERY_OTHER
from tuigroup.wire.ops import BoardIn, GroupSettings, MeetingIn, SetUp
from tuigroup.wire.words import BoardPurpose

MOST_MEETINGS = 30
ALIAS = SheetField("alias", N_("Your alias"), "line", N_("Which alias will you have there?"), limits.ALIAS)
ELSE_KEPT = N_("Everything else is kept.")


class Form(Protocol):
    """Fields to fill in, one at a time; each change is kept at once."""

    @property
    def fields(self) -> Sequence[SheetField]: ...

    def value(self, t: Translator, name: str) -> str:
        """A field as people read it."""
        ...

    def typed(self, name: str) -> str:
        """A field as it is typed."""
        ...

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        """Take what was typed. Raises BadInput. With ``really`` false only checks."""
        ...


class KeptForm(Form, Protocol):
    """One of which what was filled in is kept until it is sent or thrown away."""

    @property
    def changed(self) -> bool: ...

    def forget(self) -> None: ...


class GroupForm(ABC):
    """``place`` names the copy on disk. A kind of form gives ``start`` and ``send``, perhaps other ``fields``."""

    fields: Sequence[SheetField] = settings.FIELDS

    def __init__(self, store: Store, place: str) -> None:
        self.store = store
        self._name = f"form.{place}"
        self._settings: GroupSettings | None = None

    @abstractmethod
    def start(self) -> GroupSettings:
        """What the form begins with."""

    @abstractmethod
    def send(self) -> bool:
        """Puts it into the outbox; False where nothing differs. The copy on disk goes. Raises BadInput."""

    @property
    def settings(self) -> GroupSettings:
        if self._settings is None:
            self._settings = self._read() or self.start()
        return self._settings

    def _read(self) -> GroupSettings | None:
        kept = self.store.settings.get(self._name)
        try:
            return GroupSettings.model_validate_json(kept) if kept else None
        except ValidationError:
            return None

    @property
    def changed(self) -> bool:
        """Whether there is something on disk that was not sent."""
        return bool(self.store.settings.get(self._name))

    def afresh(self) -> None:
        """The store changed: what nobody filled in is read again."""
        if not self.changed:
            self._settings = None

    def take(self, found: GroupSettings) -> None:
        """Use these, and put them on disk."""
        self._settings = found
        self.store.settings.set(self._name, found.model_dump_json(exclude_none=True))

    def forget(self) -> None:
        """Sent or discarded: the copy on disk goes."""
        self._settings = None
        self.store.settings.set(self._name, "")

    # Fields

    def value(self, t: Translator, name: str) -> str:
        return settings.shown(t, self.settings, name)

    def typed(self, name: str) -> str:
        return settings.raw(self.settings, name)

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        found = settings.with_value(self.settings, name, text)
        if really:
            self.take(found)

    # Meetings

    @property
    def meetings(self) -> list[MeetingIn]:
        return list(self.settings.meetings or ())

    def meeting(self, place: int) -> MeetingForm:
        """The meeting at a place, to fill in; one beyond the last is a new one."""
        return MeetingForm(self, place, self.meetings[place] if place < len(self.meetings) else self._fresh_meeting())

    def _fresh_meeting(self) -> MeetingIn:
        """What a new meeting begins with: the clock of the one before, or of the group."""
        last = self.meetings[-1] if self.meetings else None
        zone = last.timezone if last is not None else self.settings.timezone or "UTC"
        return MeetingIn(weekday=1, start=19 * 60, timezone=zone, online=self.settings.format != "in_person")

    def put_meeting(self, place: int, found: MeetingIn | None) -> None:
        """The meeting at a place (one beyond the last adds it), or none there any more."""
        rest = settings.without(self.meetings, place)
        if found is not None:
            rest.insert(place, found)
        self.take(self.settings.model_copy(update={"meetings": rest}))


class MeetingForm:
    """One meeting of a group's form. Nothing is kept of one that nobody changed or kept."""

    def __init__(self, form: GroupForm, place: int, meeting: MeetingIn) -> None:
        self._form = form
        self._place = place
        self._meeting = meeting

    @property
    def fields(self) -> Sequence[SheetField]:
        """The day that it counts from only where it is asked for."""
        counts = self._meeting.rule == EVERY_OTHER
        return [field for field in settings.MEETING_FIELDS if counts or field.name != "since"]

    def words(self, t: Translator) -> str:
        return settings.meeting_words(t, self._meeting)

    def value(self, t: Translator, name: str) -> str:
        return settings.meeting_shown(t, self._meeting, name)

    def typed(self, name: str) -> str:
        return settings.meeting_raw(self._meeting, name)

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        today = self._form.store.now_min() // (24 * 60)
        changed = settings.meeting_with(self._meeting, name, text, today=today)
        if really:
            self._meeting = changed
            self.keep()

    def keep(self) -> None:
        self._form.put_meeting(self._place, self._meeting)

    def take_out(self) -> None:
        self._form.put_meeting(self._place, None)


class Proposal(GroupForm):
    """A group of one's own. The alias is no part of the settings: it is kept beside them."""

    fields = (ALIAS, *settings.FIELDS)

    def __init__(self, store: Store, timezone: str = "UTC") -> None:
        super().__init__(store, "propose")
        self._zone = timezone

    def start(self) -> GroupSettings:
        return settings.fresh(timezone=self._zone)

    @property
    def alias(self) -> str:
        return self.store.settings.get("form.propose.alias")

    def value(self, t: Translator, name: str) -> str:
        return self.alias if name == "alias" else super().value(t, name)

    def typed(self, name: str) -> str:
        return self.alias if name == "alias" else super().typed(name)

    def put(self, name: str, text: str, *, really: bool = True) -> None:
        if name != "alias":
            super().put(name, text, really=really)
        elif really:
            self.store.settings.set("form.propose.alias", one_line(text, limits.ALIAS))

    @property
    def changed(self) -> bool:
        return super().changed or bool(self.alias)

    def forget(self) -> None:
        super().forget()
        self.store.settings.set("form.propose.alias", "")

    def send(self) -> bool:
        self._check()
        actions.propose(self.store, self.alias, self.settings)
        self.forget()
        return True

    def _check(self) -> None:
        if not self.alias:
            raise BadInput(N_("You need an alias there too."), field="alias", kept=ELSE_KEPT)
        if not self.settings.name:
            raise BadInput(N_("The group needs a name."), field="name", kept=ELSE_KEPT)
        if not self.settings.about:
            raise BadInput(N_("Please say for whom it is, in a sentence."), field="about", kept=ELSE_KEPT)


class SettingUp(GroupForm):
    """The page of a group that is here. Only what changed is sent."""

    fields = (*settings.FIELDS, *care_settings.FIELDS)

    def __init__(self, store: Store, group: int) -> None:
        super().__init__(store, f"set_up.{group}")
        self.group = group

    @property
    def here(self) -> bool:
        return self.store.groups.page(self.group) is not None

    @property
    def waits(self) -> bool:
        """Whether changes wait to be sent."""
        return any(isinstance(row.op, SetUp) and row.group == self.group for row in self.store.outbox.rows())

    def start(self) -> GroupSettings:
        """The page as it is, with what waits to be sent already in it."""
        detail = self.store.groups.page(self.group)
        found = settings.of(detail) if detail is not None else settings.fresh()
        for row in self.store.outbox.rows():
            if isinstance(row.op, SetUp) and row.group == self.group and row.state != "refused":
                found = found.model_copy(update=_given(row.op.settings))
        return found

    def send(self) -> bool:
        difference = settings.changes(self.start(), self.settings)
        differs = not settings.is_empty(difference)
        if differs:
            actions.set_up(self.store, self.group, difference)
        self.forget()
        return differs

    # Boards: only those that differ are kept and sent.

    @property
    def _known(self) -> list[BoardIn]:
        """As they are, with what waits to be sent already in them."""
        detail = self.store.groups.page(self.group)
        found = [board_settings.of(board) for board in detail.boards] if detail is not None else []
        for row in self.store.outbox.rows():
            if isinstance(row.op, SetUp) and row.group == self.group and row.state != "refused":
                found = board_settings.merged(found, row.op.settings.boards or ())
        return found

    @property
    def boards(self) -> list[BoardIn]:
        return board_settings.merged(self._known, self.settings.boards or ())

    def edited(self, board: BoardIn) -> bool:
        """Whether a board is new here, or was changed and not sent."""
        return board in (self.settings.boards or ())

    def fixed(self, board: BoardIn) -> bool:
        """Whether nothing can be done about a board now: it is new, and on its way."""
        return not board.board and not self.edited(board)

    def add_board(self, title: str, purpose: str) -> None:
        """A new one. Raises BadInput."""
        fresh = BoardIn(purpose=BoardPurpose(purpose), title=".")
        self._take_boards([*(self.settings.boards or ()), board_settings.named(self.boards, fresh, title)])

    def check_board(self, title: str, board: BoardIn | None = None) -> None:
        """Raises BadInput where the name can't be used."""
        board_settings.named(self.boards, board or BoardIn(title="."), title)

    def rename_board(self, board: BoardIn, title: str) -> None:
        """Raises BadInput."""
        self._put_board(board, board_settings.named(self.boards, board, title))

    def close_board(self, board: BoardIn, closed: bool) -> None:
        self._put_board(board, board.model_copy(update={"closed": closed}))

    def forget_board(self, board: BoardIn) -> None:
        self._put_board(board, None)

    def _put_board(self, before: BoardIn, after: BoardIn | None) -> None:
        edits = [one for one in self.settings.boards or () if one != before]
        place = next((at for at, one in enumerate(self.settings.boards or ()) if one == before), len(edits))
        if after is not None and after not in self._known:
            edits.insert(place, after)
        self._take_boards(edits)

    def _take_boards(self, edits: list[BoardIn]) -> None:
        self.take(self.settings.model_copy(update={"boards": edits or None}))


def _given(found: GroupSettings) -> dict[str, object]:
    """What was set; boards apart."""
    names = [name for name in GroupSettings.model_fields if name != "boards"]
    return {name: getattr(found, name) for name in names if getattr(found, name) is not None}
