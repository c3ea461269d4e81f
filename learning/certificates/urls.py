from django.urls import path, re_path

from learning.certificates import shelf_views, transcript_views, verify_views, views

urlpatterns = [
    path("verify/", verify_views.verify_form, name="verify"),
    path("verify/file/", verify_views.verify_file, name="verify-file"),
    path("verify/<str:code>/", verify_views.verify_code, name="verify-code"),
    path("my-certificates/", shelf_views.mine, name="my-certificates"),
    path("transcript/", transcript_views.mine, name="transcript"),
    path("transcript/<uuid:cadre_uuid>/", transcript_views.of_cadre, name="transcript-of"),
    path("certificates/units/<slug:code>/", shelf_views.honours, name="honours"),
    path("certificates/of/<uuid:enrolment_uuid>/", views.certificate_of, name="certificate-of"),
    path("certificates/of/<uuid:enrolment_uuid>/renew/", views.renew_course, name="certificate-renew"),
    path("certificates/<uuid:certificate_uuid>/withdraw/", views.withdraw_page, name="certificate-withdraw"),
    re_path(
        r"^certificates/(?P<certificate_uuid>[0-9a-f-]{36})\.(?P<kind>pdf|png|webp)$",
        views.file,
        name="certificate-file",
    ),
    re_path(
        r"^certificates/sessions/(?P<session_uuid>[0-9a-f-]{36})\.(?P<kind>zip|pdf)$",
        views.attendance_bundle,
        name="attendance-bundle",
    ),
    path("certificates/sessions/<uuid:session_uuid>/", views.attendance, name="attendance-certificates"),
]
