"""Public directories and folders of Markdown into the server, and listings back out: what the operator calls."""

from __future__ import annotations

from tuigroup_server.importers.groups import export_groups, run_groups
from tuigroup_server.importers.report import Report
from tuigroup_server.importers.resources import run_resources

__all__ = ["Report", "export_groups", "run_groups", "run_resources"]
