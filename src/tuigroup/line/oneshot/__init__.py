"""One command and an answer, for scripts and `ssh host tuigroup ...`: text for people, ``--json`` for programs.

Works from what is kept here, asks the server where it can, and says by its exit code what became of it. It must
not touch the process's own input and output: a door passes them in.
"""
