"""A lesson with activities asks the database twice more, however many they are."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from courses.content.build import build_course
from tests.factories import h5p as make
from tests.factories.courses import course_data, make_index

pytestmark = pytest.mark.django_db


def queries(client, code, *keys) -> int:
    data = course_data(code, lessons=1, quiz=False)
    data["modules"][0]["lessons"][0]["body"] += [{"activity": key} for key in keys]
    build_course(make_index(), data)
    address = f"/en/courses/{code}/module-1/lesson-1/"
    client.get(address)  # outline and help lines are remembered
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert client.get(address).status_code == 200
    return len(asked)


def test_lesson_with_activities_asks_at_most_twice_more(client):
    for number in range(6):
        make.make_activity(f"probe-{number}")
    without = queries(client, "without")
    for count in (1, 3, 6):
        assert queries(client, f"with-{count}", *[f"probe-{n}" for n in range(count)]) <= without + 2
