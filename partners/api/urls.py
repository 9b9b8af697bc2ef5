"""Addresses of the API for partners, below `/api/partner/`."""

from django.urls import path, re_path

from . import views

app_name = "partner_api"
urlpatterns = [
    path("", views.Root.as_view(), name="root"),
    path("openapi.json", views.description, name="openapi"),
    path("terms", views.Terms.as_view(), name="terms"),
    path("events", views.Events.as_view(), name="events"),
    path("events/<uuid:key>", views.Event.as_view(), name="event"),
    path("events/<uuid:key>/submit", views.Submit.as_view(), name="submit"),
    path("events/<uuid:key>/withdraw", views.Withdraw.as_view(), name="withdraw"),
    re_path(r"", views.Nothing.as_view(), name="nothing"),
]
