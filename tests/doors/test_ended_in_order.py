"""A signal to end is heeded, whatever it came upon."""

from __future__ import annotations

import os
import signal

import pytest

from tuigroup.doors.signals import ended_in_order


class Thrown:
    """A signal comes while this is thrown away."""

    def __del__(self) -> None:
        os.kill(os.getpid(), signal.SIGTERM)


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_one_that_comes_while_something_is_thrown_away_ends_it_too() -> None:
    before = signal.getsignal(signal.SIGTERM)
    went_on = []

    def inside() -> None:
        with ended_in_order() as heed:
            Thrown()
            went_on.append("the signal's own exception was written off")
            with pytest.raises(SystemExit):
                heed()

    with pytest.raises(SystemExit) as ended:
        inside()
    assert went_on
    assert ended.value.code == 128 + signal.SIGTERM
    assert signal.getsignal(signal.SIGTERM) is before


def test_without_one_nothing_ends() -> None:
    with ended_in_order() as heed:
        heed()
