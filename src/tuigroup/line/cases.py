"""Cases of a group line by line, for who runs it: the most urgent first, what was done, and what can be decided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.line.place import Item, Place
from tuigroup.store.rows import Wished
from tuigroup.views import casework, exposure, markdown, wishes
from tuigroup.views.boards import runs
from tuigroup.views.clean import shown, shown_line
from tuigroup.wire import limits
from tuigroup.wire.cases import Act, Case
from tuigroup.wire.sync import WantCases

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class GroupCases(Place):
    def __init__(self, shell: Shell, group: int) -> None:
        super().__init__(shell)
        self.group = group

    async def enter(self) -> None:
        await self.shell.arrives(WantCases(g=self.group))

    async def tell(self) -> None:
        self.begin_list()
        told = self.store.casebook.cases(self.group)
        waiting = self.store.casebook.waiting(self.group)
        if not self.store.casebook.known(self.group):
            await self.say(self.t("The cases of this group are not here yet. They come with the line."))
        elif not waiting:
            await self.say(self.t("No case waits."))
        else:
            await self.say(self.t.plural("{count} case waits.", "{count} cases wait.", waiting))
        if meter := exposure.meter(self.t, self.store, self.shell.zone):
            await self.say(meter)
        await self.list_items([self._item(case) for case in told.cases])
        if found := self.store.threads.wished(self.group, own=False):
            await self.say(self.t(casework.WISHED) + ":")
            await self.list_items([self._wished(one) for one in found])
        if told.apart:
            teller = casework.Teller(self.t, self.now, self.shell.zone)
            steps = [casework.step(teller, one) for one in reversed(told.apart)]
            await self.say(self.t(casework.APART) + ":", *steps)
        if ends := casework.log_end(self.t, told.head):
            await self.say(ends)

    def _item(self, case: Case) -> Item:
        teller = casework.Teller(self.t, self.now, self.shell.zone)
        parts = (casework.headline(teller, case), casework.why(self.t, case), casework.subject(self.t, case))
        return Item("; ".join(parts), lambda: self.shell.go(OneCase(self.shell, self.group, case.case)), case)

    def _wished(self, one: Wished) -> Item:
        from tuigroup.line.thread import Thread

        label = wishes.others_post(self.t, one)
        return Item(label, lambda: self.shell.go(Thread(self.shell, one.group, one.thread, one.ref)), one)

    def works(self, name: str) -> bool:
        return name != "end_shift" or self.store.exposure.count() > 0

    async def do_end_shift(self, rest: str) -> None:
        self.store.exposure.end()
        self.shell.used_to()
        await self.say(self.t(exposure.ENDED))

    async def do_pass_on(self, rest: str) -> None:
        """All open cases that are with oneself, to another who runs the group."""
        found, takers = exposure.mine(self.store, self.group), exposure.others(self.store, self.group)
        if not found or not takers:
            await self.say(self.t(exposure.NONE_YOURS if takers else exposure.NOBODY))
            return
        choices = [("", shown_line(one.alias, limits.ALIAS * 2), str(one.member)) for one in takers]
        value = await self.shell.asking.choose(self.t(exposure.TO_WHOM), choices)
        taker = next((one for one in takers if str(one.member) == value), None)
        word = None if taker is None else await self.shell.asking.prompt(self.t(exposure.WORD), empty=True)
        if taker is None or word is None:
            return
        given = [case.case for case in found if case.about != taker.alias]
        actions.hand_cases(self.store, self.group, given, taker.member, word)
        self.engine.wake()
        self.shell.used_to()
        await self.say(exposure.handed(self.t, len(given), taker.alias))

    async def do_update(self, rest: str) -> None:
        await self.enter()
        await self.tell()


class OneCase(Place):
    def __init__(self, shell: Shell, group: int, case: int) -> None:
        super().__init__(shell)
        self.group = group
        self.case = case
        self._opened = False

    @property
    def found(self) -> Case | None:
        return self.store.casebook.case(self.group, self.case)

    async def tell(self) -> None:
        self.begin_list()
        case = self.found
        if case is None:
            await self.say(self.t("This case is not here any more."))
            return
        teller = casework.Teller(self.t, self.now, self.shell.zone)
        await self.say(self.t("Case {number}", number=self.case) + ".")
        await self.say(*casework.sentences(teller, self.store, self.group, case, opened=self._opened))
        if plan := shown(self.store.casebook.cases(self.group).plan, limits.PLAN * 2):
            await self.say(self.t("The group's plan for a crisis") + ":", *plan.split("\n"))
        await self.say(
            self.t("open says what the post and the reports say, and then goes to the thread; decide does something.")
        )

    def works(self, name: str) -> bool:
        case = self.found
        if name == "decide":
            return case is not None
        return name != "open" or (case is not None and (casework.closed(case) or bool(case.thread)))

    async def do_open(self, rest: str) -> None:
        from tuigroup.line.thread import Thread

        case = self.found
        if case is None:
            return
        if casework.closed(case) and not self._opened:
            self._opened = True
            await self.say(*casework.reported(self.t, case))
            await self.shell.voice.read(markdown.post(case.body).paragraphs)
            suggested = exposure.opened_case(self.t, self.store, self.group, case, self.shell.zone)
            await self.say(*filter(None, (suggested,)))
            self.shell.used_to()
        else:
            await self.shell.go(Thread(self.shell, self.group, case.thread, case.post))

    async def do_update(self, rest: str) -> None:
        await self.shell.arrives(WantCases(g=self.group))
        await self.tell()

    async def do_decide(self, rest: str) -> None:
        case = self.found
        if case is None:
            return
        possible = casework.possible(case, runs=runs(self.store.groups.membership(self.group)))
        typed = rest.strip().casefold()
        act = next((act for act in possible if typed == act.value), None)
        if act is None:
            choices = [(casework.KEYS[act], self.t(casework.DECISIONS[act]), act.value) for act in possible]
            value = await self.shell.asking.choose(self.t("What would you like to do?"), choices)
            if value is None:
                return
            act = Act(value)
        to = await self._number(act, case)
        if to is None:
            return
        word: str | None = ""
        if act in casework.WORD_FOR:
            word = await self.shell.asking.prompt(self.t(casework.WORD_FOR[act]), empty=True)
        if word is None:
            return
        actions.decide(self.store, self.group, self.case, act, word, to)
        self.engine.wake()
        self.shell.used_to()
        await self.say(self.t(casework.ON_ITS_WAY))

    async def _number(self, act: Act, case: Case) -> int | None:
        """The number that goes with it, 0 where none does; None for back."""
        asking = self.shell.asking
        match act:
            case Act.TRIAGE:
                levels = [("", self.t(word), str(place)) for place, word in enumerate(casework.LEVEL)]
                value = await asking.choose(self.t("How urgent is it?"), levels)
            case Act.ASSIGN if others := casework.who_may_take(self.store, self.group, case):
                takers = [("", shown_line(one.alias, limits.ALIAS * 2), str(one.member)) for one in others]
                value = await asking.choose(self.t(casework.WHO), [("", self.t("I do"), "0"), *takers])
            case Act.MOVE:
                boards = [row.board for row in self.store.groups.boards(self.group) if not row.board.closed]
                choices = [("", shown_line(board.title, limits.TITLE), str(board.board)) for board in boards]
                value = await asking.choose(self.t("To which board?"), choices)
            case Act.SUSPEND:
                value = await asking.prompt(self.t(casework.DAYS), check=casework.days)
                value = None if value is None else str(casework.days(value))
            case Act.ESCALATE:
                question = self.t("The operator is told that you ask for help with this case, and nothing of it.")
                value = "0" if await asking.yes(question) else None
            case _:
                value = "0"
        return None if value is None else int(value)
