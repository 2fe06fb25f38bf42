"""The last cleaning before text from others is drawn. What is drawn is plain text, never markup.

Joiners and variation selectors go too: terminals disagree on the width of what they make, and a line that is
one column off tears the whole screen.
"""

from __future__ import annotations

from typing import Final

from tuigroup.text import clean
from tuigroup.wire import limits

_ODD_WIDTH: Final = str.maketrans("", "", "\u200d\ufe0e\ufe0f")


def shown(text: str, limit: int = limits.BODY) -> str:
    """A body: harmless, several lines."""
    return clean(text, limit).translate(_ODD_WIDTH)


def shown_line(text: str, limit: int = limits.TITLE * 4) -> str:
    """A title, an alias, a snippet: harmless, on one line."""
    return clean(text, limit, lines=False).translate(_ODD_WIDTH)


def visible(text: str) -> str:
    """The guard of the widgets themselves: only characters that stand still, blanks kept as they are."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(c for c in text.translate(_ODD_WIDTH) if c.isprintable())
