"""The line mode: the same program for screen readers, braille displays, dumb terminals and the slowest links.

Numbered lists and typed words in, append-only plain text out. It must not import Textual, nor touch the process's
own input and output: a door passes a ``Console`` in, so that several people can be served by one process.
"""
