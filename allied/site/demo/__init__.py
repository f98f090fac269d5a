"""A believable workspace to try Allied with: a library's lending app, two years of it.

Everything is written for Allied and made by the same actions that people use. It is the same on every machine,
dated relative to the day on which it is loaded.
"""
