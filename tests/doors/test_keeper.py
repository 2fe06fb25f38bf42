"""Who keeps a demonstration's server leaves neither it nor its folder, however it ends."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

SERVER = "import os, sys; print(os.getpid(), flush=True); sys.stdin.close(); import time; time.sleep(600)"


@pytest.mark.parametrize("how", ["let go", "told to end"])
def test_server_and_folder_go_with_it(how: str, tmp_path: Path) -> None:
    folder = tmp_path / "demo"
    folder.mkdir()
    keeper = [sys.executable, "-m", "tuigroup.doors.keeper", str(folder), sys.executable, "-c", SERVER]
    with subprocess.Popen(keeper, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        server = int(process.stdout.readline())
        if how == "let go":
            process.stdin.close()
        else:
            process.terminate()
        process.wait(20)
    assert not folder.exists()
    with pytest.raises(ProcessLookupError):
        os.kill(server, 0)
