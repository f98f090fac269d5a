from datetime import timedelta

import pytest
from django.utils import timezone

from allied.kernel.activity.models import Activity
from allied.kernel.errors import BadInput, Denied, InvalidState, NotVisible
from allied.kernel.membership import invitations, members, tokens, workspaces
from allied.kernel.membership.workspaces import Person
from allied.kernel.people.catalogue import Discipline, Role, Side
from allied.kernel.people.models import Invitation, Member, Workspace
from allied.kernel.testing import make_member, product_of

pytestmark = pytest.mark.django_db

HELEN = Person("Helen Strand", "Helen@example.org", "marsh lantern eleven", Discipline.LEADERSHIP)


def trail(verb):
    return Activity.objects.filter(verb=verb).count()


def test_setting_up_makes_workspace_product_and_owner():
    workspace, owner = workspaces.set_up_workspace(
        name="Marlow Valley Libraries", product_name="Borrow", time_zone="Europe/London", owner=HELEN
    )

    assert workspace.slug == "marlow-valley-libraries"
    assert (owner.role, owner.user.email, owner.side) == ("owner", "helen@example.org", "other")
    assert owner.user.check_password("marsh lantern eleven")
    assert product_of(owner).slug == "borrow"
    assert trail("workspace.set_up") == 1


def test_setting_up_names_every_problem_at_once():
    with pytest.raises(BadInput) as refusal:
        workspaces.set_up_workspace(
            name="Marlow",
            product_name="Borrow",
            time_zone="Mars/Olympus",
            owner=Person(" ", "no address", "12345", "wizard"),
        )

    assert set(refusal.value.fields) == {"person_name", "email", "password", "time_zone", "discipline"}
    assert not Workspace.objects.exists()


def test_two_workspaces_of_one_name_get_two_addresses():
    first = workspaces.make_workspace(name="Studio X", product_name="A", time_zone="UTC")
    second = workspaces.make_workspace(name="Studio X", product_name="A", time_zone="UTC")

    assert (first.slug, second.slug) == ("studio-x", "studio-x-2")


def test_an_invitation_brings_one_person_in_once():
    owner = make_member(Role.OWNER)
    _, secret = invitations.invite(role="editor", discipline="product", actor=owner, name="Priya")

    joined = invitations.accept_as_new_person(
        secret, Person("Priya Raman", "p@example.org", "three words here", "product")
    )

    assert (joined.workspace, joined.role, joined.side) == (owner.workspace, "editor", Side.PRODUCT)
    assert trail("member.invited") == trail("member.joined") == 1
    with pytest.raises(NotVisible, match="no longer works"):
        invitations.accept_as_new_person(secret, Person("Bea", "b@example.org", "three words here"))


def test_only_the_hash_of_an_invitation_is_kept():
    _, secret = invitations.invite(role="reader", discipline="other", actor=make_member(Role.OWNER))

    assert secret not in str(list(Invitation.objects.values()))
    assert secret not in str(list(Activity.objects.values()))


def test_an_expired_or_revoked_invitation_does_not_work():
    owner = make_member(Role.OWNER)
    made, expired = invitations.invite(role="reader", discipline="other", actor=owner)
    Invitation.objects.filter(pk=made.pk).update(
        created_at=timezone.now() - timedelta(days=20), expires_at=timezone.now() - timedelta(days=1)
    )
    other, revoked = invitations.invite(role="reader", discipline="other", actor=owner)
    invitations.revoke_invitation(other.pk, actor=owner)

    for secret in (expired, revoked, "made up"):
        with pytest.raises(NotVisible):
            invitations.open_invitation(secret)


def test_a_person_with_an_account_joins_a_second_workspace():
    owner, visitor = make_member(Role.OWNER), make_member(name="Yusuf")
    _, secret = invitations.invite(role="reader", discipline="design", actor=owner)

    joined = invitations.accept_as(secret, visitor.user)

    assert joined.workspace == owner.workspace
    assert visitor.user.memberships.count() == 2
    _, again = invitations.invite(role="reader", discipline="design", actor=owner)
    with pytest.raises(InvalidState, match="member of Studio already"):
        invitations.accept_as(again, visitor.user)


def test_who_may_invite_whom():
    owner = make_member(Role.OWNER)
    administrator, editor = make_member(Role.ADMINISTRATOR, like=owner), make_member(Role.EDITOR, like=owner)

    with pytest.raises(Denied, match="Only an owner"):
        invitations.invite(role="owner", discipline="other", actor=administrator)
    with pytest.raises(Denied, match="role here is editor"):
        invitations.invite(role="reader", discipline="other", actor=editor)
    with pytest.raises(BadInput):
        invitations.invite(role="guest", discipline="other", actor=owner)
    with pytest.raises(BadInput):
        invitations.invite(role="reader", discipline="wizard", actor=owner)


def test_the_last_owner_neither_leaves_nor_becomes_something_else():
    owner = make_member(Role.OWNER)

    with pytest.raises(InvalidState, match="last owner"):
        members.deactivate(owner.pk, actor=owner)
    with pytest.raises(InvalidState, match="last owner"):
        members.change_role(owner.pk, "reader", actor=owner)

    second = make_member(Role.OWNER, like=owner)
    members.deactivate(owner.pk, actor=owner)
    assert not Member.objects.get(pk=owner.pk).is_active
    with pytest.raises(InvalidState, match="last owner"):
        members.deactivate(second.pk, actor=second)


def test_an_administrator_does_not_touch_an_owner():
    owner = make_member(Role.OWNER)
    make_member(Role.OWNER, like=owner)
    administrator = make_member(Role.ADMINISTRATOR, like=owner)

    for act in (members.deactivate, members.reactivate, members.make_reset_key):
        with pytest.raises(Denied, match="Only an owner"):
            act(owner.pk, actor=administrator)
    with pytest.raises(Denied, match="Only an owner"):
        members.change_role(owner.pk, "reader", actor=administrator)
    with pytest.raises(Denied, match="Only an owner"):
        members.change_role(administrator.pk, "owner", actor=administrator)


def test_a_deactivated_member_may_do_nothing_and_can_come_back():
    owner = make_member(Role.OWNER)
    editor = make_member(like=owner)
    members.deactivate(editor.pk, actor=owner)
    editor.refresh_from_db()

    with pytest.raises(Denied, match="has ended"):
        tokens.make_access_token(name="x", scope="read", days=1, actor=editor)

    members.reactivate(editor.pk, actor=owner)
    assert Member.objects.get(pk=editor.pk).is_active
    assert trail("member.deactivated") == trail("member.reactivated") == 1


def test_members_change_their_own_profile_and_nobody_elses():
    owner = make_member(Role.OWNER)
    editor = make_member(like=owner)

    changed = members.change_profile(editor.pk, name="Imani Okafor", discipline="design", actor=editor)
    assert (changed.name, changed.side) == ("Imani Okafor", Side.UX)
    with pytest.raises(Denied):
        members.change_profile(owner.pk, name="X", discipline="design", actor=editor)
    with pytest.raises(NotVisible):
        members.change_profile(make_member().pk, name="X", discipline="design", actor=owner)


def test_a_stand_in_speaks_for_a_side_that_is_missing():
    owner = make_member(Role.OWNER, discipline=Discipline.LEADERSHIP)
    engineer = make_member(like=owner, discipline=Discipline.ENGINEERING)

    members.name_stand_in("ux", engineer.pk, actor=owner)

    assert members.speaks_for(engineer, "ux")
    assert not members.speaks_for(engineer, "product")
    make_member(like=owner, discipline=Discipline.PRODUCT, name="Priya")
    with pytest.raises(InvalidState, match="Priya stands for Product"):
        members.name_stand_in("product", engineer.pk, actor=owner)
    members.remove_stand_in("ux", actor=owner)
    assert not members.speaks_for(engineer, "ux")


def test_a_reset_link_is_made_by_hand_but_never_into_another_workspace():
    owner = make_member(Role.OWNER)
    editor = make_member(like=owner)

    user, key = members.make_reset_key(editor.pk, actor=owner)
    assert user == editor.user
    assert key

    Member.objects.create(workspace=make_member().workspace, user=editor.user, name="Same person", role=Role.READER)
    with pytest.raises(Denied, match="another workspace"):
        members.make_reset_key(editor.pk, actor=owner)


def test_a_token_works_until_it_is_revoked_or_expires():
    member = make_member()
    token, secret = tokens.make_access_token(name="Script", scope="read", days=30, actor=member)

    found = tokens.bearer(secret)
    assert found == token
    assert found.member == member
    assert tokens.bearer("allied_wrong") is None

    tokens.revoke_access_token(token.pk, actor=member)
    assert tokens.bearer(secret) is None


def test_a_token_is_refused_for_bad_words_and_strangers():
    member = make_member()
    token, _ = tokens.make_access_token(name="Script", scope="read", days=30, actor=member)

    for wrong in ({"scope": "all"}, {"days": 0}, {"days": 366}, {"name": " "}):
        with pytest.raises(BadInput):
            tokens.make_access_token(**{"name": "S", "scope": "read", "days": 1, **wrong}, actor=member)
    with pytest.raises(NotVisible):
        tokens.revoke_access_token(token.pk, actor=make_member(like=member))


def test_settings_of_the_workspace_are_checked():
    owner = make_member(Role.OWNER)

    workspaces.change_workspace(owner.workspace, name="New", time_zone="Asia/Tokyo", working_days="7123", actor=owner)

    owner.workspace.refresh_from_db()
    assert owner.workspace.working_days == "1237"
    for wrong in ({"time_zone": "X"}, {"working_days": ""}, {"working_days": "89"}, {"name": ""}):
        with pytest.raises(BadInput):
            workspaces.change_workspace(
                owner.workspace, **{"name": "N", "time_zone": "UTC", "working_days": "1", **wrong}, actor=owner
            )
    with pytest.raises(Denied):
        workspaces.change_workspace(
            owner.workspace, name="N", time_zone="UTC", working_days="1", actor=make_member(like=owner)
        )


def test_products_have_names_of_their_own():
    owner = make_member(Role.OWNER)

    added = workspaces.add_product("Reading Room", actor=owner)
    assert added.slug == "reading-room"
    with pytest.raises(BadInput, match="already"):
        workspaces.add_product("reading room", actor=owner)
    with pytest.raises(BadInput, match="already"):
        workspaces.rename_product(added, "BORROW", actor=owner)
    with pytest.raises(NotVisible):
        workspaces.rename_product(product_of(make_member()), "X", actor=owner)


def test_holidays_come_and_go():
    owner = make_member(Role.OWNER)
    made = workspaces.add_holiday(day=timezone.now().date(), name="Founders' day", actor=owner)

    workspaces.remove_holiday(made.pk, actor=owner)
    workspaces.remove_holiday(made.pk, actor=owner)

    assert trail("holiday.added") == trail("holiday.removed") == 1
