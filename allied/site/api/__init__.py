"""The REST API put together: the slices' routers, and what spans them."""

from functools import cache

from django.urls import URLPattern, path

from allied.domains.decisions.api import router as decisions
from allied.domains.decisions.charter.api import router as charters
from allied.domains.decisions.readback.api import router as predictions
from allied.domains.decisions.veto_api import router as vetoes
from allied.domains.discovery.api import router as opportunities
from allied.domains.discovery.trees.api import assumptions_router as assumptions
from allied.domains.discovery.trees.api import experiments_router as experiments
from allied.domains.discovery.trees.api import outcomes_router as outcomes
from allied.domains.discovery.trees.api import solutions_router as solutions
from allied.domains.feedback.api.items import router as feedback
from allied.domains.feedback.companies.api import router as companies
from allied.domains.insights.api import router as insights
from allied.domains.insights.api.watch import router as watch
from allied.domains.pages.api import router as pages
from allied.domains.prioritization.api import ballots_router as ballots
from allied.domains.prioritization.api import router as rounds
from allied.domains.rituals.api import router as meetings
from allied.domains.roadmap.api import router as items
from allied.domains.roadmap.findings.api import router as findings
from allied.domains.roadmap.releases.api import router as releases
from allied.domains.themes.api import router as themes
from allied.site.api import (
    ask,
    bulk,
    comments,
    coverage,
    documents,
    fields,
    files,
    gaps,
    imports,
    keeping,
    labels,
    links,
    nodes,
    notices,
    search,
    summaries,
    templates,
    workspace,
)
from allied.web.api import frame

ROUTERS = {
    "/feedback": feedback,
    "/companies": companies,
    "/imports": imports.router,
    "/insights": insights,
    "/watch": watch,
    "/themes": themes,
    "/opportunities": opportunities,
    "/outcomes": outcomes,
    "/solutions": solutions,
    "/assumptions": assumptions,
    "/experiments": experiments,
    "/items": items,
    "/releases": releases,
    "/findings": findings,
    "/pages": pages,
    "/comments": comments.router,
    "/attachments": files.router,
    "/labels": labels.router,
    "/trash": keeping.router,
    "/notifications": notices.router,
    "/favorites": notices.favorites_router,
    "/rounds": rounds,
    "/ballots": ballots,
    "/meetings": meetings,
    "/decisions": decisions,
    "/vetoes": vetoes,
    "/charters": charters,
    "/predictions": predictions,
    "/links": links.router,
    "/nodes": nodes.router,
    "/fields": fields.router,
    "/gaps": gaps.router,
    "/coverage": coverage.router,
    "/search": search.router,
    "/summaries": summaries.router,
    "/templates": templates.router,
    "/bulk-changes": bulk.router,
    "/ask": ask.router,
    "": workspace.router,
}


@cache
def api() -> frame.Api:
    """The one API of this process."""
    return frame.make(ROUTERS)


def urls() -> list[URLPattern]:
    """Everything below /api/v1/."""
    return [
        path("openapi.json", documents.openapi, name="api-openapi"),
        path("docs", documents.reference, name="api-docs"),
        *frame.addresses(api()),
    ]
