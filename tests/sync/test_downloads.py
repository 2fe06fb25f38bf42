"""Texts of the library: in parts, resumed after a cut, cancelled, never half a text shown."""

from __future__ import annotations

import asyncio

from tests.sync.world import Machine, World
from tuigroup.sync.status import LinkStatus
from tuigroup.wire.sync import WantLibrary


def story(world: World, size: int = 40_000) -> str:
    """A text that hardly packs."""
    return "# Quiet\n\n" + world.random(size).hex()


async def reader(world: World, body: str) -> Machine:
    world.reading("quiet", body)
    made = await world.member("ada")
    made.session.engine.want(WantLibrary())
    await made.sync()
    return made


async def settled(machine: Machine) -> None:
    """Until no part is under way."""
    downloads = machine.session.engine._downloads
    while downloads._tasks:
        await asyncio.gather(*downloads._tasks.values(), return_exceptions=True)
        await asyncio.sleep(0)


async def test_a_text_comes_in_parts_and_says_how_far_it_is(world: World) -> None:
    body = story(world)
    ada = await reader(world, body)
    seen: list[tuple[int, int]] = []

    def note(status: LinkStatus) -> None:
        seen.extend(ada.session.engine.downloads().values())

    ada.session.engine.subscribe(note)
    ada.session.engine.fetch_resource("quiet")
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert ada.store.resources.body("quiet") == body
    assert ada.session.engine.downloads() == {}
    assert len(set(seen)) >= 3
    assert seen == sorted(seen)
    assert ada.line.paths.count("GET /v1/resources/quiet") == len(set(seen)) - 1
    assert ada.store.resources.partial("quiet") == (b"", "")
    assert ada.store.usage.session()["resource"][1] > 40_000


async def test_a_cut_goes_on_where_it_was(world: World) -> None:
    body = story(world)
    ada = await reader(world, body)
    engine = ada.session.engine

    def cut(status: LinkStatus) -> None:
        if engine.downloads().get("quiet", (0, 0))[0] and "cut" not in cuts:
            cuts.append("cut")
            ada.line.up = False

    cuts: list[str] = []
    engine.subscribe(cut)
    engine.fetch_resource("quiet")
    await settled(ada)
    have = engine.downloads()["quiet"][0]
    assert 0 < have < 40_000
    assert len(ada.store.resources.partial("quiet")[0]) == have
    ada.line.up = True
    await ada.sync()
    await settled(ada)
    assert ada.store.resources.body("quiet") == body


async def test_a_text_that_changed_meanwhile_comes_whole_and_new(world: World) -> None:
    ada = await reader(world, story(world))
    ada.store.resources.put_partial("quiet", b"old bytes", '"old"')
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    body = ada.store.resources.body("quiet")
    assert body is not None
    assert body.startswith("# Quiet")


async def test_parts_that_make_no_text_are_fetched_again(world: World) -> None:
    body = story(world, 3000)
    ada = await reader(world, body)
    right = await ada.session._client.resource("quiet")
    ada.store.resources.put_partial("quiet", b"\x80" + bytes(len(right.data) - 2), right.etag)
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert ada.store.resources.body("quiet") == body
    # More is here than there is: it can't be of this text.
    ada.store.resources.put_partial("quiet", bytes(len(right.data) + 9), right.etag)
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert ada.store.resources.body("quiet") == body


async def test_cancelled_keeps_what_is_here_for_the_next_time(world: World) -> None:
    body = story(world)
    ada = await reader(world, body)
    engine = ada.session.engine

    def stop(status: LinkStatus) -> None:
        if engine.downloads().get("quiet", (0, 0))[0]:
            engine.cancel("quiet")

    unsubscribe = engine.subscribe(stop)
    engine.fetch_resource("quiet")
    await settled(ada)
    unsubscribe()
    assert engine.downloads() == {}
    assert ada.store.resources.body("quiet") is None
    assert ada.store.resources.partial("quiet")[0]
    engine.cancel("something else")
    engine.fetch_resource("quiet")
    assert engine.downloads()["quiet"][0] > 0
    await settled(ada)
    assert ada.store.resources.body("quiet") == body


async def test_what_is_not_in_the_library_is_told(world: World) -> None:
    ada = await reader(world, "short")
    ada.session.engine.fetch_resource("loud")
    await settled(ada)
    assert ada.session.engine.downloads() == {}
    assert "library" in ada.session.engine.download_problem("loud")
    assert ada.session.engine.download_problem("quiet") == ""


async def test_a_line_that_is_cut_again_and_again_is_told(world: World) -> None:
    ada = await reader(world, "short")
    ada.line.lose = 100
    for _ in range(4):
        ada.session.engine.fetch_resource("quiet")
        await settled(ada)
    assert "cut" in ada.session.engine.download_problem("quiet")
    assert ada.session.engine.downloads() == {}


async def test_offline_by_choice_holds_downloads_too(world: World) -> None:
    body = story(world)
    ada = await reader(world, body)
    engine = ada.session.engine
    engine.fetch_resource("quiet")
    engine.go_offline()
    await settled(ada)
    before = len(ada.line.paths)
    engine.fetch_resource("quiet")
    await settled(ada)
    assert len(ada.line.paths) == before
    assert "quiet" in engine.downloads()
    engine.go_online()
    await settled(ada)
    assert ada.store.resources.body("quiet") == body


async def test_off_and_on_at_once_loses_no_download(world: World) -> None:
    body = story(world)
    ada = await reader(world, body)
    engine = ada.session.engine
    engine.fetch_resource("quiet")
    await asyncio.sleep(0)
    engine.go_offline()
    engine.go_online()
    await settled(ada)
    assert ada.store.resources.body("quiet") == body


async def test_a_text_larger_than_anything_is_not_read(world: World) -> None:
    ada = await reader(world, "short")
    from tuigroup.sync import downloads
    from tuigroup.sync.answers import Piece

    async def huge(slug: str, **asked: object) -> Piece:
        return Piece(b"x", 0, downloads.LARGEST + 1, '"e"')

    ada.session._client.resource = huge  # type: ignore[method-assign]
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert "larger" in ada.session.engine.download_problem("quiet")

    async def never_right(slug: str, **asked: object) -> Piece:
        return Piece(b"\x80no", 0, 3, '"e"')

    ada.session._client.resource = never_right  # type: ignore[method-assign]
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert "put together" in ada.session.engine.download_problem("quiet")


async def test_a_text_as_it_is_can_be_read_too(world: World) -> None:
    ada = await reader(world, "short")
    from tuigroup.sync.answers import Piece

    async def plain(slug: str, **asked: object) -> Piece:
        return Piece("Ärger und Ruhe".encode(), 0, 15, '"e"')

    ada.session._client.resource = plain  # type: ignore[method-assign]
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert ada.store.resources.body("quiet") == "Ärger und Ruhe"


async def test_signing_out_ends_downloads(world: World) -> None:
    ada = await reader(world, story(world))
    ada.session.engine.fetch_resource("quiet")
    await ada.session.sign_out()
    await settled(ada)
    assert ada.session.engine.downloads() == {}
    assert ada.store.resources.body("quiet") is None


async def test_a_part_of_another_content_is_not_put_in(world: World) -> None:
    body = story(world, 3000)
    ada = await reader(world, body)
    real = ada.session._client.resource
    from tuigroup.sync.answers import Piece

    async def heedless(slug: str, *, start: int = 0, length: int = 0, etag: str = "") -> Piece:
        if start:
            return Piece(b"of something else", start, start + 17, '"e2"')
        return await real(slug)

    ada.session._client.resource = heedless  # type: ignore[method-assign]
    ada.store.resources.put_partial("quiet", b"old bytes", '"old"')
    ada.session.engine.fetch_resource("quiet")
    await settled(ada)
    assert ada.store.resources.body("quiet") == body


async def test_closing_ends_downloads(world: World) -> None:
    ada = await reader(world, story(world))
    ada.line.held = asyncio.Event()
    ada.session.engine.fetch_resource("quiet")
    await asyncio.sleep(0)
    await ada.session.engine.close()
    assert not ada.session.engine._downloads._tasks
