"""A draft on a screen: whatever is typed is on disk within a second, and when one leaves.

Another machine's later text comes into the field where nobody typed meanwhile.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace

from textual.timer import Timer

from tuigroup.errors import TuigroupError
from tuigroup.store.rows import Draft
from tuigroup.ui.screens.overlay import Overlay
from tuigroup.ui.widgets.composer import Composer
from tuigroup.ui.widgets.textline import TextLine
from tuigroup.views import drafting

SAVE_SECONDS = 0.7  # from the first key that is not on disk


class DraftScreen(Overlay):
    """``draft`` is what is written so far; one without an id is new. ``done`` says that nothing is kept any more."""

    def __init__(self, draft: Draft) -> None:
        super().__init__()
        self.draft = draft
        self.at_first = None if draft.id else draft
        self._kept = draft  # as it was last read from disk or written there
        self.words = Composer(draft.body, id="words")
        self.title_field: TextLine | None = None
        self.done = False
        self._due: Timer | None = None

    def kept(self) -> None:
        """For who draws: the draft has another name on disk now."""

    def keep_soon(self) -> None:
        """Within SAVE_SECONDS, where there is something worth it."""
        if drafting.worth_keeping(self.written(), self.at_first) or self.draft.id:
            self._save_soon()

    def written(self) -> Draft:
        """The draft as it stands on the screen."""
        if not self.ready:
            return self.draft
        return replace(self.draft, title=self.title_text(), body=self.words.text)

    def keep(self) -> None:
        """Raises where the disk says no: whoever ends the program asks first."""
        self._save_soon(stop=True)
        self._store_draft()

    def _store_draft(self) -> None:
        """On disk when this returns. Raises DiskFull and the like."""
        if self.outlived:
            return
        draft = self.written()
        if draft.id and draft == self._kept and self.store.drafts.get(draft.id) is not None:
            return  # nobody typed: what stands there may be later, from another machine
        if not self.done and self.ready and (draft.id or drafting.worth_keeping(draft, self.at_first)):
            self.draft = self._kept = self.store.drafts.save(draft)

    def _save_soon(self, *, stop: bool = False) -> None:
        if stop and self._due is not None:
            self._due.stop()
            self._due = None
        elif not stop and self._due is None:
            self._due = self.set_timer(SAVE_SECONDS, self._save)

    def _save(self) -> None:
        self._due = None
        self.try_keep()

    def try_keep(self) -> bool:
        """Keep it, with a sentence where the disk says no: False then, and the words stay on the screen."""
        self._save_soon(stop=True)
        before = self.draft.id
        try:
            self._store_draft()
        except TuigroupError as problem:
            self.tell(problem.sentence(self.t))
            return False
        if self.draft.id != before:
            self.kept()
        return True

    def on_unmount(self) -> None:
        # Nobody can be told any more; what was typed up to the last second is on disk already.
        with suppress(TuigroupError):
            self._store_draft()

    def from_elsewhere(self) -> None:
        """Another machine's later text comes into the field where nobody typed here meanwhile."""
        if self.done or not self.draft.id or self.written() != self._kept:
            return
        found = self.store.drafts.get(self.draft.id)
        if found is None or found == self._kept:
            return
        self.draft = self._kept = found
        self.words.put(found.body)
        if self.title_field is not None:
            self.title_field.value = found.title
        self.tell(self.t("This draft was written on at another machine of yours. Here is how it stands."))

    def title_text(self) -> str:
        return self.title_field.value if self.title_field is not None else ""
