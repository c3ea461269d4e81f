"""The declared numbers of a unit, and its list of people to be reached where it keeps one. Nothing here can be exported."""

from functools import wraps

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from learning.sessions.models import CarerRole, TrainingSession
from learning.sessions.outreach import DeclaredNumbers, ListReading, PersonToReach
from learning.sessions.reach import (
    NAMES_AT_ONCE,
    add_person,
    declare,
    invite,
    keeps_list_of,
    read_names,
    units_whose_list,
)
from learning.units.models import Unit


class NumbersForm(forms.ModelForm):
    class Meta:
        model = DeclaredNumbers
        fields = ["carers", "grandparents", "disabled", "keeps_list"]
        help_texts = {
            "keeps_list": gettext_lazy(
                "Numbers are enough for most. A list of carers is one that traffickers would want: giving it up deletes the names."
            )
        }


class PersonForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Name"), max_length=60)
    role = forms.ChoiceField(
        label=gettext_lazy("Role"),
        required=False,
        choices=[("", "—"), *(choice for choice in CarerRole.choices if choice[0] != CarerRole.CHILD)],
    )
    told_by = forms.CharField(label=gettext_lazy("Who tells her"), required=False, max_length=60)


class PurposeForm(forms.Form):
    purpose = forms.CharField(label=gettext_lazy("What you read the names for"), max_length=120)
    page = forms.IntegerField(widget=forms.HiddenInput, initial=1, min_value=1)


def kept_list(view):
    """The view gets the unit whose list this person keeps; everybody else 404."""

    @wraps(view)
    @login_required
    @never_cache
    def guarded(request, code, *args, **kwargs):
        unit = Unit.objects.filter(code=code).first()
        if unit is None or not keeps_list_of(request.user, unit):
            raise Http404
        return view(request, unit, *args, **kwargs)

    return guarded


@login_required
@never_cache
@require_GET
def choose(request):
    units = units_whose_list(request.user)
    if not units:
        raise Http404
    return render(request, "learning/sessions/reach/choose.html", {"units": units})


@kept_list
@require_http_methods(["GET", "POST"])
def numbers(request, unit):
    """The numbers, who read the list lately, and the way to the names."""
    standing = DeclaredNumbers.objects.filter(unit=unit).first() or DeclaredNumbers(unit=unit)
    form = NumbersForm(request.POST or None, instance=standing)
    if request.method == "POST" and form.is_valid():
        declare(numbers=form.instance, by=request.user)
        return redirect("reach", unit.code)
    return _page(request, unit, form=form)


@kept_list
@require_POST
def names(request, unit):
    """Twenty names, for a purpose that is kept. Only by POST: no link leads to names, and no browser history."""
    form = PurposeForm(request.POST)
    if form.is_valid():
        try:
            people = read_names(
                unit=unit,
                by=request.user,
                purpose=form.cleaned_data["purpose"],
                page=form.cleaned_data["page"],
            )
            coming = TrainingSession.objects.planned().filter(unit=unit).order_by("starts_at")[:10]
            context = {
                "unit": unit,
                "people": people,
                "purpose": form.cleaned_data["purpose"],
                "next": form.cleaned_data["page"] + 1 if len(people) == NAMES_AT_ONCE else None,
                "coming": coming,
            }
            return render(request, "learning/sessions/reach/names.html", context)
        except ValidationError as error:
            form.add_error("purpose", error.messages[0])
    return _page(request, unit, purpose_form=form)


@kept_list
@require_POST
def add(request, unit):
    form = PersonForm(request.POST)
    if form.is_valid():
        try:
            add_person(unit=unit, **form.cleaned_data)
            return redirect("reach", unit.code)
        except ValidationError as error:
            form.add_error(None, error)
    return _page(request, unit, person_form=form)


@kept_list
@require_POST
def change(request, unit):
    """Invite one person, or take her off the list: then nothing of her is kept."""
    number = request.POST.get("person", "")
    person = get_object_or_404(PersonToReach, unit=unit, pk=int(number) if number.isdigit() else 0)
    if request.POST.get("action") == "remove":
        person.delete()
    else:
        session = get_object_or_404(
            TrainingSession.objects.planned(), unit=unit, uuid=request.POST.get("session") or None
        )
        invite(person=person, session=session)
    return redirect("reach", unit.code)


def _page(request, unit, *, form=None, purpose_form=None, person_form=None):
    standing = DeclaredNumbers.objects.filter(unit=unit).first() or DeclaredNumbers(unit=unit)
    context = {
        "unit": unit,
        "declared": standing,
        "form": form or NumbersForm(instance=standing),
        "purpose_form": purpose_form or PurposeForm(),
        "person_form": person_form or PersonForm(),
        "on_list": PersonToReach.objects.filter(unit=unit).count(),
        "readings": ListReading.objects.filter(unit=unit)[:10],
    }
    return render(request, "learning/sessions/reach/numbers.html", context)
