"""Textual drivers over the low-bandwidth layer: a terminal of one's own, a channel of bytes, a recorder.

The only part of the layer that knows Textual. A driver never blocks the event loop and uses no thread.
"""
