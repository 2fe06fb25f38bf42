"""For those who run a group: who asks to join, and handing the group over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line.place import Item, Place
from tuigroup.views import roles
from tuigroup.views.clean import shown_line
from tuigroup.views.facets import fold
from tuigroup.views.standing import asking
from tuigroup.views.times import ago
from tuigroup.wire import limits
from tuigroup.wire.records import JoinRequestRecord, MemberRecord
from tuigroup.wire.words import Standing

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell


class Requests(Place):
    def __init__(self, shell: Shell, group: int) -> None:
        super().__init__(shell)
        self.group = group

    async def tell(self) -> None:
        self.begin_list()
        waiting, answered = asking(self.store, self.group)
        if not waiting:
            await self.say(self.t("Nobody asks to join at the moment."))
        else:
            await self.say(self.t.plural("{count} waits for an answer.", "{count} wait for an answer.", len(waiting)))
        await self.list_items([self._item(one) for one in waiting])
        for one in answered:
            alias = shown_line(one.alias, limits.ALIAS * 2)
            let_in = one.standing is Standing.ACTIVE
            said = self.t("{alias}: let in, waits to be sent.", alias=alias)
            await self.say(said if let_in else self.t("{alias}: declined, waits to be sent.", alias=alias))
        if waiting:
            await self.say(self.t("admit and decline take a number."))

    def _item(self, one: JoinRequestRecord) -> Item:
        word = shown_line(one.word, limits.WORD * 2)
        parts = [shown_line(one.alias, limits.ALIAS * 2), ago(self.t, one.at, self.now)]
        label = f"{', '.join(parts)}: {word or self.t('no word with it')}"

        async def open_() -> None:
            await self.say(label, self.t("admit lets them in, decline answers no; each with a word back."))

        return Item(label, open_, one)

    async def do_admit(self, rest: str) -> None:
        await self._answer(rest, admit=True)

    async def do_decline(self, rest: str) -> None:
        await self._answer(rest, admit=False)

    async def _answer(self, rest: str, *, admit: bool) -> None:
        one = self.picked(rest).about
        alias = shown_line(one.alias, limits.ALIAS * 2)
        question = self.t("Let {alias} in. A word of welcome; it may be empty.", alias=alias)
        if not admit:
            question = self.t(
                "Decline {alias}. A kind word why, and where else to look, helps; it may be empty.", alias=alias
            )
        word = await self.shell.asking.prompt(question, empty=True)
        if word is not None:
            actions.answer_request(self.store, self.group, one.member, admit, word)
            self.engine.wake()
            self.shell.used_to()
            await self.say(self.t("Your answer is on its way."))
            await self.tell()


class Members(Place):
    def __init__(self, shell: Shell, group: int) -> None:
        super().__init__(shell)
        self.group = group
        self._text = ""

    async def tell(self) -> None:
        self.begin_list()
        mine = self.store.groups.membership(self.group)
        own = mine.member if mine is not None else 0
        members = [one for one in self.store.groups.members(self.group) if one.member != own]
        found = [one for one in members if fold(self._text) in fold(shown_line(one.alias))]
        said = self.t(
            "Choose who runs the group from now on, or moderates it. They are told here, and you decide whether you "
            "stay beside them."
        )
        await self.say(said)
        if not members:
            await self.say(self.t("No other member is known here yet. They come with the next update."))
        elif not found:
            await self.say(self.t('Nobody is called "{text}" here.', text=self._text))
        await self.list_items([self._item(one) for one in found])

    def _item(self, one: MemberRecord) -> Item:
        said = roles.said(self.t, self.store, self.group, one)
        label = ", ".join(part for part in (shown_line(one.alias, limits.ALIAS * 2), said) if part)
        return Item(label, lambda: self._hand_over(one), one)

    async def _hand_over(self, one: MemberRecord) -> None:
        alias = shown_line(one.alias, limits.ALIAS * 2)
        choices = roles.choices(self.t, self.store, self.group, one)
        how = await self.shell.asking.choose(self.t("What shall {alias} do here?", alias=alias), choices)
        if how in (roles.MODERATE, roles.MEMBER):
            actions.name_moderator(self.store, self.group, one.member, how == roles.MODERATE)
            self.engine.wake()
            await self.say(self.t(roles.NAMED if how == roles.MODERATE else roles.NO_MORE))
        elif how:
            actions.hand_over(self.store, self.group, one.member, how == roles.OVER)
            self.engine.wake()
            await self.say(self.t("On its way. They run the group as soon as the server has it."))

    async def do_hand_over(self, rest: str) -> None:
        if not self.items:
            raise BadInput(N_("No other member is known here yet. They come with the next update."))
        await self.picked(rest).open()

    async def do_search(self, rest: str) -> None:
        text = rest or await self.shell.asking.prompt(self.t("Whose alias?"), empty=True)
        self._text = shown_line(text or "")
        await self.tell()
