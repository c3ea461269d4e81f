"""What is wrong with a package: a code for machines, a level, a sentence for the person who uploaded it."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

ERROR, WARNING = "error", "warning"

SENTENCES = {
    # the archive
    "archive-unreadable": _("This is not a readable .h5p file. Export it again from the tool that made it."),
    "archive-too-large": _("The file is larger than this site accepts."),
    "archive-too-many-files": _("The package holds too many files."),
    "archive-prefix": _("There is something in front of the package's first file, which no H5P tool writes."),
    "archive-overlap": _("Files inside the package overlap, as they do in attacks: “%(name)s”."),
    "archive-header-differs": _("The package says two different things about “%(name)s”."),
    "file-encrypted": _("“%(name)s” is locked with a password. Packages have to be open."),
    "file-compression": _("“%(name)s” is packed in a way that H5P does not use."),
    "file-link": _("“%(name)s” is a link or a device instead of a file."),
    "file-too-large": _("“%(name)s” is larger than this site accepts."),
    "file-bomb": _("“%(name)s” unpacks to far more than it seems to be."),
    "total-too-large": _("Unpacked, the package is larger than this site accepts."),
    "file-size-differs": _("“%(name)s” is not as large as the package says."),
    "file-damaged": _("“%(name)s” is damaged. Export the package again."),
    "name-nul": _("The name of a file holds a character that cuts it short."),
    "name-encoding": _("The name of a file cannot be read."),
    "name-backslash": _("The name “%(name)s” holds a backslash or a colon."),
    "name-control": _("The name “%(name)s” holds characters that cannot be seen."),
    "name-absolute": _("The name “%(name)s” points outside the package."),
    "name-traversal": _("The name “%(name)s” climbs out of its folder."),
    "name-empty-part": _("The name “%(name)s” has an empty part."),
    "name-trailing": _("A part of the name “%(name)s” ends with a dot or a space."),
    "name-too-long": _("The name of a file is too long: “%(name)s”."),
    "name-too-deep": _("“%(name)s” lies in too many folders."),
    "name-duplicate": _("Two files have the same name, or differ only by capitals: “%(name)s”."),
    "name-clash": _("“%(name)s” is a file and a folder at once."),
    # JSON
    "json-too-large": _("“%(name)s” is too large."),
    "json-encoding": _("“%(name)s” is not written in UTF-8."),
    "json-too-deep": _("“%(name)s” is nested too deeply."),
    "json-invalid": _("“%(name)s” is not valid JSON."),
    "json-number": _("“%(name)s” holds a number that is none, or too long."),
    "json-character": _("“%(name)s” holds characters that cannot be kept."),
    "json-duplicate-key": _("“%(name)s” says the same thing twice: “%(detail)s”."),
    # h5p.json
    "manifest-missing": _("The package has no h5p.json. Is it really an H5P package?"),
    "manifest-invalid": _("h5p.json is not as it has to be: “%(detail)s” is missing or wrong."),
    "manifest-source": _("h5p.json names a source that is not a web address."),
    "manifest-ignored": _(
        "h5p.json says something about “%(detail)s” that is not understood; it is left out."
    ),
    "content-missing": _("The package has no content/content.json, so there is nothing to play."),
    "content-invalid": _("content/content.json has to be an object."),
    "main-library-not-declared": _(
        "The main content type %(detail)s is not among the libraries that h5p.json lists, so its version is unknown."
    ),
    "main-library-not-runnable": _("%(detail)s is a building block and cannot be played by itself."),
    # files and libraries
    "extension-not-allowed": _("Files of this kind are not accepted: “%(name)s”."),
    "library-name": _("The folder “%(name)s” does not have the name of a library."),
    "library-json-missing": _("The library “%(name)s” has no library.json."),
    "library-invalid": _(
        "library.json of “%(name)s” is not as it has to be: “%(detail)s” is missing or wrong."
    ),
    "library-folder-name": _("The folder “%(name)s” holds the library %(detail)s; the names have to agree."),
    "library-twice": _("The package holds the library %(detail)s twice."),
    "library-file-missing": _("The library “%(name)s” lacks the file “%(detail)s”, which it needs."),
    "library-file-path": _("The library “%(name)s” asks for a file outside its folder: “%(detail)s”."),
    "library-language": _("The language file “%(name)s” does not have the name of a language."),
    "library-semantics": _("“%(name)s” has to be a list of fields."),
    "library-core-api": _("%(detail)s is made for a newer H5P than this site's player."),
    "library-missing": _(
        "The library %(detail)s is neither in the package nor on this site. Ask for a package that includes it, or "
        "for somebody who may install libraries."
    ),
    "library-missing-editor": _(
        "The library %(detail)s, which only the editor needs, is missing; playing works."
    ),
    "library-cycle": _("Libraries need each other in a circle: %(detail)s."),
    "library-not-allowed": _("The library %(detail)s is not on this site's list of accepted libraries."),
    "library-kept": _("%(detail)s is installed already in this or a newer version, and is kept."),
    "library-ignored": _(
        "%(detail)s came with the package; you may not install libraries, so it was left out."
    ),
    # content
    "script-in-text": _("A text of the content holds script (%(detail)s). Texts may not run anything."),
    "content-left-out": _(
        "Parts of the content that its content type does not know were left out (%(detail)s)."
    ),
    "pattern-too-slow": _("A check that a library prescribes for “%(detail)s” would never end."),
    "media-missing": _("The content points at “%(detail)s”, which is not in the package."),
    "took-too-long": _("Checking took longer than allowed; the package was not accepted."),
}


@dataclass(frozen=True)
class Finding:
    """``message`` is in the language that is active when it is asked for."""

    code: str
    level: str = ERROR
    name: str = ""
    detail: str = ""

    @property
    def message(self) -> str:
        return str(SENTENCES[self.code]) % {"name": shown(self.name), "detail": shown(self.detail)}

    def as_dict(self) -> dict:
        return {"code": self.code, "level": self.level, "message": self.message}


class Refused(Exception):
    """The work ends here; ``finding`` says why."""

    def __init__(self, code: str, name: str = "", detail: str = ""):
        self.finding = Finding(code, ERROR, name, detail)
        super().__init__(code)


def shown(text: str) -> str:
    """Words of a stranger, as they may stand in a sentence: short, and nothing that cannot be seen."""
    clean = "".join(c if c.isprintable() else "�" for c in text)
    return clean if len(clean) <= 120 else clean[:117] + "..."
