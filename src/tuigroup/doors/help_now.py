"""`tuigroup help-now`: crisis lines as text, from the package, without network, account or store."""

from __future__ import annotations

from tuigroup.helplines import load
from tuigroup.helplines.words import plain
from tuigroup.i18n import Translator


def run(country: str, t: Translator) -> int:
    for line in plain(t, load(), country):
        print(line)
    return 0
