"""What comes along with signing in: the member's groups and the directory, in one exchange, and nothing twice."""

from __future__ import annotations

import json
from pathlib import Path

from tests.sync.world import PASSPHRASE, World
from tuigroup import actions
from tuigroup.store import Draft
from tuigroup.wire.sync import WantDirectory


async def test_the_groups_and_the_directory_are_here_with_the_sign_in(world: World) -> None:
    kitchen, shore = world.group("Night Kitchen"), world.group("Quiet Shore")
    await world.member("ada", kitchen)
    home = world.machine()
    await home.session.sign_in("ada", PASSPHRASE)
    assert home.line.paths == ["GET /v1/server", "POST /v1/sessions"]
    assert [joined.group.group for joined in home.store.groups.joined()] == [kitchen]
    assert {row.group for row in home.store.groups.directory()} == {kitchen, shore}
    assert home.session.engine.status().state == "online"
    home.session.engine.want(WantDirectory())
    assert not home.session.engine.pending()  # it came just now


async def test_the_directory_is_asked_for_again_a_little_later(world: World) -> None:
    await world.member("ada")
    home = world.machine()
    await home.session.sign_in("ada", PASSPHRASE)
    world.group("Quiet Shore")
    home.session.engine.want(WantDirectory())
    home.session.engine.want(WantDirectory())  # who asks twice means it
    await home.sync()
    assert len(home.store.groups.directory()) == 1
    world.group("Long Gravel Road")
    world.clock.forward(minutes=5)
    home.session.engine.want(WantDirectory())
    await home.sync()
    assert len(home.store.groups.directory()) == 2


async def test_what_waited_to_be_sent_goes_after_signing_in_again(world: World, tmp_path: Path) -> None:
    group = world.group("Night Kitchen")
    away = await world.member("ada", group)
    home = world.machine(tmp_path / "home" / "store.sqlite3")
    await home.session.sign_in("ada", PASSPHRASE)
    await away.session.sign_out(everywhere=True)
    kept = actions.save_draft(home.store, Draft("", "thread", group, 1, title="A word", body="I slept."))
    actions.send_draft(home.store, kept.id)
    await home.sync()
    assert home.session.engine.status().reason == "signed-out"
    await home.session.sign_in("ada", PASSPHRASE)
    await home.sync()
    assert home.store.outbox.count() == 0
    assert [row.head.title for row in home.store.threads.list(group) if row.head] == ["A word"]


async def test_an_exchange_that_is_refused_keeps_nobody_out(world: World, tmp_path: Path) -> None:
    group = world.group("Night Kitchen")
    await world.member("ada", group)
    home = world.machine(tmp_path / "home" / "store.sqlite3")
    await home.session.sign_in("ada", PASSPHRASE)
    home.store.set_cursor("of another log")
    await home.session.sign_in("ada", PASSPHRASE)
    assert home.session.account == "ada"
    await home.sync()
    assert [joined.group.group for joined in home.store.groups.joined()] == [group]


async def test_the_wire_log_shows_what_came_along_and_no_token(world: World, tmp_path: Path) -> None:
    await world.member("ada", world.group("Night Kitchen"))
    log = tmp_path / "log.wirelog"
    home = world.machine(wire_log=log)
    await home.session.sign_in("ada", PASSPHRASE)
    entered = json.loads(log.read_text().splitlines()[-1])
    signed, came = entered["received"]
    assert signed["token"] == signed["wrapped"] == "(redacted)"
    assert "Night Kitchen" in json.dumps(came)
    token = home.session._client.token
    assert token is not None
    assert token not in log.read_text()
