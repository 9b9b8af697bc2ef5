"""Addresses of the workspace and of the partners' forms. The view of each line names the package that owns it."""

from django.urls import path

from partners.api import token_views as api_tokens
from partners.embedding import views as embedding
from partners.ics_import import views as imports
from partners.ics_subscription import views as subscriptions
from partners.members import invitation_views, joining_views
from partners.members import views as members
from partners.workspace import (
    account_views,
    co_host_views,
    conversation_views,
    event_views,
    profile_views,
    status_views,
)
from partners.workspace import views as workspace

app_name = "partners"
_EVENT = "workspace/<slug:slug>/events/<uuid:key>/"
_PROFILE = "workspace/<slug:slug>/profile/"
_SERVICE = f"{_PROFILE}services/<uuid:key>/"
urlpatterns = [
    # People: partners/members/
    path("accounts/invitation/<str:token>/", invitation_views.invitation, name="invitation"),
    path("accounts/left/", members.left, name="left"),
    path("partners/join/", joining_views.join, name="join"),
    path("partners/join/done/", joining_views.done, name="join_done"),
    path("workspace/account/", account_views.account, name="account"),
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
    # Events: partners/workspace/event_views.py
    path("workspace/", workspace.home, name="workspace"),
    path("workspace/<slug:slug>/", workspace.show_dashboard, name="dashboard"),
    path("workspace/<slug:slug>/events/new/", event_views.new, name="event_new"),
    path(_EVENT, event_views.edit, name="event"),
    path(f"{_EVENT}preview/", event_views.preview, name="event_preview"),
    path(f"{_EVENT}submit/", event_views.submit, name="event_submit"),
    path(f"{_EVENT}withdraw/", event_views.withdraw, name="event_withdraw"),
    path(f"{_EVENT}duplicate/", event_views.duplicate, name="event_duplicate"),
    path(f"{_EVENT}delete/", event_views.delete, name="event_delete"),
    path(f"{_EVENT}removal/", event_views.removal, name="event_removal"),
    path(f"{_EVENT}history/", event_views.history, name="event_history"),
    path(f"{_EVENT}messages/", conversation_views.messages, name="event_messages"),
    # The organisation's page and services: partners/workspace/profile_views.py
    path(_PROFILE, profile_views.edit, name="profile"),
    path(f"{_PROFILE}preview/", profile_views.preview, name="profile_preview"),
    path(f"{_PROFILE}submit/", profile_views.submit, name="profile_submit"),
    path(f"{_PROFILE}withdraw/", profile_views.withdraw, name="profile_withdraw"),
    path(
        f"{_PROFILE}places/<uuid:key>/confidential/",
        profile_views.confidential_place,
        name="profile_confidential_place",
    ),
    path(f"{_PROFILE}services/new/", profile_views.new_service, name="service_new"),
    path(_SERVICE, profile_views.edit_service, name="service"),
    path(f"{_SERVICE}preview/", profile_views.preview_service, name="service_preview"),
    path(f"{_SERVICE}submit/", profile_views.submit_service, name="service_submit"),
    path(f"{_SERVICE}withdraw/", profile_views.withdraw_service, name="service_withdraw"),
    # What is public at once: partners/workspace/status_views.py
    path(f"{_EVENT}cancel/", status_views.cancel, name="event_cancel"),
    path(f"{_EVENT}postpone/", status_views.postpone, name="event_postpone"),
    path(f"{_EVENT}hide-place/", status_views.hide_place, name="event_hide_place"),
    path(f"{_EVENT}take-down/", status_views.take_down, name="event_take_down"),
    path(f"{_EVENT}reinstate/", status_views.reinstate, name="event_reinstate"),
    path(f"{_EVENT}dates/", status_views.dates, name="event_dates"),
    path(f"{_EVENT}dates/<str:date>/cancel/", status_views.cancel_date, name="event_cancel_date"),
    path(f"{_EVENT}dates/<str:date>/full/", status_views.full, name="event_full"),
    path(f"{_EVENT}dates/<str:date>/move/", status_views.move_date, name="event_move_date"),
    # Events of other organizations: partners/workspace/co_host_views.py
    path("workspace/<slug:slug>/co-host/<uuid:key>/", co_host_views.answer, name="co_host"),
    # Calendars: partners/ics_import/views.py
    path("workspace/<slug:slug>/import/", imports.import_calendar, name="import"),
    path("workspace/<slug:slug>/import/send/", imports.send_drafts, name="import_send"),
    # On other websites: partners/embedding/views.py
    path("embed/<slug:slug>/", embedding.embed, name="embed"),
    path("workspace/<slug:slug>/website/", embedding.website, name="website"),
    # Software of partners: partners/api/token_views.py
    path("api/", api_tokens.index, name="api"),
    path("workspace/<slug:slug>/api/", api_tokens.show, name="api_tokens"),
    path("workspace/<slug:slug>/api/new/", api_tokens.new, name="api_token_new"),
    path("workspace/<slug:slug>/api/<int:pk>/revoke/", api_tokens.revoke, name="api_token_revoke"),
    # Calendars that are read regularly: partners/ics_subscription/views.py
    path("workspace/<slug:slug>/subscription/", subscriptions.subscription, name="subscription"),
    path("workspace/<slug:slug>/subscription/read/", subscriptions.read_now, name="subscription_read"),
    path("workspace/<slug:slug>/subscription/end/", subscriptions.end, name="subscription_end"),
    path("workspace/<slug:slug>/subscription/keep/<uuid:key>/", subscriptions.keep, name="subscription_keep"),
]
