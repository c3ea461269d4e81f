from django.urls import path, re_path

from learning.sessions import api, board, line_views, register_views, views

urlpatterns = [
    path("", views.session_list, name="session-list"),
    path("new/", views.new, name="session-new"),
    path("<uuid:session_uuid>/", views.session_page, name="session"),
    path("<uuid:session_uuid>/overview/", views.overview, name="session-overview"),
    path("<uuid:session_uuid>/board/", board.board, name="session-board"),
    path("<uuid:session_uuid>/session.ics", board.calendar, name="session-calendar"),
    path("<uuid:session_uuid>/plan/", views.plan, name="session-plan"),
    path("<uuid:session_uuid>/cancel/", views.cancel, name="session-cancel"),
    path("<uuid:session_uuid>/close/", views.close, name="session-close"),
    path("<uuid:session_uuid>/sheet/", views.sheet, name="session-sheet"),
    path("<uuid:session_uuid>/notice/", register_views.notice, name="session-notice"),
    path("<uuid:session_uuid>/register/", register_views.register_page, name="session-register"),
    path("<uuid:session_uuid>/register/<uuid:entry_uuid>/", line_views.entry_page, name="session-entry"),
    path(
        "<uuid:session_uuid>/register/<uuid:entry_uuid>/correct/", line_views.correct, name="session-correct"
    ),
    path("<uuid:session_uuid>/register/<uuid:entry_uuid>/forget/", line_views.forget, name="session-forget"),
    path("<uuid:session_uuid>/register/<uuid:entry_uuid>/link/", line_views.link_cadre, name="session-link"),
    path("<uuid:session_uuid>/attendance/", register_views.attendance, name="session-attendance"),
    path("<uuid:session_uuid>/heads/", register_views.heads, name="session-heads"),
    re_path(
        r"^(?P<session_uuid>[0-9a-f-]{36})/test/(?P<phase>before|after)/$",
        register_views.test_count,
        name="session-test",
    ),
    path("<uuid:session_uuid>/held/", register_views.held, name="session-held"),
    path("<uuid:session_uuid>/conflicts/", register_views.decide_conflict, name="session-decide-conflict"),
    path("<uuid:session_uuid>/bundle/", api.bundle, name="session-bundle"),
    path("<uuid:session_uuid>/facts/", api.facts, name="session-facts"),
]
