"""Workspaces set up, people brought in, roles and sides given: the actions on ``people``.

They stand above ``access`` and ``activity`` because, as everywhere, they check and leave a trail.
"""
