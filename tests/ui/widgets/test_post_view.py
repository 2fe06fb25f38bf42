"""One post as lines: everything that is said about it, at any width."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.ui.sample import MINUTE
from tuigroup.store.rows import PostRow
from tuigroup.ui.widgets import post_view
from tuigroup.ui.widgets.post_view import Shape
from tuigroup.views.lines import columns, plain
from tuigroup.views.posts import topics_folded, veils
from tuigroup.wire.words import Intent, PostState, ResponseKind, Role

POST = PostRow(
    2, 7, 1, 1, "heron", MINUTE - 120, "I write tomorrow's list on paper.", depth=1, answers="juniper5",
    intent=Intent.ADVICE, responses=(5, 3, 0, 0), mine=ResponseKind.ME_TOO,
)  # fmt: skip
SHAPE = Shape(room=80, now=MINUTE, zone=UTC)


def text(post: PostRow = POST, shape: Shape = SHAPE) -> list[str]:
    return [plain(of).rstrip() for of in post_view.lines(post, shape)]


def test_a_whole_post() -> None:
    shown = text(replace(POST, edited=MINUTE - 5), replace(SHAPE, new=True))
    assert shown[0].startswith("     heron  17:00  answers juniper5  hopes for advice  edited")
    assert shown[0].endswith("new")
    assert shown[1:] == ["   | I write tomorrow's list on paper.", "   |   with you 5   me too 3, yours", ""]


def test_a_noted_post_is_veiled_until_it_is_opened() -> None:
    noted = replace(POST, note="medication", intent=Intent.NONE)
    veiled = text(noted, replace(SHAPE, veiled=True))
    assert veiled[0].endswith("note: medication, Enter to open")
    assert "list on paper" not in "".join(veiled)
    opened = text(noted)
    assert opened[0].endswith("note: medication")
    assert "list on paper" in "".join(opened)


def test_a_removed_post_is_a_tombstone() -> None:
    gone = replace(POST, state=PostState.REMOVED, body="", responses=(0, 0, 0, 0), mine=None)
    assert text(gone) == ["     heron  17:00  answers juniper5", "     (taken back by its author)", ""]


def test_how_far_an_own_post_got() -> None:
    own = replace(POST, ref="k1", own=True, alias="old_bicycle", sending="queued", responses=(0, 0, 0, 0), mine=None)
    assert "     (going out)" in text(own)
    assert "     (waiting for the line)" in text(own, replace(SHAPE, offline=True))
    scheduled = replace(own, sending="scheduled")
    assert "     (goes out in 6 min)" in text(scheduled, replace(SHAPE, due=MINUTE + 6))
    refused = text(replace(own, sending="refused", problem="The thread is locked."))
    assert "(not sent: The thread is locked. Your words are kept." in " ".join(" ".join(refused).split())
    assert "I write tomorrow's list" in " ".join(refused)
    changed = replace(own, sending="", pending=True)
    assert "     (a change waits for the line)" in text(changed, replace(SHAPE, offline=True))


def test_who_runs_the_group_is_said_with_confirmed_credentials() -> None:
    ines = replace(POST, alias="Ines", role=Role.FACILITATOR, credentials="Psychiatric nurse, registered")
    assert text(ines)[0].startswith("     Ines, facilitator")
    assert text(ines)[1] == "     Psychiatric nurse, registered"


def test_folded_answers_are_counted() -> None:
    assert "     (12 answers folded, z unfolds)" in text(POST, replace(SHAPE, hidden=12))


def test_times_in_full_are_a_key_away() -> None:
    assert "Sun 22 Nov 2026, 17:00" in text(POST, replace(SHAPE, exact=True))[0]


def test_topics_fold_by_the_members_own_choice() -> None:
    chosen = topics_folded("medication,self-harm")
    assert veils("Medication", chosen)
    assert veils("hospital; self-harm", chosen)
    assert not veils("food", chosen)
    assert veils("food", topics_folded("*"))
    assert not veils("food", topics_folded(""))
    assert not veils("", None)


@settings(deadline=None)
@given(
    st.text(max_size=300), st.text(max_size=60), st.text(max_size=40), st.integers(0, 60), st.integers(36, 200),
    st.booleans(),
)  # fmt: skip
def test_no_line_is_wider_than_the_pane_or_than_76_columns_of_text(
    body: str, alias: str, note: str, depth: int, room: int, veiled: bool
) -> None:
    post = replace(POST, body=body, alias=alias, note=note, answers=alias, credentials=note, depth=depth)
    lead = post_view.indent(depth, room) + post_view.MARGIN + 2
    for of in post_view.lines(post, Shape(room=room, now=MINUTE, zone=UTC, veiled=veiled, new=True)):
        assert columns(of) <= min(room, lead + 76)
        assert plain(of).isprintable()
