"""A cadre opens her invitation: she chooses a name and a password, and is signed in."""

import hashlib

from django import forms
from django.contrib.auth import get_user_model, login
from django.contrib.auth.password_validation import validate_password
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from learning.cadres.invite import NotOpen, accept_invitation, clean, open_invitation
from learning.client_address import client_address

MISSES_ALLOWED, WINDOW_SECONDS = 10, 600
BACKEND = "django.contrib.auth.backends.ModelBackend"


class AccountForm(forms.Form):
    username = forms.CharField(
        label=gettext_lazy("User name"),
        max_length=150,
        help_text=gettext_lazy("Letters and digits. You will sign in with it."),
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        ),
    )
    password = forms.CharField(
        label=gettext_lazy("Password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy("At least 8 characters, and not only digits. Tell it to nobody."),
    )
    again = forms.CharField(
        label=gettext_lazy("The password again"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_username(self):
        username = self.cleaned_data["username"].strip()
        get_user_model().username_validator(username)
        return username

    def clean(self):
        data = super().clean()
        if "password" in data:
            if data["password"] != data.get("again"):
                self.add_error("again", _("The two passwords differ."))
            try:
                validate_password(data["password"])
            except ValidationError as error:
                self.add_error("password", error)
        return data


@require_GET
@never_cache
def invitation_form(request):
    """Type the code of the slip."""
    if typed := clean(request.GET.get("code", ""))[:40]:
        return redirect("invitation", typed)
    return render(request, "learning/cadres/invitation_code.html")


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request, code):
    """Wrong codes are counted by address; what is open says her name, as the slip does."""
    if _has_missed_enough(request):
        return _refused(request, "too-many", 429)
    try:
        found = open_invitation(code)
    except NotOpen:
        _count_miss(request)
        return _refused(request, "not-open", 404)
    suggested = (found.cadre.code or "").lower()
    form = AccountForm(request.POST or None, initial={"username": suggested})
    if request.method == "POST" and form.is_valid():
        try:
            user = accept_invitation(
                code=code, username=form.cleaned_data["username"], password=form.cleaned_data["password"]
            )
        except NotOpen:
            return _refused(request, "not-open", 404)
        except ValidationError as error:
            form.add_error(None if not hasattr(error, "error_dict") else "username", error.messages)
        else:
            login(request, user, backend=BACKEND)
            return redirect("my-learning")
    response = render(request, "learning/cadres/invitation.html", {"form": form, "cadre": found.cadre})
    response["Referrer-Policy"] = "no-referrer"
    return response


def _refused(request, why, status):
    return render(request, "learning/cadres/invitation_code.html", {"why": why}, status=status)


def _key(request) -> str:
    return "invitation.misses." + hashlib.sha256(client_address(request).encode()).hexdigest()[:32]


def _has_missed_enough(request) -> bool:
    return cache.get(_key(request), 0) >= MISSES_ALLOWED


def _count_miss(request) -> None:
    if not cache.add(_key(request), 1, WINDOW_SECONDS):
        try:
            cache.incr(_key(request))
        except ValueError:  # it ran out in between
            cache.set(_key(request), 1, WINDOW_SECONDS)
