"""Writing, line by line. Every finished line is on disk before the next is read; a dot alone sends."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tuigroup import actions
from tuigroup.actions import words
from tuigroup.commands import BY_NAME
from tuigroup.errors import BadInput
from tuigroup.i18n import N_
from tuigroup.line import agreeing
from tuigroup.line.words import asks_for_help_now
from tuigroup.store.rows import Draft, Ref
from tuigroup.views import agreement, beginnings, danger, duty, help_now, markdown, writing
from tuigroup.views.clean import shown, shown_line
from tuigroup.views.drafting import as_private, has_title, target_of, thread_of, worth_keeping
from tuigroup.views.lines import WIDEST
from tuigroup.views.posts import HOPES
from tuigroup.wire import limits
from tuigroup.wire.words import Intent

if TYPE_CHECKING:
    from tuigroup.line.shell import Shell

HOW: Final = N_('Write; a line with only a dot sends, "draft" keeps it. .help says what else a line with a dot can do.')
ALL: Final = N_(
    "Alone on a line: . sends; draft keeps it; .note WORD names a topic that some would rather not open; .hope says "
    "what you hope for; .title changes the title; .undo takes off the last line; .preview says all of it; .editor "
    "opens your own editor; .discard throws it away; now and blank work as everywhere. Two dots begin a line with a "
    "dot."
)
PROMPT: Final = ". "


async def compose(shell: Shell, draft: Draft) -> None:
    """Until it is sent, kept or thrown away."""
    await Composing(shell, draft).write()


class Composing:
    def __init__(self, shell: Shell, draft: Draft) -> None:
        self.shell = shell
        self.draft = draft
        self._at_first = None if draft.id else draft
        self._lines = draft.body.rstrip("\n").split("\n") if draft.body.strip() else []
        self._done = False
        self._offered = False  # whether help was offered: it is, once

    async def write(self) -> None:
        t, shell, draft = self.shell.t, self.shell, self.draft
        target = target_of(shell.store, draft)
        mine = shell.store.groups.membership(draft.group)
        alias = shown_line(mine.alias, limits.ALIAS * 2) if mine is not None else ""
        who = t(", as {alias}", alias=alias) if alias else ""
        await shell.voice.say(f"{writing.heading(t, draft, target)}{who}.")
        if seen := writing.seen_by(t, draft, thread_of(shell.store, draft)):
            await shell.voice.say(f"{seen[:1].upper()}{seen[1:]}.")
        if first := beginnings.first_thread(t, shell.store, draft, 10_000):
            await shell.voice.say(*first)
        if draft.kind != "edit":
            said = [*duty.answered_by(t, shell.store, draft.group, shell.zone, BY_NAME["help_now"].word)]
            await shell.voice.say(*said, *filter(None, [help_now.open_line(t, shell.store, shell.settings, WIDEST)]))
        if self._lines:
            await shell.voice.say(
                t("Written so far:"), *map(shown, self._lines), t("Go on, or .undo takes off a line.")
            )
        if has_title(shell.store, draft) and not draft.title:
            title = await shell.asking.prompt(t("Title"))
            if title is None:
                return
            self._keep(replace(self.draft, title=title))
        await shell.voice.say(t(HOW))
        while not self._done:
            shell.voice.afresh()
            typed = await shell.console.read(PROMPT)
            shell.same_person()
            await shell.attempt(self._line(typed))

    async def _line(self, typed: str) -> None:
        word = typed.rstrip()
        if word == BY_NAME["quick_exit"].word:
            await self.shell.always.do_quick_exit("")
        elif asks_for_help_now(word):
            await self.shell.always.do_help_now("")
        elif word in ("draft", "back") and typed == word:
            await self.do_back("")
        elif word == "." or word == f".{BY_NAME['send'].word}":
            await self.do_send("")
        elif word.startswith(".") and not word.startswith(".."):
            head, _, rest = word[1:].partition(" ")
            await self._dotted(head.lower(), rest.strip())
        else:
            self._lines.append(typed[1:] if typed.startswith("..") else typed)
            self._keep_words()
            if said := writing.room_left(self.shell.t, self.text, self.draft.title):
                await self.shell.voice.say(said)

    @property
    def text(self) -> str:
        return "\n".join(self._lines)

    # Keeping

    def _keep(self, draft: Draft) -> None:
        self.draft = draft
        if draft.id or worth_keeping(draft, self._at_first):
            self.draft = self.shell.store.drafts.save(draft)

    def _keep_words(self) -> None:
        self._keep(replace(self.draft, body=self.text))

    # What a line with a dot does

    async def _dotted(self, head: str, rest: str) -> None:
        names = {"note": "note", "hope": "intent", "preview": "preview", "editor": "editor", "discard": "discard",
                 "undo": "undo", "title": "title", "help": "help", "draft": "back", "back": "back"}  # fmt: skip
        if head not in names:
            await self.shell.voice.say(self.shell.t(ALL))
        else:
            await getattr(self, f"do_{names[head]}")(rest)

    async def do_help(self, rest: str) -> None:
        await self.shell.voice.say(self.shell.t(ALL))

    async def do_undo(self, rest: str) -> None:
        if self._lines:
            gone = self._lines.pop()
            self._keep_words()
            await self.shell.voice.say(self.shell.t("Taken off: {line}", line=shown_line(gone, limits.BODY)))

    async def do_title(self, rest: str) -> None:
        if not has_title(self.shell.store, self.draft):
            raise BadInput(N_("Only the first post of a thread has a title."))
        title = rest or await self.shell.asking.prompt(self.shell.t("Title"), value=self.draft.title)
        if title:
            self._keep(replace(self.draft, title=title))
            await self.shell.voice.say(self.shell.t("Title: {title}", title=shown_line(title)))

    async def do_note(self, rest: str) -> None:
        note = rest
        if not rest:
            question = self.shell.t(
                "A topic that some would rather not open, in a word or two (food, medication); empty for none."
            )
            asked = await self.shell.asking.prompt(question, value=self.draft.note, empty=True)
            if asked is None:
                return
            note = asked
        note = words.note(note)
        self._keep(replace(self.draft, note=note))
        said = self.shell.t("Note: {note}.", note=shown_line(note)) if note else self.shell.t("No note.")
        await self.shell.voice.say(said)

    async def do_intent(self, rest: str) -> None:
        t = self.shell.t
        if self.draft.kind == "edit":
            raise BadInput(N_("What a post hoped for when it was sent stays as it is."))
        choices = [
            ("s", t("support"), "support"), ("a", t("advice"), "advice"), ("h", t("just to say hello"), "hello"),
            ("w", t("to share a win"), "a_win"), ("n", t("nothing special"), "none"),
        ]  # fmt: skip
        said = [value for _, label, value in choices if rest and rest.casefold() in (label.casefold(), value)]
        value = said[0] if said else await self.shell.asking.choose(t("What do you hope for?"), choices)
        if value:
            intent = Intent.NONE if value == "none" else Intent(value)
            self._keep(replace(self.draft, intent=intent))
            await self.shell.voice.say(t(HOPES[intent]) or t("hopes for: nothing special"))

    async def do_preview(self, rest: str) -> None:
        t, draft = self.shell.t, self.draft
        whole = actions.composed(replace(draft, body=self.text))
        if draft.title:
            await self.shell.voice.say(t("Title: {title}", title=shown_line(draft.title)))
        if draft.note:
            await self.shell.voice.say(t("Note: {note}.", note=shown_line(draft.note)))
        if draft.intent is not Intent.NONE:
            await self.shell.voice.say(t(HOPES[draft.intent]))
        if whole.strip():
            await self.shell.voice.read(markdown.post(whole).paragraphs)
        else:
            await self.shell.voice.say(t("Nothing is written yet."))
        await self.shell.voice.say(t("That is all of it."))

    async def do_editor(self, rest: str) -> None:
        if self.shell.edit is None:
            raise BadInput(N_("There is no editor here."))
        self._lines = (await self.shell.edit(self.text)).split("\n")
        self._keep_words()
        await self.do_preview("")

    # How it ends

    async def do_back(self, rest: str) -> None:
        """Keep it as a draft."""
        self._done = True
        draft = replace(self.draft, body=self.text)
        if worth_keeping(draft, self._at_first):
            self._keep(draft)
            await self.shell.voice.say(
                self.shell.t("Kept as a draft. It waits on your page for today, and here when you write again.")
            )
        elif draft.id:
            self.shell.store.drafts.delete(draft.id)

    async def do_discard(self, rest: str) -> None:
        if await self.shell.asking.yes(self.shell.t("Throw this draft away?")):
            self._done = True
            if self.draft.id:
                self.shell.store.drafts.delete(self.draft.id)
            await self.shell.voice.say(self.shell.t("Thrown away."))

    async def do_send(self, rest: str) -> None:
        self._keep_words()
        shell, t = self.shell, self.shell.t
        if not self.draft.id:
            unchanged = self.draft.kind == "edit"
            await shell.voice.say(t("Nothing was changed.") if unchanged else t("There is nothing to send yet."))
            self._done = unchanged
            return
        if not self._offered and danger.wordings(shell.store, shell.settings).suggests(danger.whole(self.draft)):
            self._offered = True
            await shell.voice.say(danger.offer(t, shell.store, shell.settings, self.draft, shell.zone))
            question, back = t("What would you like to do?"), t("number, or Enter to go on writing")
            chosen = await shell.asking.choose(question, danger.choices(t, shell.store, self.draft), back=back)
            if chosen == danger.FACILITATORS:
                self.draft = as_private(shell.store, self.draft)
            elif chosen == danger.HELP:
                await shell.always.do_help_now("")
            elif chosen == danger.KEEP:
                await self.do_back("")
            if chosen not in (danger.FACILITATORS, danger.POST):
                return
        if agreement.waits(shell.store, self.draft) and not await agreeing.ask(shell, self.draft.group):
            await shell.voice.say(t(agreement.WAITS))
            await self.do_back("")
            return
        key = actions.send_draft(shell.store, self.draft.id)
        self._done = True
        shell.engine.wake()
        shell.used_to()
        await self._show(key)
        if not shell.session.passing and (said := danger.broken(t, shell.store, shell.settings)):
            await shell.voice.say(said)

    async def _show(self, key: str) -> None:
        """The post where it stands now, with how far it got."""
        from tuigroup.line.thread import Thread

        draft, shell = self.draft, self.shell
        ref: Ref = draft.target if draft.kind == "edit" and draft.target is not None else key
        thread = shell.store.threads.thread_of(draft.group, ref)
        if isinstance(shell.place, Thread) and thread is not None and shell.place.group == draft.group:
            await shell.place.show_post(ref)
        elif thread is not None and draft.kind in ("thread", "private"):
            await shell.go(Thread(shell, draft.group, thread, ref))
        else:
            await shell.voice.say(shell.t("It is on its way; outbox says how far."))
