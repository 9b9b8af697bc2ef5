"""Addresses of uploaded files."""

from django.urls import path

from media.library.uploads import serve_upload

urlpatterns = [path("<path:path>", serve_upload)]
