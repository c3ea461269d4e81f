"""In the CMS: a cadre is forgotten. Says first what will go and what stays."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning.cadres.models import Cadre
from learning.certificates.models import Certificate
from learning.privacy.leave import ask_to_be_forgotten, carry_out
from learning.privacy.office import RIGHT


class ForgetView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "learning/privacy/forget.html"
    header_icon = "user"
    _show_breadcrumbs = True

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        self.cadre = get_object_or_404(Cadre, pk=kwargs["pk"])
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Forget %(name)s") % {"name": self.cadre}

    def get_breadcrumbs_items(self):
        cadre = {"url": reverse("cadre:edit", args=[self.cadre.pk]), "label": str(self.cadre)}
        return [*self.breadcrumbs_items, cadre, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        certificates = Certificate.objects.standing().filter(cadre=self.cadre).count()
        holds_post = self.cadre.holds_a_post or self.cadre.postings.filter(until=None).exists()
        return super().get_context_data(
            cadre=self.cadre, certificates=certificates, holds_post=holds_post, **kwargs
        )

    def post(self, request, *args, **kwargs):
        """Her wish, which may have been said by word of mouth only, is kept as proof and carried out."""
        if self.cadre.forgotten_at:
            return redirect("departures:index")
        try:
            with transaction.atomic():
                carry_out(departure=ask_to_be_forgotten(cadre=self.cadre), by=request.user)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return redirect("forgetting:cadre", self.cadre.pk)
        messages.success(request, _("Forgotten. What was counted stays, without a name."))
        return redirect("departures:index")


class Forgetting(ViewSet):
    name = "forgetting"
    url_prefix = "organisation/forget"

    def get_urlpatterns(self):
        return [path("<int:pk>/", ForgetView.as_view(), name="cadre")]
