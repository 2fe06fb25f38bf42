"""What a search found, in words: a title, where it stands and by whom, and the note that hides it."""

from __future__ import annotations

from collections.abc import Sequence

from tuigroup.i18n import Translator
from tuigroup.store import Store
from tuigroup.store.rows import SearchHit
from tuigroup.views import titles
from tuigroup.views.clean import shown_line
from tuigroup.views.posts import called, topics_folded, veils
from tuigroup.views.times import ago
from tuigroup.wire import limits


def title(t: Translator, store: Store, hit: SearchHit) -> str:
    found = titles.of_thread(t, hit.title, 200)
    if not found and hit.kind == "post":
        thread = store.threads.get(hit.group, hit.thread)
        found = titles.of_thread(t, thread.title, 200) if thread is not None else ""
    return found or t("(a thread)")


def about(t: Translator, store: Store, hit: SearchHit, now: int, *, group: bool = True) -> str:
    """What it is, by whom and (``group``) in which group."""
    if hit.kind == "resource":
        return t("library") if store.resources.body(hit.slug) is not None else t("library, not here yet")
    if hit.kind == "group":
        return t("group")
    by = called(t, hit.alias) if hit.alias or isinstance(hit.ref, int) else t("you, not sent yet")
    found = store.groups.get(hit.group) if group else None
    where = shown_line(found.name, limits.GROUP_NAME) if found is not None else ""
    return ", ".join(part for part in (by, where, ago(t, hit.at, now) if hit.at else "") if part)


def veil(store: Store, hit: SearchHit) -> str:
    """The content note that hides a post's words here as it does in its thread, '' where none does."""
    if hit.kind != "post":
        return ""
    post = store.threads.post(hit.group, hit.ref)  # None for most of what the server finds
    note = hit.note if post is None else "" if post.own else post.note
    folds = topics_folded(store.settings.get("folds", "*"), store.marks.topics_muted())
    return shown_line(note, limits.NOTE * 2) if veils(note, folds) else ""


def beyond(here: Sequence[SearchHit], there: Sequence[SearchHit]) -> list[SearchHit]:
    """What the server found and this machine did not."""
    known = {(hit.kind, hit.group, hit.ref, hit.slug) for hit in here}
    return [hit for hit in there if (hit.kind, hit.group, hit.ref, hit.slug) not in known]
