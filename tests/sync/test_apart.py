"""What one writes in several groups at once is seen minutes apart, so that nobody can tie two aliases together."""

from __future__ import annotations

from tests.sync.world import Machine, World
from tuigroup import actions


async def test_posts_to_a_second_group_go_out_minutes_later_and_say_so(world: World) -> None:
    one, two = world.group("Night Kitchen"), world.group("Morning Porch")
    ada, bea = await world.member("ada", one, two), await world.member("bea", one, two)
    ada.line.up = False
    actions.start_thread(ada.store, one, 1, "Here", "In the first group.")
    later = actions.start_thread(ada.store, two, 1, "There", "In the second group.")
    actions.reply(ada.store, two, later, "And an answer to that.")
    await ada.sync()
    ada.line.up = True
    await ada.sync()
    rows = ada.store.outbox.rows()
    assert {row.state for row in rows} == {"queued", "scheduled"} or {row.state for row in rows} == {"scheduled"}
    due = next(row.due for row in rows if row.key == later)
    assert 3 <= due - ada.store.now_min() <= 12
    await bea.sync()
    assert len(bea.store.threads.list(one)) == 1
    assert bea.store.threads.list(two) == []
    world.clock.forward(14)
    await ada.sync()
    world.clock.forward(14)
    await ada.sync()
    await bea.sync()
    (thread,) = bea.store.threads.list(two)
    assert thread.posts == 2
    assert ada.store.outbox.count() == 0
    assert thread.last_at > bea.store.threads.list(one)[0].last_at


async def test_edits_of_posts_in_two_groups_are_seen_minutes_apart(world: World) -> None:
    one, two = world.group("Night Kitchen"), world.group("Morning Porch")
    ada, bea = await world.member("ada", one, two), await world.member("bea", one, two)
    for group in (one, two):
        actions.start_thread(ada.store, group, 1, "Here", "First words.")
        await ada.sync()
        world.clock.forward(14)
    await ada.sync()
    ada.line.up = False
    for group in (one, two):
        actions.edit_post(ada.store, group, 1, "Later words.")
    ada.line.up = True
    await ada.sync()
    (waits,) = ada.store.outbox.rows()
    assert (waits.state, waits.group) == ("scheduled", two)
    actions.edit_post(ada.store, two, 1, "Latest words.")
    await ada.sync()
    await bea.sync()

    def said(machine: Machine, group: int) -> str:
        post = machine.store.threads.post(group, 1)
        assert post is not None
        return post.body

    assert (said(ada, one), said(ada, two)) == ("Later words.", "Latest words."), "the author sees them at once"
    assert (said(bea, one), said(bea, two)) == ("Later words.", "First words.")
    world.clock.forward(14)
    await ada.sync()
    await bea.sync()
    assert (said(ada, two), said(bea, two)) == ("Latest words.", "Latest words.")
    assert ada.store.outbox.count() == 0
