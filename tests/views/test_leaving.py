"""What is asked of somebody who leaves: nothing without reason, and never nothing where something would be gone."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random

import pytest

from tests.ui.sample import MINUTE
from tests.ui.stubs import NOW, StubSession
from tuigroup.i18n import ENGLISH
from tuigroup.store import Draft, Store
from tuigroup.views import decided, leaving
from tuigroup.views.sheets import Proposal


@pytest.fixture
def session() -> Iterator[StubSession]:
    store = Store.open(None, clock=lambda: NOW, random=Random(7).randbytes)
    yield StubSession(store, passing=True)
    store.close()


def test_check_ins_go_along_in_an_open_record_and_nobody_is_asked(session: StubSession) -> None:
    session.store.check_ins.add(MINUTE, 3)
    assert leaving.question(ENGLISH, session) == ("", [])


def test_check_ins_of_a_visit_with_a_closed_record_are_told_before_they_go(session: StubSession) -> None:
    session.record_closed = True
    assert leaving.question(ENGLISH, session) == ("", [])
    session.store.check_ins.add(MINUTE, 3)
    question, choices = leaving.question(ENGLISH, session)
    assert "Your check-ins and goals of this visit are nowhere else yet." in question
    assert "the account page opens it" in question
    assert [value for _, _, value in choices] == ["discard"]


def test_a_form_that_was_begun_is_asked_about(session: StubSession) -> None:
    store = session.store
    decided.keep(store, 3, 17, "")
    assert leaving.question(ENGLISH, session) == ("", [])
    decided.keep(store, 3, 17, "It was not meant like that.")
    proposal = Proposal(store)
    proposal.put("alias", "fern")
    proposal.put("name", "Small Hours")
    question, choices = leaving.question(ENGLISH, session)
    assert question.startswith("2 forms are filled in and not sent.")
    assert [value for _, _, value in choices] == ["discard"]


def test_who_is_signed_out_is_offered_nothing_that_needs_the_server(session: StubSession) -> None:
    session.store.drafts.save(Draft("", "thread", 1, board=1, title="At night", body="The first sentence."))
    assert [value for _, _, value in leaving.question(ENGLISH, session)[1]] == ["seal", "discard"]
    session.engine.link.state, session.engine.link.reason = "paused", "signed-out"
    question, choices = leaving.question(ENGLISH, session)
    assert "Sign in again, and it can." in question
    assert [value for _, _, value in choices] == ["discard"]
