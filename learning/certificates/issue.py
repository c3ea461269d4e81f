"""Issue a certificate: freeze the facts, once."""

import hashlib
from functools import partial

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import IntegrityError, transaction
from django.utils import timezone

from learning.certificates.choice import months_after, template_for
from learning.certificates.code import new_code
from learning.certificates.commendation import Nomination
from learning.certificates.drawing import drawn
from learning.certificates.keys import signing_key
from learning.certificates.models import Certificate, CertificatePrint
from learning.certificates.render import check_printable
from learning.certificates.templating import frozen
from learning.progress.browser_alone import rests_on_browsers_alone
from learning.progress.models import Completion
from learning.sessions.models import RegisterEntry
from learning.units.change import place_on
from learning.units.models import Unit
from quizzes.texts import in_language, texts_of

ABOUT = ("completion", "register_entry", "nomination")  # what a certificate certifies: one of them


class NotCertifiable(Exception):
    """There is nothing to certify: she did not come, has no name in the register, the session is open, or nobody but
    the learner's browser saw what was done."""

    code = "not-certifiable"


def issue_certificate(*, completion: Completion) -> Certificate:
    """The certificate of this completion. Twice, or two workers at once: the same one.

    Raises ``MissingGlyph`` before anything is recorded, and ``NotCertifiable`` when only browsers saw what was done.
    """
    standing = Certificate.objects.standing().filter(completion=completion).first()
    if standing:
        return standing
    if rests_on_browsers_alone(completion):
        raise NotCertifiable
    edition = completion.edition
    template, months = template_for(Certificate.Kind.COMPLETION, course_key=completion.course_key)
    facts = {
        "name": completion.cadre.name,
        "titles": edition.public_titles,
        "achievement": f"{edition.course_key}.{edition.number}",
        "edition": edition.number,
        "percent": None if completion.scaled is None else int(completion.scaled * 100),
        "minutes": completion.minutes,
        "unit": texts_of(completion.place, "name"),
        "post": texts_of(completion.post, "name") if completion.post else {},
        "completed_on": timezone.localdate(completion.occurred_at).isoformat(),
        **_issued_now(months),
        **frozen(template, language=completion.cadre.language),
    }
    return _record(
        kind=Certificate.Kind.COMPLETION,
        template=template,
        number=f"{facts['issued_on'][:4]}-{completion.pk:07d}",
        facts=facts,
        place=completion.place,
        cadre=completion.cadre,
        completion=completion,
    )


def certify_attendance(*, entry: RegisterEntry) -> Certificate:
    """The attendance certificate of a register entry. Twice: the same one. Raises ``NotCertifiable``, ``MissingGlyph``."""
    standing = Certificate.objects.standing().filter(register_entry=entry).first()
    if standing:
        return standing
    session = entry.session
    if (
        not session.is_closed
        or entry.attendance not in RegisterEntry.CAME
        or not (entry.participant and entry.participant.name)
    ):
        raise NotCertifiable
    template, _months = template_for(Certificate.Kind.ATTENDANCE)
    taught = session.modules.select_related("edition").first()
    facts = {
        "name": entry.participant.name,
        "titles": taught.edition.public_titles if taught else {"zh-hans": session.title},
        "achievement": f"{taught.edition.course_key}.{taught.edition.number}" if taught else "",
        "edition": None,
        "percent": None,
        "minutes": entry.minutes or session.minutes,
        "unit": texts_of(session.place, "name"),
        "post": {},
        "completed_on": timezone.localdate(session.starts_at).isoformat(),
        "is_minor": entry.age_band in ("under-14", "14-17"),
        **_issued_now(),
        **frozen(template, language=settings.LANGUAGE_CODE),
    }
    return _record(
        kind=Certificate.Kind.ATTENDANCE,
        template=template,
        number=f"{facts['issued_on'][:4]}-S{entry.pk:07d}",
        facts=facts,
        place=session.place,
        register_entry=entry,
    )


def issue_honour(*, nomination: Nomination) -> Certificate:
    """The certificate of honour of an approved nomination. Twice: the same one. Raises ``MissingGlyph``.

    A unit is named in the site's first language, and below it in the others.
    """
    standing = Certificate.objects.standing().filter(nomination=nomination).first()
    if standing:
        return standing
    template, _months = template_for(Certificate.Kind.HONOUR)
    cadre, rule, today = nomination.cadre, nomination.rule, timezone.localdate()
    language = cadre.language if cadre else settings.LANGUAGE_CODE
    posting = cadre.posting_today if cadre else None
    unit = nomination.unit or (posting.unit if posting else rule.unit)
    wording = frozen(template, language=language)
    explained = {code: {"note": rule.explanation(code)} for code in wording["languages"]}
    told = wording.get("wording", {})
    others = {code: name for code, name in nomination.names.items() if code != language}
    facts = {
        "name": cadre.name if cadre else in_language(nomination.names, language),
        "titles": texts_of(rule, "title"),
        "achievement": "",
        "edition": None,
        "percent": None,
        "minutes": None,
        "unit": texts_of(posting.unit, "name") if posting else others,
        "post": texts_of(posting.post, "name") if posting else {},
        "completed_on": today.isoformat(),
        **_issued_now(),
        **wording,
        "wording": {code: explained[code] | told.get(code, {}) for code in wording["languages"]},
    }
    return _record(
        kind=Certificate.Kind.HONOUR,
        template=template,
        number=f"{today.year}-H{nomination.pk:07d}",
        facts=facts,
        place=place_on(unit, today),
        cadre=cadre,
        nomination=nomination,
    )


def store_file(*, certificate: Certificate) -> Certificate:
    """Render and keep the PDF with its hash. Twice: the same bytes, nothing changes."""
    if certificate.file and storages["private"].exists(certificate.file):
        return certificate
    return print_again(certificate=certificate)


def print_again(*, certificate: Certificate) -> Certificate:
    """Render it as its template looks today. The facts are those of the issue; the hash of each print is kept.

    Twice: the same file. A withdrawn one has nothing to print and is left alone.
    """
    if not certificate.facts:
        return certificate
    content = drawn(certificate)
    digest = hashlib.sha256(content).hexdigest()
    storage, former = storages["private"], certificate.file
    name = f"certificates/{certificate.uuid}-{digest[:16]}.pdf"
    if not storage.exists(name):
        storage.save(name, ContentFile(content))
    CertificatePrint.objects.get_or_create(certificate=certificate, digest=digest)
    Certificate.objects.filter(pk=certificate.pk).update(file=name, file_digest=digest)
    if former and former != name:
        transaction.on_commit(partial(storage.delete, former))
    certificate.refresh_from_db()
    return certificate


def _issued_now(valid_months: int | None = None) -> dict:
    root, today = Unit.get_first_root_node(), timezone.localdate()
    end = {"valid_until": months_after(today, valid_months).isoformat()} if valid_months else {}
    return {"issued_on": today.isoformat(), "issuer": texts_of(root, "name") if root else {}, **end}


def _record(*, kind, number, facts, **fields) -> Certificate:
    code, signed_with = new_code(), signing_key().id
    check_printable(facts, kind=kind, code=code, number=number)
    try:
        with transaction.atomic():
            return Certificate.objects.create(
                kind=kind,
                code=code,
                number=number,
                facts=facts,
                language=facts["languages"][0],
                valid_until=facts.get("valid_until"),
                signed_with=signed_with,
                **fields,
            )
    except IntegrityError:  # another worker was first
        found = {key: fields[key] for key in ABOUT if key in fields}
        return Certificate.objects.standing().get(**found)
