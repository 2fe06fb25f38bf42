"""Low-bandwidth output: from what a far screen shows to what it should show, in the fewest bytes.

The core (cells, grid, painter, remote, parser, pacing, capabilities) knows neither Textual nor a file
descriptor nor a clock; ``drivers`` joins it to Textual. Nothing here knows the project, so it could be a
package of its own. No module keeps text: caches hold styles only, all else lives in an object per session.
"""
