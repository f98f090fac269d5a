"""What a veto and a business imperative may cite: the standards that a workspace starts with."""

from __future__ import annotations

from typing import Final

VETO: Final = {
    "task_completion": "People complete the task",
    "accessibility": "Accessible to WCAG 2.2 AA",
    "error_recovery": "No one is blocked by an error",
    "plain_language": "Plain language",
    "privacy": "Privacy and consent",
    "no_deception": "No deceptive pattern",
}
IMPERATIVE: Final = {
    "law": "A law or contract with a date",
    "safety": "Safety or security of people",
    "survival": "Revenue that the product lives on",
    "commitment": "A promise made to customers",
    "dependency": "Another team waits for it",
}
ALL: Final = VETO | IMPERATIVE
ANSWER_DAYS: Final = 10  # working days until an objection goes to the person it escalates to
