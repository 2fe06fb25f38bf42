"""Writing: a reply, a new thread, a change. Whatever is typed is on disk within a second, and when one leaves.

What is written is plain text. Sending is a local write: the post stands in its thread at once, with how far it got.
"""

from __future__ import annotations

from dataclasses import replace

from textual import events
from textual.app import ComposeResult, SuspendNotSupported
from textual.containers import Horizontal
from textual.widgets import Input, TextArea

from tuigroup import actions
from tuigroup.errors import BadInput, TuigroupError
from tuigroup.i18n import N_
from tuigroup.store.rows import Draft, PostRow, Ref
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import StoreChanged
from tuigroup.ui.screens.draft import DraftScreen
from tuigroup.ui.widgets.ask import Choice, Words
from tuigroup.ui.widgets.bars import Bar
from tuigroup.ui.widgets.composer import Push
from tuigroup.ui.widgets.form import Caption, Text
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.views import agreement, beginnings, danger, drafting, duty, editor, help_now, writing
from tuigroup.views.clean import shown_line
from tuigroup.views.edges import key_of
from tuigroup.views.lines import WIDEST, line, packed
from tuigroup.views.posts import HOPES
from tuigroup.wire import limits
from tuigroup.wire.words import Intent
from tuigroup.wording import Wording


class ComposeScreen(DraftScreen):
    """It begins with a heading and empty lines; what goes with a post is said with the first words of it."""

    DEFAULT_CSS = """
    ComposeScreen #quote { max-height: 6; }
    ComposeScreen #title-line { height: 1; }
    ComposeScreen #title-line Caption { width: 8; }
    ComposeScreen Composer { height: auto; }
    ComposeScreen #pushes { height: 1; }
    ComposeScreen #about, ComposeScreen #pushes { display: none; }
    ComposeScreen.-begun #about, ComposeScreen.-begun #pushes { display: block; }
    """
    BINDINGS = bindings("send", "note", "intent", "preview", "editor")
    KEYS = ("send",)
    MORE = ("preview", "editor")  # beside the buttons
    LAST_KEYS = ("back",)
    LABELS = {"back": N_("keep as draft", context="key")}
    AUTO_FOCUS = "Composer"

    def __init__(self, draft: Draft) -> None:
        super().__init__(draft)
        self._offered = False  # whether help was offered: it is, once
        self._wording: Wording | None = None
        self._open = (-1, "")  # minute, and which crisis lines are open then
        self._others = 0  # lines between the heading and the words

    # Words

    def heading(self) -> str:
        return writing.heading(self.t, self.draft, self._target())

    def _target(self) -> PostRow | None:
        return drafting.target_of(self.store, self.draft)

    def body(self) -> ComposeResult:
        yield Words(id="quote")
        if drafting.has_title(self.store, self.draft):
            with Horizontal(id="title-line"):
                caption = Caption(id="caption")
                caption.show(line(f" {self.t('Title')}"))
                yield caption
                self.title_field = TextLine(self.draft.title, limit=limits.TITLE, id="title-field")
                yield self.title_field
        yield self.words
        yield Text(id="about")
        with Horizontal(id="pushes"):
            yield Push(self.t("Send"), id="push-send")
            yield Push(self.t("Keep as draft"), id="push-keep")
            yield Bar(id="more")

    def works(self, name: str) -> bool:
        match name:
            case "intent":
                return self.draft.kind != "edit"
            case "editor":
                return bool(self.shell.settings.editor)
            case "help":
                return False
            case _:
                return True

    # What is drawn

    def _stands(self) -> None:
        if self.words.has_focus:
            self.words.point()  # before it is said to be whole: else the first frame has the cursor elsewhere
        super()._stands()

    def on_mount(self) -> None:
        if self.title_field is not None and not self.draft.title:
            self.title_field.focus()
        if self.draft.also:
            self.call_after_refresh(
                self.tell,
                self.t("Two machines of yours wrote this at the same time. Both texts are kept; this is one of them."),
            )

    def kept(self) -> None:
        self._about()

    def load(self) -> None:
        self.from_elsewhere()
        self._above()
        self._about()

    def on_resize(self, event: events.Resize) -> None:
        if self.ready:
            self._above()
            self._about()

    def _above(self) -> None:
        """What is answered, where it is not in sight above; or the quote that goes along."""
        room = max(10, min(WIDEST, self.size.width - 2))
        target, below = self._target(), self.below
        there = target is not None and below is not None and below.shows(target.ref) and not self.draft.quote
        most = 4 if self.size.height >= 20 else 1
        lines = [] if there else writing.above(self.t, self.draft, target, room, most=most)
        lines = lines or beginnings.first_thread(self.t, self.store, self.draft, room)[-most - 1 :]
        self.query_one("#quote", Words).show(*(line((f" {of}", "quote")) for of in lines))
        self._others = len(lines) + (1 if self.title_field is not None else 0)

    def _room(self) -> None:
        """As high as what is written needs, from two fifths of the screen to all but what is answered begins with."""
        others = 1 + self._others + (self.query_one("#about", Text).count + 1 if self.has_class("-begun") else 0)
        height = self.size.height
        self.words.styles.min_height = max(3, height * 2 // 5 - others)
        self.words.styles.max_height = max(3, height - (5 if height >= 20 else 2) - others)
        self.call_after_refresh(self.uncover)

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("memberships", "groups", "posts", "drafts", group=self.draft.group)

    def _about(self) -> None:
        """What goes with the post, who one is here, and limits before they bite."""
        draft = self.written()
        begun = bool(draft.id) or draft.intent is not Intent.NONE or drafting.worth_keeping(draft, self.at_first)
        mine = self.store.groups.membership(self.draft.group)
        alias = shown_line(mine.alias, limits.ALIAS * 2) if mine is not None else ""
        note = self.t("note: {note}", note=shown_line(self.draft.note, limits.NOTE * 2) or self.t("none"))
        parts = [self._keyed("note", note)]
        if self.draft.kind != "edit":
            hope = self.t(HOPES[self.draft.intent]) or self.t("hopes for: nothing special")
            parts.append(self._keyed("intent", hope))
        parts += [self.t("as {alias} here", alias=alias)] if alias else []
        parts += [seen] if (seen := writing.seen_by(self.t, draft, drafting.thread_of(self.store, draft))) else []
        more = writing.room_left(self.t, self.words.text, self.title_text())
        if more:
            parts.append(more)
        elif draft.kind != "edit":
            key = self.t(key_of("help_now", self.shell.settings.keys))
            parts += duty.answered_by(self.t, self.store, draft.group, self.zone, key)
            parts += filter(None, [self._open_lines() if self.size.height >= 20 else ""])
        parts += [self.t("draft saved")] if self.draft.id else []  # last, so that nothing moves when one is
        room = max(10, min(WIDEST, self.size.width - 2))
        self.query_one("#about", Text).say(*packed(parts, room), style="dim")
        more_keys = (f"   {key} {label}" for key, label in self.pairs(self.MORE, self.working_keys()))
        self.query_one("#more", Bar).show(line("".join(more_keys)))
        self.set_class(begun, "-begun")
        self._room()

    def _open_lines(self) -> str:
        """Read anew once a minute, and not with every key."""
        now = self.store.now_min()
        if self._open[0] != now:
            self._open = (now, help_now.open_line(self.t, self.store, self.shell.settings, WIDEST))
        return self._open[1]

    def _keyed(self, name: str, words: str) -> str:
        """Words with the key that changes what they say."""
        key = self.working_keys().get(name)
        return f"{key} {words}" if key else words

    # Typing

    def on_text_area_changed(self, message: TextArea.Changed) -> None:
        self._changed()

    def on_input_changed(self, message: Input.Changed) -> None:
        self._changed()

    def _changed(self) -> None:
        if self.ready and not self.done:
            self._about()
            self.keep_soon()

    def on_input_submitted(self, message: Input.Submitted) -> None:
        self.words.focus()

    # What a member does

    def action_back(self) -> None:
        draft = self.written()
        if not drafting.worth_keeping(draft, self.at_first):
            self.done = True
            if draft.id:
                self.store.drafts.delete(draft.id)
            self._leave("")
        elif self.try_keep():
            self.done = True
            self._leave(self.t("Kept as a draft. It waits on your page for today, and here when you write again."))

    def _leave(self, sentence: str) -> None:
        self.shell.go_back()
        if sentence:
            self.shell.tell(sentence)

    def action_send(self) -> None:
        if not self.try_keep():
            return
        draft = self.draft
        if not draft.id:
            self.tell(
                self.t("Nothing was changed.") if draft.kind == "edit" else self.t("There is nothing to send yet.")
            )
            return
        if not self._offered and self._words().suggests(danger.whole(draft)):
            self._offer(draft)
        else:
            self._send(draft)

    def _words(self) -> Wording:
        if self._wording is None:
            self._wording = danger.wordings(self.store, self.shell.settings)
        return self._wording

    def _offer(self, draft: Draft) -> None:
        """Once, and never in the way: what was written stays where it was, or goes where it is to go."""
        self._offered = True
        offer = danger.offer(self.t, self.store, self.shell.settings, draft, self.zone)
        choices = [Choice(*choice) for choice in danger.choices(self.t, self.store, draft)]
        self.ask(offer, *choices, then=self._after_offer, escape=self.t("go on writing"))

    def _after_offer(self, chosen: str) -> None:
        match chosen:
            case danger.HELP:
                self.shell.action_help_now()
            case danger.FACILITATORS:
                self._send(drafting.as_private(self.store, self.draft))
            case danger.POST:
                self._send(self.draft)
            case _:
                self.action_back()

    def _send(self, draft: Draft) -> None:
        self.draft = draft
        if agreement.waits(self.store, draft):
            self.open("agree", group=draft.group, then=lambda: self._send(draft))
            return
        try:
            ref = actions.send_draft(self.store, draft.id)
        except BadInput as problem:
            self.complain(problem)
            return
        except TuigroupError as problem:
            self.tell(problem.sentence(self.t))
            return
        self.done = True
        self.engine.wake()
        self._show(ref)
        if not self.session.passing and (said := danger.broken(self.t, self.store, self.shell.settings)):
            self.app.call_after_refresh(self.shell.tell, said)  # once the thread stands

    def complain(self, problem: BadInput) -> None:
        self.tell(problem.sentence(self.t))
        if problem.field == "title" and self.title_field is not None:
            self.title_field.focus()
        else:
            self.words.focus()

    def _show(self, key: str) -> None:
        """Back to the thread, where the post stands with its state."""
        from tuigroup.ui.screens.thread import ThreadScreen

        group, kind, target = self.draft.group, self.draft.kind, self.draft.target
        ref: Ref = target if kind == "edit" and target is not None else key
        thread = self.store.threads.thread_of(group, ref)
        self.shell.go_back()
        below = self.shell.front
        if isinstance(below, ThreadScreen) and (below.group, below.thread) == (group, thread):
            below.show_post(ref)
        elif thread is not None:
            self.shell.open("thread", group=group, thread=thread, post=ref)

    def action_note(self) -> None:
        self.prompt(
            self.t("A topic that some would rather not open, in a word or two (food, medication); empty for none."),
            value=self.draft.note,
            limit=limits.NOTE,
            then=self._set_note,
        )

    def _set_note(self, note: str) -> None:
        self.draft = replace(self.draft, note=note)
        self._changed()

    def action_intent(self) -> None:
        choices = [
            Choice("s", self.t("support"), "support"),
            Choice("a", self.t("advice"), "advice"),
            Choice("h", self.t("just to say hello"), "hello"),
            Choice("w", self.t("to share a win"), "a_win"),
            Choice("n", self.t("nothing special"), "none"),
        ]
        self.ask(self.t("What do you hope for?"), *choices, then=self._set_intent)

    def _set_intent(self, value: str) -> None:
        self.draft = replace(self.draft, intent=Intent.NONE if value == "none" else Intent(value))
        self._changed()

    def action_preview(self) -> None:
        self.try_keep()
        self.open("preview", draft=self.written())

    def action_editor(self) -> None:
        if not self.try_keep():
            return
        words = self.words
        try:
            with self.app.suspend():
                text = editor.edit(words.text, self.shell.settings.editor)
        except SuspendNotSupported:
            self.tell(self.t("Another editor can't be used on this terminal. Your draft is as it was."))
        except BadInput as problem:
            self.tell(problem.sentence(self.t))
        else:
            words.put(text)
            self.try_keep()

    def on_push_pressed(self, message: Push.Pressed) -> None:
        if message.push.id == "push-send":
            self.action_send()
        else:
            self.action_back()
