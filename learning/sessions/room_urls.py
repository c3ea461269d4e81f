"""Addresses of a participant's phone, and of what goes up from sessions: outside ``sessions/``, which is the facilitator's."""

from django.urls import path, re_path

from learning.sessions import field_reports, phone_views, reach_views, safeguarding_views

urlpatterns = [
    path("join/", phone_views.join, name="join"),
    path("join/<int:number>/<str:code>/", phone_views.join_by_scan, name="join-by-scan"),
    path("room/<uuid:session_uuid>/", phone_views.phone_page, name="phone"),
    re_path(
        r"^room/(?P<session_uuid>[0-9a-f-]{36})/test/(?P<phase>before|after)/$",
        phone_views.phone_test,
        name="phone-test",
    ),
    path("room/<uuid:session_uuid>/polls/<uuid:poll_uuid>/", phone_views.phone_vote, name="phone-vote"),
    path("room/<uuid:session_uuid>/feedback/", phone_views.phone_feedback, name="phone-feedback"),
    path("room/<uuid:session_uuid>/next/", phone_views.next_person, name="phone-next"),
    path("safeguarding/", safeguarding_views.queue, name="safeguarding"),
    path("safeguarding/<uuid:disclosure_uuid>/", safeguarding_views.one, name="disclosure"),
    path("reach/", reach_views.choose, name="reach-choose"),
    path("reach/<slug:code>/", reach_views.numbers, name="reach"),
    path("reach/<slug:code>/names/", reach_views.names, name="reach-names"),
    path("reach/<slug:code>/add/", reach_views.add, name="reach-add"),
    path("reach/<slug:code>/change/", reach_views.change, name="reach-change"),
    path("field-reports/", field_reports.reports, name="field-reports"),
]
