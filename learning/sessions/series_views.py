"""Series: planned by a facilitator for a unit of hers; who took which part."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from learning.cadres.models import Mandate
from learning.cadres.scope import is_facilitator, units_visible_to
from learning.sessions.models import TrainingSession
from learning.sessions.run_series import plan_series, taken_in
from learning.sessions.scope import series_led_by
from learning.sessions.series import Series


class SeriesForm(forms.ModelForm):
    class Meta:
        model = Series
        fields = ["title", "unit", "parts"]
        help_texts = {
            "title": gettext_lazy("A neutral title: it may hang on the village board."),
            "parts": gettext_lazy("Each part is planned as a session, or as several in different villages."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        mine = units_visible_to(user, Mandate.Role.FACILITATOR)
        self.fields["unit"].queryset = mine.filter(closed_on__isnull=True)


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def new(request):
    if not is_facilitator(request.user):
        raise PermissionDenied
    return _edit(request, SeriesForm(request.POST or None, user=request.user))


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def page(request, series_uuid):
    """Its sessions, and how many took how many parts. Names only of people of this facilitator's units."""
    series = get_object_or_404(series_led_by(request.user).select_related("unit"), uuid=series_uuid)
    if request.method == "POST":
        return _edit(request, SeriesForm(request.POST, instance=series, user=request.user))
    mine = set(units_visible_to(request.user, Mandate.Role.FACILITATOR).values_list("pk", flat=True))
    taken = taken_in(series)
    context = {
        "series": series,
        "sessions": TrainingSession.objects.filter(series=series)
        .select_related("unit")
        .order_by("part", "starts_at"),
        "taken": [one for one in taken if one.person.unit_id in mine],
        "elsewhere": sum(one.person.unit_id not in mine for one in taken),
        "complete": sum(one.is_complete for one in taken),
        "form": SeriesForm(instance=series, user=request.user),
    }
    return render(request, "learning/sessions/series.html", context)


def _edit(request, form):
    if request.method == "POST" and form.is_valid():
        try:
            series = plan_series(series=form.instance, by=request.user)
            return redirect("series", series.uuid)
        except ValidationError as error:
            form.add_error(None, error)
    if form.instance.pk and not request.method == "POST":
        raise Http404
    return render(request, "learning/sessions/series_new.html", {"form": form})
