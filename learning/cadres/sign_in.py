"""Signing in in words that people use, and signing out so that nothing stays on a phone that others hold too."""

from allauth.account import views as account
from allauth.account.forms import ChangePasswordForm, LoginForm, ResetPasswordKeyForm
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET


class PlainFields:
    """A label stands above its field and stays there; a grey copy inside would be taken for something typed already."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)


class SignInForm(PlainFields, LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        login, password, remember = (self.fields[name] for name in ("login", "password", "remember"))
        login.label = _("User name or e-mail")
        login.help_text = _("The user name stands on the slip from your unit.")
        login.widget.attrs.update(autocapitalize="none", spellcheck="false")
        password.help_text = ""  # the way to a new password stands below the form
        remember.label = _("Keep me signed in on this device")
        remember.help_text = _("Only where nobody else uses it.")


class ChangeMyPasswordForm(PlainFields, ChangePasswordForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class ChooseMyPasswordForm(PlainFields, ResetPasswordKeyForm):
    pass


def sign_in(request):
    """Whoever is signed in, and was sent here because the workshop is not hers, is sent on to her own pages.

    The form would send her straight back to the workshop, and that here again.
    """
    is_for_the_workshop = request.GET.get("next", "").startswith(reverse("wagtailadmin_home"))
    is_hers = not request.user.is_authenticated or request.user.has_perm("wagtailadmin.access_admin")
    if is_for_the_workshop and not is_hers:
        return redirect("my-learning")
    return account.login(request)


@require_GET
@never_cache
def signed_out(request):
    """Says that it is done and takes away what the browser kept of her; the next person signs in from here.

    ``Clear-Site-Data`` empties the cache of pages. Not its ``storage``: a facilitator's encrypted register lies there until it
    is sent. What a learner's own scripts keep is removed by static/js/signed-out.js, by name.
    """
    if request.user.is_authenticated:
        return redirect("my-learning")
    response = render(request, "account/signed_out.html")
    response["Clear-Site-Data"] = '"cache"'
    return response
