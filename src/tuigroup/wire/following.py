"""How a question goes on where its answer was cut: both sides work it out alike, from the question and the answer."""

from __future__ import annotations

from tuigroup.wire import tables
from tuigroup.wire.sync import (
    AnyWant,
    Page,
    SyncAnswer,
    SyncRequest,
    WantBoard,
    WantCases,
    WantDecisions,
    WantDirectory,
    WantGroup,
    WantLibrary,
    WantOffers,
    WantSearch,
    WantThread,
    WantWaiting,
)


def fits(want: AnyWant, page: Page) -> bool:
    """Whether the page answers the want."""
    if want.w != page.w:
        return False
    if isinstance(want, WantThread):
        return (want.g, want.n) == (page.g, page.n)
    if isinstance(want, WantBoard | WantGroup | WantWaiting | WantCases | WantDecisions | WantOffers):
        return want.g == page.g
    if isinstance(want, WantSearch):
        return want.g in (0, page.g)
    return True


def following(want: AnyWant, page: Page) -> AnyWant | None:
    """The want of what the page left out, None where it left out nothing or nobody goes on by themselves.

    It is the want itself where nothing of it fitted. Raises MalformedWire.
    """
    if not page.more or page.e:
        return None
    if isinstance(want, WantThread):
        posts = () if page.p is None else tables.POSTS.decode(page.p)
        return WantThread(g=want.g, n=want.n, after=max([want.after, *(post.number for post in posts)]))
    if isinstance(want, WantDirectory):
        return None if want.q else WantDirectory(since=max(page.rev, want.since), listings=want.listings)
    if isinstance(want, WantLibrary):
        return WantLibrary(since=max(page.rev, want.since))
    if isinstance(want, WantBoard):
        return None if page.h is not None and page.h.get("n") else want  # older threads are asked for by who wants them
    return want if isinstance(want, WantGroup) and page.i is None else None


def rest(asked: SyncRequest, answer: SyncAnswer) -> list[AnyWant]:
    """The wants of what an answer left out of its pages, in the order asked. Raises MalformedWire."""
    waiting = list(asked.w)
    further = []
    for page in answer.p:
        want = next((want for want in waiting if fits(want, page)), None)
        if want is None:
            continue
        if not isinstance(want, WantSearch):
            waiting.remove(want)
        on = following(want, page)
        if on is not None:
            further.append(on)
    return further
