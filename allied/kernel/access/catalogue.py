"""Who may do what, on one page. Values read ``<resource>:<action>``; kept in alphabetical order."""

from enum import StrEnum

from allied.kernel.people.catalogue import Role
from allied.kernel.words import _


class Permission(StrEnum):
    ACCESS_TOKEN_MAKE = "access_token:make"  # noqa: S105  the name of a permission
    CHARTER_WRITE = "charter:write"
    COMMENT_ADD = "comment:add"
    COMMENT_MODERATE = "comment:moderate"
    DECISION_DRAFT = "decision:draft"
    DECISION_TAKE_PART = "decision:take_part"
    FEEDBACK_ADD = "feedback:add"
    FEEDBACK_EDIT = "feedback:edit"
    FEEDBACK_IMPORT = "feedback:import"
    FIELD_MANAGE = "field:manage"
    FINDING_ADD = "finding:add"
    FINDING_EDIT = "finding:edit"
    INSIGHT_DRAFT = "insight:draft"
    INSIGHT_EDIT = "insight:edit"
    INSIGHT_PUBLISH = "insight:publish"
    ITEM_COMMIT = "item:commit"
    ITEM_EDIT = "item:edit"
    ITEM_PROPOSE = "item:propose"
    LABEL_MANAGE = "label:manage"
    LABEL_USE = "label:use"
    MEETING_PLAN = "meeting:plan"
    MEETING_TAKE_PART = "meeting:take_part"
    MEMBER_INVITE = "member:invite"
    MEMBER_MANAGE = "member:manage"
    NODE_ARCHIVE = "node:archive"
    OPPORTUNITY_EDIT = "opportunity:edit"
    OPPORTUNITY_FRAME = "opportunity:frame"
    PAGE_WRITE = "page:write"
    PRODUCT_MANAGE = "product:manage"
    RELEASE_EDIT = "release:edit"
    ROUND_RUN = "round:run"
    ROUND_VOTE = "round:vote"
    TEMPLATE_MANAGE = "template:manage"
    THEME_RUN = "theme:run"
    THEME_STEER = "theme:steer"
    THREAD_LINK = "thread:link"
    WORKSPACE_MANAGE = "workspace:manage"
    WORKSPACE_OWN = "workspace:own"
    WORKSPACE_READ = "workspace:read"


_GUEST: frozenset[Permission] = frozenset()
_READER = _GUEST | {Permission.WORKSPACE_READ, Permission.ACCESS_TOKEN_MAKE}
_CONTRIBUTOR = _READER | {
    Permission.COMMENT_ADD,
    Permission.DECISION_TAKE_PART,
    Permission.FEEDBACK_ADD,
    Permission.FINDING_ADD,
    Permission.INSIGHT_DRAFT,
    Permission.LABEL_USE,
    Permission.ITEM_PROPOSE,
    Permission.MEETING_TAKE_PART,
    Permission.OPPORTUNITY_FRAME,
    Permission.ROUND_VOTE,
    Permission.PAGE_WRITE,
    Permission.THREAD_LINK,
}
_EDITOR = _CONTRIBUTOR | {
    Permission.CHARTER_WRITE,
    Permission.DECISION_DRAFT,
    Permission.FEEDBACK_EDIT,
    Permission.FEEDBACK_IMPORT,
    Permission.FINDING_EDIT,
    Permission.INSIGHT_EDIT,
    Permission.INSIGHT_PUBLISH,
    Permission.ITEM_COMMIT,
    Permission.ITEM_EDIT,
    Permission.LABEL_MANAGE,
    Permission.MEETING_PLAN,
    Permission.TEMPLATE_MANAGE,
    Permission.NODE_ARCHIVE,
    Permission.OPPORTUNITY_EDIT,
    Permission.RELEASE_EDIT,
    Permission.ROUND_RUN,
    Permission.THEME_RUN,
    Permission.THEME_STEER,
}
_ADMINISTRATOR = _EDITOR | {
    Permission.COMMENT_MODERATE,
    Permission.FIELD_MANAGE,
    Permission.MEMBER_INVITE,
    Permission.MEMBER_MANAGE,
    Permission.PRODUCT_MANAGE,
    Permission.WORKSPACE_MANAGE,
}
_OWNER = _ADMINISTRATOR | {Permission.WORKSPACE_OWN}

GRANTS: dict[str, frozenset[Permission]] = {
    Role.OWNER: _OWNER,
    Role.ADMINISTRATOR: _ADMINISTRATOR,
    Role.EDITOR: _EDITOR,
    Role.CONTRIBUTOR: _CONTRIBUTOR,
    Role.READER: _READER,
    Role.GUEST: _GUEST,
}

MEANINGS: dict[Permission, str] = {
    Permission.ACCESS_TOKEN_MAKE: _("Make personal access tokens for the API"),
    Permission.CHARTER_WRITE: _("Draft the rights charter and keep the list of standards"),
    Permission.COMMENT_ADD: _("Comment, reply and resolve discussions"),
    Permission.COMMENT_MODERATE: _("Delete comments of others"),
    Permission.DECISION_DRAFT: _("Draft decisions and put them to both sides"),
    Permission.DECISION_TAKE_PART: _("State a side’s position, object, predict, and decide where named"),
    Permission.FEEDBACK_ADD: _("Add feedback by hand"),
    Permission.FEEDBACK_EDIT: _("Correct, sort and assign feedback, mark duplicates, keep companies"),
    Permission.FEEDBACK_IMPORT: _("Import files and undo an import"),
    Permission.FIELD_MANAGE: _("Add, rename, order and archive custom fields"),
    Permission.FINDING_ADD: _("Record findings and edit their own"),
    Permission.FINDING_EDIT: _("Edit any finding and mark it as fixed"),
    Permission.INSIGHT_DRAFT: _("Draft insights and edit their own drafts"),
    Permission.INSIGHT_EDIT: _("Edit any insight"),
    Permission.INSIGHT_PUBLISH: _("Publish, supersede and retire insights"),
    Permission.ITEM_COMMIT: _("Commit a roadmap item"),
    Permission.ITEM_EDIT: _("Edit, move and drop any roadmap item"),
    Permission.ITEM_PROPOSE: _("Add roadmap items, edit and propose their own until committed"),
    Permission.LABEL_MANAGE: _("Rename, merge and delete labels"),
    Permission.TEMPLATE_MANAGE: _("Write and remove templates, choose the default of a kind"),
    Permission.LABEL_USE: _("Add labels and put them on objects"),
    Permission.MEETING_PLAN: _("Plan, hold and close meetings, keep their agendas and minutes"),
    Permission.MEETING_TAKE_PART: _("Answer invitations to meetings and state what their discipline thinks"),
    Permission.MEMBER_INVITE: _("Invite people"),
    Permission.MEMBER_MANAGE: _("Change roles and disciplines, deactivate members, make reset links"),
    Permission.NODE_ARCHIVE: _("Archive objects and bring them back"),
    Permission.OPPORTUNITY_EDIT: _("Edit, move and retire anything in an opportunity tree"),
    Permission.OPPORTUNITY_FRAME: _("Add to opportunity trees, and edit their own"),
    Permission.PAGE_WRITE: _("Write pages, edit any page and put versions back"),
    Permission.PRODUCT_MANAGE: _("Add and rename products"),
    Permission.RELEASE_EDIT: _("Plan, edit and ship releases"),
    Permission.ROUND_RUN: _("Prepare, open, close and cancel prioritization rounds"),
    Permission.ROUND_VOTE: _("Hand in a ballot in a prioritization round"),
    Permission.THEME_RUN: _("Sort feedback into themes, and undo that"),
    Permission.THEME_STEER: _("Rename, merge, split, pin and hide themes, move feedback between them"),
    Permission.THREAD_LINK: _("Link objects and add evidence"),
    Permission.WORKSPACE_MANAGE: _("Change the workspace's settings"),
    Permission.WORKSPACE_OWN: _("Name owners and stand-ins, remove the demo"),
    Permission.WORKSPACE_READ: _("Read everything in the workspace"),
}
