"""A server's address as people type it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tuigroup.errors import BadServerAddress
from tuigroup.sync.address import normal


@pytest.mark.parametrize(
    ("typed", "whole"),
    [
        ("groups.example.org", "https://groups.example.org"),
        (" https://Groups.Example.org/ ", "https://groups.example.org"),
        ("HTTPS://groups.example.org:8443/a/", "https://groups.example.org:8443/a"),
        ("localhost:8460", "http://localhost:8460"),
        ("127.0.0.1:8460", "http://127.0.0.1:8460"),
        ("[::1]:8460", "http://[::1]:8460"),
        ("192.0.2.7", "https://192.0.2.7"),
        ("http://[2001:db8::1]", "http://[2001:db8::1]"),
        ("https://bücher.example.org", "https://xn--bcher-kva.example.org"),
    ],
)
def test_an_address_is_made_whole(typed: str, whole: str) -> None:
    assert normal(typed) == whole
    assert normal(whole) == whole


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("", "no server address yet"),
        ("two words", "a space"),
        ("a\x1bb", "a space or another character"),
        ("ftp://example.org", "begin with https"),
        ("https://", "names no server"),
        ("https://-.example.org", "names no server"),
        ("https://" + "ä" * 80, "names no server"),
        ("https://me:secret@example.org", "leave those out"),
        ("https://example.org/?a=1", "question mark"),
        ("https://example.org/#a", "question mark"),
        ("https://example.org:99999", "can't be read"),
        ("https://example.org:0", "port 0"),
        ("https://[::1", "can't be read"),
    ],
)
def test_what_is_no_address_is_told_so(typed: str, says: str) -> None:
    with pytest.raises(BadServerAddress) as caught:
        normal(typed)
    assert says in caught.value.sentence()


@given(st.text(max_size=40))
def test_any_text_gives_an_address_or_one_sentence(typed: str) -> None:
    try:
        whole = normal(typed)
    except BadServerAddress:
        return
    assert whole.startswith(("http://", "https://"))
    assert normal(whole) == whole
