from django.urls import path

from allied.domains.feedback.views import inbox, items, triage

app_name = "feedback"
_ALL = "w/<slug:workspace>/feedback"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, inbox.feedback, name="list"),
    path(f"{_ALL}/new", items.new, name="new"),
    path(f"{_ALL}/notes", items.notes, name="notes"),
    path(f"{_ALL}/assignment", triage.assignment, name="assignment"),
    path(f"{_ALL}/duplicates", triage.duplicates, name="duplicates"),
    path(f"{_ALL}/duplicates/undo", triage.duplicates_undo, name="duplicates-undo"),
    path(f"{_ALL}/duplicates/declined", triage.likely, name="likely"),
    path(f"{_ALL}/labelling", triage.labelling, name="labelling"),
    path(f"{_ALL}/dismissal", inbox.dismissal, name="dismissal"),
    path(f"{_ALL}/dismissal/undo", inbox.dismissal_undo, name="dismissal-undo"),
    path(f"{_ALL}/export.csv", inbox.export, name="export"),
    path(f"{_ALL}/sample.csv", inbox.sample, name="sample"),
    path(_ONE, items.detail, name="detail"),
    path(f"{_ONE}/edit", items.edit, name="edit"),
    path(f"{_ONE}/segments", items.segments, name="segments"),
]
