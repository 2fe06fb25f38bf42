"""What is filled in to open a written meeting: times and lengths as people type them, kept until they are sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC

import pytest

from tests.ui import sample
from tests.ui.sample import MINUTE, NIGHT
from tests.ui.stubs import NOW
from tuigroup.errors import BadInput
from tuigroup.i18n import ENGLISH
from tuigroup.store import Store
from tuigroup.views.written_form import WrittenForm
from tuigroup.wire.ops import OpenMeeting


@pytest.fixture
def form() -> Iterator[WrittenForm]:
    store = Store.open(None, clock=lambda: NOW)
    sample.fill(store)
    yield WrittenForm(store, NIGHT, 2, UTC)
    store.close()


@pytest.mark.parametrize(
    ("typed", "minutes"), [("60", 60), ("90 min", 90), ("2 h", 120), ("2h 10", 130), ("24 h", 1440), ("1 h 5 min", 65)]
)
def test_lengths_as_people_type_them(form: WrittenForm, typed: str, minutes: int) -> None:
    form.put("length", typed)
    form.put("title", "Words")
    form.send()
    (row,) = form.store.outbox.rows()
    assert isinstance(row.op, OpenMeeting)
    assert row.op.length == minutes


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("length", "5"), ("length", "25 h"), ("length", "long"), ("length", "h"), ("length", ""), ("length", "1 2"),
        ("turn", "1"), ("turn", "x"), ("opens", "noon-ish"),
        ("opens", "2020-01-01 20:00"), ("opens", "2028-01-01 20:00"),
    ],
)  # fmt: skip
def test_what_is_none_is_one_sentence_and_changes_nothing(form: WrittenForm, field: str, typed: str) -> None:
    before = form.value(ENGLISH, field)
    with pytest.raises(BadInput):
        form.put(field, typed)
    assert form.value(ENGLISH, field) == before


def test_a_whole_day_with_ones_own_words(form: WrittenForm) -> None:
    assert form.value(ENGLISH, "opens") == "at once"
    assert form.value(ENGLISH, "turn") == "5 min, as is usual"
    assert form.value(ENGLISH, "welcome") == "Come in.", "the group's own word of welcome, to begin with"
    with pytest.raises(BadInput):
        form.send()
    for name, typed in (
        ("title", "A day in words"), ("opens", "23:45"), ("length", "24 h"), ("turn", "3 h"), ("closing", "Go gently."),
        ("free", "no"), ("closes", "yes"),
    ):  # fmt: skip
        form.put(name, typed, really=False)
        form.put(name, typed)
        assert form.typed(name)
    assert form.value(ENGLISH, "length") == "24 h"
    form.send()
    (row,) = form.store.outbox.rows()
    op = row.op
    assert isinstance(op, OpenMeeting)
    assert (op.board, op.length, op.turn, op.closing, op.free, op.closes) == (2, 1440, 180, "Go gently.", False, True)
    assert 0 < op.opens - MINUTE < 24 * 60
    assert not form.changed
