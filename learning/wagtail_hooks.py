"""Table of contents: Wagtail looks for hooks only here."""

from wagtail import hooks
from wagtail.snippets.models import register_snippet

from learning.certificates.batch_views import CertificateBatches
from learning.certificates.commend_views import Commendations
from learning.certificates.doubt_views import DoubtsViewSet
from learning.certificates.office import CertificatePrints, IssuedCertificates
from learning.certificates.viewsets import CertificatesGroup
from learning.choosers import account_chooser, cadre_chooser, unit_chooser
from learning.enrolments.hooks import guard_course_pages
from learning.letters.home import letters_that_wait
from learning.letters.office import LettersViewSet
from learning.privacy.forget_views import Forgetting
from learning.viewsets import OrganisationGroup
from learning.workshop import OrganisationPanel

__all__ = ["guard_course_pages", "letters_that_wait", "organisation", "say_where_the_organisation_is"]


register_snippet(CertificatesGroup)


@hooks.register("register_admin_viewset")
def organisation():
    return [
        OrganisationGroup(),
        IssuedCertificates(),
        CertificateBatches(),
        CertificatePrints(),
        Commendations(),
        DoubtsViewSet(),
        Forgetting(),
        LettersViewSet(),
        unit_chooser,
        cadre_chooser,
        account_chooser,
    ]


@hooks.register("construct_homepage_panels")
def say_where_the_organisation_is(request, panels):
    panels.append(OrganisationPanel())
