"""A case in words: that its author has left, and who they are where they came back while it was open."""

from __future__ import annotations

from tuigroup.i18n import ENGLISH
from tuigroup.store import Store
from tuigroup.views.casework import Teller, sentences
from tuigroup.wire.cases import Case, Step


def told(case: Case) -> str:
    return " ".join(sentences(Teller(ENGLISH, 29_000_100), Store.open(None), 1, case, opened=False))


def test_that_its_author_has_left() -> None:
    said = told(Case(case=1, about="heron", title="First week", left=True))
    assert 'A post by heron in "First week"' in said
    assert "Its author has left the group. What you decide holds if they come back." in said
    assert "has left" not in told(Case(case=1, about="heron", title="First week"))


def test_who_its_author_is_now() -> None:
    steps = [Step(act="back", at=29_000_000, detail="tea\x1b[31mleaf")]
    said = told(Case(case=1, about="tea\x1b[31mleaf", before="heron", title="First week", steps=steps))
    assert 'A post by heron in "First week"' in said
    assert "Its author left and came back while this case was open, as tealeaf." in said
    assert "who wrote it is back, as tealeaf" in said
    assert "\x1b" not in said
