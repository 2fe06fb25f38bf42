"""A group's page: what it is, who runs it, when it meets; joining, leaving, claiming, and what facilitators do.

Before joining it is all there is to see; later it is what ``about`` shows.
"""

from __future__ import annotations

from textual.app import ComposeResult

from tuigroup import actions
from tuigroup.i18n import N_
from tuigroup.sync.choices import Choices
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.screens.duty import ask_duty
from tuigroup.ui.widgets.ask import Choice
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import drafting, group_page, group_words, guests, muting, standing
from tuigroup.views.boards import can_whisper, looks_after, runs
from tuigroup.views.group_page import Page
from tuigroup.wire import limits
from tuigroup.wire.records import GroupRecord, MembershipRecord
from tuigroup.wire.sync import WantGroup
from tuigroup.wire.words import GroupState, Standing

FACILITATING = ("requests", "cases", "set_up", "duty", "hand_over", "credentials", "close_group")


class GroupScreen(BaseScreen):
    BINDINGS = bindings(
        "open",
        "join",
        "claim",
        "private",
        "meetings",
        "take_break",
        "leave_group",
        "decisions",
        "session",
        *FACILITATING,
    )
    KEYS = (
        "open",
        "join",
        "claim",
        "private",
        "meetings",
        "requests",
        "set_up",
        "cases",
        "decisions",
        "leave_group",
        "hand_over",
        "credentials",
        "close_group",
    )
    LABELS = {"open": N_("its boards", context="key")}

    def __init__(self, group: int, joining: bool = False) -> None:
        super().__init__()
        self.group = group
        self._record: GroupRecord | None = None
        self._membership: MembershipRecord | None = None
        self._was_joining = joining

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Directory"), group_words.name(self._record) if self._record is not None else self.t("a group"))

    def info(self) -> str:
        if not self.runs_it:
            return ""
        waiting = sum(1 for one in self.store.groups.join_requests(self.group) if one.standing is Standing.REQUESTED)
        return self.t.plural("{count} asks to join", "{count} ask to join", waiting) if waiting else ""

    def _key_label(self, name: str) -> str:
        if name == "leave_group" and self._membership is not None and self._membership.standing is Standing.REQUESTED:
            return self.t("take it back", context="key")
        return super()._key_label(name)

    def body(self) -> ComposeResult:
        yield Reader(id="page")

    @property
    def member(self) -> bool:
        return self._membership is not None and self._membership.standing is Standing.ACTIVE

    @property
    def runs_it(self) -> bool:
        return runs(self._membership)

    # What is drawn

    def on_mount(self) -> None:
        if not (Choices(self.store, self.shell.settings).saving and self.store.groups.page(self.group) is not None):
            self.engine.want(WantGroup(g=self.group))

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("groups", "memberships", "outbox", "cases", group=self.group)

    def load(self) -> None:
        self._record = self.store.groups.get(self.group)
        self._membership = self.store.groups.membership(self.group)
        if self._record is None:
            offline = self.engine.status().state in ("offline", "paused")
            said = (
                self.t("This group is not here yet.")
                + " "
                + (self.t(self.engine.status().sentence) if offline else self.t("Asking the server."))
            )
            self.query_one(Reader).set_lines([said])
            return
        if self._was_joining and self.member:
            self.shell.replace("board", group=self.group)
            return
        self._was_joining = standing.joining(self.store, self.group) is not None or (
            self._membership is not None and self._membership.standing is Standing.REQUESTED
        )
        self.query_one(Reader).set_paragraphs(group_page.paragraphs(page_of(self, self._record)))
        self.refresh_bindings()

    def on_link_changed(self, message: LinkChanged) -> None:
        self.load()

    def has_asked(self) -> None:
        """Joining was asked for, and may have been answered before this is drawn again."""
        self._was_joining = True

    # What a member does

    def works(self, name: str) -> bool:
        if self._record is None:
            return name not in (
                *FACILITATING,
                "open",
                "join",
                "claim",
                "private",
                "meetings",
                "take_break",
                "leave_group",
                "decisions",
                "session",
            )
        match name:
            case "open":
                return self.member
            case "join":
                return standing.can_join(self._record, self._membership)
            case "claim":
                return (
                    group_words.is_listing(self._record)
                    and self.session.account is not None
                    and not standing.claimed(self.store, self.group)
                )
            case "take_break" | "meetings":
                return self.member
            case "session":
                return self.runs_it or (not self.member and standing.can_come(self._record, self._membership))
            case "decisions":
                return standing.decided(self.store, self.group)
            case "cases":
                return looks_after(self._membership)
            case "requests":
                return standing.answers_requests(self.store, self.group)
            case "private":
                return can_whisper(self.store, self.group)
            case "leave_group":
                return self._membership is not None and self._membership.standing in (
                    Standing.ACTIVE,
                    Standing.REQUESTED,
                )
            case _ if name in FACILITATING:
                return self.runs_it and self._record.state is not GroupState.CLOSED
        return True

    def action_open(self) -> None:
        self.open("board", group=self.group)

    def action_take_break(self) -> None:
        self.tell(muting.switch_break(self.t, self.store, self.group))

    def action_session(self) -> None:
        """Announce a guest, or come as one."""
        if self.runs_it:
            self.open("announce", group=self.group)
        elif self.session.account is None:
            assert self._record is not None
            join_group(self, self._record)
        else:
            self.prompt(self.t(guests.CODE), limit=64, then=self._come)

    def _come(self, code: str) -> None:
        if self.attempt(actions.join, self.store, self.group, "guest", "", code) is not None:
            self.load()
            self.tell(self.t(guests.COMES))

    def action_meetings(self) -> None:
        self.open("meetings", group=self.group)

    def action_private(self) -> None:
        self.open("compose", draft=drafting.for_facilitators(self.store, self.group))

    def action_join(self) -> None:
        if self._record is not None:
            join_group(self, self._record)

    def action_leave_group(self) -> None:
        if self.member:
            name = group_words.name(self._record) if self._record is not None else self.t("this group")
            told = standing.leaving_told(self.t, self.store, self.group) if self.runs_it else ""
            question = self.t("Leave {name}? What you wrote stays under your alias; nobody is told why.", name=name)
            self.ask(
                " ".join(filter(None, [question, self.t(standing.LEAVING), told])),
                Choice("y", self.t("leave"), "yes"),
                then=lambda _: self._leave(),
                escape=self.t("stay"),
            )
        else:
            self.ask(
                self.t("Take your request back?"),
                Choice("y", self.t("take it back"), "yes"),
                then=lambda _: self._leave(),
                escape=self.t("no"),
            )

    def _leave(self) -> None:
        self._was_joining = False
        key = self.attempt(actions.leave, self.store, self.group)
        if key == "":
            self.tell(self.t("Taken back. It was not sent yet."))
        self.load()

    def action_claim(self) -> None:
        self.prompt(
            self.t("You run this group? Choose the alias you will have there."),
            limit=limits.ALIAS,
            then=lambda alias: self.prompt(
                self.t("A word to the operator: how can they see that you run it?"),
                limit=limits.WORD,
                enter=self.t("send"),
                then=lambda word: self._claim(alias, word),
            ),
        )

    def _claim(self, alias: str, word: str) -> None:
        if self.attempt(actions.claim, self.store, self.group, alias, word) is not None:
            self.tell(self.t("Your claim is on its way. The operator looks at it, and it then becomes a group here."))

    # What facilitators do

    def action_requests(self) -> None:
        self.open("requests", group=self.group)

    def action_cases(self) -> None:
        self.open("cases", group=self.group)

    def action_decisions(self) -> None:
        self.open("decisions", group=self.group)

    def action_set_up(self) -> None:
        self.open("set_up", group=self.group)

    def action_duty(self) -> None:
        ask_duty(self, self.group)

    def action_hand_over(self) -> None:
        self.open("members", group=self.group)

    def action_credentials(self) -> None:
        self.prompt(
            self.t(
                "Your credentials, such as: Clinical social worker. They are shown once the operator has "
                "confirmed them."
            ),
            limit=limits.CREDENTIALS,
            enter=self.t("send"),
            then=self._credentials,
        )

    def _credentials(self, text: str) -> None:
        if self.attempt(actions.credentials, self.store, self.group, text) is not None:
            self.tell(self.t("On its way. The operator confirms it, then everybody sees it beside your alias."))

    def action_close_group(self) -> None:
        name = group_words.name(self._record) if self._record is not None else self.t("this group")
        self.ask(
            self.t(
                "Close {name} for good? Nobody can write there any more. What was written stays readable for members.",
                name=name,
            ),
            Choice("c", self.t("close it, with a word to the members"), "close"),
            then=lambda _: self.prompt(
                self.t("A word to the members; it may be empty."),
                limit=limits.WORD,
                enter=self.t("close the group"),
                then=self._close,
            ),
            escape=self.t("keep it open"),
        )

    def _close(self, word: str) -> None:
        if self.attempt(actions.close_group, self.store, self.group, word) is not None:
            self.tell(self.t("The group closes as soon as that is sent."))


def join_group(screen: BaseScreen, group: GroupRecord) -> None:
    """Open the way in, or say what is needed first."""
    if screen.session.account is not None:
        screen.open("join", group=group.group)
        return
    screen.ask(
        screen.t("Joining needs an account. Making one takes a minute and asks for no name and no address."),
        Choice("m", screen.t("make an account"), "create"),
        Choice("s", screen.t("sign in"), "sign_in"),
        then=lambda way: screen.open(way, group=group.group),
    )


def page_of(screen: BaseScreen, group: GroupRecord) -> Page:
    """The page of a group from what the store holds now."""
    return standing.page_of(screen.t, screen.store, screen.engine.status(), group, screen.now, screen.zone)
