"""The demo's companies: schools, care homes and employers whose people hold cards together."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from allied.domains.feedback.companies.actions import add_company
from allied.domains.feedback.companies.naming import key_of, known
from allied.kernel.custom_fields.actions import set_fields
from allied.kernel.custom_fields.queries import fields_of
from allied.kernel.people.models import Member


@dataclass(frozen=True)
class Known:
    name: str
    domain: str
    agreement: str
    cards: int
    fee: int


COMPANIES: Final = (
    Known("Ramsbury Primary School", "ramsbury-primary.example", "Partner", 312, 0),
    Known("Kennet House care home", "kennethouse.example", "Partner", 46, 380),
    Known("Aldbourne Academy", "aldbourne-academy.example", "Standard", 940, 1200),
    Known("Marlow Valley Hospital", "mvh.example", "Standard", 210, 950),
    Known("Chilton Foundry", "chiltonfoundry.example", "Pilot", 58, 240),
    Known("Lambourn Stables", "lambournstables.example", "Pilot", 31, 150),
)


def know_companies(editor: Member) -> None:
    """Fill in what is known of the companies that the files named."""
    agreements = fields_of("company", actor=editor)[0].options.all()
    options = {one.label: str(one.pk) for one in agreements}
    named = known([key_of(one.name) for one in COMPANIES], workspace_id=editor.workspace_id)
    for one in COMPANIES:
        company = named.get(key_of(one.name)) or add_company(name=one.name, actor=editor)
        texts = {"agreement": options[one.agreement], "cards": str(one.cards), "yearly_fee": str(one.fee)}
        set_fields(company.node, texts, actor=editor)
