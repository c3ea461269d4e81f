"""Nothing of a key, a score or feedback leaves the server before the quiz allows, whatever the state of the attempt.

One learner walks through every state of an attempt; everything the server sends her on the way, bodies and headers alike,
is searched for words that stand only in feedback, in explanations, in the key or in the result.
"""

import datetime
import io
import uuid
import zipfile
from urllib.parse import unquote

import pytest
from django.urls import NoReverseMatch, URLResolver, get_resolver, reverse
from django.utils import timezone

from courses.models import CoursePage, LessonPage
from learning.enrolments.enrol import enrol
from learning.models import Cadre, Enrolment
from quizzes.models import Attempt, Quiz, ScoreBand
from quizzes.paper import paper_pdf, variants_of
from quizzes.versions import versions_of
from tests.factories.cadres import make_cadre
from tests.factories.courses import make_course
from tests.factories.units import make_tree
from tests.quizzes.test_paper import text_of

pytestmark = pytest.mark.django_db
FEEDBACK = ("Feedback 0 of", "Feedback 1 of", "Feedback 2 of", "BAND-TEXT", "50%", "Not right yet")
KEY = ("Explanation", "Right answer")
NEVER_SENT = ('"correct"', "is_right", "answers_digest", "correct_answer")


class Walk:
    """A learner's browser that keeps all it was sent, state by state."""

    def __init__(self, client, lesson, quiz):
        self.client, self.lesson, self.quiz = client, lesson, quiz
        self.sent: dict[str, str] = {}
        self.start_at = f"/en/lessons/{lesson.pk}/quizzes/{quiz.key}/"

    def note(self, state, answer):
        body = answer.content.decode()
        headers = "\n".join(f"{name}: {value}" for name, value in answer.headers.items())
        cookies = answer.cookies.output()
        self.sent[state] = self.sent.get(state, "") + "\n".join([body, headers, cookies])
        return answer

    def get(self, state, address):
        return self.note(state, self.client.get(address, follow=True))

    def post(self, state, address, data):
        return self.note(state, self.client.post(address, data, follow=True))

    def around(self, state):
        """Everything else that she can ask for in this state."""
        for address in (self.start_at, self.lesson.get_url(), "/en/my-learning/", "/en/no-such-page/"):
            self.get(state, address)
        attempt = Attempt.objects.order_by("pk").last()
        if attempt:
            own = f"/en/lessons/{self.lesson.pk}/attempts/{attempt.uuid}/"
            for address in (own, f"{own}?question=2", f"{own}result/", f"{own}result/?format=json"):
                self.get(state, address)
            self.note(state, self.client.get(own, headers={"accept": "application/json"}, follow=True))
            self.note(state, self.client.get(f"{own}save/"))  # not allowed: an error page
            self.note(state, self.client.put(own, "{}", content_type="application/json"))
            self.note(state, self.client.post(f"/en/lessons/{self.lesson.pk}/attempts/{uuid.uuid4()}/", {}))
        for address in (
            "/cms/",
            f"/cms/quizzes/analysis/{self.quiz.key}/",
            f"/cms/snippets/quizzes/quiz/edit/{self.quiz.pk}/preview/",
        ):
            self.note(state, self.client.get(address))


@pytest.fixture
def walk(client_for):
    make_course("law", modules=1, lessons=1)
    quiz = Quiz.objects.get(key="law-1")
    ScoreBand.objects.create(quiz=quiz, from_percent=0, text_en="BAND-TEXT", text_zh_hans="BAND-TEXT")
    client = client_for(make_cadre("lan", unit=make_tree()["p1a1"]).user)
    return Walk(client, LessonPage.objects.get(slug="lesson-1"), quiz)


def walk_through(walk, **rules) -> dict[str, str]:
    """Every state of an attempt that is half right and fails: what was sent in each."""
    Quiz.objects.filter(pk=walk.quiz.pk).update(pass_mark=60, **rules)
    first, second = versions_of(Quiz.objects.get(pk=walk.quiz.pk))
    right = next(o["id"] for o in first.content["options"] if o["correct"])
    wrong = next(o["id"] for o in second.content["options"] if not o["correct"])
    walk.around("not begun")
    walk.post("begun", f"{walk.start_at}begin/", {"key": str(uuid.uuid4())})
    attempt = Attempt.objects.get()
    address = f"/en/lessons/{walk.lesson.pk}/attempts/{attempt.uuid}/"
    walk.around("begun")
    walk.post("saved", f"{address}save/", {"field": f"q{first.pk}", f"q{first.pk}": right})
    walk.post("saved", address, {f"q{first.pk}": right, "action": "save"})
    walk.post("saved", address, {f"q{first.pk}": right, "action": "submit"})  # with a gap
    walk.post("saved", address, {f"q{first.pk}": "garbage", "action": "next:99999999999999999999"})
    walk.around("saved")
    answers = {f"q{first.pk}": right, f"q{second.pk}": wrong}
    walk.post("checked", address, {**answers, "action": f"check:{second.pk}"})
    walk.around("checked")
    walk.post("handed in", address, {**answers, "action": "submit"})
    walk.post("handed in", address, {**answers, "action": "submit"})  # again
    walk.post("handed in", address, {f"q{first.pk}": wrong, "action": "submit-with-gaps"})  # other answers
    walk.around("handed in")
    assert (Attempt.objects.get().scaled, Attempt.objects.get().passed) == (0.5, False)
    return walk.sent


def found(text, words) -> set:
    """Which of the words stand in it. An address with ``lessons%2F50%2F`` in it tells no percentage."""
    plain = unquote(text)
    return {word for word in words if word in plain}


TOMORROW, YESTERDAY = datetime.timedelta(days=1), -datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("feedback", "answers", "shown_from", "feedback_from", "key_from"),
    [
        ("at_once", "at_once", None, "checked", "checked"),
        ("after_submit", "after_pass", None, "handed in", None),
        ("after_pass", "after_submit", None, None, None),
        ("after_date", "after_date", TOMORROW, None, None),
        ("after_date", "after_date", YESTERDAY, "handed in", "handed in"),
        ("never", "after_submit", None, None, None),
    ],
)
def test_no_state_sends_what_the_rule_keeps_back(
    walk, feedback, answers, shown_from, feedback_from, key_from
):
    moment = timezone.now() + shown_from if shown_from else None
    sent = walk_through(walk, feedback_shown=feedback, answers_shown=answers, shown_from=moment)
    states = ["not begun", "begun", "saved", "checked", "handed in"]
    assert list(sent) == states
    for place, state in enumerate(states):
        text = sent[state]
        assert found(text, NEVER_SENT) == set(), state
        if feedback_from is None or place < states.index(feedback_from):
            assert found(text, FEEDBACK) == set(), state
        if key_from is None or place < states.index(key_from):
            assert found(text, KEY) == set(), state
    if feedback_from:
        assert found(sent["handed in"], FEEDBACK) >= {"50%", "BAND-TEXT"}
        assert found(sent[feedback_from], FEEDBACK)
    if key_from:
        assert "Explanation" in sent[key_from]


def test_what_is_checked_at_once_shows_that_question_and_no_other(walk):
    walk_through(walk, feedback_shown="at_once", answers_shown="at_once")
    checked = walk.sent["checked"]
    assert "of law-1-q1" in checked
    assert "of law-1-q0" not in checked


def test_trial_keeps_back_what_the_rule_keeps_back(walk, client_for):
    Quiz.objects.filter(pk=walk.quiz.pk).update(feedback_shown="never", answers_shown="after_submit")
    nobody = client_for()
    page = nobody.get(walk.start_at)
    form = {"paper": page.context["paper"], "action": "submit-with-gaps"}
    form |= {f"q{v.pk}": v.content["options"][0]["id"] for v in versions_of(walk.quiz)}
    answer = nobody.post(f"{walk.start_at}trial/", form)
    assert answer.status_code == 200
    for text in (page.content.decode(), answer.content.decode()):
        assert found(text, (*FEEDBACK, *KEY, *NEVER_SENT)) == set()


def test_printed_test_holds_no_key(walk):
    text = text_of(
        paper_pdf(variants_of(walk.quiz.live_versions, seed=1), title="x", code="K", language="en")
    )
    assert "Questionlaw-1-q0" in text
    assert not any(word.replace(" ", "") in text for word in (*FEEDBACK, *KEY))


def addresses(resolver=None):
    """``(name, names of its arguments)`` of every address of the house, the CMS left out."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            if pattern.namespace is None:  # the CMS has one
                yield from addresses(pattern)
        elif pattern.name:
            yield pattern.name, frozenset(pattern.pattern.regex.groupindex)


def every_address(walk, state):
    """Whatever a learner can name in this state, asked with all that she knows: pages, files, exports, JSON."""
    attempt = Attempt.objects.order_by("pk").last()
    enrolment = Enrolment.objects.get()
    knows = {
        "lesson_pk": walk.lesson.pk,
        "pk": walk.lesson.pk,
        "quiz_key": walk.quiz.key,
        "attempt_uuid": attempt.uuid if attempt else uuid.uuid4(),
        "enrolment_uuid": enrolment.uuid,
        "cadre_uuid": enrolment.cadre.uuid,
        "code": "p1a1",
        "session_uuid": uuid.uuid4(),
    }
    asked = 0
    for name, arguments in sorted(set(addresses()), key=str):
        if name in ("account_logout", "leave") or not arguments <= knows.keys():
            continue
        try:
            address = reverse(name, kwargs={one: knows[one] for one in arguments})
        except NoReverseMatch:  # the same argument under another name
            continue
        for query in ("", "?format=json&export=xlsx"):
            answer = walk.client.get(address + query, headers={"accept": "application/json, text/html"})
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            headers = "\n".join(f"{key}: {value}" for key, value in answer.headers.items())
            walk.sent[state] = walk.sent.get(state, "") + readable(body) + headers
            asked += 1
    assert asked > 60
    assert walk.client.get("/en/my-learning/").status_code == 200  # still signed in
    walk.around(state)


def readable(body: bytes) -> str:
    """What stands in a body: of a spreadsheet or another archive what its parts say."""
    if body[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(body)) as parts:
            return "\n".join(parts.read(name).decode(errors="replace") for name in parts.namelist())
    return body.decode(errors="replace")


def test_no_address_of_the_house_tells_what_the_rule_keeps_back_in_any_state(walk, monkeypatch):
    monkeypatch.setattr(walk, "around", lambda state: None)
    states = []
    begin = walk.post

    def post(state, address, data):
        answer = begin(state, address, data)
        if state not in states:
            states.append(state)
            every_address(walk, state)
        return answer

    monkeypatch.setattr(walk, "post", post)
    enrol(cadre=Cadre.objects.get(), course=CoursePage.objects.get())
    walk_through(
        walk, feedback_shown="after_date", answers_shown="never", shown_from=timezone.now() + TOMORROW
    )
    assert states == ["begun", "saved", "checked", "handed in"]
    for state, text in walk.sent.items():
        assert found(text, (*NEVER_SENT, *FEEDBACK, *KEY)) == set(), state
