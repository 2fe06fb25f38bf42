"""A thread's title in words: the author's own, or what stands in its place where the opening post is away. Pure."""

from __future__ import annotations

from typing import Final

from tuigroup.i18n import N_, Translator
from tuigroup.views.clean import shown_line
from tuigroup.wire import limits
from tuigroup.wire.words import KEPT_BACK, TAKEN_BACK

_AWAY: Final = {TAKEN_BACK: N_("(taken back by its author)"), KEPT_BACK: N_("(kept back for review)")}


def of_thread(t: Translator, title: str, longest: int = limits.TITLE * 2) -> str:
    """Clean, in at most ``longest`` characters; '' where there is none (yet)."""
    return t(_AWAY[title]) if title in _AWAY else shown_line(title, longest)
