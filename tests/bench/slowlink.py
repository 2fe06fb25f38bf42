"""A slow link between two network namespaces: a rate, a delay, a queue with an end. Run as a program it is the link.

    with slow_link(kbit=20, delay_ms=300) as link:
        subprocess.run([*link.client, "curl", f"http://{link.address}:8460/v1/server"])

Packets pass through two TUN devices, one in each namespace, so that no support for it is needed in the kernel's
packet scheduler. Needs root, ip (iproute2) and /dev/net/tun; ``missing`` says which is not there.
"""

from __future__ import annotations

import fcntl
import heapq
import os
import select
import shutil
import struct
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

CLIENT: Final = "192.0.2.1"
SERVER: Final = "192.0.2.2"
QUEUE: Final = 60_000  # bytes that wait to be sent; what comes on top is lost, as in a real modem
MTU: Final = 1500
_DEVICE: Final = "/dev/net/tun"
_TUNSETIFF: Final = 0x400454CA
_TUN: Final = 0x0001 | 0x1000  # IFF_TUN, IFF_NO_PI: bare packets


@dataclass(frozen=True, slots=True)
class Link:
    """``client`` and ``server`` are words to put before a command; ``address`` is the server's."""

    client: tuple[str, ...]
    server: tuple[str, ...]
    address: str = SERVER


def missing() -> str:
    """What this machine lacks for it, '' where it has all."""
    if sys.platform != "linux" or shutil.which("ip") is None:
        return "there is no ip command"
    if os.geteuid() != 0:
        return "making network namespaces is root's"
    if not os.access(_DEVICE, os.R_OK | os.W_OK):
        return f"there is no {_DEVICE}"
    name = f"tuigroup-{os.getpid()}"
    made = subprocess.run(["ip", "netns", "add", name], capture_output=True, text=True)
    subprocess.run(["ip", "netns", "del", name], capture_output=True)
    return "" if made.returncode == 0 else "network namespaces are not allowed"


@contextmanager
def slow_link(*, kbit: float, delay_ms: float) -> Iterator[Link]:
    """A link of so many kbit/s each way and that delay one way, for as long as the block lasts."""
    names = [f"tuigroup-{os.getpid()}-{end}" for end in ("client", "server")]
    link: subprocess.Popen[str] | None = None
    try:
        for name in names:
            _ip("netns", "add", name)
        words = [sys.executable, "-m", "tests.bench.slowlink", *names, str(kbit), str(delay_ms)]
        link = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
        assert link.stdout is not None
        if link.stdout.readline() != "ready\n":
            raise OSError("the link did not come up")
        client, server = (("ip", "netns", "exec", name) for name in names)
        yield Link(client, server)
    finally:
        if link is not None:
            link.terminate()
            link.wait()
        for name in names:
            subprocess.run(["ip", "netns", "del", name], capture_output=True)


def _ip(*words: str) -> None:
    subprocess.run(["ip", *words], check=True)


def _attach(namespace: str, device: str, address: str) -> int:
    """A TUN device in a namespace; its file here."""
    fd = os.open(_DEVICE, os.O_RDWR | os.O_NONBLOCK)
    fcntl.ioctl(fd, _TUNSETIFF, struct.pack("16sH22x", device.encode(), _TUN))
    _ip("link", "set", device, "netns", namespace)
    _ip("-n", namespace, "addr", "add", f"{address}/24", "dev", device)
    _ip("-n", namespace, "link", "set", device, "mtu", str(MTU), "txqueuelen", "50", "up")
    _ip("-n", namespace, "link", "set", "lo", "up")
    return fd


def main(client: str, server: str, kbit: float, delay_ms: float) -> None:
    """Carry packets until the end comes from outside."""
    rate, delay = kbit * 125, delay_ms / 1000
    number = os.getpid() % 100_000
    ends = [_attach(client, f"tgc{number}", CLIENT), _attach(server, f"tgs{number}", SERVER)]
    free = [0.0, 0.0]  # when each end has sent what it has
    under_way: list[tuple[float, int, int, bytes]] = []
    count = 0
    print("ready", flush=True)
    while True:
        wait = max(0.0, under_way[0][0] - time.monotonic()) if under_way else None
        ready, _, _ = select.select(ends, [], [], wait)
        for fd in ready:
            side = ends.index(fd)
            packet = os.read(fd, MTU + 100)
            now = time.monotonic()
            begins = max(now, free[side])
            if packet[0] >> 4 != 4 or (begins - now) * rate > QUEUE:
                continue
            free[side] = begins + len(packet) / rate
            count += 1
            heapq.heappush(under_way, (free[side] + delay, count, 1 - side, packet))
        while under_way and under_way[0][0] <= time.monotonic():
            _, _, side, packet = heapq.heappop(under_way)
            os.write(ends[side], packet)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4]))
