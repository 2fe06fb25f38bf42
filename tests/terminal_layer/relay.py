"""Runs inside another terminal: copies pieces from a socket to the screen, and says when each has been shown.

``python -m tests.terminal_layer.relay PORT``. A piece is a line with its length and its bytes. It has been shown
when the terminal has answered the question sent behind it.
"""

from __future__ import annotations

import os
import socket
import sys
import tty

ASK, ANSWER = b"\x1b[5n", b"\x1b[0n"


def main() -> None:
    tty.setraw(0)
    with socket.create_connection(("127.0.0.1", int(sys.argv[1]))) as line, line.makefile("rb") as pieces:
        for head in pieces:
            data = pieces.read(int(head)) + ASK
            while data:
                data = data[os.write(1, data) :]
            heard = b""
            while ANSWER not in heard:
                heard += os.read(0, 100)
            line.sendall(b".")


if __name__ == "__main__":
    main()
