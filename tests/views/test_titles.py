"""What stands in the place of a title is said in the reader's language; what somebody wrote is theirs."""

from __future__ import annotations

from tuigroup.i18n import ENGLISH, translator
from tuigroup.views import titles
from tuigroup.wire.words import KEPT_BACK, TAKEN_BACK


def test_what_is_away_is_said_in_the_readers_language() -> None:
    spanish = translator("es")
    assert titles.of_thread(ENGLISH, KEPT_BACK) == KEPT_BACK
    assert titles.of_thread(spanish, KEPT_BACK) == "(retenido para revisarlo)"
    assert titles.of_thread(spanish, TAKEN_BACK) == "(retirado por quien lo escribió)"
    assert titles.of_thread(spanish, "Bread") == "Bread"


def test_a_strangers_title_is_clean() -> None:
    assert titles.of_thread(ENGLISH, "Bread\x1b[2J\u202e and\nsalt") == "Bread and salt"
