from django.urls import path

from learning.letters import views

urlpatterns = [
    path("lessons/<int:lesson_pk>/letter/", views.write, name="letter"),
    path("my-letters/", views.mine, name="my-letters"),
]
