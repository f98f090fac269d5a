"""Ties the slice to the kernel and the face: its kind, its words, its place in the sidebar."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from allied.domains.feedback import editing, help, undo
from allied.domains.feedback.companies import undo as companies_undo
from allied.domains.feedback.companies.actions import give_back, take
from allied.domains.feedback.companies.importing import TARGET as COMPANIES
from allied.domains.feedback.companies.listing import company_list
from allied.domains.feedback.companies.queries import groups_of
from allied.domains.feedback.importing import TARGET
from allied.domains.feedback.listing import Inbox
from allied.domains.feedback.models import Company, Feedback
from allied.kernel import embeddings
from allied.kernel.access import Permission
from allied.kernel.activity.history import word
from allied.kernel.custom_fields.holders import hold
from allied.kernel.disposal import carrying
from allied.kernel.importing import targets
from allied.kernel.nodes.bindings import Particulars, Quote
from allied.kernel.nodes.bindings import bind as bind_kind
from allied.kernel.thread.methods import METHODS
from allied.kernel.words import _, series
from allied.web import commands, navigation
from allied.web.lists.registry import register

FIELDS = {
    "text": _("the words"),
    "author": _("who said it"),
    "on_behalf_of": _("on whose behalf"),
    "method": _("how it was learned"),
    "received_on": _("the day"),
    "rating": _("the rating"),
    "segments": _("the segments"),
}


def bind() -> None:
    bind_kind("feedback", model=Feedback, url_name="feedback:detail", quotes=quotes, particulars=particulars)
    embeddings.tell("feedback", texts)
    bind_kind("company", model=Company, url_name="companies:detail")
    hold("company", edit=Permission.FEEDBACK_EDIT)
    carrying.register("company", take=take, give_back=give_back)
    targets.register(TARGET)
    targets.register(COMPANIES)
    navigation.register(
        _("Understand"), _("Feedback"), "feedback:list", "inbox", order=10, key="f", covers=("feedback", "companies")
    )
    editing.register()
    register("feedback", _("Feedback"), "feedback:list", Inbox)
    register("companies", _("Companies"), "companies:list", company_list)
    _offer_commands()
    undo.register_undo()
    companies_undo.register_undo()
    help.register_help()
    word("feedback.added", _("added this by hand"), icon="plus")
    word("feedback.dismissed", _("set this aside as not useful"), icon="archive")
    word("feedback.restored", _("took this back into the inbox"), icon="archive-restore")
    word("feedback.edited", _edited, icon="pen-line")
    word("feedback.corrected", _("brought this up to date with its source"), icon="refresh-cw")
    word("feedback.assigned", _assigned, icon="circle-user")
    word("feedback.duplicated", _("marked this as a duplicate of {of}"), icon="copy")
    word("feedback.unduplicated", _("took back that this is a duplicate of {of}"), icon="undo-2")
    word("feedback.not_duplicate", _("said that this is no duplicate of {of}"), icon="x")
    word("feedback.maybe_duplicate", _("took back that this is no duplicate of {of}"), icon="undo-2")
    word("feedback.company_set", _company_set, icon="building-2")
    word("company.added", _("made this company known"), icon="plus")
    word("company.renamed", _renamed, icon="pen-line")
    word("feedback.segmented", _("corrected the segments"), icon="tag")


def _edited(details: dict[str, Any]) -> str:
    return _("corrected %(fields)s", fields=series(FIELDS[name] for name in details["changed"]))


def _assigned(details: dict[str, str]) -> str:
    return _("assigned this to %(to)s", to=details["to"]) if details["to"] else _("assigned this to nobody")


def _company_set(details: dict[str, str]) -> str:
    return _("said that this came from %(to)s", to=details["to"]) if details["to"] else _("took its company away")


def _renamed(details: dict[str, dict[str, str]]) -> str:
    if details["old"]["name"] == details["new"]["name"]:
        return _("changed what else it is known by")
    return _("called it %(new)s instead of %(old)s", new=details["new"]["name"], old=details["old"]["name"])


def _offer_commands() -> None:
    may_import, may_add = Permission.FEEDBACK_IMPORT, Permission.FEEDBACK_ADD
    commands.register(_("Import feedback"), "imports:new", "upload", order=10, permission=may_import, also="csv file")
    commands.register(
        _("Paste notes"), "feedback:notes", "clipboard-list", order=11, permission=may_add, also="feedback"
    )
    commands.register(_("Add one comment"), "feedback:new", "plus", order=12, permission=may_add, also="new feedback")
    commands.register(
        _("Companies"), "companies:list", "building-2", group=_("Go to"), also="customers accounts organizations"
    )
    commands.register(_("Imports"), "imports:list", "file-spreadsheet", group=_("Go to"), also="files undo")


def quotes(node_ids: Sequence[str]) -> dict[str, Quote]:
    """The words of these items, ready to stand on another page."""
    found = Feedback.objects.filter(pk__in=node_ids).only(
        "text", "author", "on_behalf_of", "source", "received_at", "method"
    )
    return {
        item.pk: Quote(
            text=item.text,
            who=item.who,
            source=item.source,
            dated_on=timezone.localdate(item.received_at),
            method=METHODS[item.method].label,
        )
        for item in found
    }


def texts(node_ids: Sequence[str]) -> dict[str, str]:
    """What these items say, for their vectors."""
    return dict(Feedback.objects.filter(pk__in=node_ids).values_list("pk", "text"))


def particulars(node_ids: Sequence[str]) -> dict[str, Particulars]:
    """What is known of these items, for sorting them into themes; what is known of its company is a segment too."""
    names = ("text", "source_id", "person_key", "received_at", "segments", "sentiment", "company", "workspace")
    rows = list(Feedback.objects.filter(pk__in=node_ids).values_list("pk", *names))
    companies = list({row[-2] for row in rows if row[-2]})
    groups = groups_of(companies, workspace_id=rows[0][-1]) if companies else {}
    return {
        pk: Particulars(
            text, source_id, person, timezone.localdate(received_at), {**groups.get(company, {}), **segments}, sentiment
        )
        for pk, text, source_id, person, received_at, segments, sentiment, company, __ in rows
    }
