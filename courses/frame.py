"""The frame of a new site: home page, course list, subjects, groups and the review workflow. Harmless twice."""

from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from wagtail.models import (
    Collection,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowContentType,
    WorkflowPage,
    WorkflowTask,
)

from courses.content.build import build_topic
from courses.models import ContentReview, CourseIndexPage, HomePage, SensitivityReview
from quizzes.models import Quiz
from quizzes.texts import set_texts

TOPICS = [
    ("legal-aid", "法律援助", "Legal aid"),
    ("guardianship", "监护责任", "Guardianship duties"),
    ("trauma-informed-care", "创伤知情照护", "Trauma-informed care"),
]
HOME = {
    "heading": {"zh-hans": "一起学，守护好每一个人", "en": "Learning together, so that everybody is safe"},
    "summary": {
        "zh-hans": "面向妇联干部、家长和监护人的培训：法律援助、监护责任、创伤知情照护。",
        "en": "Training for cadres of the women's federation, parents and guardians: legal aid, guardianship duties, "
        "trauma-informed care.",
    },
    "introduction": {
        "zh-hans": "<p>公开课程不用注册就可以读，也不会留下记录。按自己的节奏学，随时可以停下来。</p>",
        "en": "<p>The public courses can be read without an account, and nothing is recorded. Learn at your own pace; "
        "stop whenever you like.</p>",
    },
}
INDEX = {
    "heading": {"zh-hans": "课程", "en": "Courses"},
    "summary": {"zh-hans": "每门课程都按自己的节奏学。", "en": "Each course can be taken at your own pace."},
}
TRAINERS, REVIEWERS, ORGANISERS, MARKERS = "Trainers", "Reviewers", "Organisation admins", "Markers"
CONTENT_REVIEWERS, SENSITIVITY_REVIEWERS = "Content reviewers", "Sensitivity reviewers"
# What each group may do: page permissions below the course list, and models by app_label.codename.
PAGE_RIGHTS = {
    TRAINERS: ["add_page", "change_page"],
    REVIEWERS: ["change_page", "publish_page", "lock_page", "unlock_page"],
    CONTENT_REVIEWERS: ["change_page"],
    SENSITIVITY_REVIEWERS: ["change_page"],
}
WRITES = [
    f"{act}_{model}"
    for act in ("add", "change", "view")
    for model in (
        "quiz",
        "question",
        "topic",
        "legalsource",
        "glossaryterm",
        "certificatetemplate",
        "activity",
    )
]
ORGANISES = [
    f"{act}_{model}"
    for act in ("add", "change")
    for model in (
        "unit",
        "cadre",
        "posting",
        "mandate",
        "helpcontact",
        "post",
        "level",
        "requirement",
        "exemption",
        "leave",
    )
]
MODEL_RIGHTS = {
    TRAINERS: ["access_admin", "answer_letter", *WRITES],
    REVIEWERS: [
        "access_admin",
        "answer_letter",
        *WRITES,
        "publish_quiz",
        "add_nativesignature",
        "confirm_remarking",
        "reconcile_marks",
    ],
    CONTENT_REVIEWERS: ["access_admin", "answer_letter", "add_nativesignature", *WRITES],
    SENSITIVITY_REVIEWERS: ["access_admin", *WRITES],
    MARKERS: ["access_admin", "mark_answers"],
    # Not accounts: who may change an account could take over an administrator's.
    ORGANISERS: [
        "access_admin",
        *ORGANISES,
        "delete_mandate",
        "delete_helpcontact",
        "decide_certificate",
        "decide_passindoubt",
        "decide_nomination",
        "carry_out_departure",
        "add_commendationrule",
        "change_commendationrule",
    ],
}
FILE_RIGHTS = [
    "add_image",
    "change_image",
    "choose_image",
    "add_document",
    "change_document",
    "choose_document",
]
# The steps in their order: name, kind, and the groups that may do them. "Reviewers" lead both.
REVIEWS = [
    ("内容审核 / Content review", ContentReview, [CONTENT_REVIEWERS, REVIEWERS]),
    ("创伤敏感审核 / Sensitivity review", SensitivityReview, [SENSITIVITY_REVIEWERS, REVIEWERS]),
]
WORKFLOW = "课程审核 / Course review"


@transaction.atomic
def build_frame() -> CourseIndexPage:
    """What a site needs before the first course. What stands already is left alone; rights are completed."""
    index = CourseIndexPage.objects.first() or _build_pages()
    for order, (code, chinese, english) in enumerate(TOPICS):
        build_topic(code=code, names={"zh-hans": chinese, "en": english}, sort_order=order)
    groups = {name: Group.objects.get_or_create(name=name)[0] for name in MODEL_RIGHTS}
    for name, group in groups.items():
        group.permissions.add(*Permission.objects.filter(codename__in=MODEL_RIGHTS[name]))
    for name in PAGE_RIGHTS:
        group = groups[name]
        for permission in Permission.objects.filter(
            content_type__app_label="wagtailcore", codename__in=PAGE_RIGHTS[name]
        ):
            GroupPagePermission.objects.get_or_create(group=group, page=index, permission=permission)
        for permission in Permission.objects.filter(codename__in=FILE_RIGHTS):
            GroupCollectionPermission.objects.get_or_create(
                group=group, collection=Collection.get_first_root_node(), permission=permission
            )
    _build_workflow(index, groups)
    return index


def _build_pages() -> CourseIndexPage:
    root = Page.objects.get(depth=1)
    home = HomePage(slug="library")
    for name, texts in HOME.items():
        set_texts(home, name, texts)
    root.add_child(instance=home)
    home.save_revision().publish()
    index = CourseIndexPage(slug="courses")
    for name, texts in INDEX.items():
        set_texts(index, name, texts)
    home.add_child(instance=index)
    index.save_revision().publish()
    site = {"hostname": "localhost", "port": 80, "root_page": home, "site_name": "Training library"}
    Site.objects.update_or_create(is_default_site=True, defaults=site)
    Page.objects.filter(depth=2).exclude(pk=home.pk).delete()  # Wagtail's own "Welcome to your new site"
    return index


def _build_workflow(index, groups):
    """Two steps; what is live stays live meanwhile. A site of an older library gets these steps in place of its own."""
    workflow = Workflow.objects.filter(name__in=[WORKFLOW, "Course review"]).first() or Workflow()
    workflow.name = WORKFLOW
    workflow.save()
    tasks = []
    for name, kind, who in REVIEWS:
        task = kind.objects.first()
        if task is None:
            task = kind.objects.create(name=name)
            task.groups.set([groups[group] for group in who])
        tasks.append(task)
    WorkflowTask.objects.filter(workflow=workflow).exclude(task__in=tasks).delete()
    for order, task in enumerate(tasks):
        WorkflowTask.objects.update_or_create(workflow=workflow, task=task, defaults={"sort_order": order})
    WorkflowPage.objects.update_or_create(page=index, defaults={"workflow": workflow})
    WorkflowContentType.objects.update_or_create(
        content_type=ContentType.objects.get_for_model(Quiz), defaults={"workflow": workflow}
    )
