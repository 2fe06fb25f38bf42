"""A text of the library: read from where one was, with its sections, its source, its licence and its review date.

One that is not here says how large it is and is fetched, with its progress; Esc stops that and keeps what came.
"""

from __future__ import annotations

from contextlib import suppress

from textual.app import ComposeResult
from textual.timer import Timer

from tuigroup.errors import Unwritten
from tuigroup.i18n import N_
from tuigroup.sync.choices import Choices
from tuigroup.ui.bindings import bindings
from tuigroup.ui.messages import LinkChanged, StoreChanged
from tuigroup.ui.screens.base import BaseScreen
from tuigroup.ui.widgets.pick import Pick
from tuigroup.ui.widgets.reader import Reader
from tuigroup.views import fetching, library, markdown
from tuigroup.views.clean import shown_line
from tuigroup.views.lines import Paragraph, line
from tuigroup.wire.records import ResourceRecord
from tuigroup.wire.sync import WantLibrary

KEEP_SECONDS = 1.0


class ResourceScreen(BaseScreen):
    """``line`` is the paragraph to begin at, None where one was."""

    BINDINGS = bindings("open", "outline", "cancel", "forget")
    KEYS = ("open", "on", "outline", "forget", "page_up")
    LABELS = {"open": N_("fetch", context="key")}
    AUTO_FOCUS = "Reader"

    def __init__(self, slug: str, line: int | None = None) -> None:
        super().__init__()
        self.slug = slug
        self._line = line
        self.text = Reader(id="text")
        self._head: ResourceRecord | None = None
        self._document: markdown.Document | None = None
        self._first = 0  # how many paragraphs stand before the text
        self._asked = False
        self._due: Timer | None = None

    # Words

    def crumbs(self) -> tuple[str, ...]:
        return self.t("Library"), shown_line(self._head.title, 200) if self._head is not None else self.t("A text")

    def info(self) -> str:
        if self._document is None or not self.ready:
            return ""
        reader = self.text
        reach = reader.count() - reader.page
        return f"{min(100, 100 * reader.top // reach)} %" if reach > 0 else ""

    def body(self) -> ComposeResult:
        yield self.text

    def side(self) -> ComposeResult:
        yield Reader(id="sections")

    @property
    def _here(self) -> bool:
        return self._document is not None

    @property
    def _offline(self) -> bool:
        return fetching.offline(self.engine)

    @property
    def _under_way(self) -> tuple[int, int] | None:
        return self.engine.downloads().get(self.slug)

    def works(self, name: str) -> bool:
        match name:
            case "open":
                return self._head is not None and not self._here and self._under_way is None and not self._offline
            case "outline":
                return self._document is not None and bool(self._document.sections)
            case "cancel":
                return self._under_way is not None
            case "forget":
                return self._here
            case "on" | "page_up":
                return self._here
            case _:
                return True

    # What is drawn

    def on_mount(self) -> None:
        self.query_one("#sections", Reader).can_focus = False
        head, body = self.store.resources.head(self.slug), self.store.resources.body(self.slug)
        if head is None:
            self.engine.want(WantLibrary(since=self.store.resources.rev()))
        if body is None and head is not None and not self._offline and not self._large(head):
            self._asked = True
            self.engine.fetch_resource(self.slug)

    def _large(self, head: ResourceRecord) -> bool:
        """Whether to ask before it is fetched."""
        choices = Choices(self.store, self.shell.settings)
        return choices.saving or head.packed > choices.ask_above

    def load(self) -> None:
        self._head = self.store.resources.head(self.slug)
        body = self.store.resources.body(self.slug)
        reader = self.text
        if body is None:
            self._document = None
            reader.set_paragraphs(self._meanwhile())
            return
        before, self._document = self._document, markdown.resource(body, self.t)
        top = [*library.about(self.t, self._head, sections=False), Paragraph(())] if self._head is not None else []
        self._first = len(top)
        place = self.store.resources.position(self.slug) if self._line is None else self._line
        reader.set_paragraphs([*top, *self._document.paragraphs], place=place if before is None else None)
        self._show_sections()
        self.refresh_edges()

    def concerns(self, change: StoreChanged) -> bool:
        return change.touches("resources")

    def on_link_changed(self, message: LinkChanged) -> None:
        if not self._here:
            self.load()
            self.refresh_edges()

    def _meanwhile(self) -> list[Paragraph]:
        """What is shown while the text is not here."""
        head = self._head
        if head is None:
            words = self.t("This text is not in the list that is here. It may come with the next one.")
            return [Paragraph(()), Paragraph(line(words))]
        size = fetching.to_download(self.t, head, self.engine.rate())
        under_way = self._under_way
        stopped = self.engine.download_problem(self.slug)
        if self._offline:
            words = self.t("This text is not here yet ({size}), and the line is off.", size=size) + " "
            if under_way is not None:
                words += self.t("{progress} is here already.", progress=fetching.progress(self.t, *under_way)) + " "
            words += self.t("It can be fetched when the line is back.")
        elif under_way is not None:
            words = self.t(
                "Fetching: {progress}. Esc stops it; what has arrived is kept.",
                progress=fetching.progress(self.t, *under_way),
            )
        elif stopped:
            words = self.t("{stopped} Enter tries again ({size}).", stopped=stopped, size=size)
        else:
            words = self.t(
                "This text is not here yet: {size} to download. Enter fetches it and keeps it here.", size=size
            )
        return [*library.about(self.t, head), Paragraph(()), Paragraph(line((words, "strong")))]

    def _show_sections(self) -> None:
        sections = self._document.sections if self._document is not None else ()
        text = (
            [Paragraph(()), Paragraph(line((self.t("Sections"), "title"), ("  " + self.t("o goes to one"), "dim")))]
            if sections
            else []
        )
        text += [Paragraph(line(" " * 2 * of.level + of.title), rest=" " * (2 * of.level + 2)) for of in sections]
        self.query_one("#sections", Reader).set_paragraphs(text, place=0)

    # Where one is

    def on_reader_scrolled(self, message: Reader.Scrolled) -> None:
        if message.reader.id == "text" and self._here:
            self.refresh_title()
            if self._due is None:
                self._due = self.set_timer(KEEP_SECONDS, self._keep_soon)

    def _keep_soon(self) -> None:
        self._due = None
        self.keep()

    def keep(self) -> None:
        if self.ready and self._here and not self.outlived:
            with suppress(Unwritten):  # where one was reading is no reason to stay
                self.store.resources.set_position(self.slug, self.text.place)

    def on_unmount(self) -> None:
        self.keep()

    def on_reader_ended(self, message: Reader.Ended) -> None:
        self.tell(self.t("That is the end of it. Esc goes back."))

    # What a member does

    def action_open(self) -> None:
        self.engine.fetch_resource(self.slug)
        self.load()
        self.refresh_edges()

    def action_outline(self) -> None:
        if self._document is None:
            return
        sections = self._document.sections
        labels = [self.t("the beginning"), *("  " * (of.level - 1) + of.title for of in sections)]
        place = self.text.place - self._first
        at = sum(1 for of in sections if of.place <= place)
        self.app.push_screen(Pick(self.t("Where to?"), labels, at), self._go)

    def _go(self, place: int | None) -> None:
        if place is not None and self._document is not None:
            at = self._document.sections[place - 1].place + self._first if place else 0
            self.text.go_to(at)

    def action_cancel(self) -> None:
        self.engine.cancel(self.slug)
        self.tell(self.t("Stopped. What has arrived is kept for the next time."))
        self.load()
        self.refresh_edges()

    def action_back(self) -> None:
        if self._under_way is not None and not self._here:
            self.action_cancel()
        else:
            super().action_back()

    def action_forget(self) -> None:
        self.keep()
        self.store.resources.forget(self.slug)
        super().action_back()
