"""What waits for the operator, and the words that answer it: proposals, claims, credentials."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup_server.cli.command import Command, Shell, day, group_argument
from tuigroup_server.service import decisions


def _notices(shell: Shell) -> int:
    with shell.context() as context:
        found = decisions.notices_to_operators(context, shell.args.after)
        waiting = decisions.waiting(context)
    for notice in found:
        about = f" (group {notice.group_id})" if notice.group_id else ""
        shell.say(f"{notice.id}  {day(notice.created)}  {notice.detail}{about}")
    for one in waiting.credentials:
        shell.say(f"Credentials wait: {one.alias} in group {one.group_id}, {one.group}: {one.credentials}")
    for row in waiting.unled:
        shell.say(f"No facilitator: {row.name}, group {row.id}. Give it one with add-facilitator, or invite one.")
    if waiting.proposals:
        shell.say(f"Proposals wait: {len(waiting.proposals)}")
    if waiting.claims:
        shell.say(f"Claims wait: {len(waiting.claims)}")
    if not (found or waiting.anything):
        shell.say("Nothing waits.")
    return 0


def _confirm_credentials(shell: Shell) -> int:
    with shell.context() as context:
        credentials = decisions.confirm_credentials(context, shell.args.group, shell.args.alias)
    shell.say(f"Shown from now on: {credentials}")
    return 0


def _withdraw_credentials(shell: Shell) -> int:
    with shell.context() as context:
        credentials = decisions.withdraw_credentials(context, shell.args.group, shell.args.alias)
    shell.say(f"No longer shown: {credentials}")
    return 0


def _proposals(shell: Shell) -> int:
    with shell.context() as context:
        waiting = decisions.waiting(context)
    for row in waiting.proposals:
        shell.say(f"{row.id}  {row.name}  ({row.kind}, {row.format}, {row.access})")
        shell.say(f"    {row.about}")
    if not waiting.proposals:
        shell.say("No proposals wait.")
    return 0


def _open_group(shell: Shell) -> int:
    with shell.context() as context:
        row = decisions.open_group(context, shell.args.group)
    shell.say(f"{row.name} is open.")
    return 0


def _decline_group(shell: Shell) -> int:
    with shell.context() as context:
        row = decisions.decline_group(context, shell.args.group)
    shell.say(f"{row.name} is not opened. Who proposed it is told.")
    return 0


def _claims(shell: Shell) -> int:
    with shell.context() as context:
        waiting = decisions.waiting(context)
    for claim in waiting.claims:
        shell.say(f"{claim.id}  {claim.group}, claimed {day(claim.created)} by {claim.alias}")
        for line in claim.word.splitlines():
            shell.say(f"    {line}")
    if not waiting.claims:
        shell.say("No claims wait.")
    return 0


def _confirm_claim(shell: Shell) -> int:
    with shell.context() as context:
        row = decisions.confirm_claim(context, shell.args.claim)
    shell.say(f"{row.name} is hosted here now.")
    return 0


def _decline_claim(shell: Shell) -> int:
    with shell.context() as context:
        row = decisions.decline_claim(context, shell.args.claim)
    shell.say(f"{row.name} stays a listing.")
    return 0


def _credentials_arguments(parser: argparse.ArgumentParser) -> None:
    group_argument(parser)
    parser.add_argument("alias", metavar="ALIAS", help="the facilitator's alias in the group")


def _claim_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("claim", metavar="NUMBER", type=int, help="a number that claims shows")


def _notices_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--after", metavar="NUMBER", type=int, default=0, help="only what came after this one")


COMMANDS: Final = (
    Command(
        "notices",
        "show what happened that the operator should know, and what waits",
        "notices --data my-community --after 12",
        _notices,
        _notices_arguments,
    ),
    Command(
        "confirm-credentials",
        "confirm what a facilitator states, so that it is shown",
        "confirm-credentials --data my-community night-shift heron",
        _confirm_credentials,
        _credentials_arguments,
    ),
    Command(
        "withdraw-credentials",
        "show confirmed credentials no longer",
        "withdraw-credentials --data my-community night-shift heron",
        _withdraw_credentials,
        _credentials_arguments,
    ),
    Command("proposals", "show the groups that members propose", "proposals --data my-community", _proposals),
    Command("open-group", "open a proposed group", "open-group --data my-community 17", _open_group, group_argument),
    Command(
        "decline-group",
        "leave a proposed group unopened; who proposed it is told",
        "decline-group --data my-community 17",
        _decline_group,
        group_argument,
    ),
    Command("claims", "show who says they run a listing", "claims --data my-community", _claims),
    Command(
        "confirm-claim",
        "turn a claimed listing into a hosted group",
        "confirm-claim --data my-community 3",
        _confirm_claim,
        _claim_arguments,
    ),
    Command(
        "decline-claim",
        "leave a claimed listing as it is; who claimed it is told",
        "decline-claim --data my-community 3",
        _decline_claim,
        _claim_arguments,
    ),
)
