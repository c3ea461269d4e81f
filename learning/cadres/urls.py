from django.urls import path

from learning.cadres import invitation_views, people_views

urlpatterns = [
    path("units/<slug:code>/cadres/", people_views.cadres_of_unit, name="unit-cadres"),
    path("welcome/", invitation_views.invitation_form, name="invitation-form"),
    path("welcome/<str:code>/", invitation_views.invitation, name="invitation"),
]
