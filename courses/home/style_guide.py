"""The look of the library on one page: colours, sizes of type in four scripts, components, and every block of a lesson.

Living: colours are read from the style sheet, blocks show their own preview, so nothing here can fall behind.
"""

import re

from django.contrib.staticfiles import finders
from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.utils.safestring import SafeString
from django.views.decorators.http import require_GET

from courses.blocks import lesson_blocks

SCRIPTS = [  # tag, direction, name of the language, a sentence
    ("zh-Hans", "ltr", "简体中文", "先听她说，每一步都征得她的同意。"),
    ("en", "ltr", "English", "First listen to her; every step is hers to agree to."),
    ("ug", "rtl", "ئۇيغۇرچە", "ئاتا-ئانا بالىنىڭ ھامىيسى."),
    ("bo", "ltr", "བོད་ཡིག", "བཀྲ་ཤིས་བདེ་ལེགས། བོད་ཡིག་གི་ཡི་གེ་འདི་ནི་གཟུགས་ཆེ་ཆུང་ལ་བལྟ་བའི་དཔེ་ཡིན།"),
]
SIZES = ["h1", "h2", "h3", "p", "small"]


@require_GET
def style_guide(request):
    """In a page of its own with the readers' style sheet: the CMS's would mix with it."""
    if not request.user.has_perm("wagtailadmin.access_admin"):
        raise PermissionDenied
    context = {"colours": colours(), "scripts": SCRIPTS, "sizes": SIZES, "blocks": blocks(request)}
    return render(request, "courses/workshop/style_guide.html", context)


def colours() -> list[str]:
    """Names of the colours of ``site.css``, in its order."""
    with open(finders.find("css/site.css"), encoding="utf-8") as file:
        root = re.search(r":root \{(.*?)\n\}", file.read(), re.DOTALL).group(1)
    return [name for name, value in re.findall(r"--([a-z-]+): ([^;]+);", root) if value.startswith("#")]


def blocks(request) -> list[dict]:
    """``[{"label", "description", "html"}]`` of every block that can show itself without a file or a row behind it."""
    shown = []
    for _name, block in lesson_blocks():
        if (
            block.meta.template
            and getattr(block.meta, "preview_value", None)
            and not getattr(block.meta, "preview_template", None)
        ):
            html = block.render(block.normalize(block.get_preview_value()), context={"request": request})
            shown.append(
                {"label": block.label, "description": block.meta.description, "html": SafeString(html)}
            )
    return shown
