"""Open answer: written in one's own words, marked by a person with a rubric."""

from django.utils.translation import gettext_lazy
from wagtail import blocks

from quizzes.marks import NOTHING, PENDING
from quizzes.question_types.base import (
    QuestionBlock,
    QuestionType,
    TextsBlock,
    posted_text,
    raw_list,
    raw_texts,
    short_id,
    texts,
)
from quizzes.question_types.shown import Printed, Shown
from quizzes.texts import in_language

LONGEST = 5000  # characters that are kept


class OpenAnswer(QuestionType):
    """``content["rubric"]``: ``[{"id", "text", "points"}]``; ``markers``: how many people mark it, one or two."""

    code = "open_answer"
    template = "quizzes/questions/open_answer.html"
    needs_person = True
    takes_words = True

    def block(self):
        return OpenAnswerBlock()

    def content(self, value):
        return {
            "type": self.code,
            "prompt": texts(value["prompt"]),
            "explanation": texts(value["explanation"]),
            "options": [],
            "rubric": [
                {
                    "id": short_id(child),
                    "text": texts(child.value["text"]),
                    "points": child.value["points"],
                }
                for child in value["rubric"].bound_blocks
            ],
            "example": texts(value["example"]),
            "markers": 2 if value["by_two"] else 1,
        }

    def raw(self, content):
        return {
            "prompt": raw_texts(content["prompt"]),
            "explanation": raw_texts(content["explanation"]),
            "rubric": raw_list(
                [
                    (one["id"], {"text": raw_texts(one["text"]), "points": one["points"]})
                    for one in content["rubric"]
                ]
            ),
            "example": raw_texts(content["example"]),
            "by_two": content["markers"] == 2,
        }

    def written(self, data, ids):
        return {
            "type": self.code,
            "prompt": data["prompt"],
            "explanation": data.get("explanation") or {},
            "options": [],
            "rubric": [
                {"id": ids(number), "text": criterion["text"], "points": criterion["points"]}
                for number, criterion in enumerate(data["rubric"], start=1)
            ],
            "example": data.get("example") or {},
            "markers": 2 if data.get("by_two") else 1,
        }

    def parse(self, data, name):
        return posted_text(data, name, LONGEST) or None

    def grade(self, content, answer):
        return PENDING if isinstance(answer, str) and answer.strip() else NOTHING

    def correct_answer(self, content):
        return next(iter(content["example"].values()), "")

    def at_random(self, content, chance):
        return "–"

    def option_ids(self, content):
        return []

    def asked(self, public, *, name, answer, language):
        return Shown(given=_words(answer))

    def marked(self, content, mark, *, answer, language, with_key, order=None):
        return Shown(given=_words(answer))

    def key_text(self, content, language):
        return in_language(content["example"], language)

    def printed(self, content, *, language, order=None):
        return Printed(instruction=str(gettext_lazy("Answer in your own words.")), lines=6)

    def keyed(self, content, typed, *, order=None, language=None):
        return str(typed).strip()[:LONGEST] or None

    def typed(self, content, answer, *, order=None):
        return _words(answer)

    def counted_options(self, content):
        return []

    def counted(self, content, answer):
        return set()


def _words(answer) -> str:
    return answer if isinstance(answer, str) else ""


class CriterionBlock(blocks.StructBlock):
    text = TextsBlock(label=gettext_lazy("What is looked at"))
    points = blocks.IntegerBlock(min_value=1, max_value=20, default=2, label=gettext_lazy("Points"))

    class Meta:
        label = gettext_lazy("Criterion")
        label_format = "{text}"


class OpenAnswerBlock(QuestionBlock):
    question_type = OpenAnswer()

    rubric = blocks.ListBlock(CriterionBlock(), min_num=1, max_num=8, label=gettext_lazy("Rubric"))
    example = TextsBlock(
        long=True,
        required=False,
        label=gettext_lazy("A good answer"),
        help_text=gettext_lazy("For those who mark. Learners see it when right answers may be seen."),
    )
    by_two = blocks.BooleanBlock(
        required=False,
        label=gettext_lazy("Two people mark it"),
        help_text=gettext_lazy("Without knowing of each other; when they differ, a third person decides."),
    )

    class Meta:
        icon = "pilcrow"
        label = gettext_lazy("Open answer")
        description = gettext_lazy("Written in one's own words, marked by a person with a rubric.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {
                "zh_hans": "一位邻居说她的孩子不见了。你会怎么和她说？",
                "en": "A neighbour says her child is gone. What would you say to her?",
            },
            "explanation": {},
            "rubric": [{"text": {"zh_hans": "先报警110", "en": "110 comes first"}, "points": 2}],
            "example": {},
            "by_two": False,
        }
