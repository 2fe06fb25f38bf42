"""Check-ins and goals, line by line: how one is, what helped, what one works on; the weeks in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line.filling import long_text
from tuigroup.line.place import Item, Place
from tuigroup.store.check_ins import CheckIn
from tuigroup.store.goals import PAUSED, RUNNING, Goal
from tuigroup.views import check_ins as words
from tuigroup.views import partners, sharing, weeks
from tuigroup.views.clean import shown, shown_line

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell
    from tuigroup.store.rows import Draft, ThreadRow

EARLIER = 14


async def tell_weeks(shell: Shell) -> None:
    """A sentence on the last four weeks, then each of eight weeks in words."""
    t, store, today = shell.t, shell.store, words.today(shell.store.now_min(), shell.zone)
    await shell.voice.say(weeks.sentence(t, store, today), *weeks.goal_sentences(t, store, today))
    rows = weeks.week_rows(t, store, today)
    if rows:
        await shell.voice.say(t("Week by week, from Monday"), *(f"{began}: {said}." for began, said in rows))


async def ask_rhythm(shell: Shell) -> int:
    """0 where nothing was chosen."""
    choices = [(key, shell.t(label), value) for key, label, value in words.RHYTHMS]
    return int(await shell.asking.choose(shell.t(words.ASK_RHYTHM), choices) or 0)


async def share(shell: Shell, make: Callable[[int], Draft]) -> None:
    """Choose a group or a partner, then write: nothing is sent before the member says so."""
    from tuigroup.line.compose import compose

    found = sharing.places(shell.t, shell.store)
    if not found:
        raise BadInput(N_("You are in no group yet with which this could be shared."))
    chosen: str | None = found[0][1]
    if len(found) > 1:
        choices = [("", said, name) for said, name in found]
        chosen = await shell.asking.choose(shell.t("With whom? You see it first, and send it yourself."), choices)
    if chosen:
        await compose(shell, sharing.placed(shell.store, chosen, make))


class Own(Place):
    @property
    def today(self) -> int:
        return words.today(self.now, self.shell.zone)

    async def ask_mood(self) -> int:
        choices = [("", label, value) for _key, label, value in words.mood_choices(self.t)]
        return int(await self.shell.asking.choose(self.t(words.ASK), choices) or 0)


class CheckIns(Own):
    async def tell(self) -> None:
        self.begin_list()
        found = self.store.check_ins.latest(limit=EARLIER)
        goals = words.running(self.store, self.today)
        await self.say(f"{self.t('Check-ins and goals')}, {self.t('only yours')}.")
        if found or goals:
            await self.say(weeks.sentence(self.t, self.store, self.today))
        else:
            await self.say(self.t(words.ABOUT))
        items = [self._check_in(one) for one in reversed(found) if one.day == self.today]
        items = items or [Item(self.t(words.ASK), lambda: self.do_check_in(""))]
        items += [self._goal(goal) for goal in goals]
        items += [self._pair(row) for row in self.store.threads.pairs(partners.AGREED)]
        items += [self._check_in(one) for one in found if one.day != self.today]
        items += [self._goal(goal) for goal in words.ended(self.store, self.today)]
        await self.list_items(items)
        await self.say(
            self.t("check checks in; goal begins a goal; did 2 ticks the second line off; weeks tells the weeks.")
        )

    def _check_in(self, one: CheckIn) -> Item:
        day = words.when(self.t, one.day, self.today)
        label = f"{day[:1].upper()}{day[1:]}: {words.told(self.t, one)}"
        return Item(label, lambda: self.shell.go(OneCheckIn(self.shell, one.id)), one)

    def _pair(self, row: ThreadRow) -> Item:
        from tuigroup.line.thread import Thread

        new = self.t.plural("{count} new", "{count} new", row.unread) if row.unread else ""
        label = ", ".join(part for part in (shown_line(row.title, 60), self.t("only you two"), new) if part)
        return Item(label, lambda: self.shell.go(Thread(self.shell, row.group, row.ref)), row)

    def _goal(self, goal: Goal) -> Item:
        label = f"{shown_line(goal.words)}: {words.this_week(self.t, goal, self.today)}"
        return Item(label, lambda: self.shell.go(OneGoal(self.shell, goal.id)), goal)

    async def do_check_in(self, rest: str) -> None:
        """A word first; what else there is to say is asked for after it is kept."""
        mood = await self.ask_mood()
        if not mood:
            return
        one = self.store.check_ins.add(words.wall(self.now, self.shell.zone), mood)
        await self.say(words.where_kept(self.t, self.shell.session))
        note = await self.shell.asking.prompt(self.t(words.ASK_NOTE), empty=True)
        if note is None:
            return
        one = self.store.check_ins.change(one.id, note=note)
        helped = await self.shell.asking.prompt(words.ask_helped(self.t, self.store), empty=True)
        if helped is not None:
            one = self.store.check_ins.change(one.id, helped=words.parse_helped(helped))
        await self.say(self.t("Kept: {what}.", what=words.told(self.t, one)))
        await self.tell()

    async def do_add_goal(self, rest: str) -> None:
        text = rest or await self.shell.asking.prompt(self.t(words.ASK_GOAL))
        times = await ask_rhythm(self.shell) if text else 0
        if text and times:
            id = self.store.goals.add(text, times, self.today)
            await self.say(words.where_kept(self.t, self.shell.session))
            await self.shell.go(OneGoal(self.shell, id))

    async def do_did_it(self, rest: str) -> None:
        goal = self.picked(rest).about
        if not isinstance(goal, Goal):
            raise BadInput(N_("That is no goal."))
        await tick(self, goal)
        await self.tell()

    async def do_share(self, rest: str) -> None:
        match self.picked(rest).about:
            case CheckIn() as one:
                await share(self.shell, lambda group: sharing.check_in(self.t, self.store, group, one))
            case Goal() as goal:
                await share(self.shell, lambda group: sharing.goal(self.t, self.store, group, goal, self.today))
            case _:
                raise BadInput(N_("That is nothing to share."))


class OneCheckIn(Own):
    def __init__(self, shell: Shell, id: str) -> None:
        super().__init__(shell)
        self.id = id

    def _one(self) -> CheckIn:
        one = self.store.check_ins.get(self.id)
        if one is None:
            raise BadInput(N_("This is not here any more: it was erased, perhaps on another machine of yours."))
        return one

    async def tell(self) -> None:
        self.begin_list()
        one = self._one()
        mood, helped = words.mood(self.t, one.mood), shown_line(", ".join(one.helped))
        await self.say(words.when(self.t, one.day, self.today))
        await self.list_items(
            [
                Item(f"{self.t('How')}: {mood}", self._mood),
                Item(f"{self.t('Note')}: {shown(one.note) or self.t('none')}", self._note),
                Item(f"{self.t('Helped')}: {helped or self.t('none')}", self._helped),
            ]
        )
        await self.say(self.t("A number changes a line; share begins a post for a group; delete erases it for good."))

    async def _change(self, *, mood: int = 0, note: str | None = None, helped: list[str] | None = None) -> None:
        self.id = self.store.check_ins.change(self.id, mood=mood, note=note, helped=helped).id
        await self.tell()

    async def _mood(self) -> None:
        if mood := await self.ask_mood():
            await self._change(mood=mood)

    async def _note(self) -> None:
        text = await long_text(self.shell, self.t(words.ASK_NOTE), self._one().note)
        if text is not None:
            await self._change(note=text)

    async def _helped(self) -> None:
        before = ", ".join(self._one().helped)
        text = await self.shell.asking.prompt(words.ask_helped(self.t, self.store), value=before, empty=True)
        if text is not None:
            await self._change(helped=words.parse_helped(text))

    async def do_share(self, rest: str) -> None:
        one = self._one()
        await share(self.shell, lambda group: sharing.check_in(self.t, self.store, group, one))

    async def do_erase(self, rest: str) -> None:
        if await self.shell.asking.yes(self.t(words.ERASE_CHECK_IN)):
            self.store.check_ins.erase(self.id)
            await self.say(self.t("Erased, here and on your other machines."))
            await self.shell.always.do_back("")


class OneGoal(Own):
    def __init__(self, shell: Shell, id: str) -> None:
        super().__init__(shell)
        self.id = id

    def _goal(self) -> Goal:
        goal = self.store.goals.get(self.id, self.today - 100)
        if goal is None:
            raise BadInput(N_("This is not here any more: it was erased, perhaps on another machine of yours."))
        return goal

    async def tell(self) -> None:
        self.begin_list()
        goal = self._goal()
        how = words.this_week(self.t, goal, self.today)
        await self.say(f"{how[:1].upper()}{how[1:]}. {words.in_all(self.t, goal)}")
        items = [
            Item(f"{self.t('Goal')}: {shown_line(goal.words)}", self._name),
            Item(f"{self.t('How often')}: {words.rhythm(self.t, goal.times)}", self._times),
            self._day(goal, self.today),
            self._day(goal, self.today - 1),
        ]
        for step in goal.steps:
            toggle = lambda step=step: self._step(step.id, not step.done)  # noqa: E731
            said = shown_line(step.words)
            label = self.t("Done: {step}", step=said) if step.done else self.t("Step: {step}", step=said)
            items.append(Item(label, toggle, step.id))
        items.append(Item(self.t("Add a small step"), self._add))
        await self.list_items(items)
        await self.say(
            self.t(
                "A number changes a line or ticks it off; pause and finish put the goal away; delete erases for good."
            )
        )

    def _day(self, goal: Goal, day: int) -> Item:
        done = self.t("done") if day in goal.days else self.t("nothing noted")
        name = words.when(self.t, day, self.today)

        async def toggle() -> None:
            self.store.goals.tick(self.id, day, day not in goal.days)
            await self.tell()

        return Item(f"{name[:1].upper()}{name[1:]}: {done}", toggle)

    async def _name(self) -> None:
        text = await self.shell.asking.prompt(self.t(words.ASK_GOAL), value=self._goal().words)
        if text:
            self.store.goals.name(self.id, text)
            await self.tell()

    async def _times(self) -> None:
        if times := await ask_rhythm(self.shell):
            self.store.goals.set_times(self.id, times)
            await self.tell()

    async def _step(self, id: str, on: bool) -> None:
        self.store.goals.tick_step(id, on)
        await self.tell()

    async def _add(self) -> None:
        text = await self.shell.asking.prompt(self.t(words.ASK_STEP))
        if text:
            self.store.goals.add_step(self.id, text, self.today)
            await self.tell()

    async def do_did_it(self, rest: str) -> None:
        await tick(self, self._goal())

    async def do_pause(self, rest: str) -> None:
        on = self._goal().stands != RUNNING
        self.store.goals.set_stands(self.id, RUNNING if on else PAUSED)
        await self.say(
            self.t("You go on with it.") if on else self.t("Paused. It waits, and nothing counts against you.")
        )

    async def do_finish(self, rest: str) -> None:
        choices = [(key, self.t(label), value) for key, label, value in words.ENDS]
        chosen = await self.shell.asking.choose(self.t(words.ASK_FINISH), choices)
        if chosen:
            self.store.goals.set_stands(self.id, int(chosen))
            await self.say(self.t(words.ENDED_WORDS[int(chosen)]))

    async def do_share(self, rest: str) -> None:
        goal = self._goal()
        await share(self.shell, lambda group: sharing.goal(self.t, self.store, group, goal, self.today))

    async def do_erase(self, rest: str) -> None:
        """A step by its number, or all of the goal."""
        step = self.picked(rest).about if rest else None
        if rest and not isinstance(step, str):
            raise BadInput(N_("That is no step."))
        if not await self.shell.asking.yes(self.t(words.ERASE_STEP if step else words.ERASE_GOAL)):
            return
        if isinstance(step, str):
            self.store.goals.erase_step(step, self.today)
            await self.tell()
            return
        self.store.goals.erase(self.id, self.today)
        await self.say(self.t("Erased, here and on your other machines."))
        await self.shell.always.do_back("")


async def tick(place: Own, goal: Goal) -> None:
    """Ticked off for today, or not after all."""
    if goal.stands != RUNNING:
        raise BadInput(N_("This goal is put away at the moment."))
    on = place.today not in goal.days
    place.store.goals.tick(goal.id, place.today, on)
    name = shown_line(goal.words)
    await place.say(place.t("Done today: {goal}.", goal=name) if on else place.t("Taken back: {goal}.", goal=name))
