"""Analyse a quiz: ask for it, and do it."""

import json
import uuid
from collections import defaultdict
from math import sqrt

from django.db import transaction
from django.db.models import F

from config.jobs.enqueue import request_job
from config.jobs.models import Job
from config.jobs.registry import handles
from config.jobs.run import report_progress
from quizzes.analysis import figures, sums
from quizzes.analysis.population import attempts_of
from quizzes.models import ItemFigures, Quiz, QuizAnalysis
from quizzes.question_types import QUESTION_TYPES
from quizzes.versions import versions_with

KIND = "quiz.analysis"
STEPS = 5


def request_analysis(*, quiz: Quiz, first_only: bool, assisted: bool = False, by=None) -> Job:
    """A job that analyses the quiz. While one like it waits or runs: that one."""
    arguments = {"quiz_key": quiz.key, "first_only": first_only} | ({"assisted": True} if assisted else {})
    running = Job.objects.unfinished().filter(kind=KIND, arguments=arguments).first()
    return running or request_job(kind=KIND, key=str(uuid.uuid4()), arguments=arguments, requested_by=by)


@handles(KIND)
def do_analysis(job, *, quiz_key, first_only, assisted=False):
    """Twice: one row, because the job's key stands on it."""
    made = QuizAnalysis.objects.filter(job=job.uuid).first() or analyse(
        quiz_key=quiz_key,
        first_only=first_only,
        assisted=assisted,
        job=job.uuid,
        by=job.requested_by,
        progress=lambda done: report_progress(job, done=done, total=STEPS),
    )
    return {"analysis": str(made.uuid), "attempts": made.attempts}


def analyse(
    *,
    quiz_key: str,
    first_only: bool = True,
    assisted: bool = False,
    job=None,
    by=None,
    progress=lambda done: None,
) -> QuizAnalysis:
    """Compute and keep the figures of every question that was asked. A new dated row each time it is called."""
    attempts = attempts_of(quiz_key, first_only=first_only, assisted=assisted)
    n = attempts.count()
    items = sums.item_sums(attempts) if n >= figures.FEWEST else {}
    progress(1)
    fifths = sums.marks_by_fifth(attempts) if items else {}
    progress(2)
    versions = {version.pk: version for version in versions_with(list(items))}
    scored = {pk for pk, version in versions.items() if QUESTION_TYPES[version.content["type"]].is_scored}
    options = _options(attempts, versions, items)
    progress(3)
    times = sums.median_seconds(attempts) if items else {}
    of_the_whole = _of_the_whole(attempts, n) if items else {}
    progress(4)
    with transaction.atomic():
        analysis = QuizAnalysis.objects.create(
            quiz=Quiz.objects.filter(key=quiz_key).first(),
            quiz_key=quiz_key,
            first_only=first_only,
            assisted=assisted,
            attempts=n,
            figures=of_the_whole,
            job=job,
            made_by=by,
        )
        ItemFigures.objects.bulk_create(
            ItemFigures(
                analysis=analysis,
                version_id=pk,
                n=item.n,
                left_out=left_out,
                facility=figures.facility(item) if pk in scored else None,
                point_biserial=figures.point_biserial(item) if pk in scored else None,
                upper_lower=figures.upper_lower(item) if pk in scored else None,
                options=options.get(pk, []) if item.n >= figures.FEWEST else [],
                fifths=_fifths(fifths[pk])
                if pk in scored and item.n >= figures.FEWEST_TO_DISCRIMINATE
                else [],
                **_time(*times.get(pk, (0, None))),
            )
            for pk, (item, left_out) in items.items()
        )
    progress(STEPS)
    return analysis


def _time(timed, median):
    return {"timed": timed, "seconds": round(median, 1) if timed >= figures.FEWEST else None}


def _fifths(found):
    return [round(x / n, 4) if n else None for n, x in found]


def _options(attempts, versions, items):
    """``{version id: options}`` of the questions in which something is chosen, as their types count it."""
    kinds = {pk: QUESTION_TYPES[version.content["type"]] for pk, version in versions.items()}
    offered = {pk: kinds[pk].counted_options(version.content) for pk, version in versions.items()}
    offered = {pk: options for pk, options in offered.items() if options}
    counted = defaultdict(lambda: defaultdict(lambda: [0, 0.0, 0]))
    for pk, answer, n, rests, paired in sums.answers_given(attempts, list(offered)):
        for option in kinds[pk].counted(versions[pk].content, json.loads(answer)):
            count = counted[pk][option]
            count[0] += n
            count[1] += rests
            count[2] += paired
    return {
        pk: [_option(option, counted[pk][option["id"]], items[pk][0].n) for option in options]
        for pk, options in offered.items()
    }


def _option(option, count, n):
    chosen, rests, paired = count
    rest = round(rests / paired, 4) if paired >= figures.FEWEST else None
    return {
        "id": option["id"],
        "n": chosen,
        "share": round(chosen / n, 4),
        "right": option["right"],
        "rest": rest,
    }


def _of_the_whole(attempts, n):
    paper = sums.largest_paper(attempts)
    reliable = paper["attempts"] >= figures.FEWEST_TO_DISCRIMINATE
    total = figures.variance(paper["attempts"], paper["x"], paper["xx"])
    variances = [figures.variance(paper["attempts"], x, xx) for x, xx in paper["sums"]]
    alpha = figures.alpha(variances, total) if reliable else None
    return {
        "mean": round(paper["x"] / paper["attempts"] / paper["items"], 4),
        "spread": round(sqrt(total or 0) / paper["items"], 4),
        "alpha": alpha,
        "error": figures.standard_error(total, alpha, paper["items"]),
        "papers": paper["papers"],
        "paper_attempts": paper["attempts"],
        "paper_items": paper["items"],
        "scores": sums.scores_by_tenth(attempts),
        "minutes": _minutes(attempts, n),
    }


def _minutes(attempts, n):
    """From beginning to handing in, at a quarter, half and three quarters of the attempts."""
    durations = (
        attempts.annotate(took=F("submitted_at") - F("started_at"))
        .order_by("took")
        .values_list("took", flat=True)
    )
    places = {"quarter": (n - 1) // 4, "half": (n - 1) // 2, "three_quarters": 3 * (n - 1) // 4}
    return {name: round(durations[place].total_seconds() / 60, 1) for name, place in places.items()}
