"""Certificate templates tell which laws they cite; ``courses`` lists them without knowing certificates."""

from courses.citations import Citing, citing_elsewhere
from learning.certificates.template import TemplateSource

EDIT = "wagtailsnippets_learning_certificatetemplate:edit"


@citing_elsewhere.register
def cited_by_templates() -> list[tuple[str, Citing]]:
    """``(key of the source, Citing)``: once for each course that has the template, so that the course is flagged too.
    Two queries."""
    found = []
    cited = TemplateSource.objects.select_related("template", "source")
    for one in cited.prefetch_related("template__courses__course"):
        edit = (EDIT, one.template_id)
        courses = [link.course for link in one.template.courses.all()]
        for course in courses:
            title = f"{one.template} ({course.get_admin_display_title()})"
            found.append(
                (one.source.key, Citing(kind="certificate", title=title, edit=edit, path=course.path))
            )
        if not courses:
            found.append((one.source.key, Citing(kind="certificate", title=str(one.template), edit=edit)))
    return found
