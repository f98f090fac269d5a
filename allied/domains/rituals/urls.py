from django.urls import path

from allied.domains.rituals import agenda_views, people_views, views

app_name = "rituals"
_ALL = "w/<slug:workspace>/meetings"
_ONE = f"{_ALL}/<str:reference>"
_AGENDA = f"{_ONE}/agenda"
_ITEM = f"{_AGENDA}/<int:agenda_id>"
urlpatterns = [
    path(_ALL, views.meetings, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/answer", people_views.answer, name="answer"),
    path(f"{_ONE}/attendees", people_views.attendees, name="attendees"),
    path(f"{_ONE}/calendar.ics", people_views.calendar, name="calendar"),
    path(f"{_ONE}/cancellation", views.cancellation, name="cancellation"),
    path(f"{_ONE}/closing", views.closing, name="closing"),
    path(f"{_ONE}/closing/removal", views.closing_removal, name="closing-removal"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/holding", views.holding, name="holding"),
    path(f"{_ONE}/holding/removal", views.holding_removal, name="holding-removal"),
    path(f"{_ONE}/minutes", people_views.minutes, name="minutes"),
    path(f"{_ONE}/pre-read", people_views.preread, name="preread"),
    path(f"{_ONE}/presence/<int:member_id>", people_views.presence, name="presence"),
    path(f"{_ONE}/restoration", views.restoration, name="restoration"),
    path(f"{_AGENDA}/new", agenda_views.adding, name="adding"),
    path(_ITEM, agenda_views.item, name="item"),
    path(f"{_ITEM}/follow-up", agenda_views.follow_up, name="follow-up"),
    path(f"{_ITEM}/follow-up/removal", agenda_views.follow_up_removal, name="follow-up-removal"),
    path(f"{_ITEM}/notes", agenda_views.notes, name="notes"),
    path(f"{_ITEM}/outcome", agenda_views.outcome, name="outcome"),
    path(f"{_ITEM}/outcome/removal", agenda_views.outcome_removal, name="outcome-removal"),
    path(f"{_ITEM}/place", agenda_views.place, name="place"),
    path(f"{_ITEM}/removal", agenda_views.removal, name="removal"),
    path(f"{_ITEM}/statement/<slug:topic>/<slug:voice>", agenda_views.statement, name="statement"),
    path(f"{_ITEM}/time", agenda_views.time, name="time"),
]
