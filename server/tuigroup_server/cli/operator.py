"""The operator's words for groups: make one, look at all, invite, give one a facilitator."""

from __future__ import annotations

import argparse
from typing import Final

from tuigroup.wire.ops import GroupSettings
from tuigroup.wire.words import Access, GroupFormat, GroupKind, GroupState, Role
from tuigroup_server.cli.command import Command, Shell, group_argument
from tuigroup_server.service import operators

_ROLES: Final = {"member": Role.MEMBER, "facilitator": Role.FACILITATOR, "co-facilitator": Role.CO_FACILITATOR}
_RUNNING: Final = tuple(word for word, role in _ROLES.items() if role is not Role.MEMBER)


def _new_group(shell: Shell) -> int:
    args = shell.args
    settings = GroupSettings(
        name=args.group_name,
        about=args.about,
        kind=args.kind,
        format=args.format,
        access=args.access,
        listed=args.listed,
        language=args.language,
        timezone=args.timezone,
        topics=args.topic,
    )
    with shell.context() as context:
        row = operators.new_group(context, settings)
    shell.say(f"{row.id}  {row.slug}")
    shell.warn(f"{row.name} is open. Give it a facilitator with add-facilitator, or invite one.")
    return 0


def _invite(shell: Shell) -> int:
    args = shell.args
    with shell.context() as context:
        code = operators.invite(context, args.group, role=_ROLES[args.role], uses=args.uses, days=args.days)
    times = "once" if args.uses == 1 else f"{args.uses} times"
    shell.say(code)
    shell.warn(f"It works {times} within {args.days} days, and is shown only now.")
    return 0


def _add_facilitator(shell: Shell) -> int:
    args = shell.args
    with shell.context() as context:
        row = operators.add_facilitator(context, args.group, args.sign_in_name, args.alias, role=_ROLES[args.role])
    shell.say(f"{row.alias} runs the group now, as {args.role}.")
    return 0


def _groups(shell: Shell) -> int:
    with shell.context() as context:
        found = operators.overview(context)
    for row, running in found:
        names = [member.alias + ("" if member.role == Role.FACILITATOR else " (co)") for member in running]
        run_by = f"run by {', '.join(names)}" if names else "nobody runs it"
        listed = "" if row.listed or row.state != GroupState.OPEN else ", not in the directory"
        shell.say(f"{row.id}  {row.slug}  {row.name}")
        shell.say(f"    {row.state}, access {row.access}{listed}; members: {row.members}; {run_by}")
    if not found:
        shell.say("There are no groups yet. Make one with new-group.")
    return 0


def _new_group_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("group_name", metavar="NAME", help="what the group is called")
    parser.add_argument("--about", default="", help="for whom it is and what one does there, in a sentence or two")
    parser.add_argument("--kind", type=GroupKind, choices=list(GroupKind), default=GroupKind.PEER_LED)
    parser.add_argument("--format", type=GroupFormat, choices=list(GroupFormat), default=GroupFormat.ONLINE)
    parser.add_argument("--access", type=Access, choices=list(Access), default=Access.OPEN)
    parser.add_argument("--listed", action=argparse.BooleanOptionalAction, default=True, help="in the directory (yes)")
    parser.add_argument("--language", default="en", help="such as en or pt-BR (en)")
    parser.add_argument("--timezone", default="UTC", help="such as Europe/London (UTC)")
    parser.add_argument("--topic", action="append", default=[], help="what it is about; can be given several times")


def _invite_arguments(parser: argparse.ArgumentParser) -> None:
    group_argument(parser)
    parser.add_argument("--role", choices=tuple(_ROLES), default="member", help="what who comes will be (member)")
    parser.add_argument("--uses", type=int, default=1, help="how many may come with it (1)")
    parser.add_argument("--days", type=int, default=14, help="how long it works (14)")


def _facilitator_arguments(parser: argparse.ArgumentParser) -> None:
    group_argument(parser)
    parser.add_argument("sign_in_name", metavar="SIGN-IN-NAME", help="the account's sign-in name")
    parser.add_argument("--alias", default="", help="the alias in the group, for who is no member yet")
    parser.add_argument("--role", choices=_RUNNING, default="facilitator", help="(facilitator)")


COMMANDS: Final = (
    Command(
        "groups",
        "show all hosted groups with their numbers, slugs and who runs them",
        "groups --data my-community",
        _groups,
    ),
    Command(
        "new-group",
        "make a hosted group, open at once",
        'new-group --data my-community "Night Shift" --topic sleep --access request',
        _new_group,
        _new_group_arguments,
    ),
    Command(
        "invite",
        "make an invitation code for a group",
        "invite --data my-community night-shift --role facilitator --uses 1 --days 14",
        _invite,
        _invite_arguments,
    ),
    Command(
        "add-facilitator",
        "make an account run a group",
        "add-facilitator --data my-community night-shift quiet-otter-512 --alias heron",
        _add_facilitator,
        _facilitator_arguments,
    ),
)
