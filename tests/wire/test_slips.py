"""Slips as text: typed in any way they are the same, and what was changed or cut is never taken for one."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup.errors import BadInput
from tuigroup.wire import slips

SEED, OTHER = bytes(range(32)), bytes(range(1, 33))
KEY = slips.public_key(SEED)
CODE = slips.sign(SEED, "Night Porters", date(2026, 11, 22), b"123456")


def test_it_says_group_date_and_number() -> None:
    found = slips.verify(KEY, CODE)
    assert found == slips.Slip("Night Porters", date(2026, 11, 22), b"123456".hex())
    assert len(KEY.replace(" ", "")) == 52
    assert len(CODE) < 170, "three lines of a terminal"


@pytest.mark.parametrize("typed", [CODE.upper(), CODE.replace(" ", ""), CODE.replace(" ", "-"), f"\n {CODE}\n"])
def test_however_it_is_typed(typed: str) -> None:
    assert slips.verify(KEY, typed) is not None


def test_letters_that_look_alike_are_one() -> None:
    typed = CODE.replace("0", "O").replace("1", "l")
    assert slips.verify(KEY, typed) is not None


def test_another_key_did_not_sign_it() -> None:
    assert slips.verify(slips.public_key(OTHER), CODE) is None


@pytest.mark.parametrize("cut", ["", "night porters", CODE[:60], "?" * 160, "a" * 5000])
def test_a_part_of_one_is_none(cut: str) -> None:
    with pytest.raises(BadInput):
        slips.verify(KEY, cut)
    with pytest.raises(BadInput):
        slips.verify(cut, CODE)


@given(st.integers(0, len(CODE.replace(" ", "")) - 1), st.sampled_from("0123456789abcdefghjkmnpqrstvwxyz"))
def test_no_letter_can_be_another(place: int, letter: str) -> None:
    plain = CODE.replace(" ", "")
    changed = plain[:place] + letter + plain[place + 1 :]
    try:
        found = slips.verify(KEY, changed)
    except BadInput:
        return
    assert (found is not None) == (changed == plain)


@given(st.binary(max_size=200))
def test_base32_there_and_back(raw: bytes) -> None:
    text = slips.grouped(raw)
    assert slips.ungrouped(text) == (raw or None)
