"""What the tests of opportunities start from. Everything is made by the actions, so it is a legal state."""

from allied.domains.discovery import actions


def make_opportunity(member, title="Help me plan around a wait", **texts):
    return actions.frame_opportunity(title=title, actor=member, **texts)


def make_retired(member, title="Fines on paper", reason="Fines ended in 2025."):
    return actions.retire_opportunity(make_opportunity(member, title), reason=reason, actor=member)
