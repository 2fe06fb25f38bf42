"""The line is cut at every byte of a page and of an exchange: what test_faults does at some of them."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.relay import Cut, Way
from tests.sync.pairs import THREADS, Pair, Serving, another_thread, exchange, quick, slow, with_pair


@pytest.mark.soak
async def test_every_byte_of_a_page_and_its_rest(serving: Serving, tmp_path: Path) -> None:
    """Each cut is in a thread of its own, of which nothing is here but its title; a pair at a time has some of them."""
    done, size = 0, 1

    async def doing(pair: Pair) -> None:
        nonlocal done, size
        slow(pair.ada)
        for place in range(done, min(done + THREADS, size)):
            want = await another_thread(pair, 9)
            await pair.ada.settle()
            before = pair.relay.traffic().down
            pair.relay.cut(*([Cut("down", place, place % 2 == 0)] if place else []))
            pair.ada.session.engine.want(want)
            await pair.ada.settle()
            assert len(pair.ada.store.threads.posts(want.g, want.n)) == 10
            size = size if place else pair.relay.traffic().down - before
            done = place + 1
        quick(pair.ada)

    while done < size:
        folder = tmp_path / str(done)
        folder.mkdir()
        await with_pair(serving, folder, doing)


@pytest.mark.soak
@pytest.mark.parametrize("way", ["up", "down"])
async def test_every_byte_of_an_exchange(serving: Serving, tmp_path: Path, way: Way) -> None:
    async def doing(pair: Pair) -> None:
        whole = await exchange(pair)
        dice = random.Random(way)
        size = whole.up if way == "up" else whole.down
        for place in range(size + 1):
            again = [Cut(way, dice.randrange(1, size), dice.random() < 0.5)] if place % 3 == 0 else []
            pair.relay.cut(Cut(way, place, place % 2 == 0), *again)
            await exchange(pair)
            if place % 100 == 99:
                await pair.agree()

    await with_pair(serving, tmp_path, doing)
