"""How often a network may ask, as dependencies. Which one it is, http.origin says; the counting is service.limits'."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from tuigroup_server.http.origin import Network
from tuigroup_server.http.state import Limits
from tuigroup_server.service import limits
from tuigroup_server.service.context import Door
from tuigroup_server.service.limits import Limiter, Policy


def by_network(policy: Policy) -> Callable[..., Awaitable[None]]:
    """A dependency that counts askings of the network."""

    async def count(network: Network, limiter: Limits) -> None:
        limiter.take(policy, network)

    return count


@contextmanager
def guesses(limiter: Limiter, name: str, network: str, door: Door | None) -> Iterator[None]:
    """Around a sign-in: counted by name, network and door, and given back where it succeeds.

    Raises Refusal ``too-many``.
    """
    counted = [(limits.SIGN_IN_ADDRESS, network), (limits.SIGN_IN_NAME, name)]
    if door is not None:
        counted.append((limits.DOOR_SIGN_IN, door.name))
    for policy, key in counted:
        limiter.take(policy, key)
    limiter.take(limits.SIGNED_IN, name)
    yield
    for policy, key in counted:
        limiter.give_back(policy, key)
