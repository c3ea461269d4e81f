"""QTI packages: a ZIP with a manifest, items and pictures. Read in memory; nothing is unpacked to disk."""

import io
import posixpath
import re
import zipfile
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from quizzes.exchange.item import Item, NotReadable
from quizzes.exchange.qti.names import plain, to_version
from quizzes.exchange.qti.read import read_item
from quizzes.exchange.qti.write import write_item
from quizzes.exchange.xml import LARGEST, read_xml

MOST_FILES, MOST_BYTES = 3000, 100 * 1024 * 1024
CONTENT = "http://www.imsglobal.org/xsd/imscp_v1p1"
RESOURCES = {"2.1": "imsqti_item_xmlv2p1", "3.0": "imsqti_item_xmlv3p0"}


def read(data: bytes, *, language: str) -> list[Item]:
    """Items of a package, or the one of a single XML file. Raises ``NotReadable``."""
    if not data.startswith(b"PK"):
        root = read_xml(data)
        if plain(root).tag != "assessmentItem":
            raise NotReadable(_("This is no QTI item: its first element is not “assessmentItem”."))
        return [read_item(root, language=language)]
    held = _unzipped(data)
    items = []
    for path in _in_order(held):
        root = read_xml(held[path])
        if plain(root).tag == "assessmentItem":
            folder = posixpath.dirname(path)
            items.append(
                read_item(
                    root,
                    language=language,
                    files=lambda src, folder=folder: held.get(
                        posixpath.normpath(posixpath.join(folder, src))
                    ),
                )
            )
    if not items:
        raise NotReadable(_("There is no question in this file."))
    return items


def write(items: list[Item], *, version: str) -> bytes:
    """A package of ``version`` (“2.1”, “3.0”). What does not fit is noted on its item."""
    output = io.BytesIO()
    manifest = Element("manifest", {"xmlns": CONTENT, "identifier": "manifest"})
    SubElement(manifest, "organizations")
    resources = SubElement(manifest, "resources")
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, item in enumerate(items, start=1):
            identifier = f"i{number:04}"
            element = write_item(item, identifier)
            if element is None:
                continue
            href = f"items/{identifier}.xml"
            archive.writestr(href, _bytes(to_version(element, version)))
            resource = SubElement(
                resources, "resource", {"identifier": identifier, "type": RESOURCES[version], "href": href}
            )
            SubElement(resource, "file", {"href": href})
            for src, stored in item.files.values():
                with default_storage.open(stored) as file:
                    archive.writestr(f"items/{src}", file.read())
                SubElement(resource, "file", {"href": f"items/{src}"})
        archive.writestr("imsmanifest.xml", _bytes(manifest))
    return output.getvalue()


def _bytes(element):
    if element.tag == "manifest":
        indent(element)
    return tostring(element, encoding="utf-8", xml_declaration=True)


def _unzipped(data) -> dict:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if not info.is_dir()]
            if len(infos) > MOST_FILES or sum(info.file_size for info in infos) > MOST_BYTES:
                raise NotReadable(_("The package unpacks to more than this site takes in."))
            return {posixpath.normpath(info.filename): _member(archive, info) for info in infos}
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, OSError, EOFError) as error:
        raise NotReadable(_("The ZIP file is damaged or locked by a password.")) from error


def _member(archive, info):
    with archive.open(info) as file:
        held = file.read(LARGEST + 1)  # the size that the archive names may be a lie
    if len(held) > LARGEST:
        raise NotReadable(_("The package unpacks to more than this site takes in."))
    return held


def _in_order(held) -> list[str]:
    """XML files in the order of the manifest, those that it does not name after them."""
    named = []
    if "imsmanifest.xml" in held:
        manifest = plain(read_xml(held["imsmanifest.xml"]))
        named = [one.get("href", "") for one in manifest.iter("resource")]
    files = [path for path in held if re.search(r"\.xml$", path, re.IGNORECASE) and path != "imsmanifest.xml"]
    return [
        *(one for one in dict.fromkeys(named) if one in files),
        *(one for one in files if one not in named),
    ]
