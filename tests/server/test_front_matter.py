"""Front matter as people write it: read, or refused with the line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup_server.service import front_matter
from tuigroup_server.service.front_matter import Unreadable


def test_front_matter_is_read_as_people_write_it() -> None:
    matter = front_matter.split("---\nTitle: 'It''s: fine'\nlicense: CC0\ntopics:\n  - a\n  - b\n...\nBody\n---\n")
    assert matter.text("title") == "It''s: fine"
    assert matter.text("licence") == "CC0"
    assert matter.items("topics") == ["a", "b"]
    assert matter.body == "Body\n---\n"
    assert front_matter.split("---\ntopics: a, b,\nsource:\n---\n").items("topics") == ["a", "b"]
    assert front_matter.split("---\ntags:\n- x\n---\n").unknown == ["tags"]
    assert front_matter.split("Text\n---\n").body == "Text\n---\n"
    assert front_matter.split("---\ntitle: [A, B]\n---\n").text("title") == "A, B"
    with pytest.raises(Unreadable, match="ends with"):
        front_matter.split("---\ntopics: [a\n---\n")


@given(st.text(alphabet="-:[]'\"# \nabtitle", max_size=80))
def test_any_front_matter_is_read_or_refused_with_a_line(text: str) -> None:
    lines = set()
    try:
        keys = set(front_matter.split("---\n" + text).values)
    except Unreadable as error:
        keys, lines = set(), {error.line}
    assert keys <= set(front_matter.KEYS)
    assert lines <= set(range(1, text.count("\n") + 3))
