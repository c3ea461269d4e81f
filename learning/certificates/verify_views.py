"""Anybody checks a certificate: by its code, by what its QR code says, or by the file."""

import json

from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from learning.certificates.code import LENGTH, clean_code, spaced_code
from learning.certificates.credential import credential_of, signed_credential
from learning.certificates.keys import published_keys
from learning.certificates.models import Certificate
from learning.certificates.offline_views import for_the_page
from learning.certificates.recognise import ADDRESS, LARGEST_FILE, Sameness, recognise
from learning.certificates.statement import read_statement
from learning.certificates.throttle import (
    AS_ISSUED,
    DRAWN,
    count_file,
    count_miss,
    has_sent_enough,
    is_throttled,
)
from learning.certificates.verify import shown_to_anyone

JWT = "application/vc+jwt"
CREDENTIALS = (
    JWT,
    "application/vc+ld+json",
    "application/ld+json",
    "application/vc",
)  # signed; the same, to be read
FRESH = 60  # seconds for which an answer may be kept on the way


@require_GET
def verify_form(request):
    """Type a code, or paste the address that the QR code holds."""
    typed = request.GET.get("code", "")
    pasted = ADDRESS.search(typed)
    code = clean_code(pasted[1] if pasted else typed)[:80]
    if pasted and pasted[2]:
        return _verdict(request, code, statement=pasted[2])
    if code:
        return redirect("verify-code", code)
    context = {"typed": typed, "asked": "code" in request.GET, "check": for_the_page()}
    return _cacheable(request, render(request, "learning/certificates/verify.html", context))


@require_GET
def verify_code(request, code):
    """What was printed, and what it is worth today. Exactly that, for everybody; JSON and JWT for machines."""
    return _verdict(request, clean_code(code)[:80])


@csrf_exempt  # it changes nothing and knows nobody, and so the page needs no cookie
@never_cache
@require_POST
def verify_file(request):
    """Is this file as it was issued? Nothing of it is kept."""
    if is_throttled(request):
        return _answer(request, {"status": "too-many"}, 429)
    if has_sent_enough(request):
        return _answer(request, {"status": "too-many-files"}, 429)
    upload = request.FILES.get("file")
    if upload is None or upload.size > LARGEST_FILE:
        problem = "too-large" if upload else "no-file"
        context = {"file_problem": problem, "check": for_the_page()}
        return render(request, "learning/certificates/verify.html", context, status=400)
    found = recognise(upload.read())
    count_file(request, AS_ISSUED if found.sameness == Sameness.SAME else DRAWN)
    if found.certificate is None:
        count_miss(request)
        shown = {"status": "unknown" if found.code else "file-" + found.sameness}
        return _answer(request, shown, 200, code=found.code, sameness=found.sameness)
    shown = shown_to_anyone(found.certificate)
    told = {"sameness": found.sameness, "missing": found.missing}
    seal = found.reading.seal if found.reading else ""
    return _answer(request, shown, 200, code=found.code, seal=seal, **told)


def _verdict(request, code, *, statement=""):
    if is_throttled(request):
        return _answer(request, {"status": "too-many"}, 429, code=code)
    certificate = Certificate.objects.filter(code=code).first() if len(code) == LENGTH else None
    seal = read_statement(statement, code=code, keys=published_keys()).seal if statement else ""
    if certificate is None:
        count_miss(request)
        return _answer(request, {"status": "unknown"}, 404, code=code, seal=seal)
    if kind := next((kind for kind in CREDENTIALS if kind in request.headers.get("Accept", "")), None):
        return _cacheable(request, _credential(certificate, kind))
    return _cacheable(request, _answer(request, shown_to_anyone(certificate), 200, code=code, seal=seal))


def _credential(certificate, kind):
    if not certificate.facts:
        return HttpResponse(status=410)
    content = (
        signed_credential(certificate)
        if kind == JWT
        else json.dumps(credential_of(certificate), ensure_ascii=False)
    )
    return HttpResponse(content, content_type=kind)


def _answer(request, shown, status, *, code="", sameness="", missing=(), seal=""):
    if "application/json" in request.headers.get("Accept", ""):
        said = {**shown, **({"file": sameness} if sameness else {}), **({"qr_code": seal} if seal else {})}
        response = JsonResponse(said, status=status, json_dumps_params={"ensure_ascii": False})
    else:
        context = {
            "shown": shown,
            "code": spaced_code(code),
            "sameness": sameness,
            "missing": missing,
            "seal": seal,
            "check": for_the_page(),
        }
        response = render(request, "learning/certificates/verified.html", context, status=status)
    response["X-Robots-Tag"] = "noindex"
    if status != 200:
        patch_cache_control(response, no_store=True)
    return response


def _cacheable(request, response):
    """For a minute, by anybody on the way; where somebody has signed in, by her browser only."""
    who = {"private": True} if request.user.is_authenticated else {"public": True}
    patch_cache_control(response, max_age=FRESH, **who)
    patch_vary_headers(response, ["Accept", "Cookie"])
    return response
