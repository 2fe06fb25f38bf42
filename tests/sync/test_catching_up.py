"""Much at once: a group with years behind it, a member who was away for long, a line on which every byte counts."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, update

from tests.sync.world import PASSPHRASE, Machine, World
from tuigroup import actions
from tuigroup.sync import pace
from tuigroup.sync.pace import Timing
from tuigroup.wire.sync import WantBoard, WantDirectory, WantThread
from tuigroup_server import schema

POSTS = 100_000
OF_A_THREAD = 50
DAY = 24 * 60


def fill(world: World, group: int, writer: int, count: int, *, dear: bool = False) -> None:
    """So many posts more, in threads of fifty, one a minute until now, straight into the tables.

    ``dear`` ones hardly pack.
    """
    now = world.context.now_min()
    with world.context.database.write() as connection:
        groups, posts, threads = schema.groups, schema.posts, schema.threads
        row = connection.execute(
            groups.select().with_only_columns(groups.c.seq, groups.c.next_number).where(groups.c.id == group)
        ).one()
        base = dict.fromkeys(("note", "intent", "state"), "") | dict.fromkeys(
            ("edited_min", "with_you", "me_too", "thank_you", "this_helped"), 0
        )
        rows, heads = [], []
        for index in range(count):
            number, at = row.next_number + index, now - count + index
            thread = number - index % OF_A_THREAD
            parent = 0 if number == thread else number - 1
            body = world.random(120).hex() if dear else f"The kettle is on, says {index}."
            said = {"number": number, "thread": thread, "parent": parent, "body": body, "at_min": at}
            rows.append({**base, **said, "group_id": group, "member": writer, "seq": row.seq + 1 + index})
            if number == thread:
                heads.append({"group_id": group, "number": number, "board": 1, "title": f"Evening {number}"})
            heads[-1] |= {"posts": number - thread + 1, "last": number, "last_min": at, "seq": row.seq + 1 + index}
        connection.execute(insert(posts), rows)
        connection.execute(insert(threads), [{"locked": False, **head} for head in heads])
        after = {"seq": row.seq + count, "next_number": row.next_number + count}
        connection.execute(update(groups).where(groups.c.id == group).values(**after))


async def writer(world: World, group: int) -> int:
    """Somebody in the group, as a member's number."""
    bea = await world.member("bea", group)
    mine = bea.store.groups.membership(group)
    assert mine is not None
    return mine.member


def used(machine: Machine) -> int:
    return sum(up + down for up, down in machine.store.usage.session().values())


@pytest.fixture
def group(world: World) -> int:
    return world.group("Night Kitchen")


async def test_joining_a_group_of_a_hundred_thousand_posts_costs_its_first_page(world: World, group: int) -> None:
    fill(world, group, await writer(world, group), POSTS)
    ada = await world.member("ada")
    before, exchanges = used(ada), len(ada.line.paths)
    actions.join(ada.store, group, "wren")
    await ada.sync()
    ada.session.engine.want(WantBoard(g=group))
    await ada.sync()
    # Its page, forty titles and what one sends oneself: not a post more.
    assert used(ada) - before < 4000
    assert len(ada.line.paths) - exchanges <= 3
    heads = ada.store.threads.list(group)
    assert [head.number for head in (row.head for row in heads) if head] == sorted(
        (POSTS - OF_A_THREAD * index + 1 - OF_A_THREAD for index in range(len(heads))), reverse=True
    )
    assert len(heads) >= 40
    assert sum(len(ada.store.threads.posts(group, row.ref)) for row in heads) == 0
    assert ada.session.engine.status().coming == 0
    # Opened, a thread is there whole.
    assert isinstance(heads[0].ref, int)
    ada.session.engine.want(WantThread(g=group, n=heads[0].ref))
    await ada.sync()
    assert len(ada.store.threads.posts(group, heads[0].ref)) == OF_A_THREAD


class TestAYearAway:
    @pytest.fixture
    async def ada(self, world: World, group: int) -> Machine:
        """In three groups, and away while much happened: a year in the first, a busy week in the others."""
        others = [world.group(f"Circle {name}") for name in "ab"]
        bea = await writer(world, group)
        numbers = [await writer_of(world, other) for other in others]
        made = await world.member("ada", group, *others)
        await made.sync()
        world.clock.forward(365 * DAY)
        await made.session.sign_in("ada", PASSPHRASE)
        fill(world, group, bea, 3000)
        for other, number in zip(others, numbers, strict=True):
            fill(world, other, number, 190, dear=True)
        return made

    async def test_titles_come_first_and_what_is_left_waits_for_a_word(self, ada: Machine, group: int) -> None:
        ada.store.settings.set("ask_above_kb", "16")
        engine = ada.session.engine
        before, down = len(ada.line.paths), used(ada)
        await ada.sync()
        assert len(ada.line.paths) - before == 1
        assert used(ada) - down <= 2 * pace.ASSUMED + 900
        # Every title of the latest hundred of the busiest group, and of the others.
        assert {row.group for g in joined(ada) for row in ada.store.threads.list(g)} == set(joined(ada))
        status = engine.status()
        assert status.state == "online"
        assert status.asks
        assert 16_000 < status.coming < 400_000

    async def test_all_of_it_comes_where_it_is_wanted(self, ada: Machine, group: int) -> None:
        ada.store.settings.set("ask_above_kb", "16")
        await ada.sync()
        ada.session.engine.fetch_rest()
        assert not ada.session.engine.status().asks
        sizes = await rounds(ada)
        # In the background, at most two seconds of the line at a time.
        assert max(sizes) <= 2 * pace.ASSUMED + 200
        assert ada.session.engine.status().coming == 0
        for other in joined(ada)[1:]:
            assert sum(len(ada.store.threads.posts(other, row.ref)) for row in ada.store.threads.list(other)) == 190

    async def test_it_can_be_stopped_and_then_comes_as_titles(self, ada: Machine, group: int) -> None:
        ada.store.settings.set("ask_above_kb", "16")
        await ada.sync()
        here = posts(ada)
        down = used(ada)
        ada.session.engine.leave_rest()
        await ada.sync()
        status = ada.session.engine.status()
        assert (status.coming, status.asks) == (0, False)
        assert used(ada) - down < 4000
        assert posts(ada) == here
        # Nothing is lost by it: opened, a thread is there, and the heads know how much is new.
        other = joined(ada)[1]
        thread = ada.store.threads.list(other)[0].ref
        assert isinstance(thread, int)
        assert ada.store.threads.missing(other, thread)
        ada.session.engine.want(WantThread(g=other, n=thread))
        await ada.sync()
        assert not ada.store.threads.missing(other, thread)
        # From then on it goes on as ever.
        assert not ada.session.engine._exchanges.request().h

    async def test_while_it_comes_it_can_be_stopped_too(self, ada: Machine) -> None:
        engine = ada.session.engine
        await ada.session.engine.round()
        assert engine.status().coming > 8000
        assert not engine.status().asks
        engine.leave_rest()
        before = posts(ada)
        await ada.sync()
        assert engine.status().coming == 0
        assert posts(ada) == before

    async def test_what_is_opened_meanwhile_does_not_wait_for_it(self, ada: Machine, group: int) -> None:
        engine = ada.session.engine
        await engine.round()
        thread = next(row.ref for row in ada.store.threads.list(group) if isinstance(row.ref, int))
        before = len(ada.line.paths)
        engine.want(WantThread(g=group, n=thread))
        await engine.round()
        assert len(ada.line.paths) - before == 1
        assert len(ada.store.threads.posts(group, thread)) == OF_A_THREAD

    async def test_whoever_writes_meanwhile_is_heard(self, ada: Machine, group: int) -> None:
        ada.store.settings.set("ask_above_kb", "16")
        await ada.sync()
        actions.start_thread(ada.store, group, 1, "Back", "I was away for a year.")
        await ada.sync()
        assert ada.store.outbox.count() == 0
        assert ada.session.engine.status().asks

    async def test_another_account_is_not_asked_about_it(self, ada: Machine) -> None:
        ada.store.settings.set("ask_above_kb", "16")
        await ada.sync()
        await ada.session.sign_out()
        assert (ada.session.engine.status().coming, ada.session.engine.status().asks) == (0, False)


class TestSavingData:
    async def test_titles_come_and_texts_when_they_are_opened(self, world: World, group: int) -> None:
        bea = await world.member("bea", group)
        ada = await world.member("ada", group)
        ada.store.settings.set("data_saver", "on")
        await ada.sync()
        actions.start_thread(bea.store, group, 1, "First light", "Who else is up?")
        await bea.sync()
        await ada.sync()
        (row,) = ada.store.threads.list(group)
        assert (row.title, row.posts, row.here) == ("First light", 1, 0)
        assert isinstance(row.ref, int)
        ada.session.engine.want(WantThread(g=group, n=row.ref))
        await ada.sync()
        assert [post.body for post in ada.store.threads.posts(group, row.ref)] == ["Who else is up?"]

    async def test_an_answer_to_oneself_comes_all_the_same(self, world: World, group: int) -> None:
        bea, ada = await world.member("bea", group), await world.member("ada", group)
        ada.store.settings.set("data_saver", "on")
        actions.start_thread(ada.store, group, 1, "First light", "Who else is up?")
        await ada.sync()
        await bea.sync()
        (row,) = bea.store.threads.list(group)
        actions.reply(bea.store, group, row.ref, "I am, with tea.")
        await bea.sync()
        await ada.sync()
        assert [answer.snippet for answer in ada.store.answers(0, limit=5)] == ["I am, with tea."]


class TestPages:
    async def test_a_very_long_thread_asks_after_its_first_page(self, world: World, group: int) -> None:
        number = await writer(world, group)
        fill(world, group, number, 1)
        with world.context.database.write() as connection:
            posts, threads = schema.posts, schema.threads
            first = connection.execute(posts.select()).mappings().one()
            more = [
                {**first, "number": index, "thread": 1, "parent": 1, "body": world.random(200).hex(), "seq": index + 9}
                for index in range(2, 600)
            ]
            connection.execute(insert(posts), more)
            connection.execute(update(threads).values(posts=599, last=599, seq=609))
            connection.execute(update(schema.groups).values(seq=609, next_number=600))
        ada = await world.member("ada", group)
        engine = ada.session.engine
        want = WantThread(g=group, n=1)
        engine.want(want)
        before = used(ada)
        await ada.sync()
        assert used(ada) - before < 2 * pace.ASSUMED + 600
        assert engine.status().asks
        assert engine.status().coming > 64_000
        here = len(ada.store.threads.posts(group, 1))
        assert 0 < here < 100
        # Left, it goes on from there the next time; wanted, it comes whole.
        engine.leave_rest()
        assert (engine.status().coming, engine.pending()) == (0, set())
        engine.want(want)
        await ada.sync()
        assert len(ada.store.threads.posts(group, 1)) > here
        assert engine.status().asks
        engine.fetch_rest()
        await ada.sync()
        assert len(ada.store.threads.posts(group, 1)) == 599

    async def test_a_large_directory_asks_only_who_opened_it(self, world: World) -> None:
        for index in range(150):
            world.group(f"Circle {index} of {world.random(8).hex()}")
        ada = await world.member("ada")
        ada.store.settings.set("ask_above_kb", "1")
        engine = ada.session.engine
        engine._pace.measured(Timing(1.0, 3000, 7.0, 2000, 6.0))
        engine._look_ahead()
        await ada.sync()
        some = len(ada.store.groups.directory())
        assert 0 < some < 151
        # What nobody asked for stops there by itself.
        assert (engine.status().coming, engine.pending()) == (0, set())
        engine.want(WantDirectory())
        await ada.sync()
        assert engine.status().asks
        engine.fetch_rest()
        await ada.sync()
        assert len(ada.store.groups.directory()) == 150


def joined(machine: Machine) -> list[int]:
    return [row.group.group for row in sorted(machine.store.groups.joined(), key=lambda row: row.group.group)]


def posts(machine: Machine) -> int:
    return sum(
        len(machine.store.threads.posts(g, row.ref)) for g in joined(machine) for row in machine.store.threads.list(g)
    )


async def rounds(machine: Machine) -> list[int]:
    """Exchanges until nothing is left to do; the bytes of each."""
    sizes, before = [], used(machine)
    more = True
    while more:
        more = await machine.session.engine.round()
        sizes.append(used(machine) - before)
        before = used(machine)
    return sizes


async def writer_of(world: World, group: int) -> int:
    carl = await world.member(f"carl-{group}", group)
    mine = carl.store.groups.membership(group)
    assert mine is not None
    return mine.member
