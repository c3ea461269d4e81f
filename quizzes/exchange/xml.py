"""XML from outside. No entities, no external things, nothing larger than it should be."""

from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

from quizzes.exchange.item import NotReadable

LARGEST = 20 * 1024 * 1024  # bytes
DEEPEST = 100


def read_xml(data: bytes) -> Element:
    """The root. Raises ``NotReadable`` for what is hostile, too large or no XML."""
    if len(data) > LARGEST:
        raise NotReadable(_("The file is larger than %(size)s MB.") % {"size": LARGEST // 1024 // 1024})
    try:
        root = fromstring(data, forbid_dtd=False, forbid_entities=True, forbid_external=True)
    except DefusedXmlException as error:
        raise NotReadable(
            _("The file defines entities or refers to other files. Such XML is refused.")
        ) from error
    except (ParseError, ValueError, LookupError) as error:
        raise NotReadable(_("This is not well-formed XML.")) from error
    if _depth(root) > DEEPEST:
        raise NotReadable(_("The file is nested too deeply."))
    return root


def _depth(root) -> int:
    depth, level = 0, [root]
    while level and depth <= DEEPEST:
        depth += 1
        level = [child for element in level for child in element]
    return depth
