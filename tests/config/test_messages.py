"""The interface speaks Chinese throughout."""

from pathlib import Path

from babel.messages.pofile import read_po

CATALOGUE = (
    Path(__file__).resolve().parents[2] / "config" / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
)


def test_every_message_has_a_chinese_translation_that_is_not_doubtful():
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    missing = [
        message.id
        for message in catalogue
        if message.id
        and (
            message.fuzzy
            or not (all(message.string) if isinstance(message.string, tuple) else message.string)
        )
    ]
    assert missing == []


def test_a_translation_uses_exactly_the_placeholders_of_its_message():
    import re

    names = re.compile(r"%\((\w+)\)")
    with CATALOGUE.open("rb") as file:
        catalogue = read_po(file)
    for message in catalogue:
        ids = message.id if isinstance(message.id, tuple) else (message.id,)
        strings = message.string if isinstance(message.string, tuple) else (message.string,)
        wanted = set(names.findall(ids[-1]))
        for string in strings:
            assert set(names.findall(string)) <= wanted | set(names.findall(ids[0])), message.id
