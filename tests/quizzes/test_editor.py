"""Quizzes and questions in the CMS: what is refused, what stays the same, and when learners get what was edited."""

import pytest
from django.urls import reverse
from wagtail.models import TaskState
from wagtail.test.utils.form_data import inline_formset, nested_form_data

from courses.content.build import build_question
from courses.frame import REVIEWERS, TRAINERS, build_frame
from courses.models.review import CHECKLIST
from quizzes.models import Question, QuestionVersion, Quiz
from quizzes.versions import versions_of
from tests.courses.conftest import member_of
from tests.factories.cadres import make_user
from tests.factories.courses import make_course, make_quiz, multiple_choice, single_choice, true_false
from tests.factories.questions import survey

pytestmark = pytest.mark.django_db
QUIZ = "wagtailsnippets_quizzes_quiz"
QUESTION = "wagtailsnippets_quizzes_question"


@pytest.fixture
def trainer(client_for):
    build_frame()
    return client_for(member_of(TRAINERS, "writer"))


@pytest.fixture
def reviewer(client_for, trainer):
    return client_for(member_of(REVIEWERS, "reviewer"))


def quiz_form(*questions: Question, places=(), draws=(), **fields) -> dict:
    """A posted quiz. ``places`` are the rows that stand already, in the order of ``questions``."""
    rows = [
        {"question": question.pk, "ORDER": number, **({"id": places[number - 1].pk} if places else {})}
        for number, question in enumerate(questions, 1)
    ]
    data = {
        "title_zh_hans": "新测验",
        "title_en": "",
        "introduction_zh_hans": "",
        "introduction_en": "",
        "key": "",
        "purpose": "course",
        "pass_mark": 60,
        "attempts_allowed": "",
        "answers_shown": "after_pass",
        "feedback_shown": "after_submit",
        "wait_minutes": 0,
        "grace_seconds": 60,
        "counts": "best",
        "draws": inline_formset(list(draws)),
        "bands": inline_formset([]),
        "quiz_questions": inline_formset(rows, initial=len(places)),
        **fields,
    }
    return nested_form_data(data)


def edit_form(quiz: Quiz, **fields) -> dict:
    places = list(quiz.quiz_questions.select_related("question").order_by("sort_order"))
    fields = {"key": quiz.key, "purpose": quiz.purpose, "title_zh_hans": quiz.title_zh_hans} | fields
    return quiz_form(*[place.question for place in places], places=places, **fields)


def test_new_quiz_gets_a_key_of_its_own_and_goes_live_with_its_questions(reviewer):
    question = build_question(single_choice("q-1"))
    answer = reviewer.post(reverse(f"{QUIZ}:add"), quiz_form(question) | {"action-publish": "1"})
    assert answer.status_code == 302
    quiz = Quiz.objects.get(title_zh_hans="新测验")
    assert quiz.live
    assert quiz.key.startswith("quiz-")
    assert [version.question_key for version in versions_of(quiz)] == ["q-1"]
    assert not quiz.title_en


def test_quiz_without_a_question_does_not_go_live_and_keeps_what_was_typed(reviewer):
    answer = reviewer.post(reverse(f"{QUIZ}:add"), quiz_form() | {"action-publish": "1"})
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    assert "新测验" in answer.content.decode()
    assert not Quiz.objects.exists()


def test_quiz_of_surveys_alone_does_not_go_live(reviewer):
    form = quiz_form(build_question(survey("s-1"))) | {"action-publish": "1"}
    answer = reviewer.post(reverse(f"{QUIZ}:add"), form)
    assert answer.context["form"].non_field_errors()
    form = quiz_form(build_question(survey("s-1")), build_question(single_choice("q-1")))
    assert reviewer.post(reverse(f"{QUIZ}:add"), form | {"action-publish": "1"}).status_code == 302


def test_draft_of_a_quiz_may_have_no_question_yet(trainer):
    assert trainer.post(reverse(f"{QUIZ}:add"), quiz_form()).status_code == 302
    assert not Quiz.objects.get().live


@pytest.mark.parametrize("mark", ["0", "101", "-5", "half", ""])
def test_pass_mark_outside_one_to_a_hundred_is_refused_beside_its_field(reviewer, mark):
    question = build_question(single_choice("q-1"))
    form = quiz_form(question, pass_mark=mark) | {"action-publish": "1"}
    answer = reviewer.post(reverse(f"{QUIZ}:add"), form)
    assert list(answer.context["form"].errors) == ["pass_mark"]


def test_test_of_a_session_asks_only_what_a_room_can_answer_by_show_of_hands(reviewer):
    build_hands = [build_question(single_choice("q-1")), build_question(true_false("q-2"))]
    several = build_question(multiple_choice("q-3"))
    form = quiz_form(*build_hands, several, purpose="session") | {"action-publish": "1"}
    answer = reviewer.post(reverse(f"{QUIZ}:add"), form)
    assert list(answer.context["form"].errors) == ["purpose"]
    form = quiz_form(*build_hands, purpose="session") | {"action-publish": "1"}
    assert reviewer.post(reverse(f"{QUIZ}:add"), form).status_code == 302


def test_quiz_that_a_lesson_uses_keeps_its_purpose(reviewer):
    make_course("law", modules=1, lessons=1)
    quiz = Quiz.objects.get(key="law-1")
    form = edit_form(quiz, purpose="session") | {"action-publish": "1", "change_kind": "minor"}
    answer = reviewer.post(reverse(f"{QUIZ}:edit", args=[quiz.pk]), form)
    assert list(answer.context["form"].errors) == ["purpose"]
    free = make_quiz("free")
    form = edit_form(free, purpose="session") | {"action-publish": "1"}
    assert reviewer.post(reverse(f"{QUIZ}:edit", args=[free.pk]), form).status_code == 302
    free.refresh_from_db()
    assert free.purpose == "session"


def test_keys_never_change_once_given(reviewer):
    """Progress, attempts and citations name a quiz, a question and a law by their keys."""
    quiz = make_quiz("stays")
    form = edit_form(quiz, key="other", title_zh_hans="新名字") | {"action-publish": "1"}
    reviewer.post(reverse(f"{QUIZ}:edit", args=[quiz.pk]), form)
    quiz.refresh_from_db()
    assert (quiz.key, quiz.title_zh_hans) == ("stays", "新名字")


def test_same_question_twice_in_a_quiz_is_refused(reviewer):
    question = build_question(single_choice("q-1"))
    answer = reviewer.post(reverse(f"{QUIZ}:add"), quiz_form(question, question) | {"action-publish": "1"})
    assert answer.status_code == 200
    assert not Quiz.objects.exists()


def test_trainer_submits_a_quiz_and_only_a_reviewer_makes_it_live(trainer, reviewer):
    quiz = make_quiz("reviewed")
    form = edit_form(quiz, title_zh_hans="改过的测验")
    trainer.post(reverse(f"{QUIZ}:edit", args=[quiz.pk]), form | {"action-publish": "1"})
    assert Quiz.objects.get(pk=quiz.pk).title_zh_hans == quiz.title_zh_hans
    trainer.post(reverse(f"{QUIZ}:edit", args=[quiz.pk]), form | {"action-submit": "1"})
    for _step in ("content", "sensitivity"):
        assert Quiz.objects.get(pk=quiz.pk).title_zh_hans == quiz.title_zh_hans
        state = TaskState.objects.get(status="in_progress")
        reviewer.post(
            reverse(f"{QUIZ}:workflow_action", args=[quiz.pk, "approve", state.pk]),
            {"comment": "", **dict.fromkeys(CHECKLIST, "yes")},
        )
    assert Quiz.objects.get(pk=quiz.pk).title_zh_hans == "改过的测验"


def question_form(prompt: str, *, right: int | None = 0, key: str = "") -> dict:
    texts = {"zh_hans": "", "en": ""}
    options = []
    for number in range(2):
        options.append(
            {
                "value": {
                    "text": {"zh_hans": f"选项{number}", "en": ""},
                    "feedback": texts,
                    **({"correct": "on"} if number == right else {}),
                },
                "order": number,
                "deleted": "",
                "type": "item",
                "id": "",
            }
        )
    value = {
        "prompt": {"zh_hans": prompt, "en": ""},
        "explanation": texts,
        "options": {"count": 2, **{str(number): option for number, option in enumerate(options)}},
    }
    block = {"value": value, "type": "single_choice", "order": 0, "deleted": "", "id": ""}
    return nested_form_data(
        {"content": {"count": 1, "0": block}, "key": key, "category": "", "tags": "", "weight": 1}
    )


def test_new_question_is_saved_with_its_first_version_and_found_by_its_words(trainer):
    answer = trainer.post(reverse(f"{QUESTION}:add"), question_form("谁可以申请法律援助？"))
    assert answer.status_code == 302
    question = Question.objects.get()
    assert QuestionVersion.objects.filter(question=question).count() == 1
    for words, found in (("法律援助", True), ("监护", False)):
        page = trainer.get(reverse(f"{QUESTION}:list"), {"q": words}).content.decode()
        assert ("谁可以申请法律援助？" in page) is found


@pytest.mark.parametrize(
    ("prompt", "right"), [("", 0), ("没有答案的题？", None)], ids=["no prompt", "no right option"]
)
def test_question_that_cannot_be_asked_or_marked_is_refused(trainer, prompt, right):
    answer = trainer.post(reverse(f"{QUESTION}:add"), question_form(prompt, right=right))
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == ["content"]
    assert not Question.objects.exists()


def test_edited_question_reaches_learners_when_its_quiz_is_published_again_and_the_trainer_is_told(trainer):
    quiz = make_quiz("asked", questions=1)
    question = quiz.quiz_questions.get().question
    before = quiz.live_versions
    answer = trainer.post(
        reverse(f"{QUESTION}:edit", args=[question.pk]),
        question_form("改过的题目？", key=question.key),
        follow=True,
    )
    assert "测验 asked" in "".join(str(message) for message in answer.context["messages"])
    quiz.refresh_from_db()
    assert quiz.live_versions == before
    Quiz.objects.get(pk=quiz.pk).save_revision().publish()
    quiz.refresh_from_db()
    assert [version.content["prompt"] for version in versions_of(quiz)] == [{"zh-hans": "改过的题目？"}]


def test_saving_a_question_unchanged_makes_no_new_version():
    question = build_question(single_choice("q-1"))
    question.save()
    assert QuestionVersion.objects.filter(question=question).count() == 1


@pytest.mark.parametrize(("language", "words"), [("zh-hans", "问题 asked-q0"), ("en", "Question asked-q0")])
def test_preview_of_a_quiz_shows_what_a_learner_sees_and_no_key(trainer, language, words):
    quiz = make_quiz("asked")
    page = quiz.make_preview_request(preview_mode=language).content.decode()
    assert words in page
    for secret in ("Feedback", "反馈", "Explanation", "correct"):
        assert secret not in page


def test_what_content_points_at_is_not_deleted_by_an_administrator_in_passing(client_for):
    make_course("law", modules=1, lessons=1)
    quiz = Quiz.objects.get(key="law-1")
    boss = client_for(make_user("boss", is_superuser=True, is_staff=True))
    boss.post(reverse(f"{QUIZ}:delete", args=[quiz.pk]))
    assert Quiz.objects.filter(pk=quiz.pk).exists()
    question = quiz.quiz_questions.first().question
    boss.post(reverse(f"{QUESTION}:delete", args=[question.pk]))
    assert Question.objects.filter(pk=question.pk).exists()
    free = make_quiz("free")
    boss.post(reverse(f"{QUIZ}:delete", args=[free.pk]))
    assert not Quiz.objects.filter(pk=free.pk).exists()


def test_law_that_ends_before_it_begins_is_refused_beside_its_field(trainer):
    data = {
        "title_zh_hans": "某法",
        "version_zh_hans": "2020年",
        "jurisdiction": "national",
        "checked_on": "2026-11-24",
        "in_force_from": "2021-01-01",
        "in_force_until": "2020-01-01",
    }
    answer = trainer.post(reverse("wagtailsnippets_courses_legalsource:add"), data)
    assert list(answer.context["form"].errors) == ["in_force_until"]
    assert (
        trainer.post(
            reverse("wagtailsnippets_courses_legalsource:add"), data | {"in_force_until": ""}
        ).status_code
        == 302
    )


def test_questions_are_chosen_by_any_part_of_their_words_in_every_language(trainer):
    wanted = {**single_choice("q-1"), "prompt": {"zh-hans": "谁可以申请法律援助？", "en": "Who may apply?"}}
    build_question(wanted)
    build_question(single_choice("q-2"))
    for words in ("法律援助", "may apply", "申请 援助", "q-1"):
        page = trainer.get("/cms/snippets/choose/quizzes/question/results/", {"q": words}).content.decode()
        assert "谁可以申请法律援助？" in page, words
        assert "问题 q-2" not in page, words


def draw(**part) -> dict:
    return {"ORDER": 1, "count": 1, "category": "", "source_key": "", "tag": "", **part}


def test_quiz_of_draws_alone_goes_live_and_pins_its_pool(reviewer):
    for n in range(3):
        Question.objects.filter(pk=build_question(single_choice(f"q-{n}")).pk).update(category="legal-aid")
    form = quiz_form(draws=[draw(category="legal-aid", count=2)]) | {"action-publish": "1"}
    assert reviewer.post(reverse(f"{QUIZ}:add"), form).status_code == 302
    quiz = Quiz.objects.get(title_zh_hans="新测验")
    assert (quiz.live_versions, quiz.question_count) == ([], 2)
    assert len(quiz.live_draws[0]["pool"]) == 3


@pytest.mark.parametrize(
    ("part", "words"),
    [({}, "请说明从题库的哪一部分抽题"), ({"category": "legal-aid", "count": 9}, "题库中这样的题目只有")],
)
def test_draw_says_which_part_and_finds_enough_there(reviewer, part, words):
    answer = reviewer.post(reverse(f"{QUIZ}:add"), quiz_form(draws=[draw(**part)]) | {"action-publish": "1"})
    assert words in answer.content.decode()
    assert not Quiz.objects.exists()


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ({"answers_shown": "after_date"}, "请填写日期"),
        ({"decides_certificate": "on", "feedback_shown": "never"}, "证书上会显示这一成绩"),
        ({"purpose": "measure", "decides_certificate": "on"}, "仅作衡量的测验不能决定是否发证"),
    ],
)
def test_rules_that_contradict_each_other_are_refused(reviewer, rules, words):
    question = build_question(single_choice("q-1"))
    answer = reviewer.post(reverse(f"{QUIZ}:add"), quiz_form(question, **rules) | {"action-publish": "1"})
    assert words in answer.content.decode()
    assert not Quiz.objects.filter(live=True).exists()
