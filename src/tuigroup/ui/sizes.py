"""Sizes at which screens change, in columns and rows."""

from __future__ import annotations

from typing import Final

LEAST_WIDTH: Final = 40
LEAST_HEIGHT: Final = 12
WIDE: Final = 110  # from here on there is a second pane
MAIN: Final = 80  # columns of the first one then, where it holds the content (style.tcss)
