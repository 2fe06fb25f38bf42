"""New guidelines of a group: who is asked to agree to them, and what waits for that.

Until a member agreed they can read everything, and new words for the whole group wait; a word to those who run it
never does. Pure, but for the note of what was shown.
"""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.store import Store
from tuigroup.store.rows import Draft
from tuigroup.views import drafting, group_page
from tuigroup.views.boards import is_member, runs
from tuigroup.views.lines import Paragraph, line
from tuigroup.wire.words import Audience

NEW: Final = N_(
    "Those who run this group have changed its guidelines and ask everybody to look at them. You can go on reading as "
    "before; once you agree, you can write here again."
)
NONE: Final = N_("This group has written no guidelines.")
THANKS: Final = N_("Thank you. You can write here as before.")
LATER: Final = N_("That is fine. You can read everything here, and agree whenever you like.")
WAITS: Final = N_("Your words are kept, and go out once you have agreed.")
ROW: Final = N_(
    "This group has new guidelines. You can read everything; {key} shows them, and then you can write again."
)


def asked(store: Store, group: int) -> int:
    """The version that the member is asked to agree to, 0 for none. Who runs the group is not asked."""
    mine = store.groups.membership(group)
    if not is_member(mine) or runs(mine):
        return 0
    page = store.groups.page(group)
    assert mine is not None
    return page.version if page is not None and mine.agreed < page.version else 0


def first_time(store: Store, group: int) -> bool:
    """Whether they are to be shown by themselves: once a version. From now on they were."""
    version, name = asked(store, group), f"guidelines.shown.{group}"
    if not version or store.settings.number(name) >= version:
        return False
    store.settings.set(name, str(version))
    return True


def waits(store: Store, draft: Draft) -> bool:
    """Whether what is written has to wait until its author has agreed."""
    if draft.kind not in ("thread", "reply") or not asked(store, draft.group):
        return False
    thread = drafting.thread_of(store, draft)
    return thread is None or thread.audience is Audience.GROUP


def paragraphs(t: Translator, store: Store, group: int) -> list[Paragraph]:
    """What is asked, and the guidelines."""
    page = store.groups.page(group)
    text = [] if page is None else group_page.guidelines(t, page)
    return [Paragraph(()), Paragraph(line(t(NEW))), *(text or [Paragraph(()), Paragraph(line(t(NONE)))])]
