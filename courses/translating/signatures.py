"""The page on which native reviewers sign what lessons say about safety and law in a language."""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from courses.models import LessonPage
from courses.signing import languages_to_be_signed, safety_text, sign, signatures_of
from quizzes.versions import digest_of

SIGNS = "courses.add_nativesignature"


class SignatureForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name of the native reviewer"), max_length=120)
    has_read = forms.BooleanField(
        label=gettext_lazy(
            "She speaks this language as a native and has read these parts as readers will get them."
        )
    )


def signature_rows(course, language: str) -> list[dict]:
    """``[{"lesson", "standing", "older"}]`` of the live lessons with such text: the signature that holds, or else the last
    one of words that have changed since."""
    rows = []
    for lesson in LessonPage.objects.descendant_of(course).live().order_by("path"):
        text = safety_text(lesson, language)
        if not text:
            continue
        signed = list(signatures_of(lesson, language))
        standing = next((one for one in signed if one.digest == digest_of(text)), None)
        rows.append({"lesson": lesson, "standing": standing, "older": signed[0] if signed else None})
    return rows


class SignaturesMixin:
    """Around ``TranslatingPage``: which lessons of the course wait for a signature in this language."""

    template_name = "courses/translating/signatures.html"

    def get_page_title(self):
        return _("Signatures of native reviewers")

    def get_context_data(self, **kwargs):
        course, code = self.find_course(), self.find_language()
        if code not in languages_to_be_signed():
            raise Http404
        kwargs.pop("language", None)
        return super().get_context_data(
            course=course,
            language=code,
            rows=signature_rows(course, code),
            form=SignatureForm(),
            may_sign=self.request.user.has_perm(SIGNS),
            **kwargs,
        )

    def post(self, request, **kwargs):
        course, code = self.find_course(), self.find_language()
        if not request.user.has_perm(SIGNS):
            raise PermissionDenied
        lessons = LessonPage.objects.descendant_of(course).live()
        pk = request.POST.get("lesson", "")
        lesson = get_object_or_404(lessons, pk=int(pk) if pk.isdigit() else 0)
        form = SignatureForm(request.POST)
        if form.is_valid() and code in languages_to_be_signed() and safety_text(lesson, code):
            sign(lesson=lesson, language=code, name=form.cleaned_data["name"], by=request.user)
            messages.success(request, _("Signed. Readers get these parts in their language from now on."))
        else:
            messages.error(
                request, _("Not signed: give the reviewer's name and confirm that she has read it.")
            )
        return redirect("translating:signatures", course.pk, code)
