"""Addresses of the player. They stand under no language: the content has its own."""

from django.urls import path

from courses.h5p import views

urlpatterns = [
    path("play/<str:key>/", views.player, name="h5p-player"),
    path("preview/<str:key>/", views.preview, name="h5p-preview"),
    path("files/<str:key>/<path:path>", views.content_file, name="h5p-content-file"),
    path("libraries/<str:folder>/<path:path>", views.library_file, name="h5p-library-file"),
    path("core/<str:version>/<path:path>", views.core_file, name="h5p-core-file"),
]
