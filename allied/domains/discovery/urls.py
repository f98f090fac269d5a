from django.urls import path

from allied.domains.discovery import views
from allied.domains.discovery.trees import running
from allied.domains.discovery.trees import views as trees

app_name = "discovery"
_ALL = "w/<slug:workspace>/opportunities"
_ONE = f"{_ALL}/<str:reference>"
_IN_TREE = "w/<slug:workspace>/tree/<str:reference>"
urlpatterns = [
    path(_ALL, views.opportunities, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/reopening", views.reopening, name="reopening"),
    path(f"{_ONE}/retirement", views.retirement, name="retirement"),
    path(f"{_ONE}/succession", views.succession, name="succession"),
    path("w/<slug:workspace>/outcomes", trees.outcomes, name="outcomes"),
    path("w/<slug:workspace>/outcomes/<str:reference>", trees.outcome, name="outcome"),
    path("w/<slug:workspace>/outcomes/<str:reference>/focus", trees.focus, name="outcome-focus"),
    path("w/<slug:workspace>/outcomes/<str:reference>/planting", trees.planting, name="outcome-planting"),
    path("w/<slug:workspace>/outcomes/<str:reference>/tree.<slug:form>", trees.export, name="outcome-export"),
    path("w/<slug:workspace>/solutions/<str:reference>", trees.solution, name="solution"),
    path("w/<slug:workspace>/assumptions/<str:reference>", trees.assumption, name="assumption"),
    path("w/<slug:workspace>/experiments/<str:reference>", trees.experiment, name="experiment"),
    path("w/<slug:workspace>/tree/new/<str:sort>", trees.new, name="tree-new"),
    path(f"{_IN_TREE}/below", trees.growth, name="tree-growth"),
    path(f"{_IN_TREE}/running", running.start, name="tree-running"),
    path(f"{_IN_TREE}/running/removal", running.stop, name="tree-running-removal"),
    path(f"{_IN_TREE}/result", running.result, name="tree-result"),
    path(f"{_IN_TREE}/result/removal", running.result_removal, name="tree-result-removal"),
    path(f"{_IN_TREE}/size", running.size, name="tree-size"),
    path(f"{_IN_TREE}/edit", trees.edit, name="tree-edit"),
    path(f"{_IN_TREE}/place", trees.place, name="tree-place"),
    path(f"{_IN_TREE}/place/removal", trees.place_removal, name="tree-place-removal"),
    path(f"{_IN_TREE}/reopening", trees.reopening, name="tree-reopening"),
    path(f"{_IN_TREE}/retirement", trees.retirement, name="tree-retirement"),
    path(f"{_IN_TREE}/title", trees.title, name="tree-title"),
]
_NAMES = [pattern.name or "" for pattern in urlpatterns]
_OF_TREES = ("outcome", "solution", "assumption", "experiment", "tree-")
TREES = tuple(f"discovery:{name}" for name in _NAMES if name.startswith(_OF_TREES))
OPPORTUNITIES = tuple(f"discovery:{name}" for name in _NAMES if not name.startswith(_OF_TREES))
