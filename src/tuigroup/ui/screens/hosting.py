"""Guest sessions on screens: what is done from their thread, announcing one, the transcript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tuigroup import actions
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.store.rows import ThreadRow
from tuigroup.ui.screens.sheet import KeptSheet, LongTextScreen
from tuigroup.ui.widgets.ask import Choice
from tuigroup.views import drafting, group_words, guests, visitors
from tuigroup.views.lines import Line, line, wrap
from tuigroup.views.offers import TextSheet
from tuigroup.wire import limits
from tuigroup.wire.guests import GuestSession

if TYPE_CHECKING:
    from tuigroup.ui.screens.base import BaseScreen


class Hosting:
    """``asking`` is the thread for which a question without a name is being written, None while none is."""

    def __init__(self, screen: BaseScreen) -> None:
        self.screen = screen
        self.asking: GuestSession | None = None

    def tail(self, head: ThreadRow | None) -> tuple[Line, ...]:
        screen = self.screen
        said = guests.tail(screen.t, screen.store, head, screen.now, screen.zone, "Q")
        room = max(20, min(72, screen.size.width - 8))
        return tuple(line((f"   {found}", "dim")) for found in wrap(said, room)) if said else ()

    def menu(self, group: int, found: GuestSession) -> None:
        screen, t = self.screen, self.screen.t
        choices = [Choice(*choice) for choice in guests.choices(t, screen.store, group, found)]
        question = f"{visitors.who(found)}; {visitors.window(t, found, screen.now, screen.zone)}."
        screen.ask(question, *choices, then=lambda value: self._chosen(group, found, value))

    def _chosen(self, group: int, found: GuestSession, value: str) -> None:
        screen, t = self.screen, self.screen.t
        match value:
            case "ask":
                first = screen.store.threads.post(group, found.thread)
                if first is not None:
                    screen.open("compose", draft=drafting.for_post(screen.store, "reply", first))
            case "unnamed":
                self.asking = found
                kept = guests.draft(screen.store, group, found.thread)
                screen.app.push_screen(
                    LongTextScreen(
                        t("A question without a name"), t(guests.WRITE), kept, limits.BODY,
                        lambda text: guests.keep(screen.store, group, found.thread, text),
                    )
                )  # fmt: skip
            case "read":
                screen.open("resource", slug=found.slug)
            case "code":
                screen.ask(guests.code(t, screen.store, group, found), Choice("o", t("good"), "good"), then=bool)
            case "transcript":
                screen.open("transcript", group=group, thread=found.thread)
            case "out":
                if screen.attempt(actions.transcribe, screen.store, group, found.thread, "", "") is not None:
                    screen.tell(t(guests.OUT))
            case _:
                end = Choice("e", t("end it"), "end")
                screen.ask(t(guests.END), end, then=lambda _: self._end(group, found))

    def _end(self, group: int, found: GuestSession) -> None:
        if self.screen.attempt(actions.end_session, self.screen.store, group, found.thread) is not None:
            self.screen.tell(self.screen.t(guests.ENDED))

    def resumed(self, group: int) -> None:
        """Back from writing: whether to send it."""
        if self.screen.app.screen is not self.screen:
            return  # what closed was the question before it
        found, self.asking = self.asking, None
        if found is not None and guests.draft(self.screen.store, group, found.thread).strip():
            self.screen.call_after_refresh(self._ask_whether, group, found)

    def _ask_whether(self, group: int, found: GuestSession) -> None:
        screen, t = self.screen, self.screen.t
        send = Choice("y", t("send it"), "yes")
        question = f"{t(guests.SEND)} {t(guests.UNNAMED)}"
        screen.ask(question, send, then=lambda _: self._send(group, found), escape=t("keep it for later"))

    def _send(self, group: int, found: GuestSession) -> None:
        screen = self.screen
        text = guests.draft(screen.store, group, found.thread)
        if screen.attempt(actions.ask_unnamed, screen.store, group, found.thread, text) is not None:
            guests.keep(screen.store, group, found.thread, "")
            screen.tell(screen.t(guests.ASKED))


class _Sheet(KeptSheet):
    """``SENT`` is said when it was sent."""

    SENT = ""
    LABELS = {
        "open": N_("change", context="key"),
        "send": N_("send", context="key"),
        "discard": N_("discard", context="key"),
    }
    form: TextSheet

    def action_send(self) -> None:
        try:
            self.form.send()  # type: ignore[attr-defined]
        except BadInput as problem:
            self.point_out(problem)
            return
        self.engine.wake()
        self.shell.go_back()
        self.shell.tell(self.t(self.SENT))


class AnnounceScreen(_Sheet):
    WORDS = guests.WORDS
    SENT = guests.ANNOUNCED

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self.form = guests.Announcing(self.store, group, self.zone)

    def crumbs(self) -> tuple[str, ...]:
        record = self.store.groups.get(self.group)
        return (group_words.name(record) if record is not None else self.t("a group"), self.t("A guest session"))


class TranscriptScreen(_Sheet):
    WORDS = guests.TRANSCRIPT
    SENT = guests.TRANSCRIBED

    def __init__(self, group: int, thread: int) -> None:
        super().__init__()
        found = self.store.groups.session_of(group, thread) or GuestSession(thread=thread)
        self.form = guests.Transcript(self.store, self.t, group, found)

    def crumbs(self) -> tuple[str, ...]:
        return (self.t("Transcript"), self.form.typed("title"))
