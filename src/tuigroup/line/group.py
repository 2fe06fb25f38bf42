"""A group's page: what it is, who runs it, when it meets; joining, leaving, claiming, and what facilitators do."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.commands import BY_NAME
from tuigroup.line.duty import say_here
from tuigroup.line.joining import join_group
from tuigroup.line.place import Place
from tuigroup.views import fetching, group_page, group_words, muting, standing
from tuigroup.views.boards import can_whisper, is_guest, is_member, looks_after, runs
from tuigroup.views.drafting import for_facilitators
from tuigroup.views.standing import LEAVING, asking, can_come, can_join, claimed, decided, leaving_told, page_of
from tuigroup.wire.records import GroupRecord, MembershipRecord
from tuigroup.wire.sync import WantGroup
from tuigroup.wire.words import GroupState, Standing

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

FACILITATING = ("requests", "cases", "set_up", "duty", "hand_over", "credentials", "close_group")


class Group(Place):
    def __init__(self, shell: Shell, group: int) -> None:
        super().__init__(shell)
        self.group = group

    @property
    def record(self) -> GroupRecord | None:
        return self.store.groups.get(self.group)

    @property
    def mine(self) -> MembershipRecord | None:
        return self.store.groups.membership(self.group)

    async def enter(self) -> None:
        if self.store.groups.page(self.group) is None:
            await self.shell.arrives(WantGroup(g=self.group))
        elif self.store.settings.get("data_saver") != "on":
            self.engine.want(WantGroup(g=self.group))

    async def tell(self) -> None:
        record = self.record
        if record is None:
            said = self.t(self.engine.status().sentence) if fetching.offline(self.engine) else ""
            await self.say(self.t("This group is not here yet."), said)
            return
        page = page_of(self.t, self.store, self.engine.status(), record, self.now, self.shell.zone)
        await self.shell.voice.read(group_page.paragraphs(page))
        waiting = len(asking(self.store, self.group)[0]) if runs(self.mine) else 0
        if waiting:
            await self.say(self.t.plural("{count} asks to join.", "{count} ask to join.", waiting))
        here = ("open", "join", "claim", "private", "meetings", "leave_group", "decisions", "session", *FACILITATING)
        words = [name for name in here if name in self.commands()]
        if words:
            named = ", ".join(BY_NAME[name].word for name in words)
            await self.say(self.t("Words here: {words}.", words=named))

    # What a member does

    def works(self, name: str) -> bool:
        record, mine = self.record, self.mine
        if record is None:
            return name not in (
                "open", "join", "claim", "private", "meetings", "leave_group", "decisions", "session", *FACILITATING
            )  # fmt: skip
        match name:
            case "open":
                return is_member(mine) or is_guest(mine)
            case "session":
                return runs(mine) or can_come(record, mine)
            case "join":
                return can_join(record, mine)
            case "claim":
                listing = group_words.is_listing(record)
                return listing and self.shell.session.account is not None and not claimed(self.store, self.group)
            case "take_break":
                return is_member(self.mine)
            case "decisions":
                return decided(self.store, self.group)
            case "cases":
                return looks_after(mine)
            case "private":
                return can_whisper(self.store, self.group)
            case "requests":
                return standing.answers_requests(self.store, self.group)
            case "leave_group":
                return mine is not None and mine.standing in (Standing.ACTIVE, Standing.REQUESTED)
            case _ if name in FACILITATING:
                return runs(mine) and record.state is not GroupState.CLOSED
        return name not in ("down", "up", "first", "last")

    async def do_open(self, rest: str) -> None:
        from tuigroup.line.board import Board

        await self.shell.go(Board(self.shell, self.group))

    async def do_session(self, rest: str) -> None:
        """Announce a guest, or come as one."""
        from tuigroup.line.hosting import Announce, come_in

        if runs(self.mine):
            await self.shell.go(Announce(self.shell, self.group))
        elif self.shell.session.account is None:
            await join_group(self.shell, self.group)
        else:
            await come_in(self.shell, self.group)

    async def do_take_break(self, rest: str) -> None:
        await self.say(muting.switch_break(self.t, self.store, self.group))
        self.shell.used_to()

    async def do_private(self, rest: str) -> None:
        from tuigroup.line.compose import compose

        await compose(self.shell, for_facilitators(self.store, self.group))

    async def do_join(self, rest: str) -> None:
        await join_group(self.shell, self.group)

    async def do_leave_group(self, rest: str) -> None:
        question = self.t("Take your request back?")
        if is_member(self.mine):
            name = group_words.name(self.record) if self.record is not None else self.t("this group")
            await self.say(self.t("What you wrote stays under your alias; nobody is told why."), self.t(LEAVING))
            if runs(self.mine) and (told := leaving_told(self.t, self.store, self.group)):
                await self.say(told)
            question = self.t("Leave {group}?", group=name)
        if await self.shell.asking.yes(question):
            key = actions.leave(self.store, self.group)
            self.engine.wake()
            self.shell.used_to()
            await self.say(self.t("On its way.") if key else self.t("Taken back. It was not sent yet."))

    async def do_claim(self, rest: str) -> None:
        prompt = self.shell.asking.prompt
        alias = await prompt(self.t("You run this group? Choose the alias you will have there."))
        if alias is None:
            return
        word = await prompt(self.t("A word to the operator: how can they see that you run it?"), empty=True)
        if word is not None:
            actions.claim(self.store, self.group, alias, word)
            self.engine.wake()
            said = self.t("Your claim is on its way. The operator looks at it, and it then becomes a group here.")
            await self.say(said)

    # What facilitators do

    async def do_requests(self, rest: str) -> None:
        from tuigroup.line.facilitate import Requests

        await self.shell.go(Requests(self.shell, self.group))

    async def do_cases(self, rest: str) -> None:
        from tuigroup.line.cases import GroupCases

        await self.shell.go(GroupCases(self.shell, self.group))

    async def do_decisions(self, rest: str) -> None:
        from tuigroup.line.decided import Decided

        await self.shell.go(Decided(self.shell, self.group))

    async def do_set_up(self, rest: str) -> None:
        from tuigroup.line.sheets import set_up

        await set_up(self.shell, self.group)

    async def do_duty(self, rest: str) -> None:
        await say_here(self.shell, self.group)

    async def do_hand_over(self, rest: str) -> None:
        from tuigroup.line.facilitate import Members

        await self.shell.go(Members(self.shell, self.group))

    async def do_credentials(self, rest: str) -> None:
        text = rest or await self.shell.asking.prompt(
            self.t(
                "Your credentials, such as: Clinical social worker. They are shown once the operator has "
                "confirmed them."
            )
        )
        if text:
            actions.credentials(self.store, self.group, text)
            self.engine.wake()
            await self.say(self.t("On its way. The operator confirms it, then everybody sees it beside your alias."))

    async def do_close_group(self, rest: str) -> None:
        name = group_words.name(self.record) if self.record is not None else self.t("this group")
        await self.say(self.t("Nobody can write there any more. What was written stays readable for members."))
        if not await self.shell.asking.yes(self.t("Close {group} for good?", group=name)):
            return
        word = await self.shell.asking.prompt(self.t("A word to the members; it may be empty."), empty=True)
        if word is not None:
            actions.close_group(self.store, self.group, word)
            self.engine.wake()
            await self.say(self.t("The group closes as soon as that is sent."))

    async def do_meetings(self, rest: str) -> None:
        from tuigroup.line.meetings import Meetings

        await self.shell.go(Meetings(self.shell, self.group))

    async def do_search(self, rest: str) -> None:
        from tuigroup.line.search import Search

        await self.shell.go(Search(self.shell, rest, self.group))
