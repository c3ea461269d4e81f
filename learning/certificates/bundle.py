"""Many certificates in one file. Made when it is asked for and kept nowhere: so nothing has to be forgotten in it."""

import re
import tempfile
import zipfile

import pikepdf
from django.core.files.storage import storages
from django.http import FileResponse

from learning.certificates.issue import store_file

BEFORE_ZIP_HAD_YEARS = (1980, 1, 1, 0, 0, 0)


def zip_of(certificates):
    """A temporary file: a ZIP with a PDF each, named by number and name. The same certificates give the same bytes."""
    out = tempfile.TemporaryFile()  # noqa: SIM115  the response closes it
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for certificate in certificates:
            with _opened(certificate) as file:
                entry = zipfile.ZipInfo(file_name(certificate), BEFORE_ZIP_HAD_YEARS)
                archive.writestr(entry, file.read())
    out.seek(0)
    return out


def pdf_of(certificates):
    """A temporary file: one PDF with a page each, to be printed in one go."""
    out = tempfile.TemporaryFile()  # noqa: SIM115
    with pikepdf.new() as whole:
        for certificate in certificates:
            with _opened(certificate) as file, pikepdf.open(file) as one:
                whole.pages.extend(one.pages)
        whole.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    out.seek(0)
    return out


BUNDLES = {"zip": (zip_of, "application/zip"), "pdf": (pdf_of, "application/pdf")}


def bundle_response(certificates, *, kind: str, name: str) -> FileResponse:
    """``kind``: ``zip`` or ``pdf``."""
    make, content_type = BUNDLES[kind]
    return FileResponse(
        make(certificates), as_attachment=True, filename=f"{name}.{kind}", content_type=content_type
    )


def file_name(certificate) -> str:
    """Number and name, without what file systems do not take."""
    name = re.sub(r'[\x00-\x1f<>:"/\\|?*]', "_", certificate.facts["name"])[:60]
    return f"{certificate.number} {name}.pdf"


def _opened(certificate):
    return storages["private"].open(store_file(certificate=certificate).file)
