"""The editor of a page: its languages, then what is the same in all of them."""

from wagtail.admin.panels import FieldPanel, ObjectList, TabbedInterface

from quizzes.panels import language_tabs


def page_edit_handler(names: list[str], *settings_panels, label: str, further=()) -> TabbedInterface:
    """A tab per language with the translated fields ``names``, one with slug and ``settings_panels``, and ``further`` ones."""
    common = ObjectList([FieldPanel("slug"), *settings_panels], heading=label)
    return TabbedInterface([*language_tabs(names, title="heading"), common, *further])
