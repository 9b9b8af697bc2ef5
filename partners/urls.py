"""Addresses of the workspace and of the partners' forms. Each line's owner is the room that its view names."""

from django.urls import path

from partners.views import account, events, imports, invitations, joining, members, profile, status, workspace

app_name = "partners"
_EVENT = "workspace/<slug:slug>/events/<uuid:key>/"
_PROFILE = "workspace/<slug:slug>/profile/"
_SERVICE = f"{_PROFILE}services/<uuid:key>/"
urlpatterns = [
    # People: partners/views/{account,invitations,joining,members}.py
    path("accounts/invitation/<str:token>/", invitations.invitation, name="invitation"),
    path("accounts/left/", members.left, name="left"),
    path("partners/join/", joining.join, name="join"),
    path("partners/join/done/", joining.done, name="join_done"),
    path("workspace/account/", account.account, name="account"),
    path("workspace/<slug:slug>/members/", members.people, name="members"),
    path("workspace/<slug:slug>/members/invite/", members.invite, name="members_invite"),
    path("workspace/<slug:slug>/members/leave/", members.leave, name="members_leave"),
    path("workspace/<slug:slug>/members/<int:pk>/role/", members.change_role, name="members_role"),
    path("workspace/<slug:slug>/members/<int:pk>/remove/", members.remove, name="members_remove"),
    path(
        "workspace/<slug:slug>/members/<int:pk>/second-factor/",
        members.second_factor,
        name="members_second_factor",
    ),
    path("workspace/<slug:slug>/members/invitations/<int:pk>/revoke/", members.revoke, name="members_revoke"),
    path(
        "workspace/<slug:slug>/members/invitations/<int:pk>/again/", members.send_again, name="members_again"
    ),
    # Events: partners/views/{workspace,events}.py
    path("workspace/", workspace.home, name="workspace"),
    path("workspace/<slug:slug>/", workspace.show_dashboard, name="dashboard"),
    path("workspace/<slug:slug>/events/new/", events.new, name="event_new"),
    path(_EVENT, events.edit, name="event"),
    path(f"{_EVENT}preview/", events.preview, name="event_preview"),
    path(f"{_EVENT}submit/", events.submit, name="event_submit"),
    path(f"{_EVENT}withdraw/", events.withdraw, name="event_withdraw"),
    path(f"{_EVENT}duplicate/", events.duplicate, name="event_duplicate"),
    path(f"{_EVENT}delete/", events.delete, name="event_delete"),
    path(f"{_EVENT}removal/", events.removal, name="event_removal"),
    path(f"{_EVENT}history/", events.history, name="event_history"),
    # The organisation's page and services: partners/views/profile.py
    path(_PROFILE, profile.edit, name="profile"),
    path(f"{_PROFILE}preview/", profile.preview, name="profile_preview"),
    path(f"{_PROFILE}submit/", profile.submit, name="profile_submit"),
    path(f"{_PROFILE}withdraw/", profile.withdraw, name="profile_withdraw"),
    path(
        f"{_PROFILE}places/<uuid:key>/confidential/",
        profile.confidential_place,
        name="profile_confidential_place",
    ),
    path(f"{_PROFILE}services/new/", profile.new_service, name="service_new"),
    path(_SERVICE, profile.edit_service, name="service"),
    path(f"{_SERVICE}preview/", profile.preview_service, name="service_preview"),
    path(f"{_SERVICE}submit/", profile.submit_service, name="service_submit"),
    path(f"{_SERVICE}withdraw/", profile.withdraw_service, name="service_withdraw"),
    # What is public at once: partners/views/status.py
    path(f"{_EVENT}cancel/", status.cancel, name="event_cancel"),
    path(f"{_EVENT}postpone/", status.postpone, name="event_postpone"),
    path(f"{_EVENT}hide-place/", status.hide_place, name="event_hide_place"),
    path(f"{_EVENT}take-down/", status.take_down, name="event_take_down"),
    path(f"{_EVENT}reinstate/", status.reinstate, name="event_reinstate"),
    path(f"{_EVENT}dates/", status.dates, name="event_dates"),
    path(f"{_EVENT}dates/<str:date>/cancel/", status.cancel_date, name="event_cancel_date"),
    path(f"{_EVENT}dates/<str:date>/move/", status.move_date, name="event_move_date"),
    # Calendars: partners/views/imports.py
    path("workspace/<slug:slug>/import/", imports.import_calendar, name="import"),
]
