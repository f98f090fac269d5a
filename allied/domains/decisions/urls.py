from django.urls import path, register_converter

from allied.domains.decisions import views
from allied.domains.decisions.models import Objection


class KindConverter:
    """A veto or an imperative."""

    regex = "|".join(Objection.Kind.values)

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(KindConverter, "objection_kind")
app_name = "decisions"
_ALL = "w/<slug:workspace>/decisions"
_ONE = f"{_ALL}/<str:reference>"
_OBJECTION = "w/<slug:workspace>/objections/<int:objection_id>"
urlpatterns = [
    path(_ALL, views.decisions, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/opening", views.opening, name="opening"),
    path(f"{_ONE}/positions/<str:side>", views.position, name="position"),
    path(f"{_ONE}/cases/<str:side>", views.case, name="case"),
    path(f"{_ONE}/cases/<str:side>/acceptance", views.case_acceptance, name="case-acceptance"),
    path(f"{_ONE}/reopening", views.reopening, name="reopening"),
    path(f"{_ONE}/verdict", views.verdict, name="verdict"),
    path("w/<slug:workspace>/objections/new/<objection_kind:kind>", views.objection_new, name="objection-new"),
    path(_OBJECTION, views.objection, name="objection"),
    path(f"{_OBJECTION}/lifting", views.objection_lifting, name="objection-lifting"),
    path(f"{_OBJECTION}/override", views.objection_override, name="objection-override"),
]
