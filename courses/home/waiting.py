"""What waits for a person: a list of things to do, each with the place where it is done."""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from wagtail.admin.admin_url_finder import AdminURLFinder
from wagtail.models import TaskState, WorkflowState

from courses.citations import superseded_sources
from quizzes.models import Question

MOST = 30  # of one kind


@dataclass(frozen=True)
class Waiting:
    """``what`` is the thing, ``why`` a short sentence, ``url`` the place of work."""

    kind: str
    what: str
    why: str
    url: str
    note: str = ""


class WaitingElsewhere:
    """Whoever has work for trainers registers ``provider(user) -> [Waiting]``."""

    def __init__(self):
        self._providers = []

    def register(self, provider):
        self._providers.append(provider)
        return provider

    def __call__(self, user) -> list[Waiting]:
        return [one for provider in self._providers for one in provider(user)]


waiting_elsewhere = WaitingElsewhere()


def waiting_for(user) -> list[Waiting]:
    """Sent back to her, to be reviewed by her, and what others registered; the oldest first within each."""
    return [
        *sent_back_to(user),
        *to_be_reviewed_by(user),
        *questions_of_old_law(user),
        *waiting_elsewhere(user),
    ]


def sent_back_to(user) -> list[Waiting]:
    states = (
        WorkflowState.objects.filter(status=WorkflowState.STATUS_NEEDS_CHANGES, requested_by=user)
        .select_related("current_task_state")
        .prefetch_related("content_object")
        .order_by("pk")[:MOST]
    )
    return [
        Waiting(
            kind="sent-back",
            what=_title(state.content_object),
            why=_("Sent back by a reviewer"),
            note=state.current_task_state.comment if state.current_task_state else "",
            url=edit_url(state.content_object),
        )
        for state in states
        if state.content_object
    ]


def to_be_reviewed_by(user) -> list[Waiting]:
    states = (
        TaskState.objects.reviewable_by(user)
        .select_related("task", "workflow_state", "workflow_state__requested_by")
        .prefetch_related("workflow_state__content_object", "task__content_type")
        .order_by("started_at")[:MOST]
    )
    return [
        Waiting(
            kind="review",
            what=_title(state.workflow_state.content_object),
            why=_step(state.task),
            note=_submitted_by(state.workflow_state.requested_by),
            url=edit_url(state.workflow_state.content_object),
        )
        for state in states
        if state.workflow_state.content_object
    ]


def questions_of_old_law(user) -> list[Waiting]:
    """Questions that cite a law which another has superseded; for those who may change questions. Two queries, one when no
    law was superseded."""
    if not user.has_perm("quizzes.change_question"):
        return []
    old = {source.key: source for source in superseded_sources()}
    if not old:
        return []
    citing = [
        (question, [old[key] for key in question.source_keys if key in old])
        for question in Question.objects.exclude(source_keys=[]).order_by("category", "key")
    ]
    return [
        Waiting(
            kind="law",
            what=str(question),
            why=_("This question cites a law that has been superseded"),
            note="; ".join(f"{source} → {source.superseded_by}" for source in sources),
            url=edit_url(question),
        )
        for question, sources in citing
        if sources
    ][:MOST]


def edit_url(thing) -> str:
    """Where a page or a snippet is worked on, through Wagtail's own finder."""
    return AdminURLFinder().get_edit_url(thing) or ""


def _title(thing) -> str:
    return thing.get_admin_display_title() if hasattr(thing, "get_admin_display_title") else str(thing)


def _step(task) -> str:
    names = {
        "contentreview": _("To be reviewed by you: is it right and complete?"),
        "sensitivityreview": _("To be reviewed by you: how does it meet people in distress?"),
    }
    return names.get(task.content_type.model, _("To be reviewed by you"))


def _submitted_by(user) -> str:
    return _("from %(name)s") % {"name": user.get_full_name() or user.get_username()} if user else ""
