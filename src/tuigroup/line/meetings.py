"""The meetings that come, line by line; saying that one will be there, checking in, slips, a calendar file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line.place import Item, Place
from tuigroup.views import agenda, attending, calendar, slips
from tuigroup.views.agenda import Entry
from tuigroup.views.clean import shown_line
from tuigroup.wire.sync import WantGroup

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class Meetings(Place):
    """``group`` 0 is all of one's groups."""

    def __init__(self, shell: Shell, group: int = 0) -> None:
        super().__init__(shell)
        self.group = group

    async def enter(self) -> None:
        for joined in agenda.groups(self.store, self.group):
            if self.store.groups.page(joined.group.group) is None:
                self.engine.want(WantGroup(g=joined.group.group))

    async def tell(self) -> None:
        self.begin_list()
        found = agenda.entries(self.store, self.now, self.group)
        await self.say(self.t("Meetings."), self.t(attending.TOLD if found else attending.NONE))
        await self.list_items([self._item(one) for one in found])
        groups = agenda.groups(self.store, self.group)
        await self.say(*agenda.history(self.t, self.store, groups, self.shell.zone))
        if found:
            await self.say(
                self.t(
                    "A number says more of one. With a number: coming, arrive (check in), slip; calendar writes a file."
                )
            )
        if any(agenda.may_change(one, self.now) for one in found):
            await self.say(self.t("Where you run the group: skip and a number leaves a date out, move moves it."))

    def _label(self, entry: Entry) -> str:
        when = agenda.when_words(self.t, entry, self.now, self.shell.zone)
        notes = agenda.notes(self.t, self.store, entry, self.now, self.shell.zone)
        return ", ".join([when, agenda.group_name(entry), *notes])

    def _item(self, entry: Entry) -> Item:
        from tuigroup.line.group import Group

        return Item(self._label(entry), lambda: self.shell.go(Group(self.shell, entry.number)), entry)

    async def _entry(self, rest: str, name: str) -> Entry | None:
        """The one meant; None where the command does nothing with it, which is said. Raises BadInput."""
        found = self.picked(rest).about
        if not isinstance(found, Entry):
            raise BadInput(N_("Please give a number of the list."))
        if attending.works(self.store, found, name, self.now):
            return found
        await self.say(attending.why_not(self.t, name))
        return None

    async def do_coming(self, rest: str) -> None:
        entry = await self._entry(rest, "coming")
        if entry is not None:
            await self.say(attending.switch_coming(self.t, self.store, entry))

    async def do_arrive(self, rest: str) -> None:
        entry = await self._entry(rest, "arrive")
        if entry is not None:
            await self.say(attending.switch_there(self.t, self.store, entry))

    async def do_slip(self, rest: str) -> None:
        entry = await self._entry(rest, "slip")
        if entry is not None:
            code = await self.shell.session.ask_slip(entry.number, entry.at.slot)
            await self.say(slips.heading(self.t, entry), *slips.code_lines(code), *slips.explained(self.t))

    async def do_calendar(self, rest: str) -> None:
        if self.shell.session.passing:
            await self.say(self.t(attending.NO_DISK))
            return
        if not agenda.entries(self.store, self.now, self.group):
            await self.say(self.t(attending.NONE))
            return
        choices = [
            ("g", self.t("the groups' names and places"), "whole"),
            ("m", self.t('only "Meeting", and when'), "plain"),
        ]
        question = self.t("A calendar file: what may it say? Others may see your calendar.")
        how = await self.shell.asking.choose(question, choices)
        if how is None:
            return
        name = rest or await self.shell.asking.prompt(self.t("The file's name, for a new file."), value=calendar.FILE)
        if name:
            path = Path(name.strip())
            text = calendar.text(self.t, self.store, self.now, self.group, plain=how == "plain")
            calendar.write(path, text)
            said = self.t("Written to {file}. It stays there until you delete it.", file=shown_line(str(path), 200))
            await self.say(said)

    async def do_update(self, rest: str) -> None:
        await self.shell.arrives(*(WantGroup(g=one.group.group) for one in agenda.groups(self.store, self.group)))
        await self.tell()

    # What facilitators do

    async def do_skip_date(self, rest: str) -> None:
        entry = await self._entry(rest, "skip_date")
        if entry is None:
            return
        if entry.off is not None or entry.at.change is not None:
            await self._put(entry, attending.AS_USUAL)
        elif (word := await self._word()) is not None:
            await self._put(entry, attending.OUT, word)

    async def do_move_date(self, rest: str) -> None:
        entry = await self._entry(rest, "move_date")
        if entry is None:
            return
        to = await self.shell.asking.prompt(
            attending.ask_moved(self.t, entry),
            value=attending.moved_typed(entry),
            check=lambda text: attending.check_moved(entry, text),
        )
        if to is not None and (word := await self._word()) is not None:
            await self._put(entry, to, word)

    async def _word(self) -> str | None:
        return await self.shell.asking.prompt(self.t("A word to the members; it may be empty."), empty=True)

    async def _put(self, entry: Entry, to: str, word: str = "") -> None:
        said = attending.change(self.t, self.store, entry, to, word)
        self.engine.wake()
        self.shell.used_to()
        await self.say(said)
        await self.tell()
