"""Help me choose: four questions, each of which can be skipped, and three groups with why each.

What is answered lives in these few calls and nowhere else: it is not stored, not sent, and gone afterwards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup.line.directory import label
from tuigroup.line.joining import join_group
from tuigroup.line.place import Item, Place
from tuigroup.views import facets as fit
from tuigroup.views import group_words
from tuigroup.views.facets import Entry
from tuigroup.views.finding import Answers, suggest
from tuigroup.views.questions import WHERE, Question, answers, questions
from tuigroup.views.standing import can_join
from tuigroup.wire.sync import WantDirectory

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


def _entries(shell: Shell) -> tuple[Entry, ...]:
    groups = shell.store.groups
    found = [*groups.directory(), *groups.directory(listings=True)]
    return fit.entries(shell.t, found, groups.meetings(), groups.memberships(), shell.store.now_min(), shell.zone)


async def choose(shell: Shell) -> None:
    """The questions, then what may fit. back goes to the question before."""
    t, groups = shell.t, shell.store.groups
    if not groups.directory():
        await shell.arrives(WantDirectory(since=groups.directory_rev(False)))
    await shell.voice.say(t("Nothing you answer is stored or sent anywhere. Every question can be skipped."))
    country = shell.store.settings.get("country", shell.settings.country)
    asked = questions(t, _entries(shell), country)
    chosen: dict[int, frozenset[str]] = {}
    own: dict[int, str] = {}
    step = 0
    while 0 <= step < len(asked):
        answer = await _ask(shell, asked[step], step)
        if answer is None:
            step -= 1
            continue
        chosen[step], own[step] = answer
        step += 1
    if step < 0:
        return
    if own.get(WHERE) or chosen.get(WHERE, frozenset()) - {"online"}:
        # Near is where listings help; which place is not told to the server.
        await shell.arrives(WantDirectory(since=groups.directory_rev(True), listings=True))
    await shell.go(Found(shell, answers({key: value for key, value in chosen.items() if value}, own)))


async def _ask(shell: Shell, question: Question, step: int) -> tuple[frozenset[str], str] | None:
    """The values chosen and the own words; None for back."""
    t, asking = shell.t, shell.asking
    await shell.voice.say(t("Question {number} of 4: {text}", number=step + 1, text=question.text))
    labels = [f"{option.label}{f', {option.more}' if option.more else ''}" for option in question.options]
    await shell.voice.say(*(f"{place}. {words}" for place, words in enumerate(labels, 1)))
    if question.own:
        await shell.voice.say(t("Type numbers, or {own}, or nothing to skip.", own=question.own))
    else:
        await shell.voice.say(t("Type numbers with blanks between, or nothing to skip."))
    while True:
        typed = (await asking.line(prompt="? ")).strip()
        if typed.lower() == "back":
            return None
        words = typed.replace(",", " ").split()
        if all(word.isascii() and word.isdigit() for word in words):
            if all(1 <= int(word) <= len(labels) for word in words):
                return frozenset(question.options[int(word) - 1].value for word in words), ""
        elif question.own:
            return frozenset(), typed
        await shell.voice.say(t("Please type numbers of the list, with blanks between."))


class Found(Place):
    """Three groups that may fit, and why each."""

    def __init__(self, shell: Shell, said: Answers) -> None:
        super().__init__(shell)
        self._answers = said

    async def tell(self) -> None:
        from tuigroup.line.group import Group

        self.begin_list()
        t, shell = self.t, self.shell
        found = suggest(t, self._answers, _entries(shell), self.now, shell.zone)
        if not found:
            await self.say(t("No groups are known here yet; the server is asked for them."))
        else:
            await self.say(t("Three groups that may fit:") if len(found) == 3 else t("What may fit:"))
        for one in found:
            group = one.entry.group
            await self.list_items(
                [Item(label(shell, one.entry), lambda n=group.group: shell.go(Group(shell, n)), one.entry)]  # type: ignore[misc]
            )
            await self.say(one.why, "" if one.entry.listing else group_words.pulse(t, group))
        await self.list_items([Item(t("None of these: all groups"), lambda: shell.always.do_directory(""))])

    async def do_join(self, rest: str) -> None:
        entry = self.picked(rest).about
        if isinstance(entry, Entry) and can_join(entry.group, entry.membership):
            await join_group(self.shell, entry.group.group)
        else:
            await self.say(self.t("There is nothing to join here, or you are in already."))
