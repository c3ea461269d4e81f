"""From an uploaded file to an activity: judge, install, store. Called by a job, or by the command."""

import hashlib
import logging

from django.db import transaction
from django.utils import timezone

from courses.h5p import storage
from courses.h5p.content import filter_again, store_package
from courses.h5p.findings import ERROR, Refused
from courses.h5p.library import Installed, install_all
from courses.h5p.models import Activity, Content, Upload
from courses.h5p.package import open_package

logger = logging.getLogger(__name__)


class NotAccepted(Exception):
    """The package is refused; ``findings`` say why."""

    def __init__(self, findings):
        self.findings = findings
        super().__init__(", ".join(f.code for f in findings if f.level == ERROR))


def import_package(
    file,
    *,
    language: str,
    may_install: bool,
    activity: Activity | None = None,
    user=None,
    report=None,
) -> tuple[Content, list, list]:
    """``(content, installed libraries, findings)``. Raises ``NotAccepted`` and then has kept nothing of the content.

    Libraries are whole one by one, and harmless without the content; a second run finds them installed.
    """
    digest = sha256_of(file)
    try:
        package = open_package(file, installed=Installed(), may_install=may_install, report=report)
    except Refused as refused:
        raise NotAccepted([refused.finding]) from None
    try:
        if any(finding.level == ERROR for finding in package.findings):
            raise NotAccepted(package.findings)
        installed = install_all(package, sha256=digest)
        if installed:
            filter_again(installed)
        content = store_package(package, language=language, activity=activity, sha256=digest, user=user)
    except Refused as refused:
        raise NotAccepted([refused.finding]) from None
    return content, installed, package.findings


def sha256_of(file) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    while piece := file.read(1024 * 1024):
        digest.update(piece)
    file.seek(0)
    return digest.hexdigest()


def process(upload: Upload, *, report=None) -> Upload:
    """Judge an upload and keep what it brings. Twice: the second time does nothing."""
    if upload.state != Upload.State.WAITING:
        return upload
    with storage.h5p_storage().open(upload.file, "rb") as file:
        try:
            content, installed, findings = import_package(
                file,
                language=upload.language,
                may_install=upload.may_install,
                activity=upload.activity,
                user=upload.uploaded_by,
                report=report,
            )
        except NotAccepted as refused:
            return finish(upload, Upload.State.REFUSED, refused.findings)
    return finish(
        upload,
        Upload.State.ACCEPTED,
        findings,
        activity=content.activity,
        installed=[str(one) for one in installed],
    )


def finish(upload: Upload, state: str, findings, **values) -> Upload:
    """Write the verdict; then the file goes."""
    name = upload.file
    with transaction.atomic():
        for key, value in values.items():
            setattr(upload, key, value)
        upload.state, upload.findings = state, [vars(finding) for finding in findings]
        upload.finished_at, upload.file = timezone.now(), ""
        upload.save()
    if name:
        storage.h5p_storage().delete(name)
    if state == Upload.State.REFUSED:
        logger.warning("h5p package refused: %s", ", ".join(f.code for f in findings if f.level == ERROR))
    return upload
