from django.urls import path

from learning.reports import requirements, views

urlpatterns = [
    path("", views.index, name="reports"),
    path("exports/<uuid:job_uuid>/", views.export_page, name="report-export"),
    path("exports/<uuid:job_uuid>/file/", views.download, name="report-download"),
    path("<slug:code>/", views.report, name="report"),
    path("<slug:code>/export/", views.export, name="report-ask-export"),
    path("<slug:code>/follow-up/", views.follow_up, name="report-follow-up"),
    path("<slug:code>/requirements/", requirements.requirements, name="report-requirements"),
    path(
        "<slug:code>/requirements/<int:pk>/<slug:group>/",
        requirements.requirement_people,
        name="report-requirement-people",
    ),
    path("<slug:code>/not-shown/", views.why_hidden, name="report-why-hidden"),
    path("<slug:code>/figures/<slug:figure>/<slug:row>/", views.behind, name="report-behind"),
]
