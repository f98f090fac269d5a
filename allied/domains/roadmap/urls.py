from django.urls import path

from allied.domains.roadmap import delivery_views as deliveries
from allied.domains.roadmap import views

app_name = "roadmap"
_ALL = "w/<slug:workspace>/items"
_ONE = f"{_ALL}/<str:reference>"
urlpatterns = [
    path(_ALL, views.board, name="list"),
    path(f"{_ALL}/new", views.new, name="new"),
    path(f"{_ALL}/table", views.table, name="table"),
    path(_ONE, views.detail, name="detail"),
    path(f"{_ONE}/commitment", views.commitment, name="commitment"),
    path(f"{_ONE}/commitment/removal", views.commitment_removal, name="commitment-removal"),
    path(f"{_ONE}/drop", views.drop, name="drop"),
    path(f"{_ONE}/edit", views.edit, name="edit"),
    path(f"{_ONE}/owners", views.owners, name="owners"),
    path(f"{_ONE}/place", views.place, name="place"),
    path(f"{_ONE}/proposal", views.proposal, name="proposal"),
    path(f"{_ONE}/proposal/removal", views.proposal_removal, name="proposal-removal"),
    path(f"{_ONE}/plan", deliveries.plan, name="plan"),
    path(f"{_ONE}/reading", deliveries.reading, name="reading"),
    path(f"{_ONE}/reading/removal", deliveries.reading_removal, name="reading-removal"),
    path(f"{_ONE}/shipping", deliveries.shipping, name="shipping"),
    path(f"{_ONE}/shipping/removal", deliveries.shipping_removal, name="shipping-removal"),
    path(f"{_ONE}/start", deliveries.start, name="start"),
    path(f"{_ONE}/start/removal", deliveries.start_removal, name="start-removal"),
    path(f"{_ONE}/restoration", views.restoration, name="restoration"),
]
