"""What Textual keeps of an app that has ended, and is to let go: the lines it drew, which somebody wrote.

The only place that reaches into Textual's drawing for that.
"""

from __future__ import annotations

from textual._styles_cache import StylesCache


def let_go() -> None:
    """Textual caches a method's results by the object that keeps a widget's drawn lines, and so keeps the lines too.

    Emptied whenever one of many apps ends; the others fill it again with their next frame.
    """
    StylesCache.get_inner_outer.cache_clear()
