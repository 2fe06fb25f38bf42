"""Whether SQLCipher is here: it is wherever there is a wheel of it for the machine."""

from __future__ import annotations

import pytest

from tuigroup.store import cipher

needs_cipher = pytest.mark.skipif(not cipher.installed(), reason="there is no wheel of sqlcipher3 for this machine")
