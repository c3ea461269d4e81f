"""Said at start: what certificates would lack on this machine."""

from pathlib import Path

from django.conf import settings
from django.core.checks import Error, Warning, register

from learning.certificates.fonts import missing_families
from learning.certificates.keys import published_keys


@register
def fonts_are_there(app_configs, **kwargs):
    missing = missing_families()
    if not missing:
        return []
    return [
        Warning(
            f"Fonts for certificates are missing: {', '.join(missing)}. Names in their scripts are refused.",
            hint="Run `python -m config.fetch_fonts`, or name folders that hold them in FONT_FOLDERS.",
            id="learning.W001",
        )
    ]


@register
def keys_are_there_and_secret(app_configs, **kwargs):
    """Without a private key nothing can be issued; one that others can read is none."""
    found = []
    if not any(key.private for key in published_keys().values()):
        found.append(
            Warning(
                f"There is no key to sign certificates with in {settings.SIGNING_KEYS}, so none can be issued.",
                hint="Run `manage.py certificate_key --ensure`, and keep a copy of the folder apart from the database.",
                id="learning.W002",
            )
        )
    open_ones = [
        path.name for path in Path(settings.SIGNING_KEYS).glob("*.pem") if path.stat().st_mode & 0o077
    ]
    if open_ones:
        found.append(
            Error(
                f"Other accounts of this machine can read keys of certificates: {', '.join(open_ones)}.",
                hint=f"chmod 600 {settings.SIGNING_KEYS}/*.pem",
                id="learning.E002",
            )
        )
    return found


@register
def browser_library_is_there(app_configs, **kwargs):
    if settings.NOBLE_ED25519.is_dir():
        return []
    return [
        Warning(
            "@noble/ed25519 is missing: older browsers cannot check certificates without network.",
            hint="Run `python -m config.fetch_fonts`.",
            id="learning.W003",
        )
    ]
