"""One question of every type, in both languages, as a mapping of the shape of the YAML files."""

from quizzes.question_types import QUESTION_TYPES
from tests.factories.courses import multiple_choice, open_answer, single_choice, texts, true_false


def image_choice(key: str = "pictures", *, right=(0,), images=(None, None, None)) -> dict:
    return {
        "key": key,
        "type": "image_choice",
        "prompt": texts("哪张图对？", "Which picture is right?"),
        "explanation": texts("说明", "Explanation"),
        "options": [
            {
                "text": texts(f"图 {n}", f"Picture {n}"),
                "correct": n in right,
                "feedback": texts(f"反馈 {n}", f"Feedback {n}"),
                "image": image,
            }
            for n, image in enumerate(images)
        ],
    }


def matching(key: str = "matching", **fields) -> dict:
    return {
        "key": key,
        "type": "matching",
        "prompt": texts("哪个电话管哪件事？", "Which number is for what?"),
        "explanation": texts("说明", "Explanation"),
        "pairs": [
            {
                "item": texts("报警", "Police"),
                "match": texts("110", "110"),
                "feedback": texts("报警是110", "Police is 110"),
            },
            {"item": texts("法律援助", "Legal aid"), "match": texts("12348", "12348")},
            {"item": texts("妇联", "Women's federation"), "match": texts("12338", "12338")},
        ],
        "extras": [texts("120", "120")],
        **fields,
    }


def ordering(key: str = "ordering", **fields) -> dict:
    return {
        "key": key,
        "type": "ordering",
        "prompt": texts("先做什么？", "What comes first?"),
        "explanation": texts("说明", "Explanation"),
        "steps": [texts(f"步骤 {n}", f"Step {n}") for n in "ABCD"],
        **fields,
    }


def numeric(key: str = "numeric", **fields) -> dict:
    return {
        "key": key,
        "type": "numeric",
        "prompt": texts("多少天？", "How many days?"),
        "explanation": texts("说明", "Explanation"),
        "unit": texts("天", "days"),
        "answers": [
            {"value": 15, "tolerance": "0.5", "feedback": texts("对", "Right")},
            {"value": 1500, "percent": 50, "feedback": texts("差不多", "Nearly")},
        ],
        "otherwise": texts("再看看", "Look again"),
        **fields,
    }


def short_answer(key: str = "short", **fields) -> dict:
    return {
        "key": key,
        "type": "short_answer",
        "prompt": texts("谁来帮忙？", "Who helps?"),
        "explanation": texts("说明", "Explanation"),
        "answers": [
            {"text": "法律援助机构", "feedback": texts("对", "Right")},
            {"text": "Legal aid", "feedback": texts("对", "Right")},
            {"text": "律师", "percent": 50, "feedback": texts("一半", "Half")},
        ],
        "otherwise": texts("再看看", "Look again"),
        **fields,
    }


def blanks(key: str = "blanks", **fields) -> dict:
    return {
        "key": key,
        "type": "blanks",
        "prompt": texts("补完整。", "Complete it."),
        "explanation": texts("说明", "Explanation"),
        "text": texts("先打[1]，再找【2】帮忙。", "Call [1] first, then [2] will help."),
        "gaps": [
            {
                "answer": texts("110|一一〇", "110"),
                "feedback": texts("是110", "It is 110"),
            },
            {
                "answer": texts("妇联", "the federation"),
                "others": [texts("中介", "an agent"), texts("陌生人", "a stranger")],
            },
        ],
        **fields,
    }


def case(key: str = "case", **fields) -> dict:
    return {
        "key": key,
        "type": "case",
        "prompt": texts("一位母亲来了。", "A mother comes."),
        "explanation": texts("说明", "Explanation"),
        "steps": [
            {
                "name": "door",
                "text": texts("她很慌张。", "She is upset."),
                "choices": [
                    {
                        "text": texts("请她坐下", "Offer a chair"),
                        "points": 2,
                        "to": "table",
                        "feedback": texts("好", "Good"),
                    },
                    {
                        "text": texts("马上盘问", "Question her at once"),
                        "points": 0,
                        "to": "table",
                        "feedback": texts("慢一点", "Slower"),
                    },
                    {
                        "text": texts("请她明天来", "Send her away"),
                        "points": 0,
                        "to": "gone",
                        "feedback": texts("别这样", "Do not"),
                    },
                ],
            },
            {
                "name": "table",
                "text": texts("她说孩子不见了。", "She says that her child is gone."),
                "choices": [
                    {
                        "text": texts("一起打110", "Call 110 with her"),
                        "points": 3,
                        "to": "end",
                        "feedback": texts("对", "Right"),
                    },
                    {
                        "text": texts("先写报告", "Write a report first"),
                        "points": 1,
                        "feedback": texts("太慢", "Too slow"),
                    },
                ],
            },
            {"name": "gone", "text": texts("她走了。", "She leaves.")},
            {"name": "end", "text": texts("警察在路上。", "The police are on their way.")},
        ],
        **fields,
    }


def survey(key: str = "survey", **fields) -> dict:
    return {
        "key": key,
        "type": "survey",
        "prompt": texts("您觉得如何？", "How do you feel about it?"),
        "scale": "agreement",
        "statements": [texts("我知道打什么电话", "I know whom to call"), texts("我敢打", "I dare to")],
        **fields,
    }


WRITTEN = {
    "single_choice": single_choice("one"),
    "multiple_choice": multiple_choice("several"),
    "true_false": true_false("statement"),
    "open_answer": open_answer("open"),
    "image_choice": image_choice(),
    "matching": matching(),
    "ordering": ordering(),
    "numeric": numeric(),
    "short_answer": short_answer(),
    "blanks": blanks(),
    "case": case(),
    "survey": survey(),
}


def content_of(data: dict) -> dict:
    """The frozen content, without a database; the n-th part's id is ``p<n>``."""
    return QUESTION_TYPES[data["type"]].written(data, lambda number: f"p{number}")
