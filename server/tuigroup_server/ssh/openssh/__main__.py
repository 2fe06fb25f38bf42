"""What the ``door`` script starts: python -I -m tuigroup_server.ssh.openssh FOLDER [--key FINGERPRINT]."""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from tuigroup_server.ssh.openssh.visit import main

parser = argparse.ArgumentParser(prog="door")
parser.add_argument("folder", type=Path)
parser.add_argument("--key", default="")
found = parser.parse_args()
sys.exit(main(found.folder, os.environ.copy(), found.key))
