"""Accounts are given out by the federation: nobody signs up. Mail goes through a job, never from a request."""

import uuid

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.app_settings import PASSWORD_RESET_TOKEN_GENERATOR
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from config.jobs.enqueue import request_job
from config.jobs.registry import handles

PASSWORD_RESET = "mail.password-reset"


class ClosedAccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request):
        return False

    def send_password_reset_mail(self, user, email, context):
        """The job keeps the account's id only: no address and no key is stored with it."""
        arguments = {"user_id": user.pk, "language": get_language()}
        request_job(kind=PASSWORD_RESET, key=str(uuid.uuid4()), arguments=arguments)


@handles(PASSWORD_RESET)
def send_password_reset(job, *, user_id, language):
    """Make the key and send it, in the language in which it was asked for. An account that has gone gets nothing."""
    user = get_user_model().objects.filter(pk=user_id, is_active=True).first()
    if user is None or not user.email:
        return
    with translation.override(language):
        key = PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
        path = reverse(
            "account_reset_password_from_key", kwargs={"uidb36": user_pk_to_url_str(user), "key": key}
        )
        context = {"user": user, "address": f"{settings.SITE_URL.rstrip('/')}{path}"}
        body = render_to_string("emails/password_reset.txt", context)
        send_mail(
            _("A new password for the training library"), body, settings.DEFAULT_FROM_EMAIL, [user.email]
        )
