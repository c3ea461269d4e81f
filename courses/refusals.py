"""A refused publication in the CMS: the trainer reads why, on the page that is refused. Nothing else has changed."""

from django.http import JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin import messages

from courses.publishing import NotReady


class RefusedPublicationMiddleware:
    """Approvals and lists of chosen pages publish without the editor's form; this is where they end when refused."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, NotReady):
            return None
        page = exception.page
        message = _("“%(page)s” does not go live yet. %(problems)s") % {
            "page": page.get_admin_display_title(),
            "problems": " ".join(exception.messages),
        }
        messages.error(request, message)
        address = reverse("wagtailadmin_pages:edit", args=[page.pk])
        if request.headers.get("x-requested-with") == "XMLHttpRequest":  # Wagtail's dialogue window
            return JsonResponse({"step": "success", "redirect": address})
        return redirect(address)
