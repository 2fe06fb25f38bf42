"""The envelope and the account routes as JSON: short, the same again, and one MalformedWire for all else."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.wire.strategies import answers, anything, requests
from tuigroup.errors import MalformedWire
from tuigroup.wire import accounts, binary, documents, problems
from tuigroup.wire.frames import from_json, to_json
from tuigroup.wire.ops import Respond
from tuigroup.wire.sync import Page, SyncAnswer, SyncRequest, WantThread


@given(requests)
def test_a_request_survives_the_wire(request: SyncRequest) -> None:
    assert documents.read(SyncRequest, from_json(to_json(documents.dump(request)))) == request


@given(answers)
def test_an_answer_survives_the_wire(answer: SyncAnswer) -> None:
    assert documents.read(SyncAnswer, from_json(to_json(documents.dump(answer)))) == answer


def test_what_is_at_its_default_is_not_sent_but_tags_are() -> None:
    request = SyncRequest(o=[Respond(k="k0000001", g=4, post=9)], w=[WantThread(g=4, n=9)])
    assert documents.dump(request) == {
        "o": [{"k": "k0000001", "g": 4, "post": 9, "op": "respond"}],
        "w": [{"g": 4, "n": 9, "w": "t"}],
    }
    assert documents.dump(SyncRequest()) == {}
    assert documents.dump(SyncAnswer(p=[Page(w="t", g=4)])) == {"p": [{"w": "t", "g": 4}]}


MODELS = [
    SyncRequest,
    SyncAnswer,
    accounts.ServerInfo,
    accounts.NewAccount,
    accounts.SignedIn,
    accounts.SealedRecord,
    problems.Problem,
]


@given(value=anything, model=st.sampled_from(MODELS))
def test_any_value_gives_a_model_or_one_malformed(value: Any, model: type[Any]) -> None:
    try:
        assert isinstance(documents.read(model, value), model)
    except MalformedWire:
        return


@given(request=requests, name=st.sampled_from("sowm"), value=anything)
def test_a_spoilt_request_gives_a_model_or_one_malformed(request: SyncRequest, name: str, value: Any) -> None:
    try:
        documents.read(SyncRequest, {**documents.dump(request), name: value})
    except MalformedWire:
        return


def test_the_sentence_names_the_place_and_never_the_content() -> None:
    spoilt = {"o": [{"op": "reply", "k": "k0000001", "g": 4, "to": 1, "body": ["something private"]}]}
    with pytest.raises(MalformedWire) as caught:
        documents.read(SyncRequest, spoilt)
    assert "body" in caught.value.what
    assert "private" not in caught.value.sentence()
    with pytest.raises(MalformedWire, match="not what was expected"):
        documents.read(SyncRequest, [])


def test_half_a_surrogate_pair_is_no_text() -> None:
    body = b'{"o":[{"op":"reply","k":"k0000001","g":4,"to":1,"body":"\\ud83d"}]}'
    with pytest.raises(MalformedWire):
        documents.read(SyncRequest, from_json(body))


def test_unknown_keys_are_ignored() -> None:
    assert documents.read(SyncAnswer, {"s": "a1", "future": {"x": 1}}) == SyncAnswer(s="a1")


@given(st.binary(max_size=64))
def test_byte_strings_survive_as_text(raw: bytes) -> None:
    assert binary.unb64(binary.b64(raw)) == raw


@pytest.mark.parametrize("text", ["a", "a b c", "ä", "====", "abc\n"])
def test_a_byte_string_that_is_none_is_one_malformed(text: str) -> None:
    with pytest.raises(MalformedWire):
        binary.unb64(text)


@pytest.mark.parametrize("key", sorted(problems.PROBLEMS))
def test_every_problem_has_a_type_a_status_and_a_title(key: str) -> None:
    made = problems.problem(key, "because", field="name")
    assert made.key == key
    assert made.status == problems.PROBLEMS[key].status
    assert made.title
    assert 400 <= made.status < 600


def test_a_problem_of_a_later_version_has_no_key() -> None:
    assert problems.Problem(type="/problems/of-the-future", status=400).key == ""
    assert problems.Problem(type="about:blank", status=400).key == ""
