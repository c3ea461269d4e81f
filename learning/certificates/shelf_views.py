"""Where a cadre finds all her certificates, and a supervisor the honours of her units."""

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from learning.cadres.scope import may_see_unit
from learning.certificates.shelf import certificates_of, honours_in
from learning.enrolments.enrol import cadre_of
from learning.units.models import Unit

ROWS_A_PAGE = 50


@login_required
@never_cache
@require_GET
def mine(request):
    """All of them, honours too."""
    cadre = cadre_of(request.user)
    rows = certificates_of(cadre) if cadre else []
    return render(request, "learning/certificates/mine.html", {"rows": rows})


@login_required
@never_cache
@require_GET
def honours(request, code):
    """The honours given in a unit that she answers for, with the rule of each. Another unit does not exist: 404."""
    unit = get_object_or_404(Unit, code=code)
    if not may_see_unit(request.user, unit):
        raise Http404
    page = Paginator(honours_in(unit), ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "learning/certificates/honours.html", {"unit": unit, "page": page})
