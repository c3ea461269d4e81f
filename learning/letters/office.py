"""Letters in the CMS: what waits first, then what was answered. Who wrote it is not shown."""

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.viewsets.base import ViewSet

from learning.letters.forms import AnswerForm
from learning.letters.models import Letter
from learning.letters.queries import RIGHT, letters_waiting
from learning.letters.write import answer_letter
from quizzes.menu import menu_item_for

ROWS_A_PAGE = 20


class LettersView(WagtailAdminTemplateMixin, TemplateView):
    template_name = "learning/letters/office.html"
    header_icon = "mail"

    def dispatch(self, request, *args, **kwargs):
        if not request.user.has_perm(RIGHT):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self):
        return _("Letters from readers")

    def get_breadcrumbs_items(self):
        return [*self.breadcrumbs_items, {"url": "", "label": self.get_page_title()}]

    def get_context_data(self, **kwargs):
        answered = self.request.GET.get("show") == "answered"
        found = (
            Letter.objects.filter(answered_at__isnull=False).order_by("-answered_at")
            if answered
            else letters_waiting(self.request.user)
        )
        page = Paginator(found.select_related("lesson"), ROWS_A_PAGE).get_page(self.request.GET.get("p"))
        rows = [{"letter": letter, "form": AnswerForm(prefix=f"l{letter.pk}")} for letter in page]
        return super().get_context_data(rows=rows, page=page, answered=answered, **kwargs)

    def post(self, request):
        letter = get_object_or_404(letters_waiting(request.user), pk=request.POST.get("letter") or 0)
        form = AnswerForm(request.POST, prefix=f"l{letter.pk}")
        if form.is_valid() and answer_letter(
            letter=letter, answer=form.cleaned_data["answer"], by=request.user
        ):
            messages.success(request, _("Answered and closed."))
        else:
            messages.error(request, _("Nothing was changed. Somebody else may have answered it already."))
        return redirect("letters:index")


class LettersViewSet(ViewSet):
    name = "letters"
    url_prefix = "letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters from readers")
    menu_order = 197
    add_to_admin_menu = True
    menu_item_class = menu_item_for(RIGHT)

    def get_urlpatterns(self):
        return [path("", LettersView.as_view(), name="index")]
