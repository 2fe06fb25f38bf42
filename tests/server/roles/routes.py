"""Every route of the API and what it takes besides the rules of a group. One without a word here fails a test."""

from __future__ import annotations

from typing import Any, Final

import httpx

from tests import sshkeys
from tests.server.conftest import secret_of
from tuigroup_server.rules import DoorAction

ANYBODY, MEMBERS = "anybody", "members"
ROUTES: Final[dict[tuple[str, str], str | DoorAction]] = {
    ("get", "/v1/server"): ANYBODY,
    ("get", "/v1/helplines"): ANYBODY,
    ("post", "/v1/accounts"): ANYBODY,
    ("post", "/v1/sessions"): ANYBODY,
    ("post", "/v1/sessions/by-key"): DoorAction.VOUCH,
    ("delete", "/v1/sessions"): MEMBERS,
    ("delete", "/v1/sessions/current"): MEMBERS,
    ("put", "/v1/accounts/me/secret"): MEMBERS,
    ("put", "/v1/accounts/me/recovery"): MEMBERS,
    ("get", "/v1/accounts/me/keys"): MEMBERS,
    ("post", "/v1/accounts/me/keys"): MEMBERS,
    ("delete", "/v1/accounts/me/keys/{key}"): MEMBERS,
    ("get", "/v1/accounts/me/export"): MEMBERS,
    ("post", "/v1/accounts/me/leaving"): MEMBERS,
    ("delete", "/v1/accounts/me/leaving"): MEMBERS,
    ("post", "/v1/recoveries"): ANYBODY,
    ("post", "/v1/recoveries/finish"): ANYBODY,
    ("get", "/v1/record"): MEMBERS,
    ("put", "/v1/record"): MEMBERS,
    ("post", "/v1/record/key"): MEMBERS,
    ("delete", "/v1/door/sessions"): DoorAction.END_SESSIONS,
    ("post", "/v1/sync"): ANYBODY,
    ("post", "/v1/wait"): MEMBERS,
    ("get", "/v1/groups"): ANYBODY,
    ("get", "/v1/groups/{number}"): ANYBODY,
    ("get", "/v1/groups/{number}/threads"): ANYBODY,
    ("get", "/v1/groups/{number}/threads/{thread}"): ANYBODY,
    ("post", "/v1/groups/{number}/posts"): MEMBERS,
    ("post", "/v1/groups/{number}/slips"): MEMBERS,
    ("get", "/v1/slips/key"): ANYBODY,
    ("get", "/v1/bundle"): MEMBERS,
    ("get", "/v1/resources"): ANYBODY,
    ("get", "/v1/resources/{slug}"): ANYBODY,
}
_SECRET: Final = secret_of("guess")
# What a body must hold so that it is not refused for its form; nobody's secret is in it.
BODIES: Final[dict[tuple[str, str], dict[str, Any]]] = {
    ("post", "/v1/sessions/by-key"): {"name": "member", "fingerprint": "SHA256:" + "A" * 43},
    ("put", "/v1/accounts/me/secret"): {"secret": _SECRET, "new_secret": _SECRET, "new_wrapped": "N" * 96},
    ("put", "/v1/accounts/me/recovery"): {
        "secret": _SECRET,
        "new_recovery_secret": _SECRET,
        "new_recovery_wrapped": "N" * 96,
    },
    ("post", "/v1/accounts/me/keys"): {"secret": _SECRET, "public_key": sshkeys.ed25519("any")},
    ("post", "/v1/accounts/me/leaving"): {"secret": _SECRET, "posts": "erase"},
    ("put", "/v1/record"): {"version": 7, "sealed": "AAAA"},
    ("post", "/v1/record/key"): {"secret": _SECRET},
    ("post", "/v1/groups/{number}/slips"): {"at": 1},
    ("post", "/v1/groups/{number}/posts"): {"k": "every-rt-1", "op": "reply", "g": 1, "to": 77, "body": "Words."},
}


async def asked(
    http: httpx.AsyncClient, route: tuple[str, str], headers: dict[str, str], number: int = 1
) -> httpx.Response:
    """A route with a group's number in it, and with a body that fits."""
    method, path = route
    body = BODIES.get(route)
    if body is not None and "g" in body:
        body = {**body, "g": number}
    path = path.replace("{number}", str(number)).replace("{slug}", "nothing")
    for name in ("thread", "key"):
        path = path.replace(f"{{{name}}}", "1")
    return await http.request(method, path, json=body if method != "get" else None, headers=headers)
