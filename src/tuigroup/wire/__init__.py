"""The language both sides speak: records, columns, operations, the sync envelope and its bytes.

Nothing here knows a socket, a database or a screen.
"""
