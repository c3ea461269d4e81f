"""Small courses and quizzes, in both languages, with the shape of the YAML files."""

from wagtail.models import Page, Site

from courses.content.build import build_course, build_quiz
from courses.models import CourseIndexPage, CoursePage, HomePage


def texts(chinese: str, english: str) -> dict:
    return {"zh-hans": chinese, "en": english}


def make_home() -> HomePage:
    """The home page with the course list below it, as root of the default site. The same one when it exists."""
    home = HomePage.objects.first()
    if home:
        return home
    root = Page.objects.get(depth=1)
    home = HomePage(slug="library", heading_zh_hans="培训资源库", heading_en="Training library")
    root.add_child(instance=home)
    home.save_revision().publish()
    index = CourseIndexPage(slug="courses", heading_zh_hans="课程", heading_en="Courses")
    home.add_child(instance=index)
    index.save_revision().publish()
    Site.objects.all().delete()
    Site.objects.create(hostname="localhost", root_page=home, is_default_site=True)
    return home


def make_index() -> CourseIndexPage:
    make_home()
    return CourseIndexPage.objects.get()


def single_choice(key: str, *, right: int = 0, options: int = 3) -> dict:
    return {
        "key": key,
        "type": "single_choice",
        "prompt": texts(f"问题 {key}", f"Question {key}"),
        "explanation": texts("说明", "Explanation"),
        "options": [
            {
                "text": texts(f"选项 {n}", f"Option {n}"),
                "correct": n == right,
                "feedback": texts(f"反馈 {n}", f"Feedback {n} of {key}"),
            }
            for n in range(options)
        ],
    }


def multiple_choice(key: str, *, right=(0, 1), options: int = 4) -> dict:
    data = single_choice(key, options=options)
    for n, option in enumerate(data["options"]):
        option["correct"] = n in right
    return {**data, "type": "multiple_choice"}


def true_false(key: str, *, answer: bool = True) -> dict:
    return {
        "key": key,
        "type": "true_false",
        "prompt": texts(f"判断 {key}", f"Statement {key}"),
        "answer": answer,
        "feedback": {"true": texts("选了对", "You said true"), "false": texts("选了错", "You said false")},
    }


def open_answer(key: str, *, by_two: bool = False, points=(2, 3)) -> dict:
    return {
        "key": key,
        "type": "open_answer",
        "prompt": texts(f"简答 {key}", f"Explain {key}"),
        "example": texts("好的回答", "A good answer"),
        "by_two": by_two,
        "rubric": [{"text": texts(f"要点 {n}", f"Point {n}"), "points": n} for n in points],
    }


def quiz_data(key: str, *, questions: int = 2, **rules) -> dict:
    return {
        "key": key,
        "title": texts(f"测验 {key}", f"Quiz {key}"),
        "introduction": texts("请作答。", "Please answer."),
        "questions": [single_choice(f"{key}-q{n}", right=n % 3) for n in range(questions)],
        **rules,
    }


def make_quiz(key: str = "quiz-1", **rules):
    return build_quiz(quiz_data(key, **rules))


def course_data(
    code: str, *, modules: int = 1, lessons: int = 2, quiz: bool = True, final: bool = False, **fields
) -> dict:
    """A course whose modules end with a quiz (``<code>-<n>``); with ``final`` also ``<code>-final``, which decides."""
    data = {
        "code": code,
        "slug": code,
        "heading": texts(f"课程 {code}", f"Course {code}"),
        "public_title": texts(f"培训 {code}", f"Training {code}"),
        "summary": texts("简介", "A summary"),
        "introduction": texts("<p>介绍</p>", "<p>Introduction</p>"),
        "audience": "public",
        **fields,
    }
    data["modules"] = [_module(code, number, lessons, quiz) for number in range(1, modules + 1)]
    if final:
        data["final"] = {
            "slug": "final-test",
            "heading": texts("结业测验", "Final test"),
            "minutes": 15,
            "body": [{"quiz": f"{code}-final"}],
        }
        data["final_quiz"] = quiz_data(
            f"{code}-final", decides_certificate=True, pass_mark=80, attempts_allowed=3
        )
    return data


def make_course(code: str = "course-1", **shape) -> CoursePage:
    return build_course(make_index(), course_data(code, **shape))


def _module(code, number, lessons, quiz):
    data = {
        "slug": f"module-{number}",
        "heading": texts(f"模块 {number}", f"Module {number}"),
        "summary": texts("模块简介", "About the module"),
        "lessons": [
            {
                "slug": f"lesson-{n}",
                "heading": texts(f"第 {number}.{n} 课", f"Lesson {number}.{n}"),
                "minutes": 5,
                "body": [{"text": texts(f"<p>正文 {n}</p>", f"<p>Body {n}</p>")}],
            }
            for n in range(1, lessons + 1)
        ],
    }
    if quiz:
        data["quiz"] = quiz_data(f"{code}-{number}")
        data["lessons"][-1]["body"].append({"quiz": f"{code}-{number}"})
    return data
