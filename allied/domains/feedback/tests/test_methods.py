import pytest

from allied.domains.feedback.actions import add_feedback
from allied.kernel.errors import BadInput
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("method", "method_class"), [("usability_test", "behavioural"), ("workshop_note", "opinion")])
def test_how_it_was_learned_decides_what_it_weighs(method, method_class):
    member = make_member()

    added = add_feedback(text="Walked both floors.", product=product_of(member), actor=member, method=method)

    assert added.node.atoms.get().method_class == method_class


def test_a_method_that_nobody_knows_is_refused():
    member = make_member()

    with pytest.raises(BadInput, match="how you learned this"):
        add_feedback(text="Hm.", product=product_of(member), actor=member, method="guess")
