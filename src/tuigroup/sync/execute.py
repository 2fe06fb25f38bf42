"""A plan carried into the store, all of it in one transaction. Decides nothing."""

from __future__ import annotations

from collections.abc import Iterable

from tuigroup.store import Store
from tuigroup.sync.boards import Boards
from tuigroup.sync.steps import (
    Acked,
    AddNotice,
    BeginBoards,
    Distrust,
    DropGroup,
    ExtendBoard,
    PartFrom,
    PutCases,
    PutDecisions,
    PutDirectory,
    PutFacilitators,
    PutHeads,
    PutLibrary,
    PutMembers,
    PutMemberships,
    PutOffers,
    PutPage,
    PutPosts,
    PutRequests,
    Step,
)


def execute(store: Store, steps: Iterable[Step]) -> None:
    """Raises StoreError, ServerLooksEmpty; then nothing was done."""
    with store.transaction():
        for step in steps:
            _do(store, step)


def _do(store: Store, step: Step) -> None:
    match step:
        case Acked(ack):
            store.outbox.acked(ack)
        case DropGroup(g):
            store.groups.drop(g)
        case Distrust(g):
            store.threads.distrust(g)
        case PutMemberships(records):
            store.groups.put_memberships(records)
        case PutPage(detail):
            store.groups.put_page(detail)
        case PutHeads(g, records):
            store.threads.put_heads(g, records)
        case BeginBoards(g, since):
            Boards(store).begin(g, since)
        case ExtendBoard(g, board, before, since):
            Boards(store).extend(g, board, before, since)
        case PutPosts(g, records, after):
            store.threads.put_posts(g, records, page_after=after)
        case PutRequests(g, records):
            store.groups.put_join_requests(g, records)
        case PutMembers(g, records):
            store.groups.put_members(g, records)
        case PutFacilitators(g, records):
            store.groups.put_facilitators(g, records)
        case PartFrom(g, records):
            store.threads.part_from(g, records)
        case PutDirectory(records, meetings, rev, listings):
            store.groups.put_directory(records, meetings, rev, listings=listings)
        case PutLibrary(records, rev):
            store.resources.put_heads(records, rev)
        case PutCases(g, cases):
            store.casebook.put_cases(g, cases)
        case PutDecisions(g, decisions):
            store.casebook.put_decisions(g, decisions)
        case PutOffers(g, offers):
            store.offers.put(g, offers)
        case AddNotice(notice):
            store.notices.add(notice)
        case _:
            store.set_cursor(step.cursor)
