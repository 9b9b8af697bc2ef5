"""Addresses of the workspace and of the partners' forms. Each line's owner is the room that its view names."""

from django.urls import path

from partners.views import account, invitations, joining, members

app_name = "partners"
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
]
