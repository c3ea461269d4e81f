"""The adding up, done by the database: one statement a question, whatever the number of attempts.

Marks are counted as whole ten-thousandths, so that both databases add and rank exactly alike. Attempts come as a
queryset, so who counts is said in one place (``population.py``).
"""

from django.db import connection

from quizzes.analysis.figures import FIFTHS, OUTER_SHARE, Sums
from quizzes.models import NewMark, Response

WHOLE = 10_000

_MARKS = """
WITH chosen(chosen_id) AS ({chosen}),
marks AS (
  SELECT r.attempt_id, r.version_id, CAST(r.answer AS TEXT) AS answer,
         CAST(ROUND(COALESCE(newest.scaled, r.scaled) * 10000) AS BIGINT) AS x
  FROM {response} r
  LEFT JOIN (SELECT response_id, MAX(id) AS id FROM {new_mark} GROUP BY response_id) last ON last.response_id = r.id
  LEFT JOIN {new_mark} newest ON newest.id = last.id
  WHERE r.attempt_id IN (SELECT chosen_id FROM chosen)
),
totals AS (
  SELECT attempt_id, SUM(x) AS total, COUNT(x) AS k,
         SUM(version_id) AS s1, SUM(version_id * version_id) AS s2
  FROM marks WHERE x IS NOT NULL GROUP BY attempt_id
),
ranked AS (
  SELECT attempt_id, total, k, ROW_NUMBER() OVER (ORDER BY total * 1.0 / k, attempt_id) AS place,
         COUNT(*) OVER () AS n
  FROM totals
),
pairs AS (
  SELECT m.version_id, m.answer, m.x, t.place, t.n,
         CASE WHEN m.x IS NULL THEN t.total * 1.0 / t.k WHEN t.k > 1 THEN (t.total - m.x) * 1.0 / (t.k - 1) END AS rest
  FROM marks m JOIN ranked t ON t.attempt_id = m.attempt_id
)
"""

_ITEMS = """
SELECT version_id, COUNT(*), SUM(x), SUM(x * x), COUNT(rest),
       SUM(CASE WHEN rest IS NOT NULL THEN x END), SUM(CASE WHEN rest IS NOT NULL THEN x * x END),
       SUM(rest), SUM(rest * rest), SUM(x * rest),
       SUM(CASE WHEN place > n - %s * n THEN 1 ELSE 0 END), SUM(CASE WHEN place > n - %s * n THEN x ELSE 0 END),
       SUM(CASE WHEN place <= %s * n THEN 1 ELSE 0 END), SUM(CASE WHEN place <= %s * n THEN x ELSE 0 END),
       SUM(CASE WHEN answer IS NULL THEN 1 ELSE 0 END)
FROM pairs GROUP BY version_id ORDER BY version_id
"""
_FIFTHS = """
SELECT version_id, (place - 1) * {fifths} / n AS fifth, COUNT(*), SUM(x)
FROM pairs GROUP BY version_id, (place - 1) * {fifths} / n
"""
_ANSWERS = """
SELECT version_id, answer, COUNT(*), SUM(rest), COUNT(rest)
FROM pairs WHERE answer IS NOT NULL AND version_id IN ({versions}) GROUP BY version_id, answer
"""
_PAPERS = """
SELECT k, s1, s2, COUNT(*) AS attempts, SUM(total), SUM(total * total)
FROM totals GROUP BY k, s1, s2 ORDER BY COUNT(*) DESC, s1 DESC, s2 DESC
"""
_ITEMS_OF_A_PAPER = """
SELECT m.version_id, SUM(m.x), SUM(m.x * m.x)
FROM marks m JOIN totals t ON t.attempt_id = m.attempt_id
WHERE t.k = %s AND t.s1 = %s AND t.s2 = %s AND m.x IS NOT NULL GROUP BY m.version_id ORDER BY m.version_id
"""
_SCORES = """
SELECT CASE WHEN total >= k * 10000 THEN 9 ELSE total / (k * 1000) END AS tenth, COUNT(*)
FROM totals GROUP BY CASE WHEN total >= k * 10000 THEN 9 ELSE total / (k * 1000) END
"""

_TIMES = """
WITH chosen(chosen_id) AS ({chosen}),
timed AS (
  SELECT version_id, seconds, ROW_NUMBER() OVER (PARTITION BY version_id ORDER BY seconds) AS place,
         COUNT(*) OVER (PARTITION BY version_id) AS n
  FROM {response} WHERE seconds IS NOT NULL AND attempt_id IN (SELECT chosen_id FROM chosen)
)
SELECT version_id, n, AVG(seconds) FROM timed WHERE place IN ((n + 1) / 2, (n + 2) / 2) GROUP BY version_id, n
"""


def item_sums(attempts) -> dict:
    """``{version id: (Sums, how many left it out)}``."""
    rows = _rows(attempts, _ITEMS, [OUTER_SHARE] * 4)
    return {int(row[0]): (_sums(row[1:-1]), int(row[-1])) for row in rows}


def marks_by_fifth(attempts) -> dict:
    """``{version id: [(n, sum of marks)] * 5}``, from the weakest fifth of attempts to the best."""
    found = {}
    for version, fifth, n, x in _rows(attempts, _FIFTHS.format(fifths=FIFTHS)):
        fifths = found.setdefault(int(version), [(0, 0.0)] * FIFTHS)
        fifths[int(fifth)] = (int(n), float(x or 0) / WHOLE)
    return found


def answers_given(attempts, versions: list[int]) -> list[tuple]:
    """``[(version id, answer as JSON text, n, sum of rests, how many have one)]`` of these versions."""
    if not versions:
        return []
    statement = _ANSWERS.format(versions=", ".join(["%s"] * len(versions)))
    return [
        (int(version), answer, int(n), float(rests or 0) / WHOLE, int(paired))
        for version, answer, n, rests, paired in _rows(attempts, statement, versions)
    ]


def largest_paper(attempts) -> dict | None:
    """Of the attempts that were asked the same questions, the most: ``{"papers", "attempts", "items", "x", "xx",
    "sums": [(x, xx)]}``. Several papers mean that the quiz draws its questions, or has changed."""
    papers = _rows(attempts, _PAPERS)
    if not papers:
        return None
    items, s1, s2, n, x, xx = papers[0]
    rows = _rows(attempts, _ITEMS_OF_A_PAPER, [items, s1, s2])
    return {
        "papers": len(papers),
        "attempts": int(n),
        "items": int(items),
        "x": float(x) / WHOLE,
        "xx": float(xx) / WHOLE**2,
        "sums": [(float(x) / WHOLE, float(xx) / WHOLE**2) for version, x, xx in rows],
    }


def scores_by_tenth(attempts) -> list[int]:
    """How many attempts scored 0 to below 10 %, ..., 90 to 100 %."""
    tenths = [0] * 10
    for tenth, n in _rows(attempts, _SCORES):
        tenths[int(tenth)] = int(n)
    return tenths


def median_seconds(attempts) -> dict:
    """``{version id: (how many are known, their median)}``, by our clock."""
    rows = _rows(attempts, _TIMES, common="")
    return {int(version): (int(n), float(median)) for version, n, median in rows}


def _rows(attempts, statement, params=(), *, common=_MARKS):
    chosen, chosen_params = attempts.order_by().values("pk").query.sql_with_params()
    tables = {"chosen": chosen, "response": Response._meta.db_table, "new_mark": NewMark._meta.db_table}
    asked = common.format(**tables) + statement if common else statement.format(**tables)
    with connection.cursor() as cursor:
        cursor.execute(asked, [*chosen_params, *params])
        return cursor.fetchall()


def _sums(row) -> Sums:
    n, x, xx, paired, px, pxx, r, rr, xr, upper_n, upper_x, lower_n, lower_x = (
        float(value or 0) for value in row
    )
    return Sums(
        n=int(n),
        x=x / WHOLE,
        xx=xx / WHOLE**2,
        paired=int(paired),
        px=px / WHOLE,
        pxx=pxx / WHOLE**2,
        r=r / WHOLE,
        rr=rr / WHOLE**2,
        xr=xr / WHOLE**2,
        upper_n=int(upper_n),
        upper_x=upper_x / WHOLE,
        lower_n=int(lower_n),
        lower_x=lower_x / WHOLE,
    )
