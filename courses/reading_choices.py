"""How somebody wants to read: size of the text, colours, pictures. Kept by her own browser and nowhere else.

The cookie is set only by her own choice, names nobody, and is taken away again by "as before".
"""

from dataclasses import asdict, dataclass, fields
from urllib.parse import parse_qsl, urlencode

from django import forms
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

COOKIE = "reading"
COOKIE_SECONDS = 365 * 24 * 3600
LONGEST_COOKIE = 200  # characters; longer ones are not ours

SIZES = [("", _("Usual")), ("large", _("Large")), ("largest", _("Very large"))]
COLOURS = [
    ("", _("As the device is set")),
    ("light", _("Light")),
    ("dark", _("Dark")),
    ("contrast", _("Black on white, strong lines")),
]
PICTURES = [("", _("Show pictures")), ("text", _("Words only: a picture loads when I ask for it"))]


@dataclass(frozen=True)
class ReadingChoices:
    """One value of each list above; the empty one means that nothing was chosen."""

    size: str = ""
    colours: str = ""
    pictures: str = ""

    @property
    def words_only(self) -> bool:
        return self.pictures == "text"

    def as_cookie(self) -> str:
        return urlencode({name: value for name, value in asdict(self).items() if value})


ALLOWED = {"size": dict(SIZES), "colours": dict(COLOURS), "pictures": dict(PICTURES)}


def reading_choices(request) -> ReadingChoices:
    """What this browser was told. Anything that is no choice of ours counts as nothing chosen."""
    text = getattr(request, "COOKIES", {}).get(COOKIE, "")
    if len(text) > LONGEST_COOKIE:
        return ReadingChoices()
    said = dict(parse_qsl(text))
    return ReadingChoices(
        **{
            field.name: said[field.name]
            for field in fields(ReadingChoices)
            if said.get(field.name) in ALLOWED[field.name]
        }
    )


class ReadingChoicesForm(forms.Form):
    size = forms.ChoiceField(
        label=_("Size of the text"), choices=SIZES, required=False, widget=forms.RadioSelect
    )
    colours = forms.ChoiceField(label=_("Colours"), choices=COLOURS, required=False, widget=forms.RadioSelect)
    pictures = forms.ChoiceField(
        label=_("Pictures"), choices=PICTURES, required=False, widget=forms.RadioSelect
    )


def page_to_go_back_to(request, address: str) -> str:
    """``address`` if it is one of this site's, else the empty string."""
    safe = url_has_allowed_host_and_scheme(
        address, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return address if safe and address.startswith("/") else ""
