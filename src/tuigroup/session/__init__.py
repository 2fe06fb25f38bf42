"""The account's side of a visit: keys, sign-in, the private record, what a door opens and closes."""

from tuigroup.session.ending import Became, Fate
from tuigroup.session.session import Session, proof

__all__ = ["Became", "Fate", "Session", "proof"]
