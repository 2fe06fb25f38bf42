"""Several machines, one server, lines that fail: at rest all agree, nothing is lost, nothing is there twice."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule, run_state_machine_as_test

from tests.postgres import Postgres
from tests.relay import draw
from tests.sync.machines import ANY, WHERE, WHO, Machines


class CutMachines(Machines):
    """The same over real connections, each through a relay that cuts them at any byte."""

    CUTS = True

    def cut(self, who: int, seed: int, count: int) -> None:
        relay = self.relays[who]
        assert relay is not None
        relay.cut(*draw(seed, 900, 600, count))

    def mend(self, who: int) -> None:
        relay = self.relays[who]
        assert relay is not None
        relay.cut()

    @rule(who=WHO, seed=ANY, count=st.integers(1, 4))
    def sync_over_a_line_that_is_cut(self, who: int, seed: int, count: int) -> None:
        self.cut(who, seed, count)
        self.sync(who)
        self.mend(who)

    @rule(who=WHO, seed=ANY)
    def read_over_a_line_that_is_cut(self, who: int, seed: int) -> None:
        self.cut(who, seed, 2)
        self.run(self._whole(self.machines[who]))
        self.mend(who)

    @rule(who=WHO, where=WHERE, which=ANY, seed=ANY)
    def news_on_a_line_that_is_cut(self, who: int, where: int, which: int, seed: int) -> None:
        self.wait_for_news(who)
        self.cut(who, seed, 1)
        self.reply((who + 1) % 3, where, which)
        self.sync((who + 1) % 3)
        self.run(self._hear(self.machines[who], 0.3))
        self.mend(who)

    @rule(who=WHO, behind=st.sampled_from([300, 30_000]))
    def a_line_becomes_slow(self, who: int, behind: int) -> None:
        """Answers have a few hundred bytes; the rest of a page comes behind them, or has to be asked for."""
        pace = self.machines[who].session.engine._pace
        pace.budget = lambda *, foreground: 300  # type: ignore[method-assign]
        pace.behind = lambda: behind  # type: ignore[method-assign]

    @rule(who=WHO)
    def every_line_of_somebody_breaks(self, who: int) -> None:
        relay = self.relays[who]
        assert relay is not None
        self.run(relay.drop())


SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example]


def test_machines_agree_at_rest() -> None:
    counts = settings(max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=SLOW)
    run_state_machine_as_test(Machines, settings=counts)


@pytest.mark.machine
def test_machines_agree_at_rest_over_postgresql(postgres: Postgres) -> None:
    class Elsewhere(Machines):
        def database(self) -> str:
            return postgres.emptied()

    counts = settings(max_examples=4, stateful_step_count=25, deadline=None, suppress_health_check=SLOW)
    run_state_machine_as_test(Elsewhere, settings=counts)


def test_machines_agree_at_rest_wherever_their_lines_are_cut() -> None:
    counts = settings(max_examples=4, stateful_step_count=25, deadline=None, suppress_health_check=SLOW)
    run_state_machine_as_test(CutMachines, settings=counts)


@pytest.mark.soak
@pytest.mark.parametrize("kind", [Machines, CutMachines])
def test_machines_agree_at_rest_again_and_again(kind: type[Machines]) -> None:
    counts = settings(
        max_examples=400, stateful_step_count=60, deadline=None, derandomize=False, suppress_health_check=SLOW
    )
    run_state_machine_as_test(kind, settings=counts)
