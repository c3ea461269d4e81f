"""Quizzes on paper: variants by seed, sheets and keys as PDF, and letters read back into answers.

A *paper* is what an attempt pins: ``[{"version": 12, "options": ["b2", "a1"]}]``. Everything here takes one, so a test of a
community session (``[{"version": pk} for pk in session.test_versions]``) prints and reads back in the same way.
"""

import random
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from quizzes.attempts import paper_versions
from quizzes.drawing import choose, paper, shuffled
from quizzes.models import PaperSet, Quiz
from quizzes.printing import compile_pdf, language_for_page
from quizzes.question_types import QUESTION_TYPES
from quizzes.texts import in_language, texts_of
from quizzes.versions import plan_of, shuffler_of

TYPST = Path(__file__).parent / "typst"
VARIANTS = "ABCD"
CODE_SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that are mistaken for another
NOTHING_WRITTEN = {"", "-", "–", "—", "0"}
BAR = re.compile(r"[|｜\t]")
QUOTES = '"“”「」'
# In quotation marks; or anything without a space, comma or semicolon of either width.
PARTS = re.compile(r'"([^"]*)"|“([^”]*)”|「([^」]*)」|([^\s,，;；、]+)')


@dataclass(frozen=True)
class KeyLine:
    """The right answer to one question of a variant: as it is written on the sheet, and in words."""

    number: int
    typed: str
    words: str
    prompt: str


@dataclass(frozen=True)
class Read:
    """What a sheet came to. ``unread`` are numbers of questions where something was typed that is no answer to it."""

    answers: dict
    unread: tuple[int, ...] = ()


def variants_of(versions: list[int], *, seed: int, letters: str = VARIANTS) -> dict[str, list[dict]]:
    """``{"A": paper, ...}``: the same questions for everybody. A has them as they were written; on the others questions and
    options stand in an order of their own. The same seed gives the same variants. One query."""
    shuffle = shuffler_of(versions)
    found = {}
    for letter in letters:
        if letter == VARIANTS[0]:
            found[letter] = paper(versions, seed=seed)
        else:
            own = random.Random(f"{seed}:{letter}")
            found[letter] = paper(shuffled(versions, own), seed=own.getrandbits(48), shuffle=shuffle)
    return found


def print_set(*, quiz: Quiz, by, letters: str = VARIANTS, seed: int | None = None) -> PaperSet:
    """Draw the questions and pin the variants of one printing. Each call is a printing of its own."""
    seed = secrets.randbits(48) if seed is None else seed
    variants = variants_of(choose(plan_of(quiz), seed=seed), seed=seed, letters=letters)
    for _try in range(5):
        try:
            with transaction.atomic():
                return PaperSet.objects.create(
                    code="".join(secrets.choice(CODE_SIGNS) for _n in range(5)),
                    quiz=quiz,
                    quiz_key=quiz.key,
                    quiz_title=texts_of(quiz, "title"),
                    seed=seed,
                    variants=variants,
                    made_by=by,
                )
        except IntegrityError:  # one in thirty million
            continue
    raise RuntimeError("no free code")


def read_sheet(items: list[dict], typed: list[str], *, language: str | None = None) -> Read:
    """Answers by version id from what stands on a sheet, in the order of its numbers: ``["B", "AC", ""]``.

    ``items`` is the paper of the sheet's variant, so the letters are those that were printed. Too few are left out.
    """
    answers, unread = {}, []
    for number, version in enumerate(paper_versions(items), start=1):
        text = typed[number - 1].strip() if number <= len(typed) else ""
        answer = None
        if text not in NOTHING_WRITTEN or (text == "0" and not _has_letters(version)):
            kind = QUESTION_TYPES[version.content["type"]]
            answer = kind.keyed(
                version.content, text, order=items[number - 1].get("options"), language=language
            )
            if answer is None:
                unread.append(number)
        answers[str(version.pk)] = answer
    return Read(answers, tuple(unread))


def split_line(line: str, *, questions: int) -> list[str]:
    """A sheet keyed in as one line: ``BACD`` is one letter a question; with spaces, commas or semicolons between, anything
    else can stand too: ``B, AC, 12.5, -``.

    What holds spaces itself stands in quotation marks, ``B "legal aid" 12``, or every answer is parted by a bar alone:
    ``B | legal aid | 1C 2A``; then nothing between two bars is a question left out. An opened quotation mark that is never
    closed is a sign like any other.
    """
    line = line.strip()
    if BAR.search(line):
        return [part.strip().strip(QUOTES) for part in BAR.split(line)]
    parts = ["".join(found) for found in PARTS.findall(line)]
    if parts == [line] and len(line) <= questions:
        parts = list(line)
    return parts


def key_of(items: list[dict], *, language: str, withheld: frozenset = frozenset()) -> list[KeyLine]:
    """The key of a variant. For markers and trainers only. Of the versions in ``withheld`` it tells no answer."""
    lines = []
    for number, (item, version) in enumerate(zip(items, paper_versions(items), strict=True), start=1):
        kind = QUESTION_TYPES[version.content["type"]]
        prompt = in_language(version.content["prompt"], language)
        if version.pk in withheld:
            with translation.override(language):
                lines.append(KeyLine(number, "–", _("Not given: a final test asks it too."), prompt))
            continue
        right = kind.correct_answer(version.content)
        typed = (
            ""
            if right is None or kind.needs_person
            else kind.typed(version.content, right, order=item.get("options"))
        )
        lines.append(
            KeyLine(
                number=number,
                typed=typed or "–",
                words=kind.key_text(version.content, language),
                prompt=prompt,
            )
        )
    return lines


def paper_pdf(
    variants: dict[str, list[dict]], *, title: str, code: str, language: str, introduction: str = "", day=None
) -> bytes:
    """Questions and answer sheets of each variant. Raises ``MissingGlyph``. Holds no key."""
    page = {
        "title": title,
        "introduction": introduction,
        "code": code,
        "language": language_for_page(language),
        "words": _words_of_the_test(language),
        "variants": [
            {"letter": letter, "questions": printed_questions(items, language)}
            for letter, items in variants.items()
        ],
    }
    return compile_pdf(TYPST / "test.typ", page, day=day or timezone.localdate())


def key_pdf(
    variants: dict[str, list[dict]],
    *,
    title: str,
    code: str,
    language: str,
    day=None,
    withheld: frozenset = frozenset(),
) -> bytes:
    """What is right on each variant, but for the versions in ``withheld``. For the marker only. Raises ``MissingGlyph``."""
    page = {
        "title": title,
        "code": code,
        "language": language_for_page(language),
        "words": _words_of_the_key(language),
        "variants": [
            {
                "letter": letter,
                "questions": [vars(line) for line in key_of(items, language=language, withheld=withheld)],
            }
            for letter, items in variants.items()
        ],
    }
    return compile_pdf(TYPST / "key.typ", page, day=day or timezone.localdate())


def printed_questions(items: list[dict], language: str) -> list[dict]:
    """The questions of a variant as a page prints them, without any key: ``[{"number", "prompt", "options", "rings", ...}]``."""
    with translation.override(language):
        return [
            _printed_question(number, item, version, language)
            for number, (item, version) in enumerate(zip(items, paper_versions(items), strict=True), start=1)
        ]


def _printed_question(number, item, version, language):
    kind = QUESTION_TYPES[version.content["type"]]
    printed = kind.printed(version.content, language=language, order=item.get("options"))
    letters = [mark for mark, _text in printed.options] if _has_letters(version) else []
    return {
        "number": number,
        "prompt": in_language(version.content["prompt"], language),
        "instruction": printed.instruction,
        "text": printed.text,
        "options": [list(option) for option in printed.options],
        "parts": [
            [mark, text, [list(option) for option in options]] for mark, text, options in printed.parts
        ],
        "after": printed.after,
        "lines": printed.lines,
        "rings": letters,
    }


def _has_letters(version) -> bool:
    """Is an answer made of letters alone, in whatever order? Then there are rings to fill in, else a line to write on."""
    kind = QUESTION_TYPES[version.content["type"]]
    printed = kind.printed(version.content, language="en")
    if not printed.options or printed.parts or printed.lines:
        return False
    letters = "".join(mark for mark, _text in printed.options)
    return kind.keyed(version.content, letters) == kind.keyed(version.content, letters[::-1])


def _words_of_the_test(language) -> dict:
    with translation.override(language):
        return {
            "variant": _("Variant"),
            "code": _("Sheet code"),
            "how": _("Write your answers on the answer sheet. Write no name: your ticket number is enough."),
            "sheet": _("Answer sheet"),
            "ticket": _("Ticket number"),
            "date": _("Date"),
            "sheet_how": _(
                "Fill in the ring of the answer you choose. To change it, cross it out and fill in another."
            ),
        }


def _words_of_the_key(language) -> dict:
    with translation.override(language):
        return {
            "variant": _("Variant"),
            "code": _("Sheet code"),
            "key": _("Key for the marker"),
            "secret": _(
                "For the marker only. Keep it apart from the tests and destroy it when all are marked."
            ),
            "number": _("No."),
            "answer": _("Right answer"),
            "in_words": _("In words"),
            "question": _("Question"),
        }
