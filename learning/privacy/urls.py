from django.urls import path

from learning.privacy import views

urlpatterns = [
    path("privacy/", views.notice, name="privacy"),
    path("my-data/", views.mine, name="my-data"),
    path("my-data/download/", views.download, name="my-data-download"),
    path("my-data/leave/", views.leave, name="my-data-leave"),
]
