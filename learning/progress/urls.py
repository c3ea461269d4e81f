from django.urls import path

from learning.enrolments import views as enrolments
from learning.progress import (
    activity_views,
    assist_views,
    attempt_views,
    note_views,
    quiz_views,
    trial_views,
    views,
)

urlpatterns = [
    path("my-learning/", views.my_learning, name="my-learning"),
    path("courses/<int:course_pk>/begin/", enrolments.begin, name="begin-course"),
    path("modules/<int:module_pk>/", views.module, name="module"),
    path("lessons/<int:lesson_pk>/", views.lesson, name="lesson"),
    path("lessons/<int:lesson_pk>/note/", note_views.on_lesson, name="note-on-lesson"),
    path("my-notes/", note_views.mine, name="my-notes"),
    path("my-notes/<uuid:note_uuid>/", note_views.one, name="note"),
    path("my-notes/<uuid:note_uuid>/delete/", note_views.delete, name="note-delete"),
    path("lessons/<int:lesson_pk>/done/", views.lesson_done, name="lesson-done"),
    path("lessons/<int:lesson_pk>/refresher/", views.refresher_again, name="refresher-again"),
    path(
        "lessons/<int:lesson_pk>/activities/<slug:activity_key>/begin/",
        activity_views.begin,
        name="activity-begin",
    ),
    path(
        "lessons/<int:lesson_pk>/activities/<slug:activity_key>/statements/",
        activity_views.statements,
        name="activity-statements",
    ),
    path(
        "lessons/<int:lesson_pk>/activities/<slug:activity_key>/state/",
        activity_views.state,
        name="activity-state",
    ),
    path("lessons/<int:lesson_pk>/quizzes/<slug:quiz_key>/", quiz_views.start_page, name="quiz-start"),
    path("lessons/<int:lesson_pk>/quizzes/<slug:quiz_key>/begin/", quiz_views.start, name="quiz-begin"),
    path("lessons/<int:lesson_pk>/quizzes/<slug:quiz_key>/trial/", trial_views.trial, name="quiz-trial"),
    path(
        "lessons/<int:lesson_pk>/attempts/<uuid:attempt_uuid>/",
        attempt_views.attempt_page,
        name="quiz-attempt",
    ),
    path(
        "lessons/<int:lesson_pk>/attempts/<uuid:attempt_uuid>/save/",
        attempt_views.save_one,
        name="quiz-save",
    ),
    path(
        "lessons/<int:lesson_pk>/attempts/<uuid:attempt_uuid>/result/",
        quiz_views.result_page,
        name="quiz-result",
    ),
    path("assist/", assist_views.people, name="assist-people"),
    path("assist/sheets/", assist_views.sheets, name="assist-sheets"),
    path("assist/<uuid:cadre_uuid>/", assist_views.person, name="assist-person"),
    path("assist/attempts/<uuid:attempt_uuid>/", assist_views.attempt, name="assist-attempt"),
]
