from django.urls import path

from allied.domains.feedback.views import imports, inbox, items

app_name = "feedback"
_ALL = "w/<slug:workspace>/feedback"
_ONE = f"{_ALL}/<str:reference>"
_IMPORTS = "w/<slug:workspace>/imports"
_IMPORT = f"{_IMPORTS}/<int:number>"
urlpatterns = [
    path(_ALL, inbox.feedback, name="list"),
    path(f"{_ALL}/new", items.new, name="new"),
    path(f"{_ALL}/notes", items.notes, name="notes"),
    path(f"{_ALL}/dismissal", inbox.dismissal, name="dismissal"),
    path(f"{_ALL}/dismissal/undo", inbox.dismissal_undo, name="dismissal-undo"),
    path(f"{_ALL}/export.csv", inbox.export, name="export"),
    path(f"{_ALL}/sample.csv", inbox.sample, name="sample"),
    path(_ONE, items.detail, name="detail"),
    path(f"{_ONE}/segments", items.segments, name="segments"),
    path(_IMPORTS, imports.all_imports, name="imports"),
    path(f"{_IMPORTS}/new", imports.new, name="import"),
    path(_IMPORT, imports.one, name="import-detail"),
    path(f"{_IMPORT}/layout", imports.layout, name="import-layout"),
    path(f"{_IMPORT}/mapping", imports.mapping, name="import-mapping"),
    path(f"{_IMPORT}/run", imports.run, name="import-run"),
    path(f"{_IMPORT}/run/stop", imports.stop, name="import-stop"),
    path(f"{_IMPORT}/run/undo", imports.undo, name="import-undo"),
    path(f"{_IMPORT}/progress", imports.progress, name="import-progress"),
    path(f"{_IMPORT}/rows", imports.rows, name="import-rows"),
    path(f"{_IMPORT}/left-out.csv", imports.left_out, name="import-left-out"),
]
