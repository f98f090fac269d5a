"""What the tests of flows start from."""

import itertools
from datetime import date

from django.test import Client

from allied.domains.feedback.actions.items import add_feedback
from allied.kernel.nodes.actions import create
from allied.kernel.search.actions import index
from allied.kernel.testing import product_of
from allied.kernel.thread.offers import Evidence, offer

_people = itertools.count(1)


def make_evidence(member, title="I waited three weeks", *, method="feedback", product=None):
    """A node that offers what one more person said or did."""
    node = create("feedback", title=title, actor=member, product=product)
    index(node)
    offer(node, [Evidence(method, date.today(), person=f"person-{next(_people)}")])
    return node


class Browser:
    """A member's browser: ``get`` and ``post`` take the path inside of the workspace."""

    def __init__(self, member):
        self.client = Client()
        self.client.force_login(member.user)
        self.root = f"/w/{member.workspace.slug}"

    def get(self, path, **query):
        return self.client.get(self.root + path, query)

    def post(self, path, **fields):
        return self.client.post(self.root + path, fields)

    def text(self, path, **query):
        answer = self.get(path, **query)
        assert answer.status_code == 200
        return answer.content.decode()


def make_feedback(member, text, *, author=""):
    """A feedback item in the author's own words."""
    return add_feedback(text=text, product=product_of(member), actor=member, author=author).node
