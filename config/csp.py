"""Two content security policies: a strict one for the site, a wider one for Wagtail's own admin pages.

Wagtail's admin still writes inline scripts and styles. Giving only ``/cms/`` the wider policy keeps the pages that
learners and the public see strict.
"""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.urls import reverse


class SiteAndAdminCSPMiddleware(CSPMiddleware):
    def get_policy_parts(self, request, response, report_only=False):
        parts = super().get_policy_parts(request, response, report_only)
        if not report_only and request.path_info.startswith(reverse("wagtailadmin_home")):
            parts.replace = settings.ADMIN_CONTENT_SECURITY_POLICY
        return parts
