"""Does a completion rest on what browsers reported, and on nothing else? Then it earns no certificate by itself."""

from collections import defaultdict

from courses.outline import ACTIVITY, QUIZ, outline_by_pk
from learning.evidence import Witness
from learning.progress.complete import passes_that_hold
from learning.progress.models import Completion, StepCompletion


def reported_steps(steps: list[dict]) -> dict[str, str]:
    """``{step key: key of the quiz that counts the same, or ""}`` of the activities whose only witness would be the
    browser. Empty for a course with a quiz, and where the trainer lets the activity decide."""
    if any(step["kind"] == QUIZ for step in steps):
        return {}
    return {
        step["key"]: step.get("equivalent_quiz", "")
        for step in steps
        if step["kind"] == ACTIVITY and not step["decides_certificate"]
    }


def rests_on_browsers_alone(completion: Completion) -> bool:
    """True while one of the course's activities was seen by the browser alone: its trainer has not allowed that it leads
    to a certificate, and the quiz that counts the same is not passed either."""
    return bool(browser_steps([completion]).get(completion.pk))


def browser_steps(completions) -> dict[int, list[str]]:
    """``{completion id: step keys}`` of what only browsers saw. One query, none without such activities, and one more for
    each completion with a quiz that would count the same."""
    asked = {one: reported_steps(one.edition.steps) for one in completions}
    asked = {one: steps for one, steps in asked.items() if steps}
    if not asked:
        return {}
    seen = defaultdict(set)
    rows = StepCompletion.objects.filter(
        enrolment__in=[one.enrolment_id for one in asked], witness=Witness.BROWSER
    )
    for enrolment_id, key in rows.values_list("enrolment_id", "step_key"):
        seen[enrolment_id].add(key)
    found = {}
    for one, steps in asked.items():
        waiting = [key for key in steps if key in seen[one.enrolment_id]]
        if any(steps[key] for key in waiting):
            passed = {key for key, _score in passes_that_hold(one.enrolment_id)}
            waiting = [key for key in waiting if steps[key] not in passed]
        found[one.pk] = waiting
    return found


def activities_to_confirm(completion: Completion) -> list[dict]:
    """``[{"titles", "quiz", "lesson_pk"}]`` of what keeps the completion from a certificate: each activity, the quiz that
    counts the same ("" without one) and the lesson it stands in today (None when it has gone)."""
    keys = browser_steps([completion]).get(completion.pk, [])
    if not keys:
        return []
    steps = {step["key"]: step for step in completion.edition.steps}
    course_pk = completion.enrolment.course_id
    outline = outline_by_pk(course_pk) if course_pk else None
    found = []
    for key in keys:
        step = outline.step(key) if outline else None
        lesson = outline.lesson(step.lesson_key) if step else None
        quiz = steps[key].get("equivalent_quiz", "") if lesson else ""
        found.append(
            {"titles": steps[key]["headings"], "quiz": quiz, "lesson_pk": lesson.pk if lesson else None}
        )
    return found
