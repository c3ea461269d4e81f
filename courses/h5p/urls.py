"""Addresses of the player. They stand under no language: the content has its own."""

from django.urls import path

from courses.h5p import views
from courses.h5p.original import views as original

urlpatterns = [
    path("play/<str:key>/", views.player, name="h5p-player"),
    path("preview/<str:key>/", views.preview, name="h5p-preview"),
    path("files/<str:key>/<path:path>", views.content_file, name="h5p-content-file"),
    path("libraries/<str:folder>/<path:path>", views.library_file, name="h5p-library-file"),
    path("core/<str:version>/<path:path>", views.core_file, name="h5p-core-file"),
    path("editor/<str:key>/", original.editor_page, name="h5p-original"),
    path("editor/<str:key>/ajax/", original.editor_ajax, name="h5p-original-ajax"),
    path("editor-files/<str:kind>/<path:path>", original.editor_file, name="h5p-original-file"),
]
