"""`tuigroup verify-slip`: for somebody who was given a slip. No network, no account, nothing kept."""

from __future__ import annotations

import sys
from typing import Final

from tuigroup.errors import BadInput
from tuigroup.i18n import Translator
from tuigroup.views.slips import said
from tuigroup.wire.slips import verify

RIGHT: Final = 0
WRONG: Final = 1
NONE: Final = 2


def run(key: str, code: str, t: Translator) -> int:
    try:
        slip = verify(key, code)
    except BadInput as problem:
        print(problem.sentence(t), file=sys.stderr)
        return NONE
    if slip is None:
        print(t("This slip was not signed with that key, or something in it was changed."))
        return WRONG
    print(said(t, slip.group, t.date(slip.day, "{day} {month} {year}"), slip.number))
    return RIGHT
