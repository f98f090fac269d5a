"""Who works at Marlow Valley Libraries."""

from __future__ import annotations

from dataclasses import dataclass

from allied.kernel.people.catalogue import Discipline, Role


@dataclass(frozen=True)
class Colleague:
    key: str
    name: str
    role: str
    discipline: str

    @property
    def email(self) -> str:
        return f"{self.key}@marlowvalley.example"


WORKSPACE = "Marlow Valley Libraries"
PRODUCT = "Borrow"
TIME_ZONE = "Europe/London"
HELEN = Colleague("helen", "Helen Strand", Role.OWNER, Discipline.LEADERSHIP)
COLLEAGUES = [
    HELEN,
    Colleague("imani", "Imani Okafor", Role.EDITOR, Discipline.UX_RESEARCH),
    Colleague("tomasz", "Tomasz Wilk", Role.EDITOR, Discipline.DESIGN),
    Colleague("yusuf", "Yusuf Demir", Role.EDITOR, Discipline.DESIGN),
    Colleague("priya", "Priya Raman", Role.ADMINISTRATOR, Discipline.PRODUCT),
    Colleague("bea", "Bea Lindqvist", Role.EDITOR, Discipline.PRODUCT),
    Colleague("joel", "Joel Hargreaves", Role.CONTRIBUTOR, Discipline.ENGINEERING),
    Colleague("nia", "Nia Price", Role.CONTRIBUTOR, Discipline.SUPPORT),
    Colleague("amara", "Amara Osei", Role.READER, Discipline.MARKETING),
]
