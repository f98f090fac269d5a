from django.urls import path, register_converter

from allied.domains.decisions import brief_views as briefing
from allied.domains.decisions import objection_views as objecting
from allied.domains.decisions import views
from allied.domains.decisions.charter import views as charter
from allied.domains.decisions.models import Objection
from allied.domains.decisions.readback import views as readback


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
_CHARTER = "w/<slug:workspace>/charter"
_VERSION = f"{_CHARTER}/<int:charter_number>"
_STANDARDS = f"{_CHARTER}/standards"
_PREDICTIONS = "w/<slug:workspace>/predictions"
_PREDICTION = f"{_PREDICTIONS}/<str:reference>"
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
    path(f"{_ONE}/consents/<int:consent_id>", views.consent, name="consent"),
    path(f"{_ONE}/consents/<int:consent_id>/settlement", views.consent_settlement, name="consent-settlement"),
    path(f"{_ONE}/decider", views.decider, name="decider"),
    path(f"{_ONE}/reopening", views.reopening, name="reopening"),
    path(f"{_ONE}/brief", briefing.brief, name="brief"),
    path(f"{_ONE}/brief/signatures/<str:side>", briefing.signature, name="brief-signature"),
    path(f"{_ONE}/brief/signatures/<str:side>/withdrawal", briefing.withdrawal, name="brief-withdrawal"),
    path(f"{_ONE}/review", views.review, name="review"),
    path(f"{_ONE}/waiver", views.waiver, name="waiver"),
    path(f"{_ONE}/verdict", views.verdict, name="verdict"),
    path("w/<slug:workspace>/objections/new/<objection_kind:kind>", objecting.objection_new, name="objection-new"),
    path(_OBJECTION, objecting.objection, name="objection"),
    path(f"{_OBJECTION}/lifting", objecting.objection_lifting, name="objection-lifting"),
    path(f"{_OBJECTION}/override", objecting.objection_override, name="objection-override"),
    path(_PREDICTIONS, readback.predictions, name="predictions"),
    path(f"{_PREDICTIONS}/new", readback.prediction_new, name="prediction-new"),
    path(f"{_PREDICTIONS}/calibration", readback.calibrations, name="calibrations"),
    path(f"{_PREDICTIONS}/calibration/showing", readback.calibration_showing, name="calibration-showing"),
    path(_PREDICTION, readback.prediction, name="prediction"),
    path(f"{_PREDICTION}/superseding", readback.superseding, name="prediction-superseding"),
    path(f"{_PREDICTION}/reading", readback.reading, name="prediction-reading"),
    path(f"{_PREDICTION}/dispute", readback.dispute, name="prediction-dispute"),
    path(f"{_PREDICTION}/dispute/withdrawal", readback.dispute_withdrawal, name="prediction-dispute-withdrawal"),
    path(_CHARTER, charter.in_force, name="charter"),
    path(f"{_CHARTER}/drafts", charter.drafting, name="charter-drafting"),
    path(_VERSION, charter.version, name="charter-version"),
    path(f"{_VERSION}/frame", charter.frame, name="charter-frame"),
    path(f"{_VERSION}/rights/new", charter.right_new, name="charter-right-new"),
    path(f"{_VERSION}/rights/<int:right_id>", charter.right, name="charter-right"),
    path(f"{_VERSION}/rights/<int:right_id>/removal", charter.right_removal, name="charter-right-removal"),
    path(f"{_VERSION}/signatures", charter.signature, name="charter-signature"),
    path(f"{_VERSION}/discarding", charter.discarding, name="charter-discarding"),
    path(_STANDARDS, charter.standard_list, name="standards"),
    path(f"{_STANDARDS}/<objection_kind:kind>", charter.standard_new, name="standard-new"),
    path(
        f"{_STANDARDS}/<objection_kind:kind>/<str:key>/retirement",
        charter.standard_retirement,
        name="standard-retirement",
    ),
    path(
        f"{_STANDARDS}/<objection_kind:kind>/<str:key>/restoration",
        charter.standard_restoration,
        name="standard-restoration",
    ),
]
