"""Every address of Allied."""

from django.urls import include, path

from allied.site import api
from allied.site.demo import views as demo
from allied.site.help import views as help_pages
from allied.site.help.calculators import views as calculators
from allied.site.home import views as home
from allied.site.workspace import account, acts

urlpatterns = [
    path("api/v1/", include(api.urls())),
    path("", include("allied.site.entrance.urls")),
    path("", include("allied.web.urls")),
    path("", include("allied.domains.feedback.urls")),
    path("", include("allied.domains.themes.urls")),
    path("", include("allied.domains.insights.urls")),
    path("", include("allied.domains.discovery.urls")),
    path("", include("allied.domains.prioritization.urls")),
    path("", include("allied.domains.rituals.urls")),
    path("", include("allied.domains.decisions.urls")),
    path("", include("allied.domains.roadmap.urls")),
    path("", include("allied.domains.roadmap.releases.urls")),
    path("", include("allied.domains.roadmap.findings.urls")),
    path("", include("allied.domains.pages.urls")),
    path("", include("allied.domains.feedback.companies.urls")),
    path("", include("allied.flows.urls")),
    path("", include("allied.site.talk.urls")),
    path("", include("allied.site.fields.urls")),
    path("", include("allied.site.explorer.urls")),
    path("", include("allied.site.imports.urls")),
    path("w/<slug:workspace>/", home.home, name="home"),
    path("w/<slug:workspace>/gaps/<slug:which>", home.gap, name="gap"),
    path("w/<slug:workspace>/search", home.search, name="search"),
    path("help/evidence-strength", help_pages.find_evidence_strength, name="find-evidence-strength"),
    path("w/<slug:workspace>/help/", help_pages.index, name="help"),
    path("w/<slug:workspace>/help/evidence-strength", help_pages.evidence_strength, name="help-evidence-strength"),
    path("w/<slug:workspace>/help/glossary", help_pages.glossary, name="help-glossary"),
    path("w/<slug:workspace>/help/accessibility", help_pages.accessibility, name="help-accessibility"),
    path("w/<slug:workspace>/help/calculators", calculators.index, name="help-calculators"),
    path("w/<slug:workspace>/help/calculators/<slug:method>", calculators.calculator, name="help-calculator"),
    path("w/<slug:workspace>/demo", demo.opening, name="open-demo"),
    path("w/<slug:workspace>/demo/removal", demo.removal, name="close-demo"),
    path("w/<slug:workspace>/settings/", include("allied.site.workspace.urls")),
    path("w/<slug:workspace>/account", account.account, name="account"),
    path("w/<slug:workspace>/account/preferences", account.preferences, name="account-preferences"),
    path("w/<slug:workspace>/account/acts", acts.acts, name="account-acts"),
    path("w/<slug:workspace>/account/tokens", account.token_new, name="account-tokens"),
    path(
        "w/<slug:workspace>/account/tokens/<int:token_id>/revocation",
        account.token_revocation,
        name="account-token-revocation",
    ),
]
handler400 = "allied.web.views.bad_request"
handler403 = "allied.web.views.forbidden"
handler404 = "allied.web.views.not_found"
handler500 = "allied.web.views.server_error"
