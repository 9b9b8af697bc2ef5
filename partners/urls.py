"""Addresses of the workspace and of the partners' forms. Each line's owner is the room that its view names."""

app_name = "partners"
urlpatterns = []
