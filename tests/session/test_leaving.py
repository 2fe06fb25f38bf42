"""Leaving for good with a real server: the passphrase again, the door that asks, and everything taken along."""

from __future__ import annotations

import json
import stat
from datetime import UTC
from pathlib import Path

import pytest

from tests.session.test_by_key import LAPTOP, SHOWN, at_door
from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.errors import BadInput, Offline, SignInRefused
from tuigroup.i18n import ENGLISH
from tuigroup.store import Draft
from tuigroup.views import taking
from tuigroup.wire.leaving import DAYS, PostsFate
from tuigroup.wire.sync import WantThread
from tuigroup_server.service import leaving

DAY = 1_440  # minutes


async def written(world: World, name: str = "ada") -> tuple[int, Machine]:
    """Somebody in a group who wrote something there, read something and keeps a draft."""
    group = world.group("Night Kitchen")
    mine = await world.member(name, group)
    actions.start_thread(mine.store, group, 1, "Bread", "It rises whether I sleep or not.")
    await mine.sync()
    mine.store.marks.watch(group, 1, True)
    actions.save_draft(mine.store, Draft("", "thread", group, 1, title="Later", body="half a thought"))
    return group, mine


async def test_who_leaves_is_nobody_here_and_is_asked_when_they_come_back(world: World) -> None:
    _, mine = await written(world)
    with pytest.raises(SignInRefused):
        await mine.session.leave_for_good("four calm little wrongs", PostsFate.ERASE)
    assert mine.session.account == "ada"
    said = await mine.session.leave_for_good(PASSPHRASE, PostsFate.KEEP)
    assert said.until == int(world.clock.now) + DAYS * 86_400
    assert mine.session.account is None
    assert mine.store.drafts.all() == []
    world.clock.forward(5 * DAY)
    there = world.machine()
    await there.session.sign_in("ada", PASSPHRASE)
    assert there.session.account is None
    assert there.session.leaving is not None
    assert there.session.leaving.posts is PostsFate.KEEP
    await there.session.stay()
    assert there.session.account == "ada"
    assert there.session.leaving is None
    await there.sync()
    assert [joined.group.name for joined in there.store.groups.joined()] == ["Night Kitchen"]
    world.clock.forward(20 * DAY)
    assert leaving.erase_due(world.context) == 0


async def test_who_does_not_stay_is_let_go_and_gone_after_the_days(world: World) -> None:
    group, mine = await written(world)
    reader = await world.member("bea", group)
    reader.session.engine.want(WantThread(g=group, n=1))
    await reader.sync()
    await mine.session.leave_for_good(PASSPHRASE, PostsFate.ERASE)
    await mine.session.sign_in("ada", PASSPHRASE)
    await mine.session.let_go()
    assert mine.session.leaving is None
    assert [post.body for post in reader.store.threads.posts(group, 1)] == ["It rises whether I sleep or not."]
    world.clock.forward(DAYS * DAY + 1)
    assert leaving.erase_due(world.context) == 2
    await reader.sync()
    assert [(post.body, post.alias) for post in reader.store.threads.posts(group, 1)] == [("", "")]
    assert not reader.store.search.find("rises", group)
    with pytest.raises(SignInRefused):
        await mine.session.sign_in("ada", PASSPHRASE)


async def test_the_last_moment_is_the_last(world: World) -> None:
    _, mine = await written(world)
    await mine.session.leave_for_good(PASSPHRASE, PostsFate.ERASE)
    await mine.session.sign_in("ada", PASSPHRASE)
    world.clock.forward(DAYS * DAY + 1)
    leaving.erase_due(world.context)
    with pytest.raises(SignInRefused):
        await mine.session.stay()
    assert (mine.session.account, mine.session.leaving) == (None, None)


async def test_without_a_line_nothing_is_decided(world: World) -> None:
    _, mine = await written(world)
    mine.line.up = False
    with pytest.raises(Offline):
        await mine.session.leave_for_good(PASSPHRASE, PostsFate.ERASE)
    with pytest.raises(Offline, match="could not be asked"):
        await mine.session.take_along()
    assert mine.session.account == "ada"
    mine.line.up, mine.line.lose = True, 1  # done, and the answer was lost
    with pytest.raises(Offline):
        await mine.session.leave_for_good(PASSPHRASE, PostsFate.ERASE)
    there = world.machine()
    await there.session.sign_in("ada", PASSPHRASE)
    assert there.session.leaving is not None
    there.line.up = False
    with pytest.raises(Offline):
        await there.session.stay()
    there.line.up = True
    await there.session.stay()
    assert there.session.account == "ada"


async def test_a_key_for_ssh_is_asked_too_and_the_recovery_phrase(world: World) -> None:
    world.group("Night Kitchen")
    ada = world.machine()
    phrase = await ada.session.create_account("ada", PASSPHRASE)
    await ada.session.add_key(LAPTOP, "laptop", PASSPHRASE)
    await ada.session.leave_for_good(PASSPHRASE, PostsFate.ERASE)
    there = at_door(world)
    await there.session.sign_in_by_key("ada", SHOWN)
    assert (there.session.account, bool(there.session.leaving)) == (None, True)
    await there.session.close()  # goes without an answer: nothing is open behind them
    other = world.machine()
    fresh = await other.session.recover("ada", phrase, "five other calm little words")
    assert len(fresh.split()) == 12
    assert (other.session.account, bool(other.session.leaving)) == (None, True)
    await other.session.stay()
    assert other.session.account == "ada"


async def test_everything_is_taken_along_in_two_files_for_the_member_alone(world: World, tmp_path: Path) -> None:
    group, mine = await written(world)
    mine.store.marks.mute_member(group, 99, True)
    mine.store.marks.mute_topic("Food", True)
    mine.store.settings.set("language", "es")
    actions.start_thread(mine.store, group, 1, "Not yet", "Waits here.")
    document = await mine.session.take_along()
    place = taking.write(str(tmp_path / "mine"), document, ENGLISH, UTC)
    files = {path.name: path for path in place.iterdir()}
    assert set(files) == {"everything.json", "everything.txt"}
    assert stat.S_IMODE(place.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in files.values()} == {0o600}
    found = json.loads(files["everything.json"].read_text("utf-8"))
    assert found["memberships"][0]["posts"][0]["text"] == "It rises whether I sleep or not."
    own = found["private"]
    assert own["complete"] is True
    assert own["topics_muted"] == ["food"]
    assert own["groups"][0] | {"read": ""} == {
        "group": group, "read": "", "watched": [1], "muted": [], "members_muted": [99], "on_a_break": False,
        "meetings_to_come_to": [], "meetings_been_to": [],
        "reading_stopped_at": [],
    }  # fmt: skip
    assert [draft["text"] for draft in own["drafts"]] == ["half a thought"]
    assert [op["body"] for op in own["not_sent_yet"]] == ["Waits here."]
    assert own["settings"] == {"language": "es"}
    token = mine.session._client.token
    assert token is not None
    text = files["everything.txt"].read_text("utf-8")
    for part in (
        "ada",
        "== Night Kitchen ==",
        "Bread",
        "  It rises",
        "half a thought",
        "Waits here.",
        "watched threads 1",
    ):
        assert part in text, part
    for secret in (token, PASSPHRASE, mine.store.settings.get("account.record_key")):
        assert secret not in text + files["everything.json"].read_text("utf-8")


async def test_what_only_this_machine_knows_is_taken_along_too(world: World, tmp_path: Path) -> None:
    group, mine = await written(world)
    store, day = mine.store, mine.store.now_min() // DAY
    store.check_ins.add(day * DAY + 480, 4, "Slept.", ["a walk"])
    goal = store.goals.add("Walk to the river", 3, day)
    store.goals.add_step(goal, "Find the shoes", day)
    store.goals.tick(goal, day, True)
    slot = day * DAY + 19 * 60
    store.attendance.set_coming(group, slot, True)
    store.attendance.set_there(group, slot - 7 * DAY, True)
    store.attendance.keep_slip(group, slot, "TS1-QUIET-CODE")
    document = await mine.session.take_along()
    own = document["private"]
    assert [(one["mood"], one["note"], one["helped"]) for one in own["check_ins"]] == [(4, "Slept.", ["a walk"])]
    [told] = own["goals"]
    assert (told["words"], told["times_a_week"], told["stands"]) == ("Walk to the river", 3, "running")
    assert (told["steps"], len(told["days"])) == ([{"words": "Find the shoes", "done": False}], 1)
    assert own["slips"][0]["code"] == "TS1-QUIET-CODE"
    assert (len(own["groups"][0]["meetings_to_come_to"]), len(own["groups"][0]["meetings_been_to"])) == (1, 1)
    place = taking.write(str(tmp_path / "mine"), document, ENGLISH, UTC)
    text = (place / "everything.txt").read_text("utf-8")
    for part in ("all right (what helped: a walk)", "  Slept.", "Goal: Walk to the river", "[ ] Find the shoes",
                 "Done on ", "TS1-QUIET-CODE"):  # fmt: skip
        assert part in text, part
    for part in ("means to come to ", "was at "):
        assert part in " ".join(text.split()), part


async def test_what_is_there_already_stays_as_it_is(world: World, tmp_path: Path) -> None:
    _, mine = await written(world)
    document = await mine.session.take_along()
    kept = tmp_path / "kept"
    kept.mkdir()
    (kept / "everything.txt").write_text("mine")
    for folder in (str(kept), str(tmp_path / "not" / "there"), "", "a\0b", str(kept / "everything.txt" / "in it")):
        with pytest.raises(BadInput) as caught:
            taking.write(folder, document, ENGLISH, UTC)
        assert caught.value.field == "folder"
    assert (kept / "everything.txt").read_text() == "mine"
    assert [path.name for path in tmp_path.iterdir() if path.name != "server"] == ["kept"]


async def test_what_others_wrote_in_names_is_harmless_in_the_text(world: World) -> None:
    _, mine = await written(world)
    document = await mine.session.take_along()
    document["memberships"][0]["group_name"] = "Night\x1b[2J Kitchen"
    document["memberships"][0]["posts"][0]["text"] = "One\x1b]0;title\x07two\u202e"
    lines = taking.readable(ENGLISH, document, UTC)
    assert all(line.isprintable() for line in lines)
    assert taking.readable(ENGLISH, {}, UTC)[0].startswith("Everything of")


def test_reports_and_decisions_can_be_read() -> None:
    at = "2026-11-22T19:00:00Z"
    report = {"case": 1, "post": 7, "at": at, "about": "selling", "note": "It sells tea."}
    decided = {"case": 2, "post": 8, "at": at, "what": "warn", "days": 0, "word": "Gently, please."}
    group = {"group": 1, "group_name": "Night", "reports": [report], "decisions": [decided]}
    text = "\n".join(taking.readable(ENGLISH, {"memberships": [group]}, UTC))
    assert "2026-11-22 19:00 UTC, you reported post 7: it sells something\n  It sells tea." in text
    assert "decided about you (case 2): a word for you\n  Gently, please." in text
