"""`python -m tuigroup_server`: the operator's command line."""

from tuigroup_server.cli import main

raise SystemExit(main())
