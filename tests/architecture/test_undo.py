"""Whoever is told that something is done is offered its undo, or it is said here why there is none."""

from __future__ import annotations

import ast

from tests.architecture.test_code import ALLIED, SOURCES

WITHOUT = {
    "a step of a procedure, which others answer or sign; its page leads on, or back": """
        decisions/charter:signature decisions:objection_new decisions:_end
        decisions:opening decisions:position decisions:case decisions:case_acceptance decisions:verdict
        decisions:reopening decisions:review decisions:decider decisions:consent decisions:consent_settlement
        decisions:waiver decisions/readback:superseding
        decisions:signature decisions:withdrawal rituals:statement prioritization:opening prioritization:ballot
        prioritization:quick prioritization:ballot_withdrawal prioritization:closing prioritization:cancellation
        insights:reviewed""",
    "it takes something back itself": """
        rituals:restoration rituals:holding_removal rituals:closing_removal rituals:outcome_removal
        rituals:follow_up_removal decisions/readback:dispute_withdrawal
        feedback/views:duplicates_undo insights:publication_undo themes:undo themes:unmerge flows:relink flows:unmerge
        site/fields:restoration site/talk:deletion_undo site/talk:resolution_undo site/talk:removal_undo
        site/talk:restoration site/talk:reading_undo site/workspace:restoration web/lists/views:undo
        web/lists/views:restore web:undo""",
    "the control with which it was set stands on the same page and sets it back": """
        rituals:answer rituals:presence rituals:notes
        insights/digest:reading site/fields:field
        site/talk:description site/talk:ways site/workspace:preferences site/workspace:model""",
    "what was made has its own removal, with an undo": """
        site/fields:new site/talk:files site/workspace:starters themes:run""",
    "it cannot be taken back: it was sent or read, or a secret is gone": """
        insights/digest:sending site/imports:links_by_mail site/talk:sharing site/workspace:token_revocation
        site/workspace:invitation_revocation
        site/workspace:model_removal site/demo:removal""",
    "nothing was changed": """
        site/entrance:_enter site/imports:layout site/workspace:model_trial web/lists/views:save
        web/lists/views:change web:running""",
}


def _told_without() -> set[str]:
    """The functions that call ``toast`` or ``saved`` without an undo, by their folder."""
    found = set()
    for path in SOURCES:
        for function in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(function, ast.FunctionDef) and any(map(_is_without, ast.walk(function))):
                folder = path.parent.relative_to(ALLIED).as_posix().removeprefix("domains/")
                found.add(f"{folder}:{function.name}")
    return found


def _is_without(call: ast.AST) -> bool:
    if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Name)):
        return False
    if call.func.id == "saved":
        return "undo" not in {each.arg for each in call.keywords}
    if call.func.id != "toast":
        return False
    return len(call.args) < 3 and not {"undo", "undo_url"} & {each.arg for each in call.keywords}


def test_every_act_is_undoable_or_says_why_not():
    assert _told_without() == {name for names in WITHOUT.values() for name in names.split()}
