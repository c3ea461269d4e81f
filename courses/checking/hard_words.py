"""Words that announce themselves badly: where one stands, a content notice should stand before it."""

import re

HARD = {
    "zh-hans": re.compile(
        "强奸|轮奸|性侵|猥亵|性虐|殴打|毒打|虐待|囚禁|锁住|铁链|自杀|自残|割腕|尸体|杀害|灭口|乱伦|卖淫|摘取器官|流产|堕胎"
    ),
    "en": re.compile(
        r"\b(?:rap(?:e|ed|ist)|molest\w*|sexual(?:ly)? (?:abus|assault)\w*|beat(?:en|ing)s?|tortur\w*|chain(?:ed|s)|"
        r"suicid\w*|self-harm\w*|corpse|murder\w*|killed|incest|prostitution|miscarriage|abortion)\b",
        re.IGNORECASE,
    ),
}


def hard_words(text: str, language: str) -> list[str]:
    """Each once, in the order of the text."""
    pattern = HARD.get(language)
    return list(dict.fromkeys(pattern.findall(text))) if pattern else []
