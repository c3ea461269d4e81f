"""Image choice: pictures to choose from, each with its text alternative."""

from dataclasses import replace

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from quizzes.marks import NOTHING, Mark
from quizzes.question_types.base import TextsBlock, raw_texts, short_id, texts
from quizzes.question_types.choice import ChoiceBlock, ChoiceType, OptionBlock
from quizzes.question_types.partial import PROPORTIONAL, credit, held, mode_of, partial_block

SIZE = "max-480x480"


class ImageChoice(ChoiceType):
    """As multiple choice; an option has ``image`` (its row's id) and ``file`` (a copy in the shown size, as stored): so
    a page of questions asks the database for no picture. With one right option it is a choice of one."""

    code = "image_choice"
    template = "quizzes/questions/image_choice.html"

    def block(self):
        return ImageChoiceBlock()

    def content(self, value):
        return super().content(value) | held(value["partial"])

    def option_content(self, child):
        image = child.value.get("image")
        return {
            "id": short_id(child),
            "text": texts(child.value["text"]),
            "correct": bool(child.value["correct"]),
            "feedback": texts(child.value["feedback"]),
            "image": image.pk if image else None,
            "file": image.get_rendition(SIZE).file.name if image else "",
        }

    def raw(self, content):
        return super().raw(content) | {"partial": mode_of(content)}

    def raw_option(self, option):
        return {
            "text": raw_texts(option["text"]),
            "correct": option["correct"],
            "feedback": raw_texts(option["feedback"]),
            "image": option["image"],
        }

    def written(self, data, ids):
        return super().written(data, ids) | held(data.get("partial", PROPORTIONAL))

    def written_option(self, option, one):
        made = super().written_option(option, one)
        made.pop("last", None)
        return made | {"image": option.get("image"), "file": ""}

    def parse(self, data, name):
        return self.posted_ids(data, name) or None

    def grade(self, content, answer):
        known = set(self.option_ids(content))
        chosen = self.chosen(answer) if isinstance(answer, list) else set()
        if not chosen or not chosen <= known or len(chosen) != len({*map(str, answer)}):
            return NOTHING
        right = set(self.correct_ids(content))
        if len(right) == 1 and len(chosen) > 1:
            return NOTHING
        scaled = credit(
            mode_of(content), right=len(chosen & right), wrong=len(chosen - right), possible=len(right)
        )
        return Mark(scaled=scaled, correct=scaled == 1, feedback=self.feedback(content, chosen))

    def correct_answer(self, content):
        return sorted(self.correct_ids(content))

    def public(self, content, *, order=None, answer=None):
        files = {option["id"]: option.get("file") for option in content["options"]}
        public = super().public(content, order=order)
        for option in public["options"]:
            option["src"] = default_storage.url(files[option["id"]]) if files[option["id"]] else ""
        return public | {"several": len(self.correct_ids(content)) > 1}

    def asked(self, public, *, name, answer, language):
        shown = super().asked(public, name=name, answer=answer, language=language)
        return replace(shown, input_type="checkbox" if public["several"] else "radio")

    def printed(self, content, *, language, order=None):
        printed = super().printed(content, language=language, order=order)
        files = {option["id"]: option.get("file") for option in content["options"]}
        several = len(self.correct_ids(content)) > 1
        return replace(
            printed,
            instruction=_("Choose all that are right.") if several else _("Choose one answer."),
            images={
                letter: files[one] for one, letter in self._letters(content, order).items() if files[one]
            },
        )

    @staticmethod
    def problem(correct):
        if sum(correct) < 1:
            return _("Mark at least one option as right.")
        return None


class ImageOptionBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=gettext_lazy("Picture"))
    text = TextsBlock(
        label=gettext_lazy("What can be seen"),
        help_text=gettext_lazy("Stands below the picture, and is read aloud to those who do not see it."),
    )
    correct = OptionBlock.base_blocks["correct"]
    feedback = OptionBlock.base_blocks["feedback"]

    class Meta:
        label = gettext_lazy("Picture")
        label_format = "{text}"


class ImageChoiceBlock(ChoiceBlock):
    question_type = ImageChoice()

    options = blocks.ListBlock(ImageOptionBlock(), min_num=2, max_num=6, label=gettext_lazy("Pictures"))
    partial = partial_block()

    class Meta:
        icon = "image"
        label = gettext_lazy("Choice of pictures")
        description = gettext_lazy("Pictures with their text alternatives, one or several are right.")
        preview_template = "quizzes/questions/preview.html"
        preview_value = {
            "prompt": {"zh_hans": "哪个标志表示求助？", "en": "Which sign means a call for help?"},
            "explanation": {},
            "options": [
                {
                    "text": {
                        "zh_hans": "手掌收起拇指再握拳",
                        "en": "A palm, the thumb tucked in, then a fist",
                    },
                    "correct": True,
                    "feedback": {},
                },
                {"text": {"zh_hans": "竖起拇指", "en": "Thumbs up"}, "correct": False, "feedback": {}},
            ],
            "partial": PROPORTIONAL,
        }
