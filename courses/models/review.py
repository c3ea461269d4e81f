"""The two steps of a review: a lawyer or senior trainer reads the content, then somebody checks how it meets people in
distress, with a short checklist that is kept with the decision. Who may do which is a group of the step."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.forms import TaskStateCommentForm
from wagtail.models import AbstractGroupApprovalTask, TaskState

CHECKLIST = {
    "announced": gettext_lazy("Hard material is announced before it is shown, and can be skipped."),
    "no-detail": gettext_lazy("No more detail of harm than the teaching needs, in words and in pictures."),
    "dignity": gettext_lazy("Nobody is blamed, labelled or pitied; the words leave people their dignity."),
    "nobody-recognised": gettext_lazy("No real person can be recognised, also not by place or circumstance."),
    "help": gettext_lazy("Help is within reach, and no secrecy is promised that cannot be kept."),
}
ANSWERS = {"yes": gettext_lazy("yes"), "not-here": gettext_lazy("does not come up here")}


class SendBackForm(TaskStateCommentForm):
    """What has to change, said to the trainer."""

    comment = forms.CharField(
        label=gettext_lazy("What has to change"), widget=forms.Textarea({"rows": 3}), max_length=2000
    )


class ChecklistForm(TaskStateCommentForm):
    """Each point answered, and room for a word."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        comment = self.fields.pop("comment")
        for code, sentence in CHECKLIST.items():
            self.fields[code] = forms.ChoiceField(
                label=sentence, choices=list(ANSWERS.items()), widget=forms.RadioSelect
            )
        self.fields["comment"] = comment

    def clean(self):
        cleaned = super().clean()
        self.cleaned_data = {
            "comment": cleaned.get("comment") or "",
            "checklist": {code: cleaned.get(code) for code in CHECKLIST},
        }
        return self.cleaned_data


class ReviewStep(AbstractGroupApprovalTask):
    """Abstract. Both acts ask for their words in a window; nothing is approved with a bare click."""

    class Meta:
        abstract = True

    def get_actions(self, obj, user):
        if user.is_superuser or self._user_in_groups(user):
            return [("reject", _("Send back"), True), ("approve", _("Approve"), True)]
        return []

    def get_form_for_action(self, action):
        return SendBackForm if action == "reject" else TaskStateCommentForm

    def get_template_for_action(self, action):
        return "courses/workshop/review_action.html"


class ContentReview(ReviewStep):
    class Meta:
        verbose_name = gettext_lazy("content review")
        verbose_name_plural = gettext_lazy("content reviews")

    @classmethod
    def get_description(cls):
        return _("A lawyer or senior trainer reads whether it is right and complete")


class SensitivityDecision(TaskState):
    """``checklist``: ``{code of CHECKLIST: "yes" | "not-here"}`` as answered; empty when it was sent back."""

    checklist = models.JSONField(default=dict, blank=True)

    class Meta:
        verbose_name = gettext_lazy("decision of a sensitivity review")
        verbose_name_plural = gettext_lazy("decisions of sensitivity reviews")

    def get_comment(self):
        """What stands in the history of the page, which outlives the page."""
        answered = [
            f"{CHECKLIST[code]} {ANSWERS[answer]}"
            for code, answer in self.checklist.items()
            if code in CHECKLIST and answer in ANSWERS
        ]
        return " / ".join(filter(None, [self.comment, *answered]))


class SensitivityReview(ReviewStep):
    task_state_class = SensitivityDecision

    class Meta:
        verbose_name = gettext_lazy("sensitivity review")
        verbose_name_plural = gettext_lazy("sensitivity reviews")

    def get_form_for_action(self, action):
        return ChecklistForm if action == "approve" else SendBackForm

    def on_action(self, task_state, user, action_name, checklist=None, **kwargs):
        """Approving needs every point answered, whoever asks; the answers are kept with the decision."""
        if action_name == "approve":
            if set(checklist or {}) != set(CHECKLIST) or not set(checklist.values()) <= set(ANSWERS):
                raise PermissionDenied
            task_state.checklist = checklist
        return super().on_action(task_state, user, action_name, **kwargs)

    @classmethod
    def get_description(cls):
        return _("Somebody trained in trauma-informed work checks how it meets people in distress")
