"""One's own certificates, and those of a session that one led."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.storage import storages
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from config.jobs.models import Job
from courses.models import CoursePage
from learning.cadres.scope import may_see_place
from learning.certificates.baking import badge_of
from learning.certificates.bundle import bundle_response
from learning.certificates.change import renew_by_refresher, status_today, withdraw
from learning.certificates.choice import template_for
from learning.certificates.code import spaced_code
from learning.certificates.drawing import small_picture
from learning.certificates.issue import store_file
from learning.certificates.jobs import ATTENDANCE, ISSUE, request_attendance_certificates, request_certificate
from learning.certificates.models import Certificate
from learning.certificates.status import Status, may_renew
from learning.enrolments.enrol import NoPosting, renew
from learning.enrolments.models import Enrolment
from learning.progress.browser_alone import activities_to_confirm
from learning.sessions.models import TrainingSession


@login_required
@never_cache
@require_http_methods(["GET", "POST"])
def certificate_of(request, enrolment_uuid):
    """The certificate of one's own enrolment: waiting, failed with the reason, or there."""
    enrolment = get_object_or_404(Enrolment.objects.of_user(request.user).completed(), uuid=enrolment_uuid)
    completion = enrolment.completion
    certificate = Certificate.objects.standing().filter(completion=completion).first()
    if certificate is None:
        if request.method == "POST":
            request_certificate(completion)
            return redirect("certificate-of", enrolment_uuid)
        job = Job.objects.filter(kind=ISSUE, key=f"completion-{completion.pk}").first()
        context = {"job": job, "enrolment": enrolment, "reported": activities_to_confirm(completion)}
        return render(request, "learning/certificates/waiting.html", context)
    status = status_today(certificate)
    return render(
        request,
        "learning/certificates/certificate.html",
        {
            "certificate": certificate,
            "status": status,
            "code": spaced_code(certificate.code),
            "enrolment": enrolment,
            "may_renew": may_renew(certificate.valid_until, timezone.localdate()),
        },
    )


@login_required
@require_POST
def renew_course(request, enrolment_uuid):
    """From 90 days before the end: at once for who has learned again what changed, else by taking the course again.

    Twice: the new certificate, or the round that is open.
    """
    enrolment = get_object_or_404(Enrolment.objects.of_user(request.user).completed(), uuid=enrolment_uuid)
    certificate = Certificate.objects.standing().filter(completion__enrolment=enrolment).first()
    course = CoursePage.objects.live().filter(translation_key=enrolment.course_key).first()
    if course is None or certificate is None or not may_renew(certificate.valid_until, timezone.localdate()):
        raise Http404
    _template, months = template_for(certificate.kind, course_key=enrolment.course_key)
    renewed = months and renew_by_refresher(certificate=certificate, months=months)
    if renewed:
        store_file(certificate=renewed)
        messages.success(request, _("Renewed: you have learned again what changed."))
        return redirect("certificate-of", enrolment_uuid)
    try:
        renew(cadre=enrolment.cadre, course=course)
    except NoPosting:
        context = {"course": course, "reason": "no-posting"}
        return render(request, "learning/enrolments/refused.html", context, status=403)
    messages.success(
        request, _("You have begun the course again. Your old certificate stays valid until its end.")
    )
    return redirect(course.get_url(request))


@login_required
@never_cache
@require_GET
def file(request, certificate_uuid, kind):
    """The PDF, the picture or the small picture of it, for its holder, for who supervises her place, and for who led the session."""
    certificate = get_object_or_404(Certificate, uuid=certificate_uuid)
    if not _may_have_file(request.user, certificate) or status_today(certificate) == Status.WITHDRAWN:
        raise Http404
    if kind == "png":
        return HttpResponse(
            badge_of(certificate),
            content_type="image/png",
            headers={"Content-Disposition": f'inline; filename="{certificate.number}.png"'},
        )
    if kind == "webp":
        return HttpResponse(small_picture(certificate), content_type="image/webp")
    certificate = store_file(certificate=certificate)
    return FileResponse(
        storages["private"].open(certificate.file),
        content_type="application/pdf",
        filename=f"{certificate.number}.pdf",
    )


@login_required
@require_http_methods(["GET", "POST"])
def withdraw_page(request, certificate_uuid):
    """Asks once, then withdraws. Only the holder."""
    certificate = get_object_or_404(Certificate, uuid=certificate_uuid, cadre__user=request.user)
    if request.method == "GET":
        return render(request, "learning/certificates/withdraw.html", {"certificate": certificate})
    withdraw(certificate=certificate, by=request.user)
    messages.success(request, _("Your certificate has been withdrawn. Checking it tells only that."))
    return redirect("my-learning")


@login_required
@never_cache
@require_GET
def attendance_bundle(request, session_uuid, kind):
    """All attendance certificates of a session as a ZIP or one PDF; only for who leads it."""
    session = get_object_or_404(TrainingSession, uuid=session_uuid)
    if not session.facilitators.filter(user=request.user).exists():
        raise Http404
    certificates = Certificate.objects.that_count().filter(register_entry__session=session)
    if not certificates.exists():
        raise Http404
    return bundle_response(certificates.order_by("number"), kind=kind, name=_("certificates"))


@login_required
@require_POST
def attendance(request, session_uuid):
    """Certificates for everybody with a name who came; only for who leads the session."""
    session = get_object_or_404(TrainingSession, uuid=session_uuid)
    if not session.facilitators.filter(user=request.user).exists() or not session.is_closed:
        raise Http404
    Job.objects.filter(kind=ATTENDANCE, key=f"session-{session.pk}", state=Job.State.DONE).delete()
    request_attendance_certificates(session, user=request.user)
    return redirect("session", session.uuid)


def _may_have_file(user, certificate) -> bool:
    if certificate.cadre and certificate.cadre.user_id == user.pk:
        return True
    if certificate.register_entry:
        return certificate.register_entry.session.facilitators.filter(user=user).exists()
    return may_see_place(user, certificate.place)
