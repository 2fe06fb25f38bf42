"""Widgets that every screen is made of: title, keys, notice, lists with a marker, a reader, questions."""
