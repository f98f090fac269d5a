"""Builders for this slice's tests. They call actions, so what they make is always a legal state."""

from __future__ import annotations

from pathlib import Path

from allied.domains.feedback import actions
from allied.domains.feedback.models import Feedback
from allied.kernel.importing import actions as importing
from allied.kernel.importing.models import Import
from allied.kernel.jobs import runner
from allied.kernel.people.models import Member
from allied.kernel.testing import product_of

FILES = Path(__file__).parent / "files"

DESK = """ticket_id,created,requester_email,comment_body,branch,agent_notes,csat
ZD-1,13/07/2026 09:14,jo@mail.example,Why only a queue number?,ALD,resolved,4
ZD-2,14/07/2026 10:00,al@mail.example,"I owe £4, can I still borrow?",RAM,called back,2
ZD-3,15/07/2026 11:30,jo@mail.example,The lift is out again.,ALD,,5
ZD-4,31/09/2026 12:00,mo@mail.example,Still no e-mail when it is ready,RAM,,1
ZD-5,16/07/2026 12:00,mo@mail.example,,RAM,only staff wrote here,1
ZD-1,17/07/2026 12:00,jo@mail.example,Why only a queue number?,ALD,,4
"""


def uploaded(actor: Member, content: str | bytes = DESK, *, name: str = "support-desk-q3.csv") -> Import:
    raw = content.encode() if isinstance(content, str) else content
    return importing.upload_import(file_name=name, chunks=[raw], product=product_of(actor), actor=actor)


def imported(actor: Member, content: str | bytes = DESK, *, name: str = "support-desk-q3.csv") -> Import:
    """An import that has run to its end."""
    made = importing.start_import(uploaded(actor, content, name=name), actor=actor)
    runner.run_all()
    made.refresh_from_db()
    return made


def feedback(actor: Member, text: str = "The lift is out again.", **fields: object) -> Feedback:
    return actions.add_feedback(text=text, product=product_of(actor), actor=actor, **fields)  # type: ignore[arg-type]
