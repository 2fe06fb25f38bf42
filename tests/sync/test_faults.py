"""A real server, the real engine, and a relay that cuts the line at any byte: nothing lost, nothing doubled.

The relay stands between one member and the server; another member's line is whole. In the end both, and a machine
that starts from nothing, see the same posts.
"""

from __future__ import annotations

import random
from contextlib import suppress
from pathlib import Path

import pytest

from tests.relay import Cut, Relay, draw
from tests.sync.pairs import PASSPHRASE, ROUNDS, Member, Pair, Serving, exchange, slow, with_pair, written
from tuigroup import actions
from tuigroup.errors import Offline
from tuigroup.wire.sync import WantThread
from tuigroup.wire.words import ResponseKind
from tuigroup_server.service import library
from tuigroup_server.service.library import Reading

VARIES = 16  # bytes by which one exchange is shorter than another: numbers have fewer digits, keys pack better
SEEDS = [*range(3), *(pytest.param(seed, marks=pytest.mark.soak) for seed in range(3, 30))]


async def test_an_exchange_is_one_round_trip_on_a_line_that_holds(serving: Serving, tmp_path: Path) -> None:
    async def doing(pair: Pair) -> None:
        moved = await exchange(pair)
        assert (moved.round_trips, moved.connections) == (1, 0)

    await with_pair(serving, tmp_path, doing)


@pytest.mark.parametrize("seed", SEEDS)
async def test_replies_arrive_once_wherever_the_line_is_cut(serving: Serving, tmp_path: Path, seed: int) -> None:
    async def doing(pair: Pair) -> None:
        whole = await exchange(pair)
        for place in range(4):
            # Up to three cuts in a row: the try itself, the one that follows at once, and the next exchange.
            cuts = draw(seed * 10 + place, whole.up - VARIES, whole.down - VARIES, place % 3 + 1)
            pair.relay.cut(*cuts)
            await exchange(pair)
            assert pair.relay.done[-len(cuts) :] == cuts

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_busy_outbox_arrives_once_and_in_order(serving: Serving, tmp_path: Path, seed: int) -> None:
    """A thread, answers to one's own unsent posts, an edit and a response, with cuts all along."""

    async def doing(pair: Pair) -> None:
        ada, group = pair.ada, pair.group
        dice = random.Random(seed)
        for _ in range(3):
            thread = actions.start_thread(ada.store, group, 1, "While it rains", pair.say("Another thread"))
            answer = actions.reply(ada.store, group, thread, pair.say("An answer to myself"))
            actions.reply(ada.store, group, answer, pair.say("And one to that"))
            pair.said.remove(pair.said[-2])
            actions.edit_post(ada.store, group, answer, pair.say("An answer, put better"))
            theirs = next(post for row in ada.store.threads.list(group) for post in posts(ada, group, row.ref))
            actions.respond(ada.store, group, theirs, ResponseKind.WITH_YOU)
            pair.relay.cut(*draw(dice.randrange(10**6), 700, 400, 3))
            await ada.settle()

    def posts(member: Member, group: int, thread: int | str) -> list[int]:
        there = member.store.threads.posts(group, thread)
        return [post.ref for post in there if isinstance(post.ref, int) and not post.own]

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_thread_that_is_cut_on_its_way_comes_whole(serving: Serving, tmp_path: Path, seed: int) -> None:
    async def doing(pair: Pair) -> None:
        (thread,) = pair.bea.store.threads.list(pair.group)
        for _ in range(30):
            pair.reply(pair.bea)
        await pair.bea.settle()
        pair.relay.cut(*draw(seed, 180, 700, 2))
        pair.ada.session.engine.want(WantThread(g=pair.group, n=int(thread.ref)))
        await pair.ada.settle()
        assert len(pair.ada.store.threads.posts(pair.group, thread.ref)) == 31

    await with_pair(serving, tmp_path, doing, seed)


async def test_a_page_is_there_before_its_rest_and_both_in_one_round_trip(serving: Serving, tmp_path: Path) -> None:
    async def doing(pair: Pair) -> None:
        want = await written(pair, 60)
        store, seen = pair.ada.store, []
        slow(pair.ada)
        end = store.subscribe(lambda _: seen.append(len(store.threads.posts(want.g, want.n))))
        before = pair.relay.traffic()
        pair.ada.session.engine.want(want)
        await pair.ada.session.engine.round()
        end()
        assert (pair.relay.traffic() - before).round_trips == 1
        assert 1 < seen[0] < 61
        assert seen[-1] == 61
        assert not pair.ada.session.engine.pending()

    await with_pair(serving, tmp_path, doing)


@pytest.mark.parametrize("seed", SEEDS)
async def test_a_line_that_is_cut_between_a_page_and_its_rest_goes_on_from_there(
    serving: Serving, tmp_path: Path, seed: int
) -> None:
    async def doing(pair: Pair) -> None:
        want = await written(pair, 60)
        slow(pair.ada)
        mine = pair.reply(pair.ada)
        dice = random.Random(seed)
        pair.relay.cut(*(Cut("down", dice.randrange(1, 600), bool(dice.randrange(2))) for _ in range(3)))
        pair.ada.session.engine.want(want)
        await pair.ada.settle()
        assert len(pair.relay.done) >= 1
        assert len(pair.ada.store.threads.posts(want.g, want.n)) == 62
        assert mine not in {row.key for row in pair.ada.store.outbox.waiting()}

    await with_pair(serving, tmp_path, doing, seed)


@pytest.mark.parametrize("seed", range(4))
async def test_an_account_made_over_a_line_that_is_cut_can_be_entered(
    serving: Serving, tmp_path: Path, seed: int
) -> None:
    async with Relay(serving.process.port) as relay:
        member = Member(relay.url, tmp_path / "store.sqlite3", seed)
        name = f"cut-off-{next(serving.names)}"
        relay.cut(*draw(seed, 700, 600, 2))
        for _ in range(4):
            with suppress(Offline):
                await member.session.create_account(name, PASSPHRASE)
                break
        assert member.session.account == name
        await member.close()


@pytest.mark.parametrize("seed", range(4))
async def test_a_text_of_the_library_goes_on_where_it_was_cut(serving: Serving, tmp_path: Path, seed: int) -> None:
    dice = random.Random(seed)
    body = "\n".join(f"{dice.randbytes(24).hex()} and so it goes on." for _ in range(600))
    slug = f"long-reading-{next(serving.names)}"
    library.put(serving.context, [Reading(slug=slug, title="Long reading", body=body)])

    async def doing(pair: Pair) -> None:
        engine = pair.ada.session.engine
        before = pair.relay.traffic()
        pair.relay.cut(*(Cut("down", dice.randrange(1, 9_000), dice.random() < 0.5) for _ in range(4)))
        engine.fetch_resource(slug)
        for _ in range(ROUNDS * 10):
            engine.wake()
            await engine.round()
            if slug not in engine.downloads():
                break
        assert pair.ada.store.resources.body(slug) == body
        moved = pair.relay.traffic() - before
        packed = len(serving.context.codec.compress(body.encode(), serving.context.codec.latest))
        # What was here before a cut is not sent again: at most the part under way, of 16 KiB, is.
        assert packed < moved.down < packed + 4 * 10_000 + 8_000

    await with_pair(serving, tmp_path, doing, seed)
