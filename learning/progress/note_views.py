"""A cadre's private notes: beside the lesson, and all on one page. Somebody else's are a 404."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.enrolments.enrol import cadre_of
from learning.enrolments.pages import LessonHere, lesson_or_refusal
from learning.progress.note_form import NoteForm, note_form
from learning.progress.note_models import PrivateNote
from learning.progress.notes import delete_note, write_note


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def on_lesson(request, lesson_pk: int):
    """Her note on a lesson. Needs no post: reading is enough."""
    here = lesson_or_refusal(request, lesson_pk)
    if not isinstance(here, LessonHere):
        return here
    context = {"lesson": here.lesson}
    if request.method == "GET":
        note = _hers(request).filter(lesson_key=here.lesson.content_key).first()
        return render(request, "learning/progress/note.html", {**context, "form": note_form(note)})
    return _save(
        request,
        here.lesson.content_key,
        here.lesson.headings,
        context,
        here.lesson.get_url(request) + "#note",
    )


@login_required
@never_cache
@require_GET
def mine(request):
    """All of her notes, the newest first."""
    return render(request, "learning/progress/notes.html", {"notes": _hers(request).all()})


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def one(request, note_uuid):
    """Change a note, also when its lesson is gone."""
    note = get_object_or_404(_hers(request), uuid=note_uuid)
    if request.method == "POST":
        return _save(request, note.lesson_key, note.headings, {"note": note}, "my-notes")
    return render(request, "learning/progress/note.html", {"note": note, "form": note_form(note)})


@login_required
@require_POST
def delete(request, note_uuid):
    """Twice: it is gone."""
    if delete_note(cadre=_cadre(request), uuid=note_uuid):
        messages.success(request, _("The note has been deleted."))
    return redirect("my-notes")


def _save(request, lesson_key, headings, context, done):
    cadre = _cadre(request)
    form = NoteForm(request.POST, auto_id="note_%s")
    if not form.is_valid():
        return render(request, "learning/progress/note.html", {**context, "form": form}, status=400)
    note = write_note(cadre=cadre, lesson_key=lesson_key, headings=headings, **form.cleaned_data)
    messages.success(request, _("Your note has been saved.") if note else _("The note has been deleted."))
    return redirect(done)


def _cadre(request):
    cadre = cadre_of(request.user)
    if cadre is None:
        raise Http404
    return cadre


def _hers(request):
    return PrivateNote.objects.filter(cadre=_cadre(request))
